"""Classes and lessons of a learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from yunpei.casework import queries as casework
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonKind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.credentials import actions as credentials
from yunpei.credentials import queries as certificates
from yunpei.evidence.reasons import REASONS, Explained, Reason
from yunpei.files import films
from yunpei.files import queries as files
from yunpei.files.types import FilmCard
from yunpei.learning import queries as learning
from yunpei.learning.identity.checking import entered
from yunpei.learning.live import queries as live
from yunpei.learning.live.types import BroadcastFacts, Stage
from yunpei.learning.study_rule import study_rule
from yunpei.learning.types import ClassPage, LessonLine
from yunpei.messages import queries as messages
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.serving import pages_of
from yunpei.training import actions as training
from yunpei.training import attended as meetings
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, ClassState, Mode
from yunpei.training.university import queries as universities

# What the player says of itself; `closed_` and a reason code of the study clock where the server ended the session.
PLAYER_WORDS = {
    "idle": _lazy("按播放后开始计时。"),
    "running": _lazy("正在计时。"),
    "paused": _lazy("已暂停，暂停的时间不计。"),
    "ended": _lazy("播放完了。"),
    "finished": _lazy("本课计划时长已学满。"),
    "ahead": _lazy("第一次观看不能跳过还没看的部分，已回到原处。"),
    "offline": _lazy("线路断了，正在自动重连；已有回执的学习不会丢。"),
    "denied": _lazy("现在不能计时。"),
    "closed": _lazy("本次计时已结束，按播放可以重新开始。"),
    "closed_parallel": _lazy("您在另一处打开了学习，这里停止计时。按播放改在这里继续。"),
    "closed_device": _lazy("您在另一台设备上打开了学习，这里停止计时。按播放改在这里继续。"),
    "closed_outside": _lazy("班级已结束，学习不再计时。"),
    "closed_left": _lazy("本次计时已结束，按播放可以重新开始。"),
    "asked": _lazy("请应答后继续。"),
    "ask_empty": _lazy("请先作答。"),
    "ask_sending": _lazy("正在提交，请稍候……"),
    "ask_wrong": _lazy("不对，还可以再答一次。"),
    "ask_wrong_twice": _lazy("两次都不对。本题到时后会换一题，这段时间不计。"),
    "ask_missed": _lazy("上一题没有按时应答，等待的时间没有计入。请应答这一题。"),
    "ask_photo_refused": _lazy("照片没有收下：请当场重拍，JPG 或 PNG，不超过15 MB。也可以发送验证码。"),
    "ask_hurry": _lazy("还剩30秒。"),
    "ask_code_sent": _lazy("验证码已发送，十分钟内有效。"),
    "ask_code_not_sent": _lazy("验证码没有发出，请稍后再试。"),
    "between": _lazy("、"),
}


@page("learner")
def home(request: HttpRequest) -> HttpResponse:
    """What to go on with now: the running classes, the first of them with all it needs."""
    by, at = actor(request), now()
    mine = classes.classes_of_person(person_of(by))
    running = [one for one in mine if one.state is ClassState.OPEN or one.runs_on(day_of(at))]
    planned = [one for one in mine if one.state is ClassState.PLANNED and one not in running]
    first = learning.class_page(running[0].public_id, person_id=person_of(by), at=at) if running else None
    values = {
        "first": first,
        "others": running[1:] + planned,
        "any": mine,
        "seats": universities.seats_of(person_of(by)),
        "unread": messages.unread(by=by),
    }
    return render(request, "learner/home.html", values)


@page("learner")
def listing(request: HttpRequest) -> HttpResponse:
    """All classes, running ones first."""
    order = {ClassState.OPEN: 0, ClassState.PLANNED: 1}
    person_id = person_of(actor(request))
    mine = sorted(classes.classes_of_person(person_id), key=lambda one: order.get(one.state, 2))
    return render(request, "learner/classes.html", {"classes": mine, "seats": universities.seats_of(person_id)})


@page("learner")
def class_page(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """In one look: what is left, verified hours, the next lesson, what blocks the certificate."""
    by, at = actor(request), now()
    found = learning.class_page(str(class_id), person_id=person_of(by), at=at)
    mine = certificates.certificates_of_person(person_of(by)) if found.standing.exam.passed else []
    standing = [one for one in mine if one.class_id == found.held.id and one.revoked_at is None]
    values = {
        "found": found,
        "certificate": standing[0] if standing else None,
        "rule": study_rule(found.held),
        "signed_in": found.line.signed_in_at is not None,
        "meetings": meetings.open_meetings(found.held.id, at=at) if found.held.mode is not Mode.ONLINE else [],
        "live": _live_ahead(found, at),
        "runs": found.held.starts_on <= day_of(at) <= found.held.ends_on,
    }
    return render(request, "learner/class.html", values)


@page("learner")
def time(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """How one's own time becomes class hours, and what the programme pays for them."""
    by = actor(request)
    held = seen(by, class_id)
    line = casework.reckoning(class_id=held.id, person_id=person_of(by), at=now())
    return render(request, "learner/time.html", {"line": line})


@require_POST
@page("learner")
def sign_in(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Register for the class (签到注册)."""
    by = actor(request)
    held = seen(by, class_id)
    return act(
        request,
        lambda: training.sign_in(class_id=held.id, person_id=person_of(by), by=by, at=now()),
        done=_("签到成功，可以开始学习了。"),
        back=reverse("learner:identity" if lacks_identity(held, person_of(by)) else "learner:class", args=[class_id]),
    )


@require_POST
@page("learner")
def certificate(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Take the certificate once nothing is lacking."""
    by = actor(request)
    held = seen(by, class_id)
    return act(
        request,
        lambda: credentials.certificate_issue(class_id=held.id, person_id=person_of(by), by=by, at=now()),
        done=_("证书已签发。"),
        back=reverse("learner:certificates"),
    )


@page("learner")
def lesson(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> HttpResponse:
    """One lesson with its player. Time is counted by the server; without script it can be watched but earns nothing."""
    found = learning.class_page(str(class_id), person_id=person_of(actor(request)), at=now())
    if found.line.signed_in_at is None and any(row.lesson.public_id == str(lesson_id) for row in found.lessons):
        return redirect("learner:class", class_id=class_id)
    if lacks_identity(found.held, found.line.person_id):
        return redirect("learner:identity", class_id=class_id)
    place = Place(class_id, "learner:", found.held.project, reverse("learner:class", args=[class_id]))
    wanted = next((row.lesson for row in found.lessons if row.lesson.public_id == str(lesson_id)), None)
    sent = live.broadcast_of(found.held.id, wanted) if wanted else None
    rows = [
        replace(row, lesson=live.as_film(row.lesson, sent)) if row.lesson is wanted else row for row in found.lessons
    ]
    return lesson_shown(request, place, rows, lesson_id, sent)


class Place(NamedTuple):
    """Where a lesson is studied: a class or a university. start: what the names of its lessons' addresses begin with."""

    id: UUID
    start: str
    title: str
    href: str

    @property
    def lesson(self) -> str:
        """Name of the address of a lesson."""
        return f"{self.start}lesson"

    @property
    def file(self) -> str:
        """Name of the address of a lesson's file."""
        return f"{self.start}lesson_file"

    @property
    def stream(self) -> str:
        """Name of the address of a lesson's film."""
        return f"{self.start}lesson_stream"

    @property
    def photo(self) -> str:
        """Where the photo of an identity check goes; a university asks questions alone."""
        return reverse("learner:identity_event", args=[self.id, "photo"]) if self.start == "learner:" else ""


def lesson_shown(
    request: HttpRequest,
    place: Place,
    rows: Sequence[LessonLine],
    lesson_id: UUID,
    sent: BroadcastFacts | None = None,
) -> HttpResponse:
    """The page of one lesson of those that are studied there; sent: when it is live. Raises NotFound for another."""
    at = next((n for n, row in enumerate(rows) if row.lesson.public_id == str(lesson_id)), None)
    if at is None:
        raise NotFound
    row = rows[at]
    values = {
        "place": place,
        "row": row,
        "following": rows[at + 1].lesson if at + 1 < len(rows) else None,
        "film": film_of(row.lesson.file_id),
        "minutes": f"{ticking(row.credited_ms)} / {ticking(row.planned_ms)}",
        "pages": pages_of(row.lesson),
        "sent": sent,
        "stage": sent.stage(now()) if sent else "",
        "left_out": explained_of(row),
        "reasons": REASONS,
        "words": {
            **{code: str(text) for code, text in PLAYER_WORDS.items()},
            **{f"why_{code}": str(why.name) for code, why in REASONS.items()},
        },
    }
    return render(request, "learner/lesson.html", values)


def _live_ahead(found: ClassPage, at: datetime) -> list[BroadcastFacts]:
    """The live lessons that are on or to come, for a class that has any."""
    if not any(row.lesson.kind is LessonKind.LIVE for row in found.lessons):
        return []
    return [one for one in live.broadcasts(found.held.id) if one.stage(at) in (Stage.ANNOUNCED, Stage.ON)]


def ticking(ms: int) -> str:
    """Milliseconds as a clock shows them, 12:05: as the player goes on writing them."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def film_of(file_id: str | None) -> FilmCard | None:
    """How far a lesson's video is with being cut for slow lines; None where it is no video, or nobody asked."""
    try:
        return films.film(files.file(file_id)) if file_id else None
    except NotFound:
        return None


def person_of(by: Actor) -> int:
    """The learner's person. Raises NotFound for an account without one."""
    if by.person_id is None:
        raise NotFound
    return by.person_id


def lacks_identity(held: ClassFacts, person_id: int) -> bool:
    """Whether the class wants an identity check before the first lesson that this learner has not passed."""
    return study_rule(held).entry and not entered(held.id, person_id)


def seen(by: Actor, class_id: UUID) -> ClassFacts:
    """The class of an address, for someone on its roster. Raises NotFound."""
    held, _line = classes.class_of_learner(str(class_id), person_of(by))
    return held


def lesson_of(held: ClassFacts, lesson_id: UUID) -> int:
    """The lesson of an address, if it is of the class's course. Raises NotFound."""
    found = catalogue.lesson_by_public_id(str(lesson_id))
    if found.course_id != held.course_id:
        raise NotFound
    return found.id


def explained_of(row: LessonLine) -> list[tuple[Explained, int]]:
    """Time that was not counted, by reason, the most first."""
    found = [(REASONS[Reason(code)], ms) for code, ms in row.excluded_ms.items() if ms >= 1000]
    return sorted(found, key=lambda one: -one[1])
