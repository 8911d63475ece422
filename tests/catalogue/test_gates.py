"""Four gates before a course is public: every state × event × role, who is kept apart, what was said, what goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.classroom import FILED, SYSTEM, Town, course, signed_up, town
from tests.invented import employer, firm, name
from yunpei.catalogue import actions, gates, making, queries
from yunpei.catalogue.states import COURSE, GATE_ROLES
from yunpei.catalogue.types import CourseState, Verdict
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OrganisationKind

pytestmark = [pytest.mark.req("R09"), pytest.mark.django_db]
ROLES = ("ops", "org_admin", "org_legal", "expert", "officer_review", "officer_pay", "learner", "system")
ALLOWED = {
    ("draft", "change"): {"org_admin", "org_legal", "ops", "system"},
    ("draft", "publish"): {"org_admin", "org_legal", "ops", "system"},
    ("draft", "submit"): {"org_admin", "org_legal", "ops", "system"},
    ("platform", "pass"): {"ops"},
    ("platform", "return"): {"ops"},
    ("school", "pass"): {"org_admin", "org_legal"},
    ("school", "return"): {"org_admin", "org_legal"},
    ("experts", "opine"): {"expert"},
    ("experts", "pass"): {"expert"},
    ("experts", "return"): {"expert"},
    ("authority", "pass"): {"officer_review"},
    ("authority", "return"): {"officer_review"},
    ("published", "retire"): {"org_admin", "org_legal", "ops", "system"},
    ("published", "replace"): {"system"},
}


@pytest.mark.parametrize("state", COURSE.states)
@pytest.mark.parametrize("event", COURSE.events)
def test_every_state_event_and_role(state: str, event: str) -> None:
    allowed = {role for role in ROLES if COURSE.may(state, event, {role})}
    assert allowed == ALLOWED.get((state, event), set())


@dataclass(frozen=True)
class Bench:
    """Who sits where: the firm and its second member, operations, three experts, the authority's officers."""

    firm: Town
    course_id: int
    at: dict[CourseState, Actor]
    experts: tuple[Actor, ...]
    elsewhere: Actor


@pytest.fixture
def bench() -> Bench:
    firm = town((), firm_number=500)
    made = course(firm.organisation_id, publish=False)
    making.course_describe(
        course_id=made,
        title="低压电工",
        topic="electric",
        occupation="6-31-01-03",
        occupation_name="电工",
        about="用电安全",
        by=firm.admin,
        at=FILED,
    )
    second = replace(signed_up(41), organisation_id=firm.organisation_id, roles=frozenset({"org_admin"}))
    officer = replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))
    elsewhere = replace(officer, region="210200")
    ops = replace(signed_up(43), roles=frozenset({"ops"}))
    experts = tuple(signed_up(n) for n in (44, 45, 46))
    for one in experts:
        assert one.account_id is not None
        gates.expert_seat(account_id=one.account_id, field="电工", by=ops, at=FILED)
    seats = {
        CourseState.PLATFORM: ops,
        CourseState.SCHOOL: second,
        CourseState.EXPERTS: experts[0],
        CourseState.AUTHORITY: officer,
    }
    return Bench(firm, made, seats, experts, elsewhere)


def submit(bench: Bench) -> None:
    gates.course_submit(course_id=bench.course_id, by=bench.firm.admin, at=FILED)


def say(bench: Bench, by: Actor, verdict: Verdict = Verdict.PASS, text: str = "可以") -> None:
    gates.gate_answer(course_id=bench.course_id, verdict=verdict, opinion=text, by=by, at=FILED)


def until(bench: Bench, state: CourseState) -> None:
    """Through the gates before this one."""
    submit(bench)
    for gate, by in bench.at.items():
        if gate is state:
            return
        say(bench, by)
        if gate is CourseState.EXPERTS:
            say(bench, bench.experts[1])


def stands(bench: Bench) -> CourseState:
    return queries.course(bench.course_id).state


def test_through_all_gates_into_the_catalogue(bench: Bench) -> None:
    assert not queries.in_catalogue(words="电工").count
    until(bench, CourseState.PUBLISHED)
    held = queries.course(bench.course_id)
    assert (held.state, held.public, held.round) == (CourseState.PUBLISHED, True, 1)
    assert [one.gate for one in queries.opinions(held.id)] == ["authority", "experts", "experts", "school", "platform"]
    assert [one.id for one in queries.in_catalogue(words="电工").courses] == [held.id]


def test_the_committee_is_more_than_one(bench: Bench) -> None:
    until(bench, CourseState.EXPERTS)
    say(bench, bench.experts[0])
    assert stands(bench) is CourseState.EXPERTS
    with pytest.raises(Conflict):
        say(bench, bench.experts[0])
    say(bench, bench.experts[2])
    assert stands(bench) is CourseState.AUTHORITY


@pytest.mark.parametrize("gate", list(GATE_ROLES))
def test_any_gate_sends_it_back_with_its_reasons(bench: Bench, gate: str) -> None:
    until(bench, CourseState(gate))
    with pytest.raises(Invalid):
        say(bench, bench.at[CourseState(gate)], Verdict.RETURN, " ")
    say(bench, bench.at[CourseState(gate)], Verdict.RETURN, "第2课内容过时")
    assert stands(bench) is CourseState.DRAFT
    assert queries.opinions(bench.course_id)[0].text == "第2课内容过时"
    submit(bench)
    assert queries.course(bench.course_id).round == 2
    with pytest.raises(Conflict):
        making.course_delete(course_id=bench.course_id, by=bench.firm.admin, at=FILED)


@pytest.mark.parametrize("gate", list(GATE_ROLES))
def test_only_whom_the_gate_belongs_to(bench: Bench, gate: str) -> None:
    until(bench, CourseState(gate))
    for other, by in {**bench.at, CourseState.DRAFT: bench.elsewhere}.items():
        if other != gate:
            with pytest.raises((Forbidden, NotFound)):
                say(bench, by)
    assert stands(bench) is CourseState(gate)


def test_who_made_it_passes_no_gate(bench: Bench) -> None:
    until(bench, CourseState.SCHOOL)
    with pytest.raises(Conflict):
        say(bench, bench.firm.admin)
    maker = replace(bench.firm.admin, organisation_id=None, roles=frozenset({"ops"}))
    say(bench, bench.at[CourseState.SCHOOL], Verdict.RETURN, "再改")
    submit(bench)
    with pytest.raises(Conflict):
        say(bench, maker)


def test_who_made_an_earlier_version_passes_no_gate_of_the_next(bench: Bench) -> None:
    until(bench, CourseState.PUBLISHED)
    second = bench.at[CourseState.SCHOOL]
    new = making.course_version(course_id=bench.course_id, by=second, at=FILED)
    gates.course_submit(course_id=new, by=second, at=FILED)
    gates.gate_answer(course_id=new, verdict=Verdict.PASS, opinion="可以", by=bench.at[CourseState.PLATFORM], at=FILED)
    for one in (bench.firm.admin, second):
        with pytest.raises(Conflict):
            gates.gate_answer(course_id=new, verdict=Verdict.PASS, opinion="可以", by=one, at=FILED)


def test_nobody_passes_two_gates_of_a_round(bench: Bench) -> None:
    until(bench, CourseState.SCHOOL)
    both = replace(
        bench.at[CourseState.PLATFORM], organisation_id=bench.firm.organisation_id, roles=frozenset({"org_legal"})
    )
    with pytest.raises(Conflict):
        say(bench, both)


def test_a_seat_that_was_left_says_nothing(bench: Bench) -> None:
    until(bench, CourseState.EXPERTS)
    gone = bench.experts[2]
    assert gone.account_id is not None
    gates.expert_leave(account_id=gone.account_id, by=bench.at[CourseState.PLATFORM], at=FILED + timedelta(days=1))
    with pytest.raises(Forbidden):
        say(bench, gone)
    with pytest.raises(NotFound):
        gates.expert_leave(account_id=gone.account_id, by=bench.at[CourseState.PLATFORM], at=FILED)
    with pytest.raises(Forbidden):
        gates.expert_seat(account_id=gone.account_id, field="电工", by=bench.firm.admin, at=FILED)


def test_what_lacks_is_told_before_the_first_gate(bench: Bench) -> None:
    bare = course(bench.firm.organisation_id, lessons=0, questions=0, publish=False)
    with pytest.raises(Invalid) as error:
        gates.course_submit(course_id=bare, by=bench.firm.admin, at=FILED)
    assert [one.field for one in error.value.problems] == ["lessons", "questions", "topic"]


def test_a_training_bodys_course_goes_through_the_gates(bench: Bench) -> None:

    boss = signed_up(600)
    assert boss.account_id is not None
    school = people.organisation_register(
        credit_code=employer(600),
        name=firm(600),
        kind=OrganisationKind.INSTITUTION,
        region="320211",
        legal_representative=name(600),
        by=boss,
        at=FILED,
    )
    made = course(school, publish=False)
    with pytest.raises(Conflict):
        actions.course_publish(course_id=made, by=people_queries.actor_of(boss.account_id), at=FILED)
    actions.course_publish(course_id=made, by=SYSTEM, at=FILED)  # brought in by the program: it passed them elsewhere
    assert made in {one.id for one in queries.in_catalogue(words="低压电工").courses}


def test_what_a_firm_publishes_itself_is_for_its_own_staff(bench: Bench) -> None:
    made = course(bench.firm.organisation_id, publish=False)
    actions.course_publish(course_id=made, by=bench.firm.admin, at=FILED)
    assert made not in {one.id for one in queries.in_catalogue().courses}
    own = bench.firm.organisation_id
    assert made in {one.id for one in queries.courses_open_to({own})}
    assert made not in {one.id for one in queries.courses_open_to({own + 1})}
    assert (queries.course(made).open_to({own}), queries.course(made).open_to({own + 1})) == (True, False)


def test_each_step_leaves_its_row(bench: Bench) -> None:
    until(bench, CourseState.PUBLISHED)
    rows = history(subject_type="course", subject_id=queries.course(bench.course_id).public_id)
    assert [one.verb for one in rows][-6:] == ["course_submit", *["course_pass"] * 5]
    assert rows[-1].detail["gate"] == "authority"


def test_only_what_waits_for_me(bench: Bench, django_assert_max_num_queries) -> None:
    until(bench, CourseState.SCHOOL)
    with django_assert_max_num_queries(3):
        assert [one.id for one in queries.at_gates(by=bench.at[CourseState.SCHOOL])] == [bench.course_id]
    for gate in (CourseState.PLATFORM, CourseState.EXPERTS, CourseState.AUTHORITY):
        assert not queries.at_gates(by=bench.at[gate])
