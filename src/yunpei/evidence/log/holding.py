"""What has to be kept, whoever asks for its erasure. Rooms above know of retention and legal holds, and say so here unimported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Held:
    """What of a person is kept today. everything: a legal hold. classes: public ids of classes whose records have their term to go."""

    everything: bool = False
    classes: frozenset[str] = frozenset()


class Holder(Protocol):
    """A room that knows what is kept."""

    name: str

    def held(self, *, person: str, today: date) -> Held:
        """What of a person (public id) is kept today."""


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Ask this room from now on. Raises ValueError for a name that is taken by another one."""
    if _holders.setdefault(holder.name, holder) is not holder:
        raise ValueError(f"two holders are called {holder.name}")


def unregister(name: str) -> None:
    """Ask this room no more."""
    _holders.pop(name, None)


def held(person: str, today: date) -> Held:
    """What of a person is kept today, by all who know."""
    found = [one.held(person=person, today=today) for one in _holders.values()]
    return Held(any(one.everything for one in found), frozenset().union(*(one.classes for one in found)))
