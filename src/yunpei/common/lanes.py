"""The lanes of background work, without Django: the command line knows them before a site is open."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """Which worker takes a job. What nobody named a lane for is quick, names without a handler too."""

    QUICK = "quick"
    FILMS = "films"  # takes minutes or hours of a processor
