"""SIGKILL in the middle of a payment run: afterwards all of it is there or nothing, it can be repeated, nobody is paid twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.attacks.harness import ROOT
from tests.crash.payment_run import CASES, LINES, REFUSED

ROWS = CASES * LINES
FEN = 44_400
ALL = ROWS * FEN
FAILED = ROWS // 3 * FEN  # every third row


class Run:
    """The process that is told what to do, and what it says."""

    def __init__(self, folder: Path, url: str, program: str) -> None:
        env = {
            **os.environ,
            "YUNPEI_ENV": "test",
            "YUNPEI_DATA": str(folder),
            "DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        command = [sys.executable, "-m", f"tests.crash.{program}"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, **pipes)
        assert self._said() == "ready"

    def _said(self) -> str:
        assert self._process.stdout
        return str(self._process.stdout.readline()).strip()

    def _tell(self, *words: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()

    def state(self) -> dict[str, Any]:
        self._tell("state")
        found: dict[str, Any] = json.loads(self._said())
        assert self._said() == "end 0"
        return found

    def do(self, command: str, group: str) -> int:
        """To the end; the exit code."""
        self._tell(command, group, "-")
        assert self._said() == "begun"
        return int(self._said().removeprefix("end "))

    def killed_at(self, command: str, group: str, stop: str) -> None:
        """Killed once it has come to a place."""
        self._tell(command, group, stop)
        assert self._said() == "begun"
        os.kill(int(self._said().removeprefix("here ")), signal.SIGKILL)
        assert self._said() == f"end {-signal.SIGKILL}"

    def killed_after(self, command: str, group: str, seconds: float) -> None:
        """Killed after a while, wherever it is then, or not in time."""
        self._tell(command, group, "-")
        assert self._said() == "begun"
        time.sleep(seconds)
        for child in Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        assert self._said() in ("end 0", f"end {-signal.SIGKILL}")

    def end(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """On a site of its own; each test pays groups of its own."""
    yield from site_of(request, tmp_path_factory, "payment_run")


def site_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, program: str) -> Iterator[Run]:
    """The process on a database of its own, by the parameter."""
    url = server = ""
    name = f"crash_{uuid4().hex}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        head, _, query = server.partition("?")
        url = f"{head.rpartition('/')[0]}/{name}{'?' if query else ''}{query}"
    started = Run(tmp_path_factory.mktemp("site"), url, program)
    yield started
    started.end()
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.mark.req("R31")
def test_all_or_nothing_and_again(run: Run) -> None:
    before = run.state()
    assert before["groups"]["A"] == [ALL, 0, 0]
    for stop in ("listed", "moved", "written"):
        run.killed_at("make", "A", stop)
        assert run.state() == before, stop
    assert run.do("make", "A") == 0
    made = run.state()
    assert made["groups"]["A"] == [0, ALL, 0]
    assert [number for number, _ in made["batches"]] == ["FK-320200-2020-0001"]  # no number was lost to the dead
    assert run.do("make", "A") == REFUSED  # there is nothing left to send
    for stop in ("listed", "moved", "written"):
        run.killed_at("answer", "A", stop)
        assert run.state() == made, stop
    assert run.do("answer", "A") == 0
    answered = run.state()
    assert answered["groups"]["A"] == [FAILED, 0, ALL - FAILED]
    assert run.do("answer", "A") == 0
    again = run.state()
    assert {**again, "steps": 0} == {**answered, "steps": 0}
    assert (again["most_sent"], again["paid_twice"]) == (1, 0)


@pytest.mark.req("R31")
def test_wherever_it_dies(run: Run) -> None:
    chance = random.Random(1)
    for group in ("B", "C"):
        for command, steps in (
            ("make", ([ALL, 0, 0], [0, ALL, 0])),
            ("answer", ([0, ALL, 0], [FAILED, 0, ALL - FAILED])),
        ):
            run.killed_after(command, group, chance.uniform(0, 0.15))
            found = run.state()["groups"][group]
            assert found in steps
            if found == steps[0]:
                assert run.do(command, group) == 0
            assert run.state()["groups"][group] == steps[1]
    last = run.state()
    assert (last["most_sent"], last["paid_twice"]) == (1, 0)
