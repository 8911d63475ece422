"""The inbox's rows follow the case: its clock runs, stands, runs on, and is counted again when the calendar changes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.applying import APPLIED, DAY, TRANSFER, offices, person_applies
from yunpei.casework import actions
from yunpei.casework.desks import places_of
from yunpei.casework.jobs import due_count_again
from yunpei.casework.models import InboxRow
from yunpei.casework.types import Clock
from yunpei.common import calendar_entry
from yunpei.common.actor import Actor

pytestmark = pytest.mark.django_db
KEEPER = Actor.system("calendar")


def row(number: str) -> InboxRow:
    """The case's row in the whole province; those of other places say the same."""
    rows = list(InboxRow.objects.filter(case__number=number).order_by("place"))
    assert [one.place for one in rows] == ["", "63"]
    assert len({(one.clock, one.due_on, one.due_key, one.stopped_at, one.days_left) for one in rows}) == 1
    return rows[-1]


def test_places() -> None:
    assert places_of("320211", "320200") == ["", "32", "3202", "320211"]
    assert places_of("630000", "") == ["", "63"]


def test_the_clock_of_a_case() -> None:
    there = offices("630000")
    first = there.reviewers[0]
    number, one = person_applies(TRANSFER, "630104", facts={"insured": "是"}, account=False)
    assert not InboxRow.objects.exists()  # a draft is no office's
    actions.application_submit(number=number, by=one, at=APPLIED)
    assert row(number).clock == Clock.NONE
    actions.claim_accept(number=number, by=first, at=APPLIED)
    held = row(number)
    assert (held.clock, held.due_on, held.due_key) == (Clock.RUNNING, date(2020, 7, 14), date(2020, 7, 14))
    calendar_entry.day_put(day=date(2020, 7, 1), working=False, name="虚构节", source="x", by=KEEPER, at=APPLIED)
    due_count_again(at=APPLIED)
    assert row(number).due_on == date(2020, 7, 15)
    actions.case_return(number=number, items=[("facts", "补正")], by=first, at=APPLIED + DAY)
    held = row(number)
    assert (held.clock, held.due_on, held.stopped_at, held.days_left) == (Clock.STOPPED, None, date(2020, 6, 23), 14)
    actions.application_submit(number=number, by=one, at=APPLIED + 7 * DAY)
    held = row(number)
    assert (held.clock, held.due_on) == (Clock.RUNNING, date(2020, 7, 20))
    actions.case_refuse(number=number, reason="不符", by=first, at=APPLIED + 8 * DAY)
    assert row(number).clock == Clock.NONE
