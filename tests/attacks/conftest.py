"""One running study clock per database for all attacks: each brings people of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest

from tests.attacks.harness import Learner, Running, running
from tests.study_stores import postgres

__all__ = ["postgres"]
_numbers = count(1)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two workers on PostgreSQL, one on SQLite, as they are meant to be run."""
    folder = tmp_path_factory.mktemp("attacks")
    if request.param == "sqlite":
        with running(str(folder / "study.sqlite3"), folder) as site:
            yield site
        return
    url: str = request.getfixturevalue("postgres")
    schema = f"attacks_{folder.name}_{next(_numbers)}_{id(folder)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    with running(f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}", folder, workers=2) as site:
        yield site
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def cheat(site: Running) -> Learner:
    """Someone who has a lesson open and nothing earned."""
    learner = site.learner(f"cheat-{next(_numbers)}")
    assert learner.open().status == 201
    return learner


@pytest.fixture
def asked(site: Running) -> Learner:
    """Someone whose class asks for an answer every one or two minutes, who has watched until it did for the first time."""
    learner = site.learner(f"asked-{next(_numbers)}", device="d" * 40)
    assert learner.open("long").status == 201
    site.watch_until_asked(learner)
    return learner


@pytest.fixture
def honest(site: Running) -> Learner:
    """Someone else who has watched a minute."""
    learner = site.learner(f"honest-{next(_numbers)}")
    assert learner.open().status == 201
    site.watch(learner, 60)
    return learner
