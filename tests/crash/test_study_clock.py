"""SIGKILL of the study clock under load: every heartbeat that was answered is still there, and study goes on."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from tests.attacks.harness import ROOT, Door, Learner, command, free_port, variables, wait_for
from tests.attacks.server import CLASS, KEYS
from yunpei.evidence import queries, replay
from yunpei.evidence.receipt import verify
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study

PEOPLE = 8
LOAD_S = 1.5
GONE = (OSError, http.client.HTTPException)


class Loaded(Learner):
    """Sends heartbeats until the server is gone, and keeps each receipt that it was answered with."""

    def __init__(self, door: Door, person: str) -> None:
        super().__init__(door, person)
        self.answered: list[str] = []

    def run(self) -> None:
        try:
            while True:
                answer = self.beat(self.position)
                assert answer.status == 200
                self.answered.append(answer.body["receipt"])
        except GONE:
            return


def served(source: str, port: int) -> subprocess.Popen[bytes]:
    """A server in a process group of its own: granian's workers are killed with it."""
    env = {**variables(source, None), "YUNPEI_TEST_FLOOD": "1"}
    process = subprocess.Popen(command(port), cwd=ROOT, env=env, start_new_session=True)
    wait_for(port, process)
    return process


def killed(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def test_nothing_answered_is_lost(source: str, tmp_path: Path) -> None:
    port = free_port()
    process = served(source, port)
    try:
        people = [Loaded(Door(port), f"p-{n}") for n in range(PEOPLE)]
        assert {person.open().status for person in people} == {201}
        threads = [threading.Thread(target=person.run) for person in people]
        for thread in threads:
            thread.start()
        time.sleep(LOAD_S)
    finally:
        killed(process)
    for thread in threads:
        thread.join(30)
    assert sum(len(person.answered) for person in people) > 100
    study = Study(open_store(source), KEYS)
    for person in people:
        stored = queries.receipts(person.person, CLASS, study=study)
        assert set(person.answered) <= set(stored)
        # at most the one that was on its way when the server died
        assert len(stored) - 1 - len(person.answered) in (0, 1)
        assert replay.fault(stored, KEYS) is None
    study.store.close()
    goes_on(source, port, people)


def goes_on(source: str, port: int, people: list[Loaded]) -> None:
    """Each sends the heartbeat again that may or may not have been stored."""
    process = served(source, port)
    try:
        for person in people:
            before = verify(person.receipt, KEYS).state.seq
            answer = person.beat(person.position)
            assert (answer.status, answer.body["seq"]) == (200, before + 1)
    finally:
        killed(process)
