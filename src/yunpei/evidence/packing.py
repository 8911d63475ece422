"""Many receipts of a session as one blob, and back: the same texts, byte for byte."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from yunpei.evidence.types import Receipt


class Pack(NamedTuple):
    """The receipts 0 … `last` of one session.

    texts: a line for each, its time and its text, by zlib. digest: SHA-256 of the lines, in hex.
    """

    session: str
    last: int
    digest: str
    texts: bytes


class BadPack(ValueError):
    """A blob that does not give the texts back that were packed."""


def pack(receipts: Sequence[Receipt]) -> Pack:
    """All receipts of a session from its first on, as one. Raises ValueError where one is missing in between."""
    if [one.seq for one in receipts] != list(range(len(receipts))) or not receipts:
        raise ValueError("receipts from the first on, without gaps")
    whole = "\n".join(f"{one.at} {one.text}" for one in receipts).encode()
    return Pack(receipts[0].session, len(receipts) - 1, hashlib.sha256(whole).hexdigest(), zlib.compress(whole, 6))


def unpack(packed: Pack) -> list[Receipt]:
    """The receipts again, in order. Raises BadPack where somebody changed the blob."""
    try:
        whole = zlib.decompress(packed.texts)
    except zlib.error as error:
        raise BadPack(f"session {packed.session}: {error}") from error
    if hashlib.sha256(whole).hexdigest() != packed.digest:
        raise BadPack(f"session {packed.session}: the packed receipts were changed")
    lines = [line.split(" ", 1) for line in whole.decode().split("\n")]
    return [Receipt(packed.session, seq, int(at), text) for seq, (at, text) in enumerate(lines)]
