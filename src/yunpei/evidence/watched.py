"""Watched stretches: bit n of an int is second n of the lesson. As text in receipts, short and readable."""

from __future__ import annotations

import base64

# Past this many stretches the bitmap itself is shorter than their list.
_RUNS = 60


def marked(watched: int, start: int, end: int) -> int:
    """The bitmap with [start, end) ms marked.

    A second is watched when its middle is: stretches that touch share no second, so none is counted twice.
    """
    first, last = (start + 499) // 1000, (end + 499) // 1000
    return watched if last <= first else watched | ((1 << (last - first)) - 1) << first


def stretches(watched: int) -> list[tuple[int, int]]:
    """The runs of set bits as [start, end) seconds, in order."""
    found, offset = [], 0
    while watched:
        skip = (watched & -watched).bit_length() - 1
        watched >>= skip
        length = (~watched & (watched + 1)).bit_length() - 1
        found.append((offset + skip, offset + skip + length))
        watched >>= length
        offset += skip + length
    return found


def to_text(watched: int) -> str:
    """`0-120,180-240` in seconds, end exclusive; `x` and base64url of the little-endian bitmap when that is shorter."""
    if watched & (watched + 1) == 0:  # one stretch from the start: the common case by far
        return f"0-{watched.bit_length()}" if watched else ""
    if (watched & ~(watched << 1)).bit_count() > _RUNS:
        packed = watched.to_bytes((watched.bit_length() + 7) // 8, "little")
        return "x" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return ",".join(f"{start}-{end}" for start, end in stretches(watched))


def from_text(text: str) -> int:
    """The bitmap that `to_text` wrote. Raises ValueError for anything else."""
    if not text:
        return 0
    if text[0] == "x":
        return int.from_bytes(base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4)), "little")
    watched = 0
    for run in text.split(","):
        start, _, end = run.partition("-")
        watched |= ((1 << (int(end) - int(start))) - 1) << int(start)
    return watched
