"""A case's tables say what the rooms know, under opaque ids, and the rules work on them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.casework.applying import APPLIED, BUSINESS, STARTUP, offices, person_applies
from tests.casework.city import AFTER, DAY, DRAFTED, END, START, City, Studied, claimed, firm_of
from tests.invented import employer, person
from tests.oversight.office import pensioners
from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.models import Case, FilingPlan
from yunpei.common.clock import start_of
from yunpei.evidence import queries as evidence
from yunpei.evidence.types import Studied as Span
from yunpei.oversight import actions
from yunpei.oversight.holders import holders
from yunpei.oversight.models import Finding, Hold, Screening
from yunpei.oversight.tables import gather
from yunpei.people import queries as people
from yunpei.people.actions import organisation_confirm, organisation_edit
from yunpei.people.types import OrganisationKind
from yunpei.training import queries as training
from yunpei.training.models import Meeting, TrainingClass

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


def test_what_is_gathered(there: City, studied: Studied, tmp_path: Path) -> None:
    number = claimed(there, (1, 2))
    pensioners(there, tmp_path, 2, 3)
    gathered = gather(cases.subject(number))
    roster, classes = gathered.tables["roster"], gathered.tables["classes"]
    assert sorted(roster["person_id"]) == sorted(gathered.persons)
    assert not {person(1), person(2)} & set(roster["person_id"])
    assert classes.row(0, named=True) | {} == {
        "class_no": gathered.class_number,
        "employer_id": people.organisation(there.organisation_id).credit_code,
        "provider_id": people.organisation(there.organisation_id).credit_code,  # whose course it is
        "project": "电工",
        "class_start": START,
        "class_end": END,
        "teacher_id": None,
        "planned_hours": 24.0,
        "employer_scope": None,
    }
    assert roster["bank_account"].null_count() == roster.height  # the programme pays the firm
    retired = gathered.tables["retired"]  # of the register only the row about a person of the case
    assert [row in gathered.persons for row in retired["person_id"]] == [True]


def test_study_in_two_places_at_once_is_held(there: City, studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    number = claimed(there, (1, 2))
    case = cases.subject(number)
    both = people.persons([one.person_id or 0 for one in case.lines])
    doubled, honest = (both[one.person_id or 0].public_id for one in case.lines)
    first = int(start_of(START).timestamp() * 1000) + 9 * HOUR
    spans = [
        Span(who, f"L{place}", first + place * 24 * HOUR + late, first + place * 24 * HOUR + late + HOUR, HOUR, device)
        for place in range(8)
        for who, late, device in ((doubled, 0, "a"), (doubled, 600_000, "b"), (honest, 7_211_000 * (place + 1), "c"))
    ]
    monkeypatch.setattr(evidence, "studied", lambda _class_id: spans)
    assert actions.case_screen(number=number, at=AFTER) > 0
    assert set(Hold.objects.values_list("line", flat=True)) == {Finding.objects.get(rule="parallel_study").line}
    assert [str(one.state) for one in cases.lines(number=number, by=there.admin)] == ["held", "counted"]


def test_a_business_scope_that_was_stated_is_held_against_the_project(there: City, studied: Studied) -> None:
    organisation_edit(
        organisation_id=there.organisation_id, business_scope="餐饮服务；食品销售", by=there.admin, at=DRAFTED
    )
    organisation_confirm(organisation_id=there.organisation_id, by=there.reviewers[0], at=DRAFTED)
    number = claimed(there, (1,))
    actions.case_screen(number=number, at=AFTER)
    found = Finding.objects.get(rule="outside_business")
    assert (found.severity, found.figures) == ("look", ["电工", "餐饮服务；食品销售"])
    assert "outside_business" not in Screening.objects.get().left_out


def test_a_rule_whose_column_nobody_filled_in_is_named_as_not_applied(there: City, studied: Studied) -> None:
    actions.case_screen(number=claimed(there, (1,)), at=AFTER)
    left_out = Screening.objects.get().left_out
    assert {"outside_business", "teacher_two_places", "shared_bank_account"} <= set(left_out)


def on_the_spot(number: str, teacher: str, delegate: str) -> int:
    """Make the class of a claim one on the spot, held by a training body and taught by a teacher; the class's id."""
    case = Case.objects.get(number=number)
    assert case.training_class_id is not None
    TrainingClass.objects.filter(pk=case.training_class_id).update(mode="offline")
    FilingPlan.objects.filter(case__number=number.rpartition("-C")[0]).update(delegate=delegate)
    Meeting.objects.create(
        training_class_id=case.training_class_id,
        topic="实操",
        place="虚构路1号",
        teacher=teacher,
        starts_at=start_of(START),
        ends_at=start_of(START) + 4 * timedelta(hours=1),
        key="x",
        planned_at=start_of(START) - DAY,
    )
    return case.training_class_id


def test_a_teacher_is_known_within_the_body_that_teaches(there: City, studied: Studied) -> None:
    body, _, _ = firm_of(700, kind=OrganisationKind.INSTITUTION)
    other, _, _ = firm_of(710)
    card = people.organisation(body)
    first = on_the_spot(claimed(there, (1,)), "师甲", card.name)
    second = on_the_spot(claimed(there, (2,)), "师甲", card.name)
    TrainingClass.objects.filter(pk=second).update(organisation_id=other)
    held = training.class_of(first)
    holder = holders([held])[first]
    assert (holder.provider, holder.teacher) == (card.credit_code, f"师甲（{card.credit_code}）")
    case = Case.objects.get(training_class_id=first, kind="claim")
    tables = gather(cases.subject(case.number)).tables
    assert (
        tables["classes"]["teacher_id"].to_list() == [holder.teacher] * 2
    )  # the other firm's class came with the teacher
    Meeting.objects.filter(training_class_id=second).update(teacher="师乙")
    assert gather(cases.subject(case.number)).tables["classes"].height == 1
    FilingPlan.objects.filter(case__number=case.number.rpartition("-C")[0]).update(delegate="未登记的学校")
    assert holders([held])[first].teacher == ""  # a name alone names nobody


def test_one_account_for_many_people_of_different_cases_is_found_without_its_number() -> None:
    offices("220000")
    facts, number = {**BUSINESS, "first_business": "yes"}, ""
    for n in range(1, 6):
        number, one = person_applies(STARTUP, "220104", n, facts={**facts, "employer_id": employer(n)})
        casework.application_submit(number=number, by=one, at=APPLIED)
    actions.case_screen(number=number, at=APPLIED)
    found = Finding.objects.get(rule="shared_bank_account")
    assert (found.severity, found.figures[:2]) == ("stop", ["1234", "5"])
    marks = gather(cases.subject(number)).tables["roster"]["bank_account"]
    assert marks.n_unique() == 1
    assert "6217000000001234" not in marks[0]
