"""The town that the browser journey walks through, made by the rooms' own actions in a process of its own.

python -m tests.journeys.town tables DIR           no more than a site's tables
python -m tests.journeys.town build DIR            offices, a firm, a course with a real film, money in the fund
python -m tests.journeys.town paths DIR            the same, with a class that ended, one that runs and filings that wait
python -m tests.journeys.town everything DIR       one of everything, for looking at every page; see everything.py
python -m tests.journeys.town today DIR            a class that runs on the machine's own clock
python -m tests.journeys.town study DIR PHONE      the person's lessons, beat by beat, on a clock of its own
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

FILM = Path(__file__).with_name("lesson.mp4")
FILM_SECONDS = 60
LESSONS = 24  # of a minute each, and the officer says that a class hour lasts a minute: 24 class hours
PROJECT, TITLE = "电工", "安全用电"
PASSWORD = "a long enough phrase"
BEGINS = datetime(2020, 2, 24, 1, tzinfo=UTC)
ADMIN, LEGAL, FIRST, SECOND, PAYER, FINANCE, INSPECTOR, OPERATOR = 500, 501, 900, 901, 902, 903, 904, 905
LEARNER, IDLER = 20, 21
FIRST_DAY, LAST_DAY = "2020-03-02", "2020-03-31"
# Who is there for the other paths: three who studied to the end, one in a class that runs, and a company still to come.
STUDIED, STUDYING, FOUNDER, NEWCOMER = (30, 31, 32), 33, 40, 41
AFTERWARDS = datetime(2020, 4, 2, 1, tzinfo=UTC)


def phone(n: int) -> str:
    """The mobile number of the n-th invented person."""
    return f"199{n:08d}"


def build() -> None:
    """Everything that is there before the story begins."""
    from tests.casework.city import BUDGET, WUXI, firm_of, officer
    from tests.classroom import SYSTEM, signed_up
    from yunpei.common import clock
    from yunpei.funds import actions as funds
    from yunpei.people import actions as people
    from yunpei.people.types import OfficeKind, Role

    clock.move(BEGINS)
    names = {
        "review": "市公共实训服务中心",
        "pay": "市就业资金管理科",
        "finance": "市财政社保科",
        "inspection": "市稽核科",
    }
    places = {
        kind: people.office_open(name=names[kind.value], region=WUXI, kind=kind, by=SYSTEM, at=BEGINS)
        for kind in OfficeKind
    }
    first = officer(FIRST, places[OfficeKind.REVIEW], OfficeKind.REVIEW)
    officer(SECOND, places[OfficeKind.REVIEW], OfficeKind.REVIEW)
    officer(PAYER, places[OfficeKind.PAY], OfficeKind.PAY)
    finance = officer(FINANCE, places[OfficeKind.FINANCE], OfficeKind.FINANCE)
    officer(INSPECTOR, places[OfficeKind.INSPECTION], OfficeKind.INSPECTION)
    operator = signed_up(OPERATOR)
    assert operator.account_id is not None
    people.membership_grant(account_id=operator.account_id, role=Role.OPS, by=SYSTEM, at=BEGINS)
    organisation_id, admin, _legal = firm_of(ADMIN)
    people.organisation_confirm(organisation_id=organisation_id, by=first, at=BEGINS)
    funds.budget_grant(budget=BUDGET, amount_fen=100_000_000, reason="锡财〔2020〕虚构1号", by=finance, at=BEGINS)
    course(organisation_id, admin)


def course(organisation_id: int, admin: object) -> int:
    """A published course of a real film and an exam; its id."""
    from typing import cast

    from yunpei.catalogue import actions as catalogue
    from yunpei.catalogue.types import CourseKind, LessonKind, QuestionKind
    from yunpei.common.actor import Actor
    from yunpei.files import actions as files
    from yunpei.files.types import FileKind

    by = cast(Actor, admin)
    film = files.store(data=FILM.read_bytes(), name="安全用电.mp4", kinds={FileKind.MP4}, by=by, at=BEGINS)
    made = catalogue.course_add(
        title=TITLE, kind=CourseKind.SAFETY, project=PROJECT, provider_id=organisation_id, by=by, at=BEGINS
    )
    lessons = [
        catalogue.lesson_add(
            course_id=made,
            title="安全用电常识" if n == 1 else f"安全用电练习（{n}）",
            kind=LessonKind.VIDEO,
            seconds=FILM_SECONDS,
            file_id=str(film.public_id),
            by=by,
            at=BEGINS,
        )
        for n in range(1, LESSONS + 1)
    ]
    for n in range(8):
        catalogue.question_add(
            course_id=made,
            lesson_id=lessons[0] if n > 5 else None,
            kind=QuestionKind.SINGLE,
            text=f"发现有人触电，第{n + 1}步应当怎样做？",
            options=[f"先切断电源（第{n + 1}步）", "直接用手去拉", "泼水降温", "不理会"],
            answer=[0],
            by=by,
            at=BEGINS,
        )
    catalogue.course_publish(course_id=made, by=Actor.system("town"), at=BEGINS)  # in the public catalogue
    return made


def paths() -> None:
    """What the paths beside the story begin with, on the day after the class of three has ended.

    WX-2020-0001 has ended, with three certificates; WX-2020-0002 runs; -0003 and -0004 are submitted.
    """
    from tests.casework.city import PROGRAMME
    from tests.classroom import row, signed_up
    from yunpei.casework import actions as casework
    from yunpei.casework.types import Channel, PlanFields
    from yunpei.catalogue import queries as catalogue
    from yunpei.common import clock
    from yunpei.demo import studying
    from yunpei.people import queries as people
    from yunpei.training import actions as training

    build()

    def actor(n: int) -> Any:
        account = people.account_of_login(phone(n))
        assert account is not None
        return people.actor_of(account)

    admin, legal, officer = actor(ADMIN), actor(LEGAL), actor(FIRST)
    [studied] = catalogue.courses()
    learners = {n: signed_up(n) for n in (*STUDIED, STUDYING, FOUNDER)}

    def filed(roster: Sequence[int], first: date, last: date, *, approve: bool) -> int:
        number = casework.filing_draft(programme=PROGRAMME, by=admin, at=BEGINS)
        plan = PlanFields(
            objects="本单位一线职工",
            posts="钳工",
            project=PROJECT,
            course_id=studied.id,
            online_hours=24,
            channels=(Channel("云培", "platform", "https://yunpei.example"),),
            cost_fen=300_000,
            headcount=5,
            starts_on=first,
            ends_on=last,
        )
        casework.filing_edit(number=number, plan=plan, by=admin, at=BEGINS)
        rows = [row(n) for n in roster]
        roster_id = training.roster_put(
            organisation_id=admin.organisation_id, rows=rows, first_day=first, by=admin, at=BEGINS
        )
        casework.roster_attach(number=number, roster_id=roster_id, by=admin, at=BEGINS)
        casework.undertaking_sign(number=number, by=legal, at=BEGINS)
        casework.filing_submit(number=number, by=admin, at=BEGINS)
        return casework.filing_accept(number=number, by=officer, at=BEGINS, hour_seconds=60) if approve else 0

    ended = filed(STUDIED, date(2020, 3, 2), date(2020, 3, 31), approve=True)
    runs = filed((STUDYING,), date(2020, 3, 30), date(2020, 5, 31), approve=True)
    filed((STUDYING,), date(2020, 6, 1), date(2020, 6, 30), approve=False)
    filed((STUDYING,), date(2020, 6, 1), date(2020, 6, 30), approve=False)
    at = datetime(2020, 3, 2, 1, tzinfo=UTC)
    training.class_begin(class_id=ended, at=at)
    for n in STUDIED:
        at = studying.study(ended, learners[n], at=at)  # one after another: the study clock never goes back
        pass_exam(ended, learners[n], at)
    training.class_close(class_id=ended, by=admin, at=datetime(2020, 3, 31, 9, tzinfo=UTC))
    training.class_begin(class_id=runs, at=datetime(2020, 3, 30, 1, tzinfo=UTC))
    clock.move(AFTERWARDS)


def pass_exam(class_id: int, who: Any, at: datetime) -> None:
    """The exam with every answer right, and the certificate."""
    from yunpei.credentials import actions as credentials
    from yunpei.learning import actions as learning
    from yunpei.learning import queries
    from yunpei.learning.types import PaperKind

    paper = learning.attempt_start(class_id=class_id, kind=PaperKind.EXAM, by=who, at=at)
    page = queries.attempt_page(paper, person_id=who.person_id, at=at)
    right = {
        one.id: [next(place for place, option in enumerate(one.options) if option.startswith("先切断"))]
        for one in page.questions
    }
    learning.attempt_submit(attempt_id=page.id, answers=right, by=who, at=at + timedelta(minutes=5))
    credentials.certificate_issue(class_id=class_id, person_id=who.person_id, by=who, at=at + timedelta(minutes=6))


def study(number: str) -> None:
    """Play every lesson to its end for the person of a phone number, in the class they are on."""
    from django.conf import settings

    from yunpei.catalogue import queries as catalogue
    from yunpei.common import clock
    from yunpei.evidence import actions, sessions
    from yunpei.evidence.receipt import verify
    from yunpei.evidence.sessions import Heartbeat
    from yunpei.evidence.store import open_store
    from yunpei.evidence.study import Study
    from yunpei.evidence.types import Admitted, Claim, Kind
    from yunpei.interfaces.study_settings import keyring, source
    from yunpei.people import queries as people
    from yunpei.training import queries as training

    account = people.account_of_login(number)
    assert account is not None
    person = people.person_of_account(account)
    assert person is not None
    held = training.classes_of_person(person.id)[0]
    time = [int((clock.current().now() + timedelta(hours=1)).timestamp() * 1000)]
    there = Study(open_store(source(), lambda: time[0]), keyring(settings.YUNPEI_FIELD_KEYS))
    until = time[0] + 86_400_000
    for lesson in catalogue.lessons(held.course_id):
        seconds = lesson.seconds
        admitted = Admitted(person.public_id, held.public_id, lesson.public_id, Kind.VIDEO, seconds, until)
        step = actions.session_open(admitted=admitted, secret="a device of the test", study=there)
        position = 0  # from the beginning: what a slow machine's browser did not earn is earned now
        for _ in range(-(-seconds // 15)):
            time[0] += 15_000
            start = position
            position = min(position + 15_000, seconds * 1000)
            with there.store.writing() as tx:
                beat = Heartbeat(verify(step.text, there.keys), Claim(True, True, 100, start, position))
                [moved] = sessions.advance(tx, [beat], there.keys)
            assert moved is not None
            step = moved
    clock.move(datetime.fromtimestamp(time[0] / 1000, UTC))


def today() -> None:
    """On the machine's own clock: a firm, a course, and a class that runs, with one learner in it. DIR/pages.json says where."""
    import json

    from tests.classroom import opened, signed_up
    from tests.classroom import town as small
    from yunpei.catalogue import queries as catalogue
    from yunpei.common import clock
    from yunpei.training import actions as training

    at = clock.current().now()
    there, learner = small((), firm_number=ADMIN), signed_up(LEARNER)
    films = course(there.organisation_id, there.admin)
    days = {"starts_on": (at - timedelta(days=2)).date(), "ends_on": (at + timedelta(days=30)).date()}
    held = opened(there, (LEARNER,), course_id=films, planned_hours=LESSONS, **days)
    training.class_begin(class_id=held.id, at=at)
    assert learner.person_id is not None
    training.sign_in(class_id=held.id, person_id=learner.person_id, by=learner, at=at)
    found = {"class": held.public_id, "lesson": catalogue.lessons(films)[0].public_id}
    (Path(os.environ["YUNPEI_DATA"]) / "pages.json").write_text(json.dumps(found), encoding="utf-8")


def tables() -> None:
    """What every town begins with."""


def session(account_id: int) -> str:
    """What signing in leaves in the browser: the session's key."""
    from typing import cast

    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from yunpei.people import queries

    request = HttpRequest()
    request.session = SessionStore()
    auth.login(request, cast(Any, queries.session_account(account_id)))
    request.session.save()
    key = request.session.session_key
    assert key is not None
    return key


def everything() -> None:
    """One of everything."""
    from tests.journeys.everything import build

    build(Path(os.environ["YUNPEI_DATA"]))


WORK: dict[str, Callable[..., None]] = {
    "tables": tables,
    "build": build,
    "everything": everything,
    "paths": paths,
    "study": study,
    "today": today,
}

if __name__ == "__main__":
    os.environ.setdefault("YUNPEI_ENV", "demo")
    os.environ |= {"YUNPEI_DATA": sys.argv[2], "DJANGO_SETTINGS_MODULE": "yunpei.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    WORK[sys.argv[1]](*sys.argv[3:])
