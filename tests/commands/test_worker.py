"""The worker's loop: it works, looks after the queue, and lives through a database that goes away."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.db.models import Q

from yunpei.commands import worker
from yunpei.common import jobs
from yunpei.common.lanes import Lane
from yunpei.common.models import Job

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_job_is_given_the_sites_time(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.enqueue("nobody_knows", at=NOW)
    assert worker.one(NOW, Lane.QUICK)
    assert Job.objects.get().tries == 1
    assert not worker.one(NOW, Lane.QUICK)


@pytest.mark.django_db
def test_upkeep_brings_back_what_a_dead_worker_held() -> None:
    jobs.enqueue("x", at=NOW)
    assert jobs._take(NOW, Q())
    worker.upkeep(NOW + 2 * jobs.LEASE)
    assert Job.objects.get(name="x").state == Job.State.WAITING


def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, asked = threading.Event(), list[datetime]()

    def away(now: datetime, _lane: Lane) -> bool:
        asked.append(now)
        if len(asked) == 3:
            stop.set()
        raise OperationalError("the server is starting")

    monkeypatch.setattr(worker, "PAUSE", 0.0)
    monkeypatch.setattr(worker, "upkeep", lambda _now: None)
    monkeypatch.setattr(worker, "one", away)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    worker.work(stop, Lane.QUICK)
    assert len(asked) == 3
