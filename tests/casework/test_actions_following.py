"""An officer who leaves hands back what was in hand; an organisation with another name is found by that, its letters keep the old."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed, submitted
from tests.classroom import SYSTEM
from yunpei.casework import actions, queries
from yunpei.casework.models import Assignment, DecisionLetter, InboxRow, NameTail
from yunpei.common import audit
from yunpei.common.models import Job
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.models import Membership

pytestmark = pytest.mark.req("R04")
LATER = AFTER + 9 * DAY


def asked_for(name: str) -> dict[str, object]:
    """The arguments of the one job of a name that waits."""
    arguments: dict[str, object] = Job.objects.get(name=name).arguments
    return arguments


def test_who_leaves_the_office_has_nothing_in_hand_any_more(there: City) -> None:
    number, leaving = submitted(there), there.reviewers[0]
    assert leaving.account_id is not None
    actions.cases_hand_over(numbers=[number], to=leaving.account_id, by=there.reviewers[1], at=AFTER)
    actions.assignments_back(account_id=leaving.account_id, at=LATER)
    assert Assignment.objects.filter(account_id=leaving.account_id).exists()  # still there: nothing happens
    role = Membership.objects.get(account_id=leaving.account_id, role="officer_review")
    people.membership_end(membership_id=role.pk, by=SYSTEM, at=LATER)
    assert asked_for("casework.assignments_back") == {"account_id": leaving.account_id}
    assert actions.assignments_back(account_id=leaving.account_id, at=LATER) == 1
    assert not Assignment.objects.exists()
    assert set(InboxRow.objects.values_list("assigned_to", flat=True)) == {None}
    assert audit.history(subject_type="case", subject_id=number)[-1].verb == "case_hand_back"
    assert actions.assignments_back(account_id=leaving.account_id, at=LATER) == 0


def test_a_stopped_account_has_nothing_in_hand_either(there: City) -> None:
    number, leaving = submitted(there), there.reviewers[0]
    assert leaving.account_id is not None
    actions.cases_hand_over(numbers=[number], to=leaving.account_id, by=there.reviewers[1], at=AFTER)
    people.account_stop(account_id=leaving.account_id, why="离岗", by=SYSTEM, at=LATER)
    assert actions.assignments_back(account_id=leaving.account_id, at=LATER) == 1


def test_a_renamed_organisation_is_found_by_its_new_name_and_its_letter_keeps_the_old(
    there: City, studied: Studied
) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    before = people_queries.organisation(there.organisation_id).name
    people.organisation_edit(organisation_id=there.organisation_id, name="新名虚构公司", by=there.admin, at=LATER)
    assert asked_for("casework.organisation_renamed") == {
        "organisation_id": there.organisation_id, "before": before
    }  # fmt: skip
    actions.organisation_renamed(organisation_id=there.organisation_id, before=before)
    assert set(InboxRow.objects.values_list("who", flat=True)) == {"新名虚构公司"}
    assert not NameTail.objects.filter(who=before).exists()
    assert NameTail.objects.filter(tail="虚构公司", who="新名虚构公司").exists()
    letter = DecisionLetter.objects.filter(case__number=number).first()
    assert letter is not None
    assert before in str(letter.content)
    assert "新名" not in str(letter.content)
    assert queries.case(number=number, by=there.admin).card.organisation == "新名虚构公司"
