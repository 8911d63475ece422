"""What pages show of a class's dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yunpei.training.types import ClassFacts


@dataclass(frozen=True, slots=True)
class CopyCard:
    """A dossier that was asked for. failed: the program gave up. made_at None and not failed: it is being written."""

    id: str
    asked_at: datetime
    asked_by: int
    made_at: datetime | None
    sha256: str
    size: int
    dropped_at: datetime | None
    failed: bool

    @property
    def ready(self) -> bool:
        """Whether it can be had."""
        return self.made_at is not None and self.dropped_at is None

    @property
    def waits(self) -> bool:
        """Whether it is being written."""
        return self.made_at is None and self.dropped_at is None and not self.failed


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of one kind a dossier holds. file: the record file that has it."""

    file: str
    count: int


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A class with its dossier: what is in it, when it was last sealed, and the copies that were asked for."""

    held: ClassFacts
    holdings: tuple[Holding, ...]
    sealed_at: datetime | None
    copies: tuple[CopyCard, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a copy is being written."""
        return any(one.waits for one in self.copies)
