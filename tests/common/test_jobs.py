"""The queue: nothing early, nothing lost, nothing written twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q

from yunpei.common import jobs
from yunpei.common.lanes import Lane
from yunpei.common.models import CalendarYear, Job

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
AT = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)  # a demo's time, which handlers are given


def handlers(*, tries: int = 5, every: timedelta | None = None, **runs: Callable[..., None]) -> jobs.Registry:
    registry = jobs.Registry()
    for name, run in runs.items():
        registry.job(name, tries=tries, every=every)(run)
    return registry


def enter_year(*, at: datetime, year: int) -> None:
    CalendarYear.objects.create(year=year, source=at.isoformat())


def run(registry: jobs.Registry, now: datetime = NOW) -> bool:
    return jobs.run_next(machine_now=now, at=AT, handlers=registry)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once_and_is_given_the_sites_time() -> None:
    jobs.enqueue("enter", at=AT, year=2030)
    registry = handlers(enter=enter_year)
    assert run(registry)
    assert not run(registry)
    assert CalendarYear.objects.get().source == AT.isoformat()
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_rolled_back_asked_for_nothing() -> None:
    @transaction.atomic
    def ask_and_fail() -> None:
        jobs.enqueue("enter", at=AT, year=2030)
        raise KeyError

    with pytest.raises(KeyError):
        ask_and_fail()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_asking_twice_is_asking_once_until_it_is_done() -> None:
    assert jobs.enqueue("enter", at=AT, key="2030", year=2030)
    assert not jobs.enqueue("enter", at=AT, key="2030", year=2030)
    assert jobs.enqueue("other", at=AT, key="2030")
    run(handlers(enter=enter_year))
    assert jobs.enqueue("enter", at=AT, key="2030", year=2030)


@pytest.mark.django_db
def test_without_a_key_every_request_counts() -> None:
    assert jobs.enqueue("enter", at=AT)
    assert jobs.enqueue("enter", at=AT)


@pytest.mark.django_db
def test_not_before_it_is_due() -> None:
    jobs.enqueue("enter", at=AT, due_at=NOW + timedelta(minutes=1), year=2030)
    registry = handlers(enter=enter_year)
    assert not run(registry)
    assert run(registry, NOW + timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
def test_a_failure_undoes_what_was_written_waits_longer_each_time_and_gives_up() -> None:
    def half(*, at: datetime, year: int) -> None:
        enter_year(at=at, year=year)
        raise OSError("no paper")

    jobs.enqueue("half", at=AT, year=2030)
    registry, now, waits = handlers(half=half, tries=3), NOW, []
    while Job.objects.get().state != Job.State.FAILED:
        assert run(registry, now)
        due = Job.objects.get().due_at
        if due and due > now:
            assert not run(registry, now)
            waits.append((due - now).total_seconds())
            now = due
    job = Job.objects.get()
    assert (waits, job.tries) == ([10, 20], 3)
    assert "no paper" in job.last_error
    assert not CalendarYear.objects.exists()
    assert jobs.again(job.pk)
    assert run(handlers(half=enter_year), now)
    assert CalendarYear.objects.exists()
    assert not jobs.again(job.pk)


@pytest.mark.django_db
def test_a_job_that_nobody_knows_is_kept_and_said() -> None:
    jobs.enqueue("unheard_of", at=AT)
    assert run(handlers())
    assert "unheard_of" in Job.objects.get().last_error


@pytest.mark.django_db
def test_a_dead_workers_job_is_given_to_the_next() -> None:
    jobs.enqueue("enter", at=AT, year=2030)
    registry = handlers(enter=enter_year)
    taken = jobs._take(NOW, Q())
    assert taken is not None
    assert jobs.reap(machine_now=NOW + jobs.LEASE, handlers=registry) == 0
    later = NOW + jobs.LEASE + timedelta(seconds=1)
    assert jobs.reap(machine_now=later, handlers=registry) == 1
    assert run(registry, later + jobs.FIRST_WAIT)
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_worker_taken_for_dead_cannot_write_after_all() -> None:
    def slow(*, at: datetime, year: int) -> None:
        enter_year(at=at, year=year)
        later = NOW + jobs.LEASE + timedelta(seconds=1)
        jobs.reap(machine_now=later, handlers=registry)  # meanwhile, elsewhere
        Job.objects.update(state=Job.State.RUNNING, tries=2, lease_until=later)

    registry = handlers(slow=slow)
    jobs.enqueue("slow", at=AT, year=2030)
    assert run(registry)
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_what_comes_round_is_asked_for_once_a_round() -> None:
    ran: list[datetime] = []
    registry = handlers(every=timedelta(minutes=1), tick=lambda *, at: ran.append(at))
    assert jobs.schedule(machine_now=NOW, handlers=registry) == 1
    assert jobs.schedule(machine_now=NOW, handlers=registry) == 0
    assert run(registry)
    assert jobs.schedule(machine_now=NOW + timedelta(seconds=59), handlers=registry) == 0
    assert jobs.schedule(machine_now=NOW + timedelta(seconds=60), handlers=registry) == 1
    # The next round waits for this one.
    assert jobs.schedule(machine_now=NOW + timedelta(seconds=120), handlers=registry) == 0
    assert ran == [AT]


@pytest.mark.django_db
def test_done_jobs_go_and_failed_ones_stay() -> None:
    jobs.enqueue("enter", at=AT, year=2030)
    jobs.enqueue("unheard_of", at=AT)
    registry = handlers(enter=enter_year)
    for step in range(8):
        run(registry, NOW + timedelta(hours=2) * step)
    assert jobs.sweep(machine_now=NOW + timedelta(days=6)) == 0
    assert jobs.sweep(machine_now=NOW + timedelta(days=8)) == 1
    assert Job.objects.get().state == Job.State.FAILED


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_the_queue_without_doing_anything_twice() -> None:
    for year in range(2100, 2130):
        jobs.enqueue("enter", at=AT, year=year)
    registry = handlers(enter=enter_year)

    def work() -> None:
        try:
            while run(registry):
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert CalendarYear.objects.count() == 30
    assert set(Job.objects.values_list("state", "tries")) == {(Job.State.DONE, 1)}


@pytest.mark.django_db
def test_each_lane_takes_its_own_jobs_and_what_nobody_knows_is_quick() -> None:
    ran: list[str] = []
    registry = handlers(letter=lambda *, at: ran.append("letter"))
    registry.job("film", lane=Lane.FILMS)(lambda *, at: ran.append("film"))
    for name in ("film", "film", "letter", "unheard_of"):
        jobs.enqueue(name, at=AT)

    def work(lane: Lane) -> bool:
        return jobs.run_next(machine_now=NOW, at=AT, handlers=registry, lane=lane)

    assert work(Lane.QUICK)  # a letter is not kept waiting by the films before it
    assert ran == ["letter"]
    assert work(Lane.QUICK)
    assert "unheard_of" in Job.objects.get(name="unheard_of").last_error
    assert not work(Lane.QUICK)
    assert work(Lane.FILMS)
    assert work(Lane.FILMS)
    assert ran == ["letter", "film", "film"]
    assert not work(Lane.FILMS)


def test_two_jobs_cannot_have_one_name() -> None:
    registry = handlers(enter=enter_year)
    with pytest.raises(ValueError, match="two jobs"):
        registry.job("enter")(enter_year)
