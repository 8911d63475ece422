"""What is wrong with a pack: file, line, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yunpei.common.language import Text


@dataclass(frozen=True)
class Fault:
    """One fault of a pack, at a line of one of its files."""

    file: Path
    line: int
    what: Text
    mend: Text

    @classmethod
    def of(cls, file: Path, line: int, zh: str, en: str, mend_zh: str, mend_en: str) -> Fault:
        """The same, from plain sentences."""
        return cls(file, line, Text(zh, en), Text(mend_zh, mend_en))

    def __str__(self) -> str:
        return f"{_shown(self.file)}:{self.line}: {self.what} → {self.mend}"


class PackFaults(Exception):
    """A pack that can't be used as it stands; carries every fault found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order found."""
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def _shown(file: Path) -> Path:
    """The file as a reader types it: from here on, where it lies below."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
