"""The worker compacts what a checkpoint binds, and the next checkpoint finds nothing changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evidence.log.conftest import AT, BY, study
from tests.evidence.log.test_checkpoints import admitted
from tests.study_stores import Moved
from yunpei.evidence import actions as clock_actions
from yunpei.evidence import jobs
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.models import Leaf
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.store import Chosen
from yunpei.evidence.study import Study
from yunpei.evidence.types import Claim

__all__ = ["study"]  # the clock of this process, in a file

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def rows(study: Study) -> int:
    with study.store.reading() as tx:
        return len(list(tx._run("SELECT 1 FROM study_receipt", ())))


def left(study: Study, clock: Moved) -> None:
    secret = new_secret()
    last = clock_actions.session_open(admitted=admitted(), secret=secret)
    for beat in range(1, 5):
        clock.passes(15)
        claim = Claim(True, True, 100, None, beat * 15_000)
        last = clock_actions.heartbeat(receipt=last.text, secret=secret, claim=claim, leaves=beat == 4) or last


def test_only_what_is_bound_and_nothing_moves(study: Study, clock: Moved, monkeypatch: Any) -> None:
    left(study, clock)
    clock.passes(2 * 86_400)
    jobs.compact(at=AT)
    assert rows(study) == 5, "no checkpoint binds it"
    checkpoint_make(by=BY, at=AT)
    left(study, clock)
    jobs.compact(at=AT)
    jobs.compact(at=AT)
    assert rows(study) == 1 + 5
    with study.store.reading() as tx:
        ends = [len(tx.receipts(one.id)) for one in tx.sessions(Chosen())]
    assert ends == [5, 5]
    assert checkpoint_make(by=BY, at=AT) == 2
    assert Leaf.objects.count() == 2, "one leaf a session: the compacted one gave none anew"
    clock.passes(2 * 86_400)
    monkeypatch.setattr("yunpei.evidence.store_sqlite.SqliteStore.may_compact", lambda _store: False)
    jobs.compact(at=AT)
    assert rows(study) == 1 + 5, "the application's role leaves it to the owner"
