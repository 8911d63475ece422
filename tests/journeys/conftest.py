"""A site in a process of its own, and Chromium. Codes are read where the console sender writes them: from the server's output."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
STARTS_WITHIN = 60  # seconds


def outside(url: str = "") -> dict[str, str]:
    """The environment as it is without what the tests' own settings put into it. url: of the site's PostgreSQL, "" = SQLite."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, **({"DATABASE_URL": url} if url else {}), "YUNPEI_ENV": "demo", "PYTHONUNBUFFERED": "1"}


class Site:
    """A running site: its address, its output, and the town's own commands."""

    def __init__(self, data: Path, port: int, url: str = "") -> None:
        self.data, self.address, self.url = data, f"http://127.0.0.1:{port}", url
        self.looked: set[str] = set()  # pages that were looked at, by what the journey calls them
        self.log = data.parent / "server.log"
        self._out = self.log.open("wb")
        command = [sys.executable, "-m", "yunpei.cli", "serve", "--data", str(data), "--port", str(port)]
        self._server = subprocess.Popen(
            command, env=outside(url), cwd=ROOT, stdout=self._out, stderr=subprocess.STDOUT, start_new_session=True
        )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(STARTS_WITHIN * 4):
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.25)
            if self._server.poll() is not None:
                break
        raise RuntimeError(self.log.read_text(errors="replace")[-3000:])

    def codes(self) -> list[str]:
        """Every code sent so far."""
        return re.findall(r"(?:验证码|code) (\d{6})", self.log.read_text(errors="replace"))

    def code_after(self, before: int) -> str:
        """The next code after so many."""
        for _ in range(300):
            found = self.codes()
            if len(found) > before:
                return found[-1]
            time.sleep(0.1)
        raise RuntimeError("no code was sent:\n" + self.log.read_text(errors="replace")[-2000:])

    def town(self, *words: str) -> None:
        """Run one of the town's commands on this site's data."""
        work, *rest = words
        run_town(self.data, work, *rest, url=self.url)

    def stop(self) -> None:
        """End the server and what it started."""
        os.killpg(self._server.pid, signal.SIGTERM)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
        self._out.close()


def run_town(data: Path, work: str, *rest: str, url: str = "") -> None:
    """`python -m tests.journeys.town` on a data folder."""
    command = [sys.executable, "-m", "tests.journeys.town", work, str(data), *rest]
    done = subprocess.run(command, cwd=ROOT, env=outside(url), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A database of one's own on a PostgreSQL server, gone afterwards; without a server "", which is SQLite."""
    if not server:
        yield ""
        return
    name = f"journey_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but a site's tables on SQLite, made once for all towns: migrations take longer than a town."""
    data = tmp_path_factory.mktemp("tables") / "data"
    data.mkdir()
    run_town(data, "tables")
    return data


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The story is told on SQLite, as a demo is; a module that says ON_SERVER runs on PostgreSQL where the suite does."""
    server = os.environ.get("DATABASE_URL", "") if getattr(request.module, "ON_SERVER", False) else ""
    with own_database(server) as url:
        yield url


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The town, served: as the module's TOWN says, else as it is before the story."""
    data = tmp_path_factory.mktemp("journey") / "data"
    if database:
        data.mkdir()
    else:
        shutil.copytree(request.getfixturevalue("tables"), data)
    run_town(data, getattr(request.module, "TOWN", "build"), url=database)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    made = Site(data, port, database)
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
