"""Making a checkpoint: leaves get their numbers, the tree grows, its root is signed. One transaction, one at a time.

Nothing is cut off at a number or a time of writing: whatever is committed and has no number yet gets one, so that a writer
who began early and commits late is bound by the next checkpoint and none is lost. What is not committed is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.evidence import study as study_clock
from yunpei.evidence.log.actions import utc
from yunpei.evidence.log.time_stamps import fetch
from yunpei.evidence.log.tree import grow, stored_tree
from yunpei.evidence.merkle import leaf_hash
from yunpei.evidence.models import Checkpoint, Leaf, TimeStamp
from yunpei.evidence.sealing import HASH, SIGNATURE, TREE, Signer, digest
from yunpei.evidence.store import Transaction
from yunpei.evidence.study import Study
from yunpei.evidence.types import DAY_MS, Receipt
from yunpei.evidence.verifier import canonical

FORMAT = "yunpei-checkpoint-1"
PIECE = 1000
_LOCK = 7305003
# A session that ended is looked at for this long after the checkpoint before: a batch commits within seconds of its time.
_LOOK_BACK_MS = DAY_MS
_MOVED = (
    "SELECT r.session, r.seq, r.at, r.text FROM study_session JOIN study_receipt r ON r.session = id"
    " AND r.seq = (SELECT max(seq) FROM study_receipt WHERE session = id)"
    " WHERE closed IS NULL OR closed >= ? ORDER BY opened, number"
)
_TABLE = Leaf._meta.db_table
_NUMBER = f"""
UPDATE {_TABLE} SET number = waiting.place FROM (
    SELECT id AS leaf, row_number() OVER (ORDER BY id) - 1 + %s AS place FROM {_TABLE} WHERE number IS NULL
) AS waiting WHERE id = waiting.leaf"""  # noqa: S608 - a name of our own


@transaction.atomic
def checkpoint_make(*, by: Actor, at: datetime, study: Study | None = None) -> int:
    """Bind all that has happened: every event, and of every session its last receipt, which names all before it.

    Returns the number of the checkpoint, the last one where nothing is new, 0 where nothing ever happened. at: the site's
    time; a checkpoint is never earlier than the one before. Callers check who may. Raises StoreDown.
    """
    if connection.vendor == "postgresql":  # elsewhere a writing transaction has the whole file
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Checkpoint.objects.order_by("-number").first()
    looked = _bind_receipts(study or study_clock.current(), last.looked_ms - _LOOK_BACK_MS if last else 0)
    old = last.size if last else 0
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [old])
        fresh = cursor.rowcount
    if not fresh:
        return last.number if last else 0
    grow(old, old + fresh)
    made = _publish(last, old + fresh, looked, max(at, last.at) if last else at)
    detail = {"size": made.size, "root": made.root}
    audit.record(by=by, at=at, verb="checkpoint_make", subject_type="checkpoint", subject_id=made.number, detail=detail)
    return made.number


def _publish(last: Checkpoint | None, size: int, looked: int, at: datetime) -> Checkpoint:
    signer, root = Signer(settings.YUNPEI_FIELD_KEYS), stored_tree().root(size).hex()
    number = last.number + 1 if last else 1
    text = canonical(
        {
            "format": FORMAT,
            "number": number,
            "size": size,
            "root": root,
            "at": utc(at),
            "previous": digest(last.text) if last else "",
            "hash": HASH,
            "tree": TREE,
            "algorithm": SIGNATURE,
            "key": signer.key,
        }
    )
    return Checkpoint.objects.create(
        number=number, size=size, at=at, root=root, text=text, signature=signer.sign(text), looked_ms=looked
    )


def _bind_receipts(study: Study, since: int) -> int:
    """Leaves for the sessions that moved on since a time of the study clock; returns its time now."""
    with study.store.reading() as tx:
        moved = iter(_moved(tx, since))
        while some := list(islice(moved, PIECE)):
            bound = dict(
                Leaf.objects.filter(session__in=[one.session for one in some])
                .values_list("session")
                .annotate(last=Max("seq"))
                .order_by("session")
            )
            Leaf.objects.bulk_create(
                Leaf(session=one.session, seq=one.seq, hash=leaf_hash(one.text.encode()))
                for one in some
                if one.seq > bound.get(one.session, -1)
            )
        return tx.now


def _moved(tx: Transaction, since: int) -> Sequence[Receipt]:
    """The last receipt of each session that is open, or that ended at `since` or later."""
    return [Receipt(*row) for row in tx._run(_MOVED, (since,))]


def stamp_take(*, at: datetime) -> int:
    """Have the last checkpoint time-stamped where an authority is configured and has not done so; returns its number or 0.

    The program alone (jobs). Raises OSError and ValueError where the authority does not answer, or not with a time-stamp.
    """
    last = Checkpoint.objects.filter(stamp=None).order_by("-number").first()
    newest = Checkpoint.objects.order_by("-number").values_list("number", flat=True).first()
    if not settings.YUNPEI_TIME_STAMPS or last is None or last.number != newest:
        return 0
    token = fetch(settings.YUNPEI_TIME_STAMPS, stamped(last))
    with transaction.atomic():
        TimeStamp.objects.get_or_create(
            checkpoint=last,
            defaults={"token": token.token, "stamped_at": token.at, "authority": token.certificate},
        )
        detail = {"authority": token.certificate}
        by = Actor.system("time_stamp")
        audit.record(
            by=by, at=at, verb="time_stamp_take", subject_type="checkpoint", subject_id=last.number, detail=detail
        )
    return last.number


def stamped(checkpoint: Checkpoint) -> bytes:
    """What a time-stamp of a checkpoint is over: its text, a line feed, its signature."""
    return f"{checkpoint.text}\n{checkpoint.signature}".encode()
