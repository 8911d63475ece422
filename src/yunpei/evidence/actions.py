"""What other rooms may do to the study clock. They check who may and write the audit row; here are only receipts."""

from __future__ import annotations

from yunpei.common.identifiers_db import new_id
from yunpei.evidence import sessions
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import BadReceipt, Read, fingerprint, verify
from yunpei.evidence.store import Chosen
from yunpei.evidence.study import Study, current
from yunpei.evidence.types import Admitted, Claim


def session_open(*, admitted: Admitted, secret: str, study: Study | None = None) -> Read:
    """Open a session for someone who was admitted, ending their other one with `parallel`. secret: see receipt.new_secret.

    Raises ValueError for ids or lengths that receipts cannot hold, StoreDown.
    """
    study = study or current()
    with study.store.writing() as tx:
        return sessions.begin(tx, admitted, lambda: str(new_id()), fingerprint(secret), study.keys)


def heartbeat(
    *, receipt: str, secret: str, claim: Claim, leaves: bool = False, study: Study | None = None
) -> Read | None:
    """Move one session on, as the door does it in batches: for the demo and for tests. None: the receipt is too old.

    Raises BadReceipt when receipt and secret do not belong together, ValueError after a terminal receipt, StoreDown.
    """
    study = study or current()
    last = verify(receipt, study.keys)
    if fingerprint(secret) != last.session.device:
        raise BadReceipt("the secret is of another session")
    with study.store.writing() as tx:
        return sessions.advance(tx, [sessions.Heartbeat(last, claim, leaves)], study.keys)[0]


def sessions_close(
    *,
    reason: Reason,
    person: str | None = None,
    class_id: str | None = None,
    lesson: str | None = None,
    study: Study | None = None,
) -> int:
    """End every open session of a person, of a class, or of one person in one class; a late heartbeat then meets the end.

    reason: what the time since the last receipt is left out for (outside: class closed or line voided; identity; device).
    Returns how many were ended. Raises ValueError when nothing narrows the choice, StoreDown.
    """
    if person is None and class_id is None:
        raise ValueError("whose sessions? name a person or a class")
    study = study or current()
    with study.store.writing() as tx:
        chosen = tx.sessions(Chosen(person, class_id, lesson, only_open=True))
        return len(sessions.end(tx, chosen, reason, study.keys))
