"""Classes and lessons of a learner."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts, LessonKind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.credentials import actions as credentials
from yunpei.credentials import queries as certificates
from yunpei.evidence.reasons import REASONS, Explained, Reason
from yunpei.files import films, pdf_text
from yunpei.files import queries as files
from yunpei.files.types import FilmCard
from yunpei.learning import queries as learning
from yunpei.learning.types import LessonLine
from yunpei.messages import queries as messages
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.training import actions as training
from yunpei.training import attended as meetings
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, ClassState, Mode

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
    values = {"first": first, "others": running[1:] + planned, "any": mine, "unread": messages.unread(by=by)}
    return render(request, "learner/home.html", values)


@page("learner")
def listing(request: HttpRequest) -> HttpResponse:
    """All classes, running ones first."""
    order = {ClassState.OPEN: 0, ClassState.PLANNED: 1}
    mine = sorted(classes.classes_of_person(person_of(actor(request))), key=lambda one: order.get(one.state, 2))
    return render(request, "learner/classes.html", {"classes": mine})


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
        "reasons": explained_of(found.lessons),
        "signed_in": found.line.signed_in_at is not None,
        "meetings": meetings.open_meetings(found.held.id, at=at) if found.held.mode is not Mode.ONLINE else [],
        "runs": found.held.starts_on <= day_of(at) <= found.held.ends_on,
    }
    return render(request, "learner/class.html", values)


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
        back=reverse("learner:class", args=[class_id]),
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
    at = next((n for n, row in enumerate(found.lessons) if row.lesson.public_id == str(lesson_id)), None)
    if at is None:
        raise NotFound
    if found.line.signed_in_at is None:
        return redirect("learner:class", class_id=class_id)
    following = found.lessons[at + 1].lesson if at + 1 < len(found.lessons) else None
    values = {
        "found": found,
        "row": found.lessons[at],
        "following": following,
        "film": film_of(found.lessons[at].lesson.file_id),
        "minutes": f"{ticking(found.lessons[at].credited_ms)} / {ticking(found.lessons[at].planned_ms)}",
        "pages": pages_of(found.lessons[at].lesson),
        "left_out": explained_of((found.lessons[at],)),
        "reasons": REASONS,
        "words": {
            **{code: str(text) for code, text in PLAYER_WORDS.items()},
            **{f"why_{code}": str(why.name) for code, why in REASONS.items()},
        },
    }
    return render(request, "learner/lesson.html", values)


def ticking(ms: int) -> str:
    """Milliseconds as a clock shows them, 12:05: as the player goes on writing them."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def pages_of(lesson: LessonFacts) -> tuple[str, ...]:
    """The text of a document, to be read on the page: opened elsewhere it would hide the page, and the clock would stop."""
    if lesson.kind is not LessonKind.DOCUMENT or lesson.file_id is None:
        return ()
    try:
        return pdf_text.pages_of(files.file(lesson.file_id))
    except NotFound:
        return ()


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


def explained_of(rows: tuple[LessonLine, ...]) -> list[tuple[Explained, int]]:
    """Time that was not counted, by reason, the most first."""
    summed: dict[str, int] = {}
    for row in rows:
        for code, ms in row.excluded_ms.items():
            summed[code] = summed.get(code, 0) + ms
    found = [(REASONS[Reason(code)], ms) for code, ms in summed.items() if ms >= 1000]
    return sorted(found, key=lambda one: -one[1])
