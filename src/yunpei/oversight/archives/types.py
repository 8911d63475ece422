"""What other rooms may name of archives: holds on cases, purges, requests for erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


class ErasureState(StrEnum):
    """How far a person's request for erasure is: one administrator examines it, another carries it out."""

    ASKED = "asked"
    EXAMINED = "examined"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Because(StrEnum):
    """Why what is known of a person in a case is kept, though its erasure is asked for."""

    HOLD = "hold"  # its papers are on hold
    OPEN = "open"  # the case is not over
    TERM = "term"  # its time of keeping is not over


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A case that keeps what is known of a person. until: the last day, None where it is not known yet."""

    case: str
    held: str  # public id of its class, "" for none
    because: Because
    until: date | None


@dataclass(frozen=True, slots=True)
class ErasureCard:
    """A request for erasure. due: by when it has to be answered. kept: what has to stay, as of now or as it was carried out.

    erased, restricted: how many values went, and how many nobody reads any more until they may go.
    """

    id: str
    person: str  # public id
    name: str
    id_masked: str
    state: ErasureState
    asked_at: datetime
    due: date
    examined_at: datetime | None
    decided_at: datetime | None
    why: str  # it was refused
    erased: int
    restricted: int
    kept: tuple[KeptPart, ...]

    @property
    def open(self) -> bool:
        """Whether it waits for an administrator."""
        return self.state in (ErasureState.ASKED, ErasureState.EXAMINED)


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
class Destroyed:
    """A file that a purge took away: when, under which proof, and what it was. checkpoint: the newest then, 0 = none."""

    purge: str
    at: datetime
    digest: str
    checkpoint: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody read a person's whole ID number: who, when, of whom (masked), and what for."""

    at: datetime
    who: str
    roles: tuple[str, ...]
    of: str
    why: str
