"""A class is filed with a public course, the organisation's own, or its delegate's: whatever the form offers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.city import DRAFTED, FILED, PROGRAMME, City, accepted, fields, firm_of
from tests.classroom import course
from yunpei.casework import actions, queries
from yunpei.casework.models import FilingPlan
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue.models import Course
from yunpei.common.errors import Invalid
from yunpei.people import queries as people
from yunpei.people.types import OrganisationKind

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R12")]


@pytest.fixture
def others(there: City) -> int:
    """Another firm's own course."""
    organisation_id, admin, _ = firm_of(700)
    made = course(organisation_id, publish=False)
    catalogue.course_publish(course_id=made, by=admin, at=DRAFTED)
    return made


@pytest.fixture
def schools(there: City) -> tuple[str, int]:
    """A training body's name, and a course of its that is not public."""
    organisation_id, _, _ = firm_of(710, kind=OrganisationKind.INSTITUTION)
    made = course(organisation_id)
    Course.objects.filter(pk=made).update(public=False)  # published before there were gates
    return people.organisation(organisation_id).name, made


def faults(error: Any) -> list[tuple[str, str]]:
    return [(one.field, one.text.zh[:12]) for one in error.value.problems]


def test_others_own_courses_cannot_be_written_into_a_plan(there: City, others: int) -> None:
    number = actions.filing_draft(programme=PROGRAMME, by=there.admin, at=DRAFTED)
    with pytest.raises(Invalid) as error:
        actions.filing_edit(number=number, plan=fields(there, course_id=others), by=there.admin, at=DRAFTED)
    assert faults(error) == [("course_id", "这门课程不在公开目录，也")]
    assert FilingPlan.objects.get(case__number=number).course_id is None
    name = people.organisation(Course.objects.get(pk=others).provider_id).name
    plan = fields(there, course_id=others, delegate=name)  # an enterprise is no training body
    with pytest.raises(Invalid):
        actions.filing_edit(number=number, plan=plan, by=there.admin, at=DRAFTED)


def test_nor_be_submitted_nor_come_in_by_an_amendment(there: City, others: int) -> None:
    number = actions.filing_draft(programme=PROGRAMME, by=there.admin, at=DRAFTED)
    actions.filing_edit(number=number, plan=fields(there), by=there.admin, at=DRAFTED)
    FilingPlan.objects.filter(case__number=number).update(course_id=others)
    with pytest.raises(Invalid) as error:
        actions.filing_submit(number=number, by=there.admin, at=DRAFTED)
    assert ("course_id", "这门课程不在公开目录，也") in faults(error)
    filed = queries.filing_of_class(accepted(there))
    assert filed is not None
    with pytest.raises(Invalid) as error:
        actions.amendment_propose(
            number=filed, plan=fields(there, course_id=others), reason="换一门课", by=there.admin, at=FILED
        )
    assert ("course_id", "这门课程不在公开目录，也") in faults(error)


def test_public_ones_and_the_delegates_can(there: City, schools: tuple[str, int], others: int) -> None:
    name, delegated = schools
    public = course(Course.objects.get(pk=others).provider_id)
    number = actions.filing_draft(programme=PROGRAMME, by=there.admin, at=DRAFTED)
    for plan in (fields(there, course_id=public), fields(there, course_id=delegated, delegate=f" {name} ")):
        actions.filing_edit(number=number, plan=plan, by=there.admin, at=DRAFTED)
        assert FilingPlan.objects.get(case__number=number).course_id == plan.course_id
        assert not [
            one for one in queries.plan_problems(number=number, by=there.admin, at=DRAFTED) if one.field == "course_id"
        ]
    with pytest.raises(Invalid):
        actions.filing_edit(number=number, plan=fields(there, course_id=delegated), by=there.admin, at=DRAFTED)


def test_the_form_offers_the_same(there: City, schools: tuple[str, int], others: int) -> None:
    name, delegated = schools
    mine = {there.course_id}
    given = {"organisation_id": there.organisation_id}
    assert {one.id for one in queries.course_choices(delegate="", **given)} == mine
    assert {one.id for one in queries.course_choices(delegate=name, **given)} == {*mine, delegated}


def test_a_retired_course_is_told_as_such(there: City) -> None:
    catalogue.course_retire(course_id=there.course_id, by=there.admin, at=DRAFTED)
    number = actions.filing_draft(programme=PROGRAMME, by=there.admin, at=DRAFTED)
    with pytest.raises(Invalid) as error:
        actions.filing_edit(number=number, plan=fields(there), by=there.admin, at=DRAFTED)
    assert faults(error) == [("course_id", "课程未发布或已停用")]
