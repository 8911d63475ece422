"""The study clock of this process: which store, which keys. Set once at start; doors, actions and queries take it from here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from yunpei.evidence.receipt import Keyring
from yunpei.evidence.store import Store


@dataclass(frozen=True, slots=True)
class Study:
    """A store and the keys that its receipts are signed with."""

    store: Store
    keys: Keyring


_factory: list[Callable[[], Study]] = []
_made: list[Study] = []
_making = threading.Lock()


def configure(make: Callable[[], Study]) -> None:
    """Say how this process gets its study clock. It is made when first asked for: naming it opens no database."""
    reset()
    _factory[:] = [make]


def current() -> Study:
    """The configured one. Raises RuntimeError before `configure`, StoreDown."""
    if not _made:
        with _making:
            if not _factory:
                raise RuntimeError("no study store: call yunpei.evidence.study.configure first")
            if not _made:
                _made.append(_factory[0]())
    return _made[0]


def reset() -> None:
    """Close its connections and forget it; the next `current` makes it anew. For tests, and for a database that goes away."""
    while _made:
        _made.pop().store.close()
