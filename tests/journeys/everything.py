"""A town with one of everything, so that every page has something to show: `python -m tests.journeys.town everything DIR`.

The address table's own city, and what its rows do without: a class under way and one with meetings, a course at its gates, a draw,
a complaint. DIR/pages.json says who may open what.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.casework.city import AFTER, DAY, DRAFTED, City, Studied, city, claimed, drafted, officer
from tests.catalogue.selection.market import Market
from tests.classroom import Town, course, enter, opened, signed_up
from tests.invented import employer, name, person
from tests.journeys import town
from tests.journeys.steps import Made
from tests.matrix import test_urls as table
from yunpei.casework import actions as casework
from yunpei.catalogue import gates, making
from yunpei.catalogue import queries as courses
from yunpei.catalogue.types import Verdict
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.common.sheets.write import write_xlsx
from yunpei.credentials import queries as credentials
from yunpei.demo import studying
from yunpei.learning import actions as learning
from yunpei.learning import enquiries
from yunpei.learning.types import PaperKind
from yunpei.oversight import actions as oversight
from yunpei.oversight import queries as overseen
from yunpei.oversight.types import PenaltyKind
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind
from yunpei.training import actions as training
from yunpei.training import attended, meetings
from yunpei.training.types import ClassFacts, MeetingPlan, Mode
from yunpei.training.university import actions as universities

NOW = AFTER + 7 * DAY
RUNS = {"starts_on": date(2020, 4, 6), "ends_on": date(2020, 5, 31)}
BLENDED = {"mode": Mode.BLENDED, "programme": "dalian-2020-41/sme-training", "pack_version": date(2020, 2, 24)}
STRANGER = 700  # the address table's other firm
READY, LATE = 4, 5  # who has all hours and has not sat the exam; who has not signed in to the class
SEED_DAY = NOW - 2 * DAY


def build(folder: Path) -> None:
    """Build the town, and leave pages.json."""
    clock.move(DRAFTED)
    made: Made = {"sessions": {}, "known": {}, "own": {}}
    with pytest.MonkeyPatch.context() as patch:
        Studied().stand_in(patch)
        there = city()
        who = table.people_of(there)
        known = table.places_of(there) | table.drafts_of(who)
        made["known"] = {one: str(value) for one, value in known.items()}
        overseen_by(there, made)
    for role, actor in who.items():
        assert actor.account_id is not None
        made["sessions"][role] = town.session(actor.account_id)
    under_way(there, who["learner"], made)
    with_meetings(there, who["learner"], made)
    experts = at_its_gates(there, people.actor_of(who["ops"].account_id or 0), made)
    selected(there, who, experts, made)
    returned_roster(there, folder, made)
    clock.move(NOW)
    (folder / "pages.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def under_way(there: City, learner: Actor, made: Made) -> None:
    """A class of real films: a paper begun, a question asked; two more have studied to the end, and one of them holds a certificate."""
    other, ready, late = (signed_up(n) for n in (3, READY, LATE))
    films = town.course(there.organisation_id, there.admin)
    held = opened(
        Town(there.organisation_id, there.admin, {1: learner, 3: other, READY: ready, LATE: late}), (1, 3, READY, LATE),
        number="R1", case_number=drafted(there),
        course_id=films, planned_hours=24, **RUNS,
    )  # fmt: skip
    at = NOW - 2 * DAY
    training.class_begin(class_id=held.id, at=at)
    at = studying.study(held.id, ready, at=studying.study(held.id, other, at=at))
    town.pass_exam(held.id, other, at)
    enter(held, learner, at)
    first = courses.lessons(films)[0]
    paper = learning.attempt_start(class_id=held.id, kind=PaperKind.QUIZ, lesson_id=first.id, by=learner, at=NOW)
    enquiries.enquiry_ask(class_id=held.id, text="漏电保护器多久试一次？", by=learner, at=NOW)
    assert other.person_id is not None
    certificate = credentials.certificates_of_person(other.person_id)[0]
    place = f"/learn/classes/{held.public_id}/"
    for role, actor in (("ready", ready), ("late", late)):
        made["sessions"][role] = town.session(actor.account_id or 0)
    universities.course_pick(course_id=films, required=True, due_on=None, by=there.admin, at=NOW)
    university = made["known"]["university"]
    made["own"] |= {
        "learner:university_lesson": (f"/learn/university/{university}/lessons/{first.public_id}/", "learner"),
        "learner:class": (place, "learner"),
        "learner:lesson": (f"{place}lessons/{first.public_id}/", "learner"),
        "learner:quiz": (f"{place}lessons/{first.public_id}/quiz/", "learner"),
        "learner:exam": (f"{place}exam/", "learner"),
        "learner:enquiries": (f"{place}questions/", "learner"),
        "learner:paper": (f"/learn/papers/{paper}/", "learner"),
        "organisation:lesson": (f"/org/courses/{courses.course(films).public_id}/lessons/{first.public_id}/", "admin"),
        "organisation:class_progress": (f"/org/classes/{held.public_id}/progress/", "admin"),
        "organisation:class_live": (f"/org/classes/{held.public_id}/now/", "admin"),
        "organisation:enquiries": (f"/org/classes/{held.public_id}/questions/", "admin"),
        "organisation:revocation": (f"/org/classes/{held.public_id}/certificates/{certificate.number}/", "admin"),
        "certificate": (f"/certificates/{certificate.number}/", "nobody"),
    }


def with_meetings(there: City, learner: Actor, made: Made) -> None:
    """A blended class whose meeting has begun, and the learner is in it."""
    held: ClassFacts = opened(
        Town(there.organisation_id, there.admin, {1: learner}), (1,), number="M1", case_number=drafted(there),
        course_id=there.course_id, required_hours=1, hour_seconds=None, **BLENDED, **RUNS,
    )  # fmt: skip
    training.class_begin(class_id=held.id, at=NOW - 2 * DAY)
    enter(held, learner, NOW - DAY)
    plan = MeetingPlan("接线练习", "实训楼201", "王老师", NOW, NOW + timedelta(hours=8))
    number = meetings.meeting_plan(class_id=held.id, plan=plan, by=there.admin, at=NOW - DAY)
    met = attended.meeting(number, class_id=held.id)
    code = meetings.screen_code(meeting_id=met.id, by=there.admin, at=NOW)
    assert code is not None
    assert learner.person_id is not None
    meetings.attend(
        meeting_id=met.id, person_id=learner.person_id, code=code, device="a phone", address="10.0.0.1", by=learner, at=NOW
    )  # fmt: skip
    place = f"/org/classes/{held.public_id}/meetings/"
    made["own"] |= {
        "learner:attend": (f"/learn/classes/{held.public_id}/meetings/{number}/", "learner"),
        "organisation:meetings": (place, "admin"),
        "organisation:meeting": (f"{place}{number}/", "admin"),
        "organisation:meeting_screen": (f"{place}{number}/screen/", "admin"),
    }


def at_its_gates(there: City, ops: Actor, made: Made) -> tuple[Actor, ...]:
    """A course in the catalogue, another at the first gate, a third that was only just begun; gives the experts."""
    through, waits, begun = (
        described(there, title) for title in ("低压电工（一）", "低压电工（二）", "低压电工（三）")
    )
    experts = tuple(signed_up(n) for n in (44, 45))
    for one in experts:
        assert one.account_id is not None
        gates.expert_seat(account_id=one.account_id, field="电工", by=ops, at=DRAFTED)
    for draft in (through, waits):
        gates.course_submit(course_id=draft, by=there.admin, at=DRAFTED)
    for judge in (ops, there.legal, *experts, there.reviewers[0]):
        gates.gate_answer(course_id=through, verdict=Verdict.PASS, opinion="可以", by=judge, at=DRAFTED)
    public, waiting, own = (courses.course(one).public_id for one in (through, waits, begun))
    made["own"] |= {
        "course": (f"/courses/{public}/", "nobody"),
        "review": (f"/reviews/{waiting}/", "ops"),
        "organisation:question_add": (f"/org/courses/{own}/questions/add/", "admin"),
        "organisation:bank_import": (f"/org/courses/{own}/questions/import/", "admin"),
    }
    return experts


def selected(there: City, who: dict[str, Actor], experts: tuple[Actor, ...], made: Made) -> None:
    """A platform on the list, and another that experts are to mark."""
    first, second = there.reviewers
    market = Market(
        there.admin, there.legal, who["stranger"], first, second, who["elsewhere"], experts, experts[-1]
    )  # fmt: skip
    listed = market.listed(market.call())
    call = market.call()
    marked = market.submitted(call, by=market.other)
    market.named(call, experts)
    made["sessions"]["expert"] = town.session(experts[0].account_id or 0)
    made["own"] |= {
        "platform_call": (f"/platforms/calls/{call}/", "nobody"),
        "platform": (f"/platforms/{listed}/", "nobody"),
        "platform_review": (f"/reviews/platforms/{marked}/", "expert"),
        "organisation:platform": (f"/org/platforms/{listed}/", "admin"),
        "organisation:platform_reports": (f"/org/platforms/{listed}/reports/", "admin"),
        "bureau:platform_call": (f"/bureau/platforms/calls/{call}/", "review"),
        "bureau:platform": (f"/bureau/platforms/{listed}/", "review"),
    }


def described(there: City, title: str) -> int:
    """A draft with all that the first gate asks for."""
    made = course(there.organisation_id, publish=False)
    making.course_describe(
        course_id=made,
        title=title,
        topic="electric",
        occupation="6-31-01-03",
        occupation_name="电工",
        about="用电安全",
        by=there.admin,
        at=DRAFTED,
    )
    return made


def overseen_by(there: City, made: Made) -> None:
    """A draw that was drawn, its inspection, a complaint, and a penalty in force."""
    made["known"]["waiting"] = claimed(there, (8, 9))
    drawn_ones = [officer(n, there.places["inspection"], OfficeKind.INSPECTION) for n in (910, 911)]
    for one in (*drawn_ones, there.inspector):
        oversight.inspector_state(barred=(), by=one, at=NOW - 4 * DAY)
    draw = oversight.draw_make(
        title="2020年第二季度抽查",
        wanted={"enterprises": 1, "inspectors": 2},
        seed_rule="虚构彩票当日开奖号码",
        seed_not_before=SEED_DAY.date(),
        by=there.inspector,
        at=NOW - 4 * DAY,
    )
    oversight.draw_commit(number=draw, by=there.inspector, at=NOW - 4 * DAY)
    oversight.draw_draw(number=draw, seed="01,07", by=there.inspector, at=NOW)
    _, [inspection, *_], _ = overseen.public_draw(draw)
    oversight.complaint_make(region="320200", about="某单位", text="没有上课", at=NOW)
    complaint = overseen.complaints(by=there.inspector, at=NOW)[0]
    penalty = oversight.penalty_propose(
        organisation=employer(STRANGER),  # the city's own firm goes on filing
        kind=PenaltyKind.LISTED,
        facts="虚报12人",
        basis="锡人社办〔2020〕10号 四.5",
        months=6,
        by=there.inspector,
        at=NOW,
    )
    oversight.penalty_decide(number=penalty, event="impose", by=drawn_ones[0], at=NOW)
    made["sessions"]["drawn"] = town.session(drawn_ones[0].account_id or 0)
    made["own"] |= {
        "draw": (f"/draws/{draw}/", "nobody"),
        "bureau:draw": (f"/bureau/oversight/draws/{draw}/", "inspect"),
        "bureau:inspection": (f"/bureau/oversight/inspections/{inspection.id}/", "drawn"),
        "bureau:complaint": (f"/bureau/oversight/complaints/{complaint.id}/", "inspect"),
        "bureau:penalty": (f"/bureau/oversight/penalties/{penalty}/", "inspect"),
    }


def returned_roster(there: City, folder: Path, made: Made) -> None:
    """A roster that came back with its bad rows."""
    number = drafted(there)
    path = folder / "roster.xlsx"
    rows = [[name(n), person(n)[:-1] + "?", "职工", "钳工"] for n in (6, 7)]
    write_xlsx(path, ["姓名", "身份证号码", "人员类别", "岗位"], rows)
    upload, _ = casework.roster_upload(number=number, path=path, name=path.name, by=there.admin, at=NOW)
    made["own"]["organisation:roster_upload"] = (f"/org/filings/{number}/roster/{upload.public_id}/", "admin")
