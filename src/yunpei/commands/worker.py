"""`yunpei worker`: takes the jobs of one lane, asks for those that come round, puts back those of workers that died.

`yunpei serve` starts one for each lane as a process of its own, so that a long PDF does not slow pages down and a long film no
message. Such a child stops by SIGTERM, and when its standard input closes: that is, when the process that started it is gone,
however it went. The command is for a machine or a service of its own, and stops by SIGTERM or Ctrl-C.
"""

from __future__ import annotations

import argparse
import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from yunpei.commands.site import add_data, open_site, ready
from yunpei.common.lanes import Lane
from yunpei.common.language import Text

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between looks at an empty queue
UPKEEP = 5.0  # seconds between looks for rounds that are due and workers that died


def main(arguments: Sequence[str]) -> int:
    """Work on one lane of a site until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="yunpei worker")
    add_data(parser)
    said = Text("哪一类任务：quick 短任务，films 视频", "which jobs: quick ones, or films")
    parser.add_argument("--lane", type=Lane, choices=list(Lane), default=Lane.QUICK, help=str(said))
    given = parser.parse_args(list(arguments))
    open_site(given.data)
    if code := ready():
        return code
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    find_jobs()
    work(stop, given.lane)
    return 0


def child(lane: Lane) -> None:
    """Work for the process that started us until it says stop or is gone. The environment says which site."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server tells us itself
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_watch_parent, args=(stop,), daemon=True).start()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    find_jobs()
    work(stop, lane)


def find_jobs() -> None:
    """Import every room's jobs.py, so that its handlers are known."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("jobs")


def work(stop: threading.Event, lane: Lane) -> None:
    """Run a lane's jobs until `stop` is set; the database going away is waited out."""
    from django.db import DatabaseError, close_old_connections

    upkeep_after = 0.0
    while not stop.is_set():
        try:
            close_old_connections()
            machine_now = datetime.now(UTC)
            if machine_now.timestamp() >= upkeep_after:
                upkeep_after = machine_now.timestamp() + UPKEEP
                upkeep(machine_now)
            busy = one(machine_now, lane)
        except DatabaseError:
            logger.exception("the database does not answer; trying again")
            busy = False
        if not busy:
            stop.wait(PAUSE)


def one(machine_now: datetime, lane: Lane) -> bool:
    """Run one job; False when none is due."""
    from yunpei.common import clock, jobs

    return jobs.run_next(machine_now=machine_now, at=clock.current().now(), lane=lane)


def upkeep(machine_now: datetime) -> None:
    """What is done between jobs."""
    from yunpei.common import jobs

    jobs.reap(machine_now=machine_now)
    jobs.schedule(machine_now=machine_now)
    jobs.sweep(machine_now=machine_now)


def _watch_parent(stop: threading.Event) -> None:
    while not stop.is_set():
        readable, _, _ = select.select([sys.stdin], [], [], PAUSE)
        if readable and not os.read(sys.stdin.fileno(), 1):
            stop.set()


if __name__ == "__main__":
    child(Lane(sys.argv[1]))
