"""The tree over all leaves (RFC 6962, 2.1): roots, and proofs that a leaf is in it and that it only ever grew. No database.

Hashes of leaves come from whoever keeps them, and with them the hashes of complete subtrees of 2**8, 2**16, … leaves: so a
proof in a tree of a hundred million leaves reads a few hundred hashes, and a checkpoint only what is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from yunpei.evidence.verifier import leaf_hash, node_hash

__all__ = ["EMPTY", "STEP", "TILE", "Tree", "fold", "in_memory", "leaf_hash", "node_hash"]

STEP = 8  # levels between those that are kept
TILE = 1 << STEP
EMPTY = hashlib.sha256(b"").digest()  # root of the tree without leaves
_CACHED = 200_000  # nodes

Read = Callable[[int, int, int], Sequence[bytes]]
"""(level, start, stop) → hashes of the subtrees of 2**level leaves from `start` to before `stop`; level is 0, 8, 16, …"""


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over 2**n hashes of one level."""
    sha256, found = hashlib.sha256, list(hashes)
    while len(found) > 1:
        found = [sha256(b"\1" + left + right).digest() for left, right in zip(found[::2], found[1::2], strict=True)]
    return found[0]


class Tree:
    """The first leaves of a log, as many as are asked about; older sizes are asked of the same tree."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        return self._over(0, size) if size else EMPTY

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """The path that proves leaf `number` (from 0) to be in the tree of `size` leaves. Raises ValueError."""
        if not 0 <= number < size:
            raise ValueError("the leaf is not in the tree")
        path, start, stop = [], 0, size
        while stop - start > 1:
            middle = start + _split(stop - start)
            if number < middle:
                path.append(self._over(middle, stop))
                stop = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The path that proves the tree of `old` leaves to be the beginning of that of `new`. Raises ValueError."""
        if not 0 < old <= new:
            raise ValueError("a tree grows from at least one leaf")
        path, start, stop, whole = [], 0, new, True  # whole: the old tree itself, whose root the verifier has
        while old != stop:
            middle = start + _split(stop - start)
            if old <= middle:
                path.append(self._over(middle, stop))
                stop = middle
            else:
                path.append(self._over(start, middle))
                start, whole = middle, False
        return path[::-1] if whole else [self._over(start, stop), *path[::-1]]

    def _over(self, start: int, stop: int) -> bytes:
        count = stop - start
        if count & (count - 1) == 0 and start % count == 0:
            return self._node(count.bit_length() - 1, start // count)
        middle = start + _split(count)
        return node_hash(self._over(start, middle), self._over(middle, stop))

    def _node(self, level: int, place: int) -> bytes:
        known = self._known.get((level, place))
        if known is None:
            up = level % STEP
            known = fold(self._read(level - up, place << up, (place + 1) << up))
            if len(self._known) < _CACHED:
                self._known[level, place] = known
        return known


def in_memory(leaves: Sequence[bytes]) -> Tree:
    """The tree over hashes of leaves that are all at hand."""
    levels: dict[int, Sequence[bytes]] = {0: leaves}
    level = 0
    while len(levels[level]) >= TILE:
        below = levels[level]
        whole = len(below) - len(below) % TILE
        level += STEP
        levels[level] = [fold(below[start : start + TILE]) for start in range(0, whole, TILE)]
    return Tree(lambda level, start, stop: levels[level][start:stop])


def _split(count: int) -> int:
    """The largest power of two below `count`: where RFC 6962 divides a tree."""
    return 1 << ((count - 1).bit_length() - 1)
