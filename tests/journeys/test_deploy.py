"""What deploy/ says, done: migrated, both services started by their units' own commands, one learner signed in at one and timed at
the other, the nightly work, and stopped as systemd stops them."""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journeys import town
from tests.journeys.conftest import ROOT, own_database
from tests.study_stores import postgres
from yunpei.config.keys import new_keys

__all__ = ["postgres"]
pytestmark = pytest.mark.timeout(600)
DEPLOY = ROOT / "deploy"
PROGRAM, HOST = "/opt/yunpei/.venv/bin/yunpei", "peixun.example.cn"
SITE, STUDY, KEEP = (DEPLOY / f"yunpei-{name}.service" for name in ("site", "study", "keep"))
STARTS_WITHIN, STOPS_WITHIN = 60, 40  # seconds


def command(unit: Path, port: int = 0) -> list[str]:
    """A unit's ExecStart, with this tree's program, and with another port where one is given."""
    [line] = re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    program, *rest = shlex.split(line)
    assert program == PROGRAM
    if port:
        rest[rest.index("--port") + 1] = str(port)
    return [sys.executable, "-m", "yunpei.cli", *rest]


def port_of(unit: Path) -> str:
    words = command(unit)
    return words[words.index("--port") + 1]


def environment(data: Path, url: str) -> dict[str, str]:
    """The example's variables, with keys, database and folder of the test's own."""
    lines = (DEPLOY / "site.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(shlex.split(line)[0].split("=", 1) for line in lines if line and not line.startswith("#"))
    keys = {f"YUNPEI_{name.upper()}": key for name, key in new_keys().items()}
    assert all(given[name] == "" for name in keys), "a key in the example would be used as it is"
    own = {
        "YUNPEI_DATA": str(data),
        "DATABASE_URL": url,
        "YUNPEI_SENDER": "console",
    }  # no gateway here: codes are in the log
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, **given, **keys, **own}


def done(words: Sequence[str], env: Mapping[str, str]) -> None:
    ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """A unit that runs."""

    def __init__(self, unit: Path, env: Mapping[str, str], log: Path) -> None:
        self.port, self.log = free_port(), log
        with log.open("wb") as out:
            words = command(unit, self.port)
            self.process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True)

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < until, self.log.read_text(errors="replace")[-2000:]
            time.sleep(0.2)

    def ask(
        self, method: str, path: str, body: str = "", cookies: Mapping[str, str] | None = None, kind: str = ""
    ) -> tuple[int, str, dict[str, str]]:
        """As nginx passes a visitor's request on. Status, body, and the cookies that it sets."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        headers |= {"Origin": f"https://{HOST}", "Cookie": "; ".join(f"{a}={b}" for a, b in (cookies or {}).items())}
        headers |= {"Content-Type": kind} if kind else {}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, body.encode(), headers)
            answer = line.getresponse()
            text = answer.read().decode()
            given = [one.partition(";")[0].split("=", 1) for one in answer.headers.get_all("Set-Cookie") or []]
            assert all("Secure" in one for one in answer.headers.get_all("Set-Cookie") or [])
            return answer.status, text, dict(given)

    def code(self) -> str:
        """The last code that went out."""
        until = time.monotonic() + 20
        while not (found := re.findall(r"(?:验证码|code) (\d{6})", self.log.read_text(errors="replace"))):
            assert time.monotonic() < until, "no code was sent"
            time.sleep(0.1)
        return str(found[-1])

    def stop(self) -> int:
        """As systemd does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOPS_WITHIN)

    def end(self) -> None:
        """Whatever happened, nothing is left."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def deployed(postgres: str, tmp_path: Path) -> Iterator[tuple[Service, Service, dict[str, str]]]:
    """Both services on PostgreSQL, over a class that runs today."""
    data = tmp_path / "data"
    data.mkdir()
    with own_database(postgres) as url, ExitStack() as held:
        env = environment(data, url)
        done([sys.executable, "-m", "yunpei.cli", "migrate"], env)
        done([sys.executable, "-m", "tests.journeys.town", "today", str(data)], env)
        services = [Service(unit, env, tmp_path / f"{unit.stem}.log") for unit in (SITE, STUDY)]
        for one in services:
            held.callback(one.end)
        for one in services:
            one.wait()
        yield services[0], services[1], env


def signed_in(site: Service) -> dict[str, str]:
    """The learner's cookies."""
    status, page, cookies = site.ask("GET", "/account/login/")
    assert status == 200, page[:500]
    token, *_ = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    given = {"login": town.phone(town.LEARNER), "password": town.PASSWORD}
    for path in ("/account/login/", "/account/code/"):
        sent = urlencode({**given, "csrfmiddlewaretoken": token})
        status, page, more = site.ask("POST", path, sent, cookies, "application/x-www-form-urlencoded")
        assert status == 302, page[:500]
        cookies |= more
        given = {"code": site.code()}
    return cookies


def test_site_and_study_clock_apart(deployed: tuple[Service, Service, dict[str, str]]) -> None:
    site, study, env = deployed
    found = json.loads((Path(env["YUNPEI_DATA"]) / "pages.json").read_text(encoding="utf-8"))
    cookies = signed_in(site)
    status, page, _ = site.ask("GET", f"/learn/classes/{found['class']}/lessons/{found['lesson']}/", cookies=cookies)
    assert (status, "data-player" in page) == (200, True)

    def at_study(path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        status, text, _ = study.ask("POST", path, json.dumps(body), cookies, "application/json")
        return status, json.loads(text)

    status, opened = at_study("/study/sessions", lesson=found["lesson"], **{"class": found["class"]})
    assert status == 201, opened
    beat = {"position": 500, "state": "playing", "visible": True, "rate": 1, "secret": opened["secret"]}
    status, moved = at_study("/study/heartbeat", receipt=opened["receipt"], **beat)
    assert (status, moved["seq"]) == (200, 1), moved
    done(command(KEEP), env)
    assert [one.stop() for one in (site, study)] == [0, 0]


def test_nginx_leads_to_the_ports_of_the_units() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    ports = dict(re.findall(r"upstream (\w+)\s*\{ server 127\.0\.0\.1:(\d+);", text))
    led = dict(re.findall(r"location (\S+) \{[^}]*proxy_pass http://(\w+);", text))
    assert led["/study/"] != led["/"]
    assert ports[led["/study/"]] == port_of(STUDY)
    assert ports[led["/"]] == port_of(SITE)


def test_the_keeper_is_not_the_sites_user_of_the_database() -> None:
    """Receipts are append-only for the services: partitions and compaction are the owner's."""
    for unit, file in ((SITE, "site.env"), (STUDY, "site.env"), (KEEP, "keep.env")):
        assert f"EnvironmentFile=/etc/yunpei/{file}" in unit.read_text(encoding="utf-8")
