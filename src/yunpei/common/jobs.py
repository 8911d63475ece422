"""Work for later, in the database and without a broker: queue, retry, reaper, scheduler.

A room's jobs.py names its handlers:

    @job("casework.notices_close", every=timedelta(minutes=1))
    def notices_close(*, at: datetime) -> None: …

    jobs.enqueue("messages.deliver", at=at, key=str(message.pk), message_id=message.pk)

enqueue is part of the caller's transaction: rolled back with it, seen by the worker after it. A handler runs in a
transaction that also marks the job done, so what it writes is written once; what it does outside the database (a mail) may
happen again after a crash, so handlers are idempotent. One that works for long is named `apart`: it opens transactions of its
own, holds no lock between them, and sees to it itself that what was done is not done again. Each lane has a worker process of
its own, so that a film of an hour keeps no message waiting. Handlers get `at`, this site's time
(a demo's stands still); waiting, leases and retries go by the machine's time, which the worker hands in as `machine_now`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from yunpei.common.lanes import Lane
from yunpei.common.models import Job

LEASE = timedelta(minutes=10)  # longer than any handler should take
FIRST_WAIT = timedelta(seconds=10)  # doubled after every failure
LONGEST_WAIT = timedelta(hours=1)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handler:
    """What a job's name stands for. every: how often the scheduler asks for it, None = only when asked.

    apart: it is run outside a transaction and marked done after it. lane: whose worker runs it.
    """

    name: str
    run: Callable[..., None]
    tries: int
    every: timedelta | None
    apart: bool = False
    lane: Lane = Lane.QUICK


class Registry(dict[str, Handler]):
    """Handlers by name."""

    def job(
        self,
        name: str,
        *,
        tries: int = 5,
        every: timedelta | None = None,
        apart: bool = False,
        lane: Lane = Lane.QUICK,
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Name a handler, "room.verb". Raises ValueError for a name that is taken."""

        def name_it(run: Callable[..., None]) -> Callable[..., None]:
            if name in self:
                raise ValueError(f"two jobs are called {name}")
            self[name] = Handler(name, run, tries, every, apart, lane)
            return run

        return name_it


REGISTRY = Registry()
job = REGISTRY.job


def enqueue(name: str, *, at: datetime, key: str = "", due_at: datetime | None = None, **arguments: Any) -> bool:
    """Ask for a job, in the caller's transaction. False when one with this name and key is already waiting or running.

    key: asking twice is asking once; "" asks anew each time. due_at: not before this, by the machine's clock.
    arguments: JSON; ids, not objects.
    """
    try:
        with transaction.atomic():
            Job.objects.create(name=name, key=key, arguments=arguments, created_at=at, due_at=due_at)
    except IntegrityError:
        if key and Job.objects.filter(name=name, key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
            return False
        raise
    return True


def run_next(
    *, machine_now: datetime, at: datetime, handlers: Mapping[str, Handler] = REGISTRY, lane: Lane = Lane.QUICK
) -> bool:
    """Take one due job of a lane and run it; False when there was none. A failing handler is logged and retried, never raised."""
    taken = _take(machine_now, _in_lane(lane, handlers))
    if taken is None:
        return False
    handler = handlers.get(taken.name)
    try:
        if handler is None:
            raise LookupError(f"no handler is called {taken.name}")
        with nullcontext() if handler.apart else transaction.atomic():
            handler.run(at=at, **taken.arguments)
            _finish(taken, machine_now)
    except Exception as error:
        logger.exception("job %s failed", taken)
        _put_back(taken, machine_now, repr(error), tries=handler.tries if handler else 5)
    return True


def _in_lane(lane: Lane, handlers: Mapping[str, Handler]) -> Q:
    """By the handlers' names, not by a column: a job that was asked for before its lane was changed goes the new way."""
    if lane is not Lane.QUICK:
        return Q(name__in=[one.name for one in handlers.values() if one.lane is lane])
    return ~Q(name__in=[one.name for one in handlers.values() if one.lane is not Lane.QUICK])


def _take(now: datetime, these: Q) -> Job | None:
    """The oldest due job of these, marked running; other workers' jobs are stepped over, not waited for."""
    due = Job.objects.filter(these, Q(due_at=None) | Q(due_at__lte=now), state=Job.State.WAITING).order_by("id")
    if not due.exists():  # an idle worker must not take SQLite's write lock every second
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        taken = due.first()
        if taken is not None:
            taken.state = Job.State.RUNNING
            taken.tries += 1
            taken.lease_until = now + LEASE
            taken.save(update_fields=["state", "tries", "lease_until"])
    return taken


def _ours(taken: Job) -> Q:
    """Still this run: a reaped job has been given to someone else, with another number of tries."""
    return Q(pk=taken.pk, state=Job.State.RUNNING, tries=taken.tries)


def _finish(taken: Job, now: datetime) -> None:
    done = Job.objects.filter(_ours(taken)).update(state=Job.State.DONE, lease_until=None, ended_at=now)
    if not done:
        raise TimeoutError(f"{taken} took longer than its lease; what it wrote is rolled back")


def _put_back(taken: Job, now: datetime, error: str, *, tries: int) -> None:
    if taken.tries >= tries:
        changes: dict[str, Any] = {"state": Job.State.FAILED, "ended_at": now}
    else:
        wait = min(FIRST_WAIT * 2 ** (taken.tries - 1), LONGEST_WAIT)
        changes = {"state": Job.State.WAITING, "due_at": now + wait}
    Job.objects.filter(_ours(taken)).update(lease_until=None, last_error=error[:2000], **changes)


def reap(*, machine_now: datetime, handlers: Mapping[str, Handler] = REGISTRY) -> int:
    """Put back jobs whose worker died, and give up those that had all their tries. Returns how many."""
    dead = list(Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=machine_now).order_by("id"))
    for one in dead:
        handler = handlers.get(one.name)
        _put_back(one, machine_now, "the worker that ran it ended", tries=handler.tries if handler else 5)
    return len(dead)


def schedule(*, machine_now: datetime, handlers: Mapping[str, Handler] = REGISTRY) -> int:
    """Ask for the jobs that come round, once per round however many workers there are. Returns how many were asked for.

    A round that nobody was there for is left out: the next one does its work.
    """
    asked = 0
    for handler in handlers.values():
        if handler.every is None:
            continue
        key = f"round {int(machine_now.timestamp() // handler.every.total_seconds())}"
        waiting = Job.objects.filter(name=handler.name, state__in=(Job.State.WAITING, Job.State.RUNNING))
        if waiting.exists() or Job.objects.filter(name=handler.name, key=key).exists():
            continue
        asked += enqueue(handler.name, at=machine_now, key=key)
    return asked


def sweep(*, machine_now: datetime, keep: timedelta = timedelta(days=7)) -> int:
    """Remove finished jobs older than `keep`; failed ones stay until someone has looked. Returns how many."""
    removed, _ = Job.objects.filter(state=Job.State.DONE, ended_at__lt=machine_now - keep).delete()
    return removed


def goes_on(name: str, key: str) -> None:
    """A handler that is named `apart` says that it is still at work: nobody else is given its job meanwhile."""
    Job.objects.filter(name=name, key=key, state=Job.State.RUNNING).update(lease_until=Now() + LEASE)


def gave_up(name: str, key: str) -> bool:
    """Whether the job last asked for by this name and key had all its tries. One query."""
    last = Job.objects.filter(name=name, key=key).order_by("-id").values_list("state", flat=True).first()
    return last == Job.State.FAILED


def again(job_id: int) -> bool:
    """Give a failed job all its tries once more, for the ops page. False when it is not one that failed."""
    return bool(
        Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
            state=Job.State.WAITING, tries=0, due_at=None, ended_at=None
        )
    )
