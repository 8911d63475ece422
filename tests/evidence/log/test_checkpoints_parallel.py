"""Writers in several processes while checkpoints are made: no event is lost, none is numbered twice, late commits come next."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from django.db import connection, transaction

from tests.evidence.log.conftest import AT, BY, happened
from yunpei.evidence.log import queries
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.models import Event, Leaf
from yunpei.evidence.study import Study
from yunpei.evidence.verifier import roots_of_consistency

pytestmark = pytest.mark.django_db(transaction=True)
needs_postgres = pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="SQLite has one writer at a time")

WRITER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.db import connection, transaction
connection.settings_dict["NAME"] = sys.argv[1]
from tests.evidence.log.conftest import AT, BY
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
for count in range(int(sys.argv[3])):
    with transaction.atomic():
        event_record(verb=Verb.ANSWER, by=BY, at=AT, detail={"writer": sys.argv[2], "count": count})
        if count % 7 == 3:  # some take their id early and commit late, some never commit
            event_record(verb=Verb.ANSWER, by=BY, at=AT, detail={"writer": sys.argv[2], "late": count})
            import time; time.sleep(0.02)
        if count % 11 == 5:
            transaction.set_rollback(True)
"""
EACH = 60


@needs_postgres
def test_no_event_is_lost_between_writers_and_checkpoints(study: Study) -> None:
    name = str(connection.settings_dict["NAME"])
    words = [sys.executable, "-c", WRITER, name]
    writers = [
        subprocess.Popen([*words, str(n), str(EACH)], env={**os.environ, "PYTHONPATH": "src:."}, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    made = set()
    while any(one.poll() is None for one in writers):
        made.add(checkpoint_make(by=BY, at=AT))
        time.sleep(0.01)
    assert [(one.communicate()[1], one.returncode) for one in writers] == [(b"", 0)] * 4
    made.add(checkpoint_make(by=BY, at=AT))
    assert len(made) > 3
    numbers = list(Leaf.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(Event.objects.count()))
    cards = queries.checkpoints()[::-1]
    for old, new in pairwise(cards):
        path = [bytes.fromhex(one) for one in queries.consistency(old.number, new.number)]
        roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
        assert roots_of_consistency(old.size, new.size, roots[0], path) == roots


@needs_postgres
def test_an_event_that_commits_late_is_in_the_next_checkpoint(study: Study) -> None:
    began, may_end = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            happened()
            began.set()
            assert may_end.wait(20)
        connection.close()

    writer = threading.Thread(target=late)
    writer.start()
    assert began.wait(20)
    happened(2)  # later ids, committed first
    assert queries.checkpoint(checkpoint_make(by=BY, at=AT)).size == 2
    may_end.set()
    writer.join()
    assert queries.checkpoint(checkpoint_make(by=BY, at=AT)).size == 3


@needs_postgres
def test_two_checkpoints_at_once_are_one_after_another(study: Study) -> None:
    happened(20)
    found: list[int] = []

    def make() -> None:
        found.append(checkpoint_make(by=BY, at=AT))
        connection.close()

    both = [threading.Thread(target=make) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert found == [1] * 4
    assert Leaf.objects.filter(number__isnull=True).count() == 0
