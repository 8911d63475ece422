"""What other rooms may name of archives: holds on cases, and purges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from yunpei.casework.types.archives import KeptCase


class KeepState(StrEnum):
    """Whether a case's papers are kept whatever their term."""

    PLACED = "placed"
    LIFTED = "lifted"


class PurgeState(StrEnum):
    """How far a purge is: one administrator proposes it, another carries it out."""

    PROPOSED = "proposed"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class KeepCard:
    """A legal hold on a case's papers."""

    id: int
    case: str
    why: str
    state: KeepState
    placed_at: datetime
    lifted_at: datetime | None
    lift_why: str


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case of an archive. kept: a hold keeps its papers whatever their term. purged: they are gone."""

    case: KeptCase
    kept: bool
    purged: bool


@dataclass(frozen=True, slots=True)
class PurgeCard:
    """A purge. digest: SHA-256 over the lines of `proof`, one a file; checkpoint: the newest of the evidence log then, 0 = none."""

    id: str
    state: PurgeState
    why: str
    cases: tuple[str, ...]
    proposed_at: datetime
    decided_at: datetime | None
    files: int
    size: int
    digest: str
    checkpoint: int
    proof: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody read a person's whole ID number: who, when, of whom (masked), and what for."""

    at: datetime
    who: str
    roles: tuple[str, ...]
    of: str
    why: str
