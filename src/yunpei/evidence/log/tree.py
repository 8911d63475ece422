"""The tree over the leaves of this site, read from its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yunpei.evidence.merkle import STEP, TILE, Tree, fold
from yunpei.evidence.models import Leaf, TreeNode

_AT_ONCE = 256  # tiles whose leaves are read together


def stored_tree() -> Tree:
    """The tree; it may be asked about every size that a checkpoint has."""
    return Tree(_read)


def grow(old: int, new: int) -> None:
    """Keep the hashes of the subtrees that became complete between two sizes."""
    level = 0
    while (new >> (level + STEP)) > 0:
        first, last = old >> (level + STEP), new >> (level + STEP)
        for start in range(first, last, _AT_ONCE):
            stop = min(start + _AT_ONCE, last)
            below = _read(level, start * TILE, stop * TILE)
            tiles = [fold(below[place * TILE : (place + 1) * TILE]) for place in range(stop - start)]
            TreeNode.objects.bulk_create(
                TreeNode(level=level + STEP, place=start + place, hash=one) for place, one in enumerate(tiles)
            )
        level += STEP


def _read(level: int, start: int, stop: int) -> Sequence[bytes]:
    """Hashes by place. Raises LookupError where one is missing: a proof from the others would be of another tree."""
    found = [bytes(one) for one in _rows(level, start, stop)]
    if len(found) != stop - start:
        raise LookupError(f"the tree lacks hashes of level {level} from {start} to {stop}")
    return found


def _rows(level: int, start: int, stop: int) -> Iterator[bytes | memoryview]:
    if level == 0:
        leaves = Leaf.objects.filter(number__gte=start, number__lt=stop).order_by("number")
        return leaves.values_list("hash", flat=True).iterator()
    nodes = TreeNode.objects.filter(level=level, place__gte=start, place__lt=stop).order_by("place")
    return nodes.values_list("hash", flat=True).iterator()
