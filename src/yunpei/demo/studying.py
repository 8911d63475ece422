"""Learners study, beat by beat on the study clock, sit the exam and get their certificate: all of it as on a real site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import queries as courses
from yunpei.catalogue.types import CourseKind, LessonFacts, LessonKind, QuestionKind
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.credentials import actions as credentials
from yunpei.evidence import actions as study_clock
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.types import Claim
from yunpei.files import actions as files
from yunpei.files import pdf
from yunpei.files.types import FileKind
from yunpei.learning import actions as learning
from yunpei.learning import queries as learned
from yunpei.learning.admission import admit
from yunpei.learning.types import AttemptPage, PaperKind
from yunpei.training import actions as training
from yunpei.training import queries as classes

DEMO = Actor.system("demo")
FILM = Path(__file__).with_name("lesson.mp4")
FILM_SECONDS = 60
LESSONS = 24
HOUR_SECONDS = 60  # the shortest class hour an officer can set by hand: 24 of them are twenty-four minutes
BEAT_MS, READING_MS = 15_000, 40_000  # how often the demo's learners speak to the clock; 45 s of silence would be a gap
LINE = timedelta(milliseconds=100)  # a heartbeat arrives a little later than the film has come
QUESTIONS = (
    ("发现有人触电，首先应当怎样做？", "先切断电源", ("直接用手去拉", "泼水降温", "等他自己松手")),
    ("灭火器应当怎样检查？", "看压力表指针是否在绿区", ("摇一摇听声音", "看外壳颜色", "不必检查")),
    ("进入车间应当怎样穿戴？", "按规定穿戴劳动防护用品", ("怎样方便怎样穿", "穿拖鞋", "只戴帽子")),
    ("设备出现异响应当怎样处理？", "停机并报告", ("继续运行", "加快速度", "关灯")),
    ("疫情防控期间进入岗位之前应当做什么？", "测量体温并登记", ("什么都不用做", "先开机再说", "找人代替登记")),
)


def course(title: str, project: str, *, provider_id: int, by: Actor, at: datetime) -> int:
    """A published course of one-minute films, with the bank of its exam."""
    film = files.store(data=FILM.read_bytes(), name=f"{title}.mp4", kinds={FileKind.MP4}, by=by, at=at)
    made = catalogue.course_add(
        title=title, kind=CourseKind.SAFETY, project=project, provider_id=provider_id, by=by, at=at
    )
    for n in range(1, LESSONS + 1):
        catalogue.lesson_add(
            course_id=made,
            title=f"第{n}课",
            kind=LessonKind.VIDEO,
            seconds=FILM_SECONDS,
            file_id=film.public_id,
            by=by,
            at=at,
        )
    return _with_exam(made, by, at)


def handbook(
    title: str,
    project: str,
    *,
    provider_id: int,
    by: Actor,
    at: datetime,
    kind: CourseKind = CourseKind.HEALTH,
    seconds: int = 2 * 2700,
    published_by: Actor = DEMO,
) -> int:
    """A published course of one handbook to be read: two class hours of 45 minutes, as Dalian counts them, or less.

    published_by: the provider itself where it is for its own staff alone.
    """
    data = pdf.render(f"<h1>{title}</h1><p>演示用教材，虚构。请仔细阅读每一章。</p>")
    card = files.store(data=data, name=f"{title}.pdf", kinds={FileKind.PDF}, by=by, at=at)
    made = catalogue.course_add(title=title, kind=kind, project=project, provider_id=provider_id, by=by, at=at)
    catalogue.lesson_add(
        course_id=made, title=title, kind=LessonKind.DOCUMENT, seconds=seconds, file_id=card.public_id, by=by, at=at
    )
    return _with_exam(made, by, at, published_by)


def _with_exam(course_id: int, by: Actor, at: datetime, published_by: Actor = DEMO) -> int:
    for text, right, wrong in QUESTIONS:
        catalogue.question_add(
            course_id=course_id,
            kind=QuestionKind.SINGLE,
            text=text,
            options=[right, *wrong],
            answer=[0],
            by=by,
            at=at,
        )
    # Those that everyone may use have passed their four gates before the demo begins.
    catalogue.course_publish(course_id=course_id, by=published_by, at=at)
    return course_id


def study(class_id: int, who: Actor, *, at: datetime, lessons: int = LESSONS) -> datetime:
    """Sign in and watch so many lessons to their end, beginning at a moment; returns when it was done."""
    assert who.person_id is not None
    held = classes.class_of(class_id)
    training.sign_in(class_id=class_id, person_id=who.person_id, by=who, at=at)
    for lesson in courses.lessons(held.course_id)[:lessons]:
        at = watch(held.public_id, who.person_id, lesson, at)
    return at


def watch(class_public_id: str, person_id: int, lesson: LessonFacts, at: datetime) -> datetime:
    """One lesson of a class or university from beginning to end; returns when it was done.

    A session, a heartbeat for every stretch, each challenge answered, and goodbye.
    """
    admitted = admit(person_id=person_id, class_id=class_public_id, lesson_id=lesson.public_id, at=at)
    secret = new_secret()
    with clock.holding(at):
        step = study_clock.session_open(admitted=admitted, secret=secret)
    length = lesson.seconds * 1000
    stride = BEAT_MS if lesson.kind is LessonKind.VIDEO else READING_MS
    for position in range(stride, length + stride, stride):
        at += timedelta(milliseconds=stride) + LINE
        claim = Claim(True, True, 100, None, min(position, length), True if step.state.challenge else None)
        with clock.holding(at):
            moved = study_clock.heartbeat(receipt=step.text, secret=secret, claim=claim, leaves=position >= length)
        assert moved is not None
        step = moved
    return at + timedelta(seconds=1)


def pass_exam(class_id: int, who: Actor, *, at: datetime) -> None:
    """Sit the exam with every answer right, and take the certificate."""
    assert who.person_id is not None
    paper = learning.attempt_start(class_id=class_id, kind=PaperKind.EXAM, by=who, at=at)
    page = learned.attempt_page(paper, person_id=who.person_id, at=at)
    learning.attempt_submit(attempt_id=page.id, answers=_right(page), by=who, at=at + timedelta(minutes=5))
    credentials.certificate_issue(class_id=class_id, person_id=who.person_id, by=who, at=at + timedelta(minutes=6))


def _right(page: AttemptPage) -> Mapping[int, Sequence[int]]:
    """The place of the right option of each question; the page shuffles them."""
    right = {text: option for text, option, _ in QUESTIONS}
    return {one.id: [one.options.index(right[one.text])] for one in page.questions}
