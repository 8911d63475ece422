"""SIGKILL of the worker in the middle of a large roster: nothing of it is there, and the next worker takes all of it, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.roster_import import PEOPLE
from tests.crash.test_payment_run import Run, site_of


@pytest.fixture(params=["sqlite", "postgres"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """On a site of its own."""
    yield from site_of(request, tmp_path_factory, "roster_import")


@pytest.mark.req("R13")
def test_all_or_nothing_and_once(run: Run) -> None:
    assert run.do("upload", "") == 0
    before = run.state()
    assert (before["lines"], before["upload"]) == (1, [["waiting", 0]])
    for stop in ("checked", "entered", "written", "taken"):
        run.killed_at("work", "", stop)
        found = run.state()
        assert {**found, "upload": 0, "job": 0} == {**before, "upload": 0, "job": 0}, stop
        assert found["job"] == ["running"]
    run.killed_at("work", "", "marked_done")
    after = run.state()
    assert (after["lines"], after["upload"]) == (PEOPLE, [["taken", PEOPLE - 1]])
    assert run.do("work", "") == 0
    last = run.state()
    assert last["job"] == ["done"]
    assert {**last, "job": 0} == {**after, "job": 0}
    assert last["rosters"] == 1
