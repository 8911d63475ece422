"""The four gates (四把关) a course passes before everyone sees it: platform, school, expert committee, authority.

Who had a hand in making any version of it passes none of its gates, and nobody passes two of them in one round.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.catalogue import making, searching
from yunpei.catalogue.access import require_provider, seated
from yunpei.catalogue.models import Course, Expert, Opinion
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import GATES, CourseState, SeatFacts, Verdict
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access as people_access
from yunpei.people import queries as people

EXPERTS_NEEDED = 2  # a committee is more than one
LONGEST_OPINION = 2000
REVIEWING = frozenset({"course_submit", "course_pass", "course_return", "course_publish", "course_replace"})


@transaction.atomic
def course_submit(*, course_id: int, by: Actor, at: datetime) -> None:
    """Hand a draft in to the first gate. Raises NotFound, Forbidden, Conflict; Invalid with everything that lacks."""
    course = _locked(course_id)
    require_provider(by, course.provider_id)
    target = COURSE.next(course.state, "submit", by=by)
    problems = making.publish_problems(course)
    if course.topic not in TOPICS or TOPICS[course.topic].kind != course.kind:
        problems.append(Problem("topic", Text("请选择课程的细分类目", "choose the sub-item of the course")))
    if problems:
        raise Invalid(problems)
    course.state, course.round = target, course.round + 1
    course.save(update_fields=["state", "round"])
    _record(course, "course_submit", by, at, {"round": course.round})


@transaction.atomic
def gate_answer(*, course_id: int, verdict: Verdict, opinion: str, by: Actor, at: datetime) -> None:
    """Say what the gate that the course stands at says: on to the next, or back to its makers with the reasons.

    The committee needs EXPERTS_NEEDED members in favour; one against sends it back. Behind the last gate it is public, and
    the version before it is replaced. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    course = _locked(course_id)
    if not sees(by, course.provider_id, course.state):
        raise NotFound
    event = verdict.value
    if course.state == CourseState.EXPERTS and verdict is Verdict.PASS:
        event = "pass" if _in_favour(course) + 1 >= EXPERTS_NEEDED else "opine"
    target = COURSE.next(course.state, event, by=acting(by))
    apart(course, by)
    text = opinion.strip()
    if not text or len(text) > LONGEST_OPINION:
        raise Invalid(
            [Problem("opinion", Text("请填写意见，不超过2000字", "write the opinion, up to 2000 characters"))]
        )
    assert by.account_id is not None
    Opinion.objects.create(
        course=course,
        round=course.round,
        gate=course.state,
        verdict=verdict,
        text=text,
        account_id=by.account_id,
        at=at,
    )
    detail = {"gate": course.state, "round": course.round, "opinion": text}
    course.state = target
    _record(course, f"course_{verdict}", by, at, detail)
    if target == CourseState.PUBLISHED:
        made_public(course, by, at)
    course.save()


def acting(by: Actor) -> Actor:
    """The actor with the seat in the committee, if they hold one."""
    if not seated(by):
        return by
    return Actor(
        by.account_id, by.person_id, by.organisation_id, by.office_id, by.roles | {"expert"}, by.region, by.name
    )


def sees(by: Actor, provider_id: int, state: str) -> bool:
    """Whether a course that stands at this gate is there for the actor."""
    if state == CourseState.SCHOOL:
        return by.organisation_id == provider_id
    if state == CourseState.AUTHORITY:
        return people_access.region_covers(by.region, people.organisation(provider_id).region)
    return state in GATES


def answers(by: Actor, provider_id: int, state: str) -> bool:
    """Whether the actor has a say at the gate that a course stands at."""
    return COURSE.may(state, "return", acting(by).roles) and sees(by, provider_id, state)


def apart(course: Course, by: Actor) -> None:
    """Go on as someone who neither made the course nor spoke at a gate of this round. Raises Forbidden, Conflict."""
    if by.account_id is None:
        raise Forbidden
    if by.account_id in makers(course):
        raise Conflict(
            Text(
                "您参与了本课程的制作，不能为它把关；请由其他人办理",
                "you had a hand in making it; another person has to judge",
            )
        )
    if Opinion.objects.filter(course=course, round=course.round, account_id=by.account_id).exists():
        raise Conflict(
            Text("您在本轮已经发表过意见；下一关请由其他人办理", "you have spoken in this round; another person has to")
        )


def makers(course: Course) -> set[int]:
    """Accounts that changed any version of the course."""
    ids = Course.objects.filter(line=course.line).values_list("public_id", flat=True)
    rows = (entry for one in ids for entry in audit.history(subject_type="course", subject_id=one))
    return {entry.account_id for entry in rows if entry.account_id is not None and entry.verb not in REVIEWING}


@transaction.atomic
def expert_seat(*, account_id: int, field: str, by: Actor, at: datetime) -> int:
    """Give an account a seat in the committee; operations alone. The id of the seat. Raises Forbidden, Invalid."""
    if not by.has("ops", "system"):
        raise Forbidden
    kept = " ".join(field.split())
    if not kept or len(kept) > 100:
        raise Invalid([Problem("field", Text("请填写专业领域，不超过100字", "name the field, up to 100 characters"))])
    row, made = Expert.objects.get_or_create(account_id=account_id, until=None, defaults={"field": kept, "since": at})
    if made:
        audit.record(
            by=by, at=at, verb="expert_seat", subject_type="account", subject_id=account_id, detail={"field": kept}
        )
    return row.pk


@transaction.atomic
def expert_leave(*, account_id: int, by: Actor, at: datetime) -> None:
    """End a seat in the committee; operations alone. Raises Forbidden, NotFound."""
    if not by.has("ops", "system"):
        raise Forbidden
    if not Expert.objects.filter(account_id=account_id, until=None).update(until=at):
        raise NotFound
    audit.record(by=by, at=at, verb="expert_leave", subject_type="account", subject_id=account_id, detail={})


def seats() -> list[SeatFacts]:
    """Who sits in the committee, by when they came. 1 query."""
    rows = Expert.objects.filter(until=None).order_by("since", "id")
    return [SeatFacts(row.account_id, row.field, row.since) for row in rows]


def _in_favour(course: Course) -> int:
    spoken = Opinion.objects.filter(course=course, round=course.round, gate=CourseState.EXPERTS)
    return spoken.filter(verdict=Verdict.PASS).count()


def made_public(course: Course, by: Actor, at: datetime) -> None:
    """Into the catalogue with a course that has just been published; the caller saves it."""
    course.public, course.published_at = True, at
    making.earlier_replaced(course, by, at)
    searching.index(course, course.project.name, people.organisation(course.provider_id).name)


def _locked(course_id: int) -> Course:
    course = Course.objects.select_for_update(of=("self",)).select_related("project").filter(pk=course_id).first()
    if course is None:
        raise NotFound
    return course


def _record(course: Course, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="course", subject_id=course.public_id, detail=detail)
