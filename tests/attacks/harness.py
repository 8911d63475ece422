"""A running study clock and learners who talk to it over HTTP, honest or not. An attack is one file that uses these."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.attacks.server import CLASS, KEYS
from yunpei.evidence import actions, queries, replay
from yunpei.evidence.reasons import Reason
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import LessonTotal

ROOT = Path(__file__).resolve().parents[2]
START = 1_583_020_800_000  # 2020-03-01 08:00 in China
LESSONS = {"lesson-1": 600, "lesson-2": 600, "short": 60, "long": 7_200, "live": 600}


class Answer(NamedTuple):
    """Status and JSON body."""

    status: int
    body: dict[str, Any]


class Door:
    """The address of a study clock; a connection for each request, so that any worker may answer it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def post(self, path: str, body: object, cookie: str = "", headers: dict[str, str] | None = None) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **({"Cookie": cookie} if cookie else {}), **(headers or {})}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("POST", path, raw, sent)
            response = connection.getresponse()
            return Answer(response.status, json.loads(response.read()))


class Learner:
    """A player at a door: holds the last receipt and the secret, and says about itself whatever it is told to."""

    def __init__(self, door: Door, person: str, device: str = "") -> None:
        self.door, self.person, self.device = door, person, device
        self.secret = self.receipt = ""
        self.position, self.challenge = 0, ""

    def open(self, lesson: str = "lesson-1") -> Answer:
        wanted = {"lesson": lesson, "class": CLASS, **({"secret": self.device} if self.device else {})}
        answer = self.door.post("/study/sessions", wanted, f"person={self.person}")
        if answer.status == 201:
            self.secret, self.receipt = answer.body["secret"], answer.body["receipt"]
            self.position, self.challenge = answer.body["position"], answer.body["challenge"]
        return answer

    def beat(self, position: int | None = None, *, receipt: str = "", secret: str = "", **claim: Any) -> Answer:
        """Send a heartbeat and go on from its receipt. position: ms, the last one if left out."""
        self.position = self.position if position is None else position
        body = {"receipt": receipt or self.receipt, "secret": secret or self.secret, "position": self.position}
        answer = self.door.post("/study/heartbeat", {**body, "state": "playing", "visible": True, "rate": 1, **claim})
        if answer.status == 200:
            self.receipt, self.challenge = answer.body["receipt"], answer.body["challenge"]
        return answer

    @property
    def answer(self) -> str:
        """The right one to the challenge that stands."""
        return str(int(self.challenge.split(".")[1]) ** 2)


class Running:
    """A server process with a store and a clock that the test moves."""

    def __init__(self, source: str, folder: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self._clock = folder / "clock"
        self.port, self.process = port, process
        self.door = Door(port)
        self.study = Study(open_store(source, lambda: int(self._clock.read_text(encoding="ascii"))), KEYS)

    def learner(self, person: str, device: str = "") -> Learner:
        return Learner(self.door, person, device)

    def passes(self, seconds: float) -> None:
        """Let server time pass; negative: someone sets the server's clock back."""
        now = int(self._clock.read_text(encoding="ascii"))
        new = self._clock.with_suffix(".new")
        new.write_text(str(now + round(seconds * 1000)), encoding="ascii")
        new.replace(self._clock)  # never half written

    def watch(self, learner: Learner, seconds: int, every: int = 15) -> None:
        """Honest viewing at normal speed."""
        for _ in range(seconds // every):
            self.passes(every)
            assert learner.beat(learner.position + every * 1000).status == 200

    def watch_until_asked(self, learner: Learner) -> int:
        """Honest viewing until a challenge stands; the seconds that took."""
        seconds = 0
        while not learner.challenge:
            self.watch(learner, 15)
            seconds += 15
        return seconds

    def total(self, person: str, lesson: str = "lesson-1") -> LessonTotal:
        """What is credited in the end; every chain is checked on the way."""
        total = queries.totals(person, CLASS, study=self.study)[lesson]
        summed = total.credited_ms + total.pending_ms + sum(total.excluded_ms.values())
        assert summed == total.elapsed_ms, "credited + pending + excluded = elapsed"
        sessions: dict[str, list[str]] = {}
        for text in queries.receipts(person, CLASS, study=self.study):
            sessions.setdefault(text.split("|")[1], []).append(text)
        assert [replay.fault(texts, KEYS) for texts in sessions.values()] == [None] * len(sessions)
        return total

    def totals(self, person: str) -> list[LessonTotal]:
        """The same of every lesson that was opened."""
        return [self.total(person, lesson) for lesson in queries.totals(person, CLASS, study=self.study)]

    def close_class(self, person: str | None = None) -> int:
        return actions.sessions_close(reason=Reason.OUTSIDE, person=person, class_id=CLASS, study=self.study)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(port: int, workers: int = 1, app: str = "tests.attacks.server:app") -> list[str]:
    """granian as `yunpei serve` runs it, on this machine only."""
    flags = ["--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    return [
        sys.executable,
        "-m",
        "granian",
        *flags,
        "--no-ws",
        "--workers-kill-timeout",
        "3",
        "--log-level",
        "warning",
        app,
    ]


def variables(source: str, clock: Path | None, lessons: dict[str, int] | None = None) -> dict[str, str]:
    """The environment that server.py reads."""
    names = ",".join(f"{name}={seconds}" for name, seconds in (lessons or LESSONS).items())
    own = {"YUNPEI_TEST_STORE": source, "YUNPEI_TEST_CLOCK": str(clock or ""), "YUNPEI_TEST_LESSONS": names}
    return {**os.environ, **own, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Until the port takes connections. Raises RuntimeError when the process ends or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the study clock did not start")


@contextmanager
def running(source: str, folder: Path, workers: int = 1) -> Iterator[Running]:
    """A study clock on `source` with a clock that stands at START."""
    (folder / "clock").write_text(str(START), encoding="ascii")
    port = free_port()
    process = subprocess.Popen(command(port, workers), cwd=ROOT, env=variables(source, folder / "clock"))
    try:
        wait_for(port, process)
        site = Running(source, folder, port, process)
        yield site
        site.study.store.close()
    finally:
        process.terminate()
        process.wait(20)
