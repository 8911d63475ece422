"""SIGKILL of PostgreSQL under load, and its immediate stop: the door says 503, nothing answered is lost, study goes on by itself.

The long form: YUNPEI_CRASH_S=60 seconds of load between two crashes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attacks.harness import Door, Learner, free_port
from tests.attacks.server import CLASS, KEYS
from tests.crash.test_study_clock import killed, served
from tests.postgres import as_owner, cluster, programs
from yunpei.evidence import queries, replay
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study

PEOPLE = 8
LOAD_S = float(os.environ.get("YUNPEI_CRASH_S", "1"))  # between two crashes
DURABLE = "-c listen_addresses= -c fsync=on -c synchronous_commit=on -c full_page_writes=on"


class Server:
    """A PostgreSQL as it is run in earnest, to be stopped without warning."""

    def __init__(self, url: str) -> None:
        self.url, self._home = url, Path(url.partition("host=")[2])
        self._stop("fast")
        self.start()

    def start(self) -> None:
        """The processes of a killed server take a moment to notice; until then the new one refuses to start."""
        options = f"{DURABLE} -k {self._home}"
        for _ in range(40):
            if self._control("start", "--wait", "--log", str(self._home / "log"), "--options", options) == 0:
                return
            time.sleep(0.25)
        raise RuntimeError((self._home / "log").read_text(encoding="utf-8"))

    def immediate(self) -> None:
        self._stop("immediate")

    def kill(self) -> None:
        pid = int((self._home / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        os.kill(pid, signal.SIGKILL)

    def _stop(self, mode: str) -> None:
        assert self._control("stop", "--wait", "--mode", mode) == 0

    def _control(self, verb: str, *arguments: str) -> int:
        folder = programs()
        assert folder
        command = [str(folder / "pg_ctl"), verb, "--silent", "--pgdata", str(self._home / "data"), *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(as_owner(command), check=False, cwd=self._home, **quiet).returncode  # type: ignore[call-overload,no-any-return]


class Patient(Learner):
    """Sends each heartbeat until it is answered, and keeps what it was answered with."""

    def __init__(self, door: Door, person: str, stop: threading.Event) -> None:
        super().__init__(door, person)
        self._stop, self.answered, self.refused = stop, list[str](), set[int]()

    def run(self) -> None:
        while not self._stop.is_set():
            answer = self.beat(self.position)
            if answer.status == 200:
                self.answered.append(answer.body["receipt"])
            else:
                self.refused.add(answer.status)
                time.sleep(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    if programs() is None:
        pytest.skip("no PostgreSQL server on this machine; as root: apt-get install postgresql")
    with cluster() as url:
        yield Server(url)


def crashed(server: Server, people: list[Patient], crash: Callable[[], None]) -> None:
    """Load, a crash, some time without, and load again: everyone has been answered anew."""
    time.sleep(LOAD_S)
    crash()
    time.sleep(0.3)
    before = [len(person.answered) for person in people]
    server.start()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(len(one.answered) <= had for one, had in zip(people, before, strict=True)):
        time.sleep(0.05)
    assert all(len(one.answered) > had for one, had in zip(people, before, strict=True)), "study goes on by itself"


@pytest.mark.req("R09")
def test_nothing_answered_is_lost_with_the_database(server: Server) -> None:
    port, stop = free_port(), threading.Event()
    process = served(server.url, port)
    people = [Patient(Door(port), f"p-{n}", stop) for n in range(PEOPLE)]
    threads = [threading.Thread(target=person.run) for person in people]
    try:
        assert {person.open().status for person in people} == {201}
        for thread in threads:
            thread.start()
        crashed(server, people, server.kill)
        crashed(server, people, server.immediate)
        time.sleep(LOAD_S)
    finally:
        stop.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(30)
        killed(process)
    assert set().union(*(person.refused for person in people)) == {503}
    study = Study(open_store(server.url), KEYS)
    for person in people:
        stored = queries.receipts(person.person, CLASS, study=study)
        assert set(person.answered) <= set(stored)
        assert len(stored) - 1 - len(person.answered) in (0, 1)  # at most the one on its way at the end
        assert replay.fault(stored, KEYS) is None
    study.store.close()
