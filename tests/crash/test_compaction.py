"""SIGKILL of the worker while it compacts, and heartbeats beside it: every receipt is there, once, before and after.

The long form: YUNPEI_CRASH_KILLS=100.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.attacks.harness import ROOT
from tests.crash.compacting import main
from tests.study_stores import KEYS, Moved
from yunpei.evidence import actions, queries, replay
from yunpei.evidence.receipt import Read
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import DAY_MS, Admitted, Claim, Kind

PEOPLE, BEATS, CLASS = 120, 12, "c-1"
KILLS = int(os.environ.get("YUNPEI_CRASH_KILLS", "4"))
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def opened(study: Study, person: str) -> Read:
    admitted = Admitted(person, CLASS, "l-1", Kind.VIDEO, 3600, 1 << 50)
    return actions.session_open(admitted=admitted, secret="secret", study=study)


def beat(study: Study, last: Read, position: int, *, leaves: bool = False) -> Read:
    claim = Claim(True, True, 100, None, position)
    done = actions.heartbeat(receipt=last.text, secret="secret", claim=claim, leaves=leaves, study=study)
    assert done is not None
    return done


def studied(study: Study, clock: Moved) -> None:
    """Everybody studies for a while and leaves."""
    last = [opened(study, f"p-{n}") for n in range(PEOPLE)]
    for count in range(1, BEATS + 1):
        clock.passes(15)
        last = [beat(study, one, count * 15_000, leaves=count == BEATS) for one in last]


class Watching(threading.Thread):
    """One who goes on studying meanwhile."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study, self.stop = study, threading.Event()
        self.last = opened(study, "awake")
        self.answered = [self.last.text]

    def run(self) -> None:
        while not self.stop.wait(0.005):
            self.last = beat(self.study, self.last, 0)
            self.answered.append(self.last.text)


def texts(study: Study) -> list[list[str]]:
    return [queries.receipts(f"p-{n}", CLASS, study=study) for n in range(PEOPLE)]


@pytest.mark.req("R09")
def test_every_receipt_is_there_wherever_it_dies(study: Study, source: str, clock: Moved) -> None:
    studied(study, clock)
    before, now = texts(study), clock.now + 2 * DAY_MS
    awake = Watching(Study(open_store(source, lambda: now), KEYS))
    awake.start()
    chance = random.Random(1)
    try:
        for _ in range(KILLS):
            command = [sys.executable, "-m", "tests.crash.compacting", source, str(now)]
            with subprocess.Popen(command, cwd=ROOT, env=ENV, stdout=subprocess.PIPE, text=True) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == "begun\n"
                time.sleep(chance.uniform(0, 0.08))
                worker.send_signal(signal.SIGKILL)
            assert texts(study) == before
    finally:
        awake.stop.set()
        awake.join()
        awake.study.store.close()
    done = main(source, now)
    assert 0 < done.sessions <= PEOPLE
    assert texts(study) == before
    with study.store.reading() as tx:
        left = next(iter(tx._run("SELECT count(*) FROM study_receipt", ())))[0]
    assert left == PEOPLE + len(awake.answered), "the last one of each session, and the session that goes on"
    assert queries.receipts("awake", CLASS, study=study) == awake.answered
    assert replay.fault(before[0], KEYS) is None
