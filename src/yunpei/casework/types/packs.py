"""Packs from outside the program, as the officers who approve them see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yunpei.common.language import Text
from yunpei.policy.faults import Fault
from yunpei.policy.types import Pack


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A line of a worked example as the pack decides it; ok: as it is written there."""

    outcome: str
    amount_fen: int
    ok: bool


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """A worked example with its result."""

    text: Text
    lines: tuple[ExampleLine, ...]


@dataclass(frozen=True)
class PackCard:
    """A version from outside the program. pack None: unsound, faults say why. approvals: who, when, of exactly this digest."""

    programme: str
    version: date
    pack: Pack | None
    faults: tuple[Fault, ...]
    approvals: tuple[tuple[str, datetime], ...]
    usable: bool
    rule: str = ""
    examples: tuple[ExampleShown, ...] = ()
