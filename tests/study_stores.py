"""Both stores of study receipts, each with a real database: fixtures for every test of the study clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import IN_CI
from tests.postgres import cluster, programs
from yunpei.evidence.receipt import Keyring
from yunpei.evidence.store import Clock, open_store
from yunpei.evidence.study import Study

KEYS = Keyring("t1", {"t1": b"only-for-tests-only-for-tests-32"})
START = 1_583_020_800_000  # 2020-03-01 08:00 in China


def draw(text: str) -> int:
    """The schedule of challenges as a session signed by KEYS has it."""
    return KEYS.draw(KEYS.current, text)


class Moved:
    """A store's clock that stands until it is told otherwise; ms since 1970."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server: DATABASE_URL's, else one of the machine's own programs."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
    elif programs() is None:
        reason = "no PostgreSQL server on this machine; as root: apt-get install postgresql"
        (pytest.fail if IN_CI else pytest.skip)(reason)
    else:
        with cluster() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgres"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store may be opened: a file, then a schema of the test's own."""
    if request.param == "sqlite":
        yield str(tmp_path / "study.sqlite3")
        return
    url: str = request.getfixturevalue("postgres")
    schema = f"study_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def clock() -> Moved:
    return Moved()


@pytest.fixture
def study(source: str, clock: Clock) -> Iterator[Study]:
    """A study clock on each database whose time the test moves."""
    opened = Study(open_store(source, clock), KEYS)
    yield opened
    opened.store.close()
