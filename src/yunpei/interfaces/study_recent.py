"""What a worker remembers of the sessions that spoke last, in bounded memory."""

from __future__ import annotations

from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class Recent(Generic[ValueT]):
    """Values by name. The `keep` names written last are there for certain, at most twice as many are kept.

    Two dicts that take turns instead of one in order: nothing is moved when a name is written again.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._new: dict[str, ValueT] = {}
        self._old: dict[str, ValueT] = {}

    def get(self, name: str) -> ValueT | None:
        """What was written last under a name, or None."""
        found = self._new.get(name)
        return self._old.get(name) if found is None else found

    def put(self, name: str, value: ValueT) -> None:
        """Write, and forget the older half where there are too many."""
        self._new[name] = value
        if len(self._new) >= self._keep:
            self._old, self._new = self._new, {}
