"""The calculator says what the engine would decide, what it assumed and what stays open, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.city import BINHU, PROGRAMME
from tests.commands.test_decide import roster
from tests.commands.test_rehearse import someone
from yunpei.casework import queries
from yunpei.casework.types.estimates import Estimate
from yunpei.common.errors import Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.req("R45")]

WHOLE = {
    "worker_kind": "employee",
    "employer_kind": "enterprise",
    "filed_on": "2020-02-26",
    "class_start": "2020-03-02",
    "class_end": "2020-03-31",
    "online_hours": "24",
    "planned_hours": "24",
    "completed": "yes",
    "certificate_no": "C-1",
    "claimed_on": "2020-04-02",
}


def asked(**changes: str) -> Estimate:
    return queries.estimate(programme=PROGRAMME, region=BINHU, people=3, typed=WHOLE | changes)


def test_all_known_is_decided_with_clauses() -> None:
    found = asked()
    assert found.detail.card.outcome == "due"
    assert found.detail.card.amount_fen == 24 * 1850
    assert found.amount_fen == 3 * 24 * 1850
    assert all(sentence for check in found.detail.checks for _, sentence in check.clauses)
    assert any("18.5" in words for _, words in found.detail.sums)


def test_what_is_not_known_stays_open_and_is_named() -> None:
    found = asked(certificate_no="", completed="")
    assert found.detail.card.outcome == "undetermined"
    assert found.amount_fen == 0
    assert found.all_if_open_fen == 3 * 24 * 1850
    assert {check.id for check in found.detail.checks if check.ok is None} == {"completed", "certificate"}


def test_no_amount_is_named_that_hangs_on_what_is_not_known() -> None:
    assert asked(online_hours="").if_open_fen is None


def test_a_failing_condition_promises_nothing() -> None:
    found = asked(employer_kind="labour_dispatch", certificate_no="")
    assert found.detail.card.outcome == "refused"
    assert found.if_open_fen is None


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as told:
        asked(class_start="", class_end="soon", online_hours="many")
    assert {one.field for one in told.value.problems} == {"class_start", "class_end", "online_hours"}


def test_a_roster_is_decided_and_nothing_is_written(tmp_path: Path) -> None:
    file = roster(tmp_path, someone(1), someone(2))
    with CaptureQueriesContext(connection) as asked_for:
        found = queries.estimate_roster(programme=PROGRAMME, region=BINHU, path=file)
    assert [row.outcome for row in found.rows] == ["due", "due"]
    assert found.totals["amount_fen"] == sum(row.amount_fen for row in found.rows) > 0
    assert all("*" in row.id_masked for row in found.rows)
    assert {one["sql"].split()[0] for one in asked_for.captured_queries} <= {"SELECT"}
