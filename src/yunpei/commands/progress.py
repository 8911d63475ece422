"""A line on the terminal that tells how far a long file is; silent where nobody looks."""

from __future__ import annotations

import sys
from types import TracebackType

from yunpei.common.language import Text

READING = Text("读取", "reading")
DECIDING = Text("判定", "deciding")
WRITING = Text("写出", "writing")
STEPS = (READING, DECIDING, WRITING)
WORTH_TELLING = 20_000  # lines; fewer are done before anyone has read the line


class Progress:
    """Shows the step a run is at and how many lines it has seen; takes its line away at the end."""

    def __init__(self) -> None:
        """Speak only to a terminal."""
        self._speaks = sys.stderr.isatty()
        self._lines = 0
        self._shown = False

    def read(self, lines: int) -> None:
        """So many lines have been read."""
        self._lines = lines
        self.at(READING)

    def at(self, step: Text, lines: int | None = None) -> None:
        """The run is at this step, with so many lines in all."""
        self._lines = self._lines if lines is None else lines
        if not self._speaks or self._lines < WORTH_TELLING:
            return
        done = STEPS.index(step) + 1
        bar = "█" * (done * 4) + "░" * ((len(STEPS) - done) * 4)
        print(f"\r\x1b[K{bar} {step} {self._lines:,}", end="", file=sys.stderr, flush=True)
        self._shown = True

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
