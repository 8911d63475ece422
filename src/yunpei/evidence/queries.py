"""What the study clock knows, for pages, claims and downloads. Every figure is read from a receipt whose signature holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from yunpei.evidence.receipt import Read, verify
from yunpei.evidence.store import Chosen, Transaction
from yunpei.evidence.study import Study, current
from yunpei.evidence.types import LessonTotal, Studied, Studying, day_of
from yunpei.evidence.watched import stretches

_FIRST_DAY = date(1970, 1, 1)
_LATELY_MS = 60_000  # four heartbeats


def totals(person: str, class_id: str, *, study: Study | None = None) -> dict[str, LessonTotal]:
    """Lesson → its arithmetic for one person in one class. Raises BadReceipt where a stored receipt was changed, StoreDown."""
    return class_totals(class_id, person=person, study=study).get(person, {})


def class_totals(
    class_id: str, *, person: str | None = None, study: Study | None = None
) -> dict[str, dict[str, LessonTotal]]:
    """Person → lesson → arithmetic, of everyone who studied in a class; one statement however many they are."""
    study = study or current()
    with study.store.reading() as tx:
        tips = [tip.text for tip in tx.tips(Chosen(person=person, class_id=class_id))]
    return totals_of(tips, study=study)


def totals_of(tips: Iterable[str], *, study: Study | None = None) -> dict[str, dict[str, LessonTotal]]:
    """Person → lesson → arithmetic, of the last receipt of each session, a lesson's in the order in which they were opened."""
    keys = (study or current()).keys
    read = [verify(tip, keys) for tip in tips]
    found: dict[str, dict[str, LessonTotal]] = {}
    # Sorting is stable: within a lesson the sessions stay in the order in which they came.
    for (who, lesson), group in groupby(sorted(read, key=_place), key=_place):
        found.setdefault(who, {})[lesson] = _total(list(group))
    return found


def sessions_count(class_id: str, *, person: str | None = None, study: Study | None = None) -> int:
    """How many study sessions there are of a class, or of one person in it. Raises StoreDown."""
    with (study or current()).store.reading() as tx:
        return len(tx.sessions(Chosen(person=person, class_id=class_id)))


def credited_days(person: str, class_id: str, *, study: Study | None = None) -> list[tuple[str, date, int]]:
    """(lesson, day of Asia/Shanghai, credited ms), one entry for each lesson and day with credit, in order of study."""
    study = study or current()
    found: dict[tuple[str, date], int] = {}
    with study.store.reading() as tx:
        for tip in tx.tips(Chosen(person=person, class_id=class_id)):
            for lesson, day, ms in _days(tx, verify(tip.text, study.keys), study):
                key = lesson, _FIRST_DAY + timedelta(days=day)
                found[key] = found.get(key, 0) + ms
    return [(lesson, day, ms) for (lesson, day), ms in found.items() if ms]


def credited_spans(class_id: str, *, study: Study | None = None) -> dict[str, list[tuple[int, int, int]]]:
    """Person → (from, to, credited ms) of each session with credit, as server time; one statement for the whole class."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    study = study or current()
    with study.store.reading() as tx:
        tips = [verify(tip.text, study.keys) for tip in tx.tips(Chosen(class_id=class_id))]
    for tip in tips:
        if tip.state.credited:
            span = tip.session.opened, tip.state.at, tip.state.credited
            found.setdefault(tip.session.person, []).append(span)
    return found


def studied(class_id: str, *, study: Study | None = None) -> list[Studied]:
    """Each session of a class, by time of opening; one statement for the whole class."""
    study = study or current()
    with study.store.reading() as tx:
        tips = [verify(tip.text, study.keys) for tip in tx.tips(Chosen(class_id=class_id))]
    return [
        Studied(
            tip.session.person,
            tip.session.lesson,
            tip.session.opened,
            tip.state.at,
            tip.state.credited,
            tip.session.device,
        )
        for tip in tips
    ]


def studying(class_id: str, *, study: Study | None = None) -> list[Studying]:
    """Who studies in a class at this moment: open sessions heard of within the last minute. One statement; Raises StoreDown."""
    study = study or current()
    with study.store.reading() as tx:
        tips = [verify(tip.text, study.keys) for tip in tx.tips(Chosen(class_id=class_id, only_open=True))]
        now = tx.now
    return [
        Studying(
            tip.session.person, tip.session.lesson, tip.state.position, tip.state.credited, bool(tip.state.challenge)
        )
        for tip in tips
        if now - tip.state.at <= _LATELY_MS
    ]


def receipts(person: str, class_id: str, *, study: Study | None = None) -> list[str]:
    """Every receipt of one person in one class, session by session, as signed: what the learner may download."""
    study = study or current()
    with study.store.reading() as tx:
        rows = tx.sessions(Chosen(person=person, class_id=class_id))
        return [receipt.text for row in rows for receipt in tx.receipts(row.id)]


def server_time(*, study: Study | None = None) -> int:
    """The clock that study is measured by, ms since 1970: readiness holds a worker's own against it. Raises StoreDown."""
    with (study or current()).store.reading() as tx:
        return tx.now


def _place(tip: Read) -> tuple[str, str]:
    return tip.session.person, tip.session.lesson


def _total(tips: list[Read]) -> LessonTotal:
    last = tips[-1]
    return LessonTotal(
        lesson=last.session.lesson,
        planned_ms=last.session.planned,
        elapsed_ms=sum(tip.state.at - tip.session.opened for tip in tips),
        credited_ms=sum(tip.state.credited for tip in tips),
        pending_ms=sum(tip.state.pending for tip in tips),
        excluded_ms=_summed(tip.state.excluded.items() for tip in tips),
        watched=last.state.watched,
        stretches=tuple(stretches(last.state.watched)),
        position_ms=last.state.position,
        furthest_ms=last.state.reach,
        seen_ms=max(tip.state.at for tip in tips),
    )


def _summed(parts: Iterable[Iterable[tuple[str, int]]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for code, ms in part:
            found[code] = found.get(code, 0) + ms
    return found


def _days(tx: Transaction, tip: Read, study: Study) -> Iterable[tuple[str, int, int]]:
    """Nearly every session lies within one day; of the others each receipt belongs to the day of its time."""
    lesson = tip.session.lesson
    if day_of(tip.session.opened) == day_of(tip.state.at):
        yield lesson, day_of(tip.state.at), tip.state.credited
        return
    before = 0
    for receipt in tx.receipts(tip.session.id):
        state = verify(receipt.text, study.keys).state
        yield lesson, day_of(state.at), state.credited - before
        before = state.credited
