"""Compaction: once a checkpoint binds how a session ended, its receipts but the last become one blob.

The last one stays a row, so that figures, checkpoints and a late heartbeat find what they always found. The blob is written and
the rows leave in one transaction; the database lets no row go that no blob holds. Twice is once, killed in the middle is not begun.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from yunpei.evidence.packing import Pack, pack
from yunpei.evidence.receipt import BadReceipt, digest, read
from yunpei.evidence.store import Store
from yunpei.evidence.types import DAY_MS, Receipt

Bound = Callable[[Sequence[str]], Mapping[str, tuple[int, int]]]
"""Session → (seq, leaf) of its last receipt that a checkpoint binds."""

PIECE = 100  # sessions a transaction: heartbeats wait for none of them longer than for a batch of their own
_log = logging.getLogger(__name__)


class Compacted(NamedTuple):
    """What a run came to. left: sessions that no checkpoint binds yet, or whose receipts do not follow each other."""

    sessions: int = 0
    receipts: int = 0
    left: int = 0


def receipts_compact(store: Store, bound: Bound, *, most: int | None = None) -> Compacted:
    """Compact sessions that ended a day ago or earlier, the oldest first, `most` of them at the most. Raises StoreDown.

    A day: whatever was on its way when a session ended has long been refused. Nothing where this database's role may not.
    """
    done, after = Compacted(), 0
    if not store.may_compact():
        return done
    while most is None or done.sessions + done.left < most:
        with store.reading() as tx:
            some = tx.not_packed(ended_before=tx.now - DAY_MS, after=after, most=PIECE)
            texts = {session: tx.receipts(session) for _, session in some}
        if not some:
            break
        after = some[-1][0]
        ends = bound([session for _, session in some])
        packs = [made for session, rows in texts.items() if (made := _packed(rows, ends.get(session)))]
        with store.writing() as tx:
            gone = sum(tx.put_pack(one) for one in packs)
        done = Compacted(done.sessions + len(packs), done.receipts + gone, done.left + len(some) - len(packs))
    return done


def _packed(rows: Sequence[Receipt], end: tuple[int, int] | None) -> Pack | None:
    """None: not bound to its end yet, or not what it should be; then the rows stay as they are, for whoever looks into it."""
    if len(rows) < 2 or end is None or end[0] != rows[-1].seq:
        return None
    if not _follow(rows):
        _log.error("session %s: its receipts do not follow each other; not compacted", rows[0].session)
        return None
    return pack(rows[:-1])


def _follow(rows: Sequence[Receipt]) -> bool:
    """Whether none is missing and each names the one before it. Signatures are for those who read the figures."""
    try:
        linked = all(digest(before.text) == read(after.text).previous for before, after in pairwise(rows))
    except BadReceipt:
        return False
    return linked and [row.seq for row in rows] == list(range(len(rows)))
