"""An audit row lives and dies with its change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from yunpei.common.actor import NOBODY, Actor
from yunpei.common.audit import history, record
from yunpei.common.models import AuditRow, CalendarYear

AT = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)
OFFICER = Actor(account_id=7, office_id=3, roles=frozenset({"officer_review"}), region="320205")


def change(year: int, by: Actor = OFFICER) -> None:
    CalendarYear.objects.create(year=year, source="a notice")
    record(by=by, at=AT, verb="year_enter", subject_type="year", subject_id=year, detail={"source": "a notice"})


@pytest.mark.req("R30")
@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_row() -> None:
    @transaction.atomic
    def change_and_fail() -> None:
        change(2022)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert not CalendarYear.objects.exists()
    assert not AuditRow.objects.exists()
    with transaction.atomic():
        change(2022)
    assert CalendarYear.objects.exists()
    assert AuditRow.objects.get().verb == "year_enter"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        change(2022)
    assert not AuditRow.objects.exists()


@pytest.mark.django_db
def test_history_tells_one_things_story_in_order() -> None:
    change(2022)
    change(2023, by=Actor.system("demo"))
    record(by=OFFICER, at=AT, verb="year_mend", subject_type="year", subject_id=2022)
    told = history(subject_type="year", subject_id=2022)
    assert [entry.verb for entry in told] == ["year_enter", "year_mend"]
    assert (told[0].account_id, told[0].office_id, told[0].at) == (7, 3, AT)
    assert history(subject_type="year", subject_id=2023)[0].actor_name == "demo"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "at", "fault"),
    [(NOBODY, AT, "nobody did it"), (OFFICER, AT.replace(tzinfo=None), "needs its zone")],
)
def test_who_and_when_are_never_missing(by: Actor, at: datetime, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        record(by=by, at=at, verb="x", subject_type="y", subject_id=1)


@pytest.mark.django_db
def test_the_database_itself_wants_to_know_who() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRow.objects.create(at=AT, verb="x", subject_type="y", subject_id="1")
