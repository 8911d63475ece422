"""A study clock beside the site's test database, and what the log's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from tests.study_stores import KEYS, Moved
from yunpei.common.actor import Actor
from yunpei.evidence import study as configured
from yunpei.evidence.log import actions
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Verb

BY = Actor.system("tests")
AT = datetime(2020, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Moved:
    return Moved()


@pytest.fixture
def study(tmp_path: Path, clock: Moved) -> Iterator[Study]:
    """The study clock of this process, in a file of the test's own."""
    made = Study(open_store(str(tmp_path / "study.sqlite3"), clock), KEYS)
    configured.configure(lambda: made)
    yield made
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def happened(n: int = 1, **said: object) -> list[str]:
    """So many events, each in a transaction of its own."""
    made = []
    for count in range(n):
        with transaction.atomic():
            made.append(
                actions.event_record(verb=Verb.ANSWER, by=BY, at=AT, detail={"count": count}, **said)  # type: ignore[arg-type]
            )
    return made
