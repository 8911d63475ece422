"""Appointments: who held them, when, how, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.classroom import IN_CLASS, Town
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence.models import Event
from yunpei.evidence.types import Verb
from yunpei.learning.identity import queries
from yunpei.learning.identity.appointments import appointment_ask, appointment_cancel, appointment_hold
from yunpei.learning.identity.checking import entered
from yunpei.learning.identity.types import How
from yunpei.learning.models import Appointment, IdentityCheck
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
HOUR = timedelta(hours=1)
MET = IN_CLASS + 2 * HOUR


def ask(held: ClassFacts, who: Actor, **changes: Any) -> str:
    given = {"office": False, "wanted_at": IN_CLASS + HOUR, "at": IN_CLASS, **changes}
    return appointment_ask(class_id=held.id, by=who, **given)


def hold(held: ClassFacts, appointment: str, by: Actor, **changes: Any) -> None:
    given = {"how": How.IN_PERSON, "met_at": MET, "confirmed": True, "remark": "", "at": MET, **changes}
    appointment_hold(class_id=held.id, appointment=appointment, by=by, **given)


def test_held_with_the_teacher(there: Town, held: ClassFacts) -> None:
    who = there.learners[1]
    teacher = Actor(there.admin.account_id, None, there.organisation_id, roles=frozenset({"teacher"}))
    hold(held, ask(held, who, note="只能通话"), teacher, how=How.CALL, remark="核对了证件")
    [row] = queries.appointments_of(held.id)
    assert (row.how, row.held_at, row.confirmed, row.note, row.remark) == (
        How.CALL,
        MET,
        True,
        "只能通话",
        "核对了证件",
    )
    assert Appointment.objects.get().held_by_id == there.admin.account_id
    assert entered(held.id, int(str(who.person_id)))
    steps = Event.objects.filter(verb=Verb.APPOINTMENT).order_by("id")
    assert ["asked" in steps[0].text, "held" in steps[1].text] == [True, True]
    assert "核对了证件" not in steps[1].text
    assert list(
        AuditRow.objects.filter(verb__startswith="appointment").values_list("verb", flat=True).order_by("id")
    ) == [
        "appointment_asked",
        "appointment_held",
    ]


def test_what_was_asked_of_the_office_is_the_offices(
    there: Town, held: ClassFacts, officers: list[Actor], elsewhere: Actor
) -> None:
    made = ask(held, there.learners[1], office=True)
    with pytest.raises(Forbidden):
        hold(held, made, there.admin)
    with pytest.raises(NotFound):
        hold(held, made, elsewhere)
    with pytest.raises(NotFound):
        hold(held, made, there.learners[2])
    hold(held, made, officers[0])


def test_nobody_confirms_themselves(there: Town, held: ClassFacts) -> None:
    who = there.learners[1]
    oneself = Actor(who.account_id, who.person_id, there.organisation_id, roles=frozenset({"org_admin"}))
    with pytest.raises(Forbidden):
        hold(held, ask(held, who), oneself)


def test_not_confirmed(there: Town, held: ClassFacts) -> None:
    made = ask(held, there.learners[1])
    with pytest.raises(Invalid):
        hold(held, made, there.admin, confirmed=False)
    hold(held, made, there.admin, confirmed=False, remark="没有来")
    assert not IdentityCheck.objects.exists()
    with pytest.raises(Conflict):
        hold(held, made, there.admin)
    ask(held, there.learners[1])


@pytest.mark.parametrize("met_at", [IN_CLASS - HOUR, MET + HOUR])
def test_not_before_it_was_asked_for_nor_in_the_future(there: Town, held: ClassFacts, met_at: object) -> None:
    with pytest.raises(Invalid) as refused:
        hold(held, ask(held, there.learners[1]), there.admin, met_at=met_at)
    assert refused.value.problems[0].field == "met_at"


def test_one_at_a_time_and_cancelled_by_its_own(there: Town, held: ClassFacts) -> None:
    made = ask(held, there.learners[1])
    with pytest.raises(Conflict):
        ask(held, there.learners[1])
    ask(held, there.learners[2])
    with pytest.raises(NotFound):
        appointment_cancel(class_id=held.id, appointment=made, by=there.learners[2], at=IN_CLASS)
    appointment_cancel(class_id=held.id, appointment=made, by=there.learners[1], at=IN_CLASS)
    with pytest.raises(Conflict):
        hold(held, made, there.admin)
    ask(held, there.learners[1])


def test_what_cannot_be_asked(there: Town, held: ClassFacts) -> None:
    with pytest.raises(Invalid) as refused:
        ask(held, there.learners[1], wanted_at=IN_CLASS, note="长" * 201)
    assert [one.field for one in refused.value.problems] == ["wanted_at", "note"]
    with pytest.raises(NotFound):
        ask(held, there.admin)
