"""A process that compacts what lies in a store, to be killed while it does: `python -m tests.crash.compacting SOURCE NOW`.

Prints "begun" once it is at it. Every session counts as bound; each is a transaction of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from yunpei.evidence import compaction
from yunpei.evidence.store import Chosen, open_store


def main(source: str, now: int) -> compaction.Compacted:
    """Compact all of it."""
    store = open_store(source, lambda: now)

    def bound(sessions: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        with store.reading() as tx:
            ends = {tip.session: (tip.seq, 0) for tip in tx.tips(Chosen())}
        return {session: ends[session] for session in sessions}

    compaction.PIECE = 1
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    done = compaction.receipts_compact(store, bound)
    store.close()
    return done


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
