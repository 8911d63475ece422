"""Public notices and objections: what everyone may see while the term runs, and what stays open data after it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from yunpei.casework import access
from yunpei.casework.actions.notice import CONTACT, code_digest
from yunpei.casework.models import Case, Objection, PublicNotice
from yunpei.casework.programmes import pack_of
from yunpei.casework.types import (
    LineState,
    NoticeCard,
    NoticePage,
    NoticePerson,
    ObjectionCard,
    ObjectionState,
    OpenNotice,
)
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.secrets import decrypt
from yunpei.people.access import significant


def notices(*, at: datetime, running: bool | None = None, limit: int = 100) -> list[NoticeCard]:
    """Public notices at the level of the enterprise, the newest first. running: only those whose term runs, or is over. 1 query."""
    found = _published().order_by("-published_at", "-id")
    return [_card(row) for row in found if running is None or _runs(row, at) is running][:limit]


def notice(*, number: str, at: datetime) -> NoticePage:
    """A notice as anyone sees it: names and attachments while its term runs, the enterprise's row after it. Raises NotFound.

    4 queries.
    """
    row = _published().filter(number=number).first()
    if row is None:
        raise NotFound
    shows = _runs(row, at)
    people = tuple(_people(row)) if shows else ()
    attachments = tuple(row.attachments.order_by("place").values_list("place", "name")) if shows else ()
    return NoticePage(_card(row), shows, tuple(row.contents), people, attachments)


def notice_file(*, number: str, place: int, at: datetime) -> str:
    """The public id of an attachment, for everyone while the term runs. Raises NotFound. 2 queries."""
    row = _published().filter(number=number).first()
    found = row.attachments.filter(place=place).first() if row is not None and _runs(row, at) else None
    if found is None:
        raise NotFound
    return str(found.file)


def notice_of_case(number: str) -> NoticeCard | None:
    """The latest notice of a claim, None before it is published and once that notice is void. 1 query."""
    row = _published().filter(case__number=number).order_by("-id").first()
    return None if row is None else _card(row)


def _people(row: PublicNotice) -> list[NoticePerson]:
    """Only what the programme says is shown; the rest never leaves the database."""
    contents = set(row.contents)
    if "names" not in contents:
        return []
    return [
        NoticePerson(
            row=one.place,
            name=one.name,
            id_masked=one.id_masked if "masked_id" in contents else "",
            project=row.project if "project" in contents else "",
            amount_fen=one.amount_fen,
            held=one.line.state == LineState.HELD,
        )
        for one in row.rows.select_related("line").order_by("place")
        if one.line.state != LineState.REMOVED
    ]


def open_notices() -> list[OpenNotice]:
    """Everything that was ever published, at the level of the enterprise, oldest first: /open/notices.csv. 1 query."""
    return [
        OpenNotice(
            number=row.number,
            published_on=day_of(row.published_at),
            ends_on=row.ends_on,
            circular=row.circular,
            programme=row.case.programme,
            fund=row.case.fund,
            region=row.region,
            enterprise=row.enterprise,
            project=row.project if "project" in row.contents else "",
            people=row.people,
            amount_fen=row.amount_fen,
            state="voided" if row.voided_at else "closed" if row.closed_at else "open",
        )
        for row in PublicNotice.objects.select_related("case").order_by("published_at", "id")
    ]


def objections(*, case: str, by: Actor) -> list[ObjectionCard]:
    """Objections to a claim's notices, for officers who see the case. Raises NotFound. 2 queries."""
    row = access.need_seen(by, Case.objects.filter(number=case).first())
    if by.organisation_id is not None:
        raise NotFound  # who objects is not told to the one objected to
    return [_objection(one) for one in _objections().filter(notice__case=row)]


def objections_open(*, by: Actor) -> list[ObjectionCard]:
    """Objections of the officer's region that wait to be settled, oldest first. Raises NotFound for others. 1 query."""
    if not by.region or not by.has("officer_review", "officer_inspect"):
        raise NotFound
    waiting = _objections().filter(state=ObjectionState.OPEN, notice__region__startswith=significant(by.region))
    return [_objection(one) for one in waiting]


def objection_by_code(code: str) -> ObjectionCard:
    """How an objection stands and what came of it, for whoever has its receipt code; the contact is left out.

    Raises NotFound. 1 query.
    """
    row = _objections().filter(code_digest=code_digest(code)).first()
    if row is None:
        raise NotFound
    return _objection(row, contact=False)


def _objections() -> QuerySet[Objection]:
    return Objection.objects.select_related("notice__case", "row").order_by("id")


def _objection(row: Objection, *, contact: bool = True) -> ObjectionCard:
    return ObjectionCard(
        id=row.pk,
        notice=row.notice.number,
        case=row.notice.case.number,
        row=row.row.place if row.row else None,
        person=row.row.name if row.row else "",
        name=row.name,
        contact=decrypt(row.contact_encrypted, purpose=CONTACT) if contact and row.contact_encrypted else "",
        text=row.text,
        made_at=row.made_at,
        state=ObjectionState(row.state),
        answer=row.answer,
        settled_at=row.settled_at,
    )


def _published() -> QuerySet[PublicNotice]:
    return PublicNotice.objects.select_related("case").filter(voided_at__isnull=True)


def _runs(row: PublicNotice, at: datetime) -> bool:
    """Whether the term runs: it ends by itself with its last day, whether or not anyone has closed it."""
    return row.closed_at is None and (row.ends_on is None or day_of(at) <= row.ends_on)


def _card(row: PublicNotice) -> NoticeCard:
    return NoticeCard(
        number=row.number,
        case=row.case.number,
        programme=row.case.programme,
        circular=row.circular,
        programme_name=pack_of(row.case).name,
        fund=row.case.fund,
        enterprise=row.enterprise,
        project=row.project if "project" in row.contents else "",
        region=row.region,
        people=row.people,
        amount_fen=row.amount_fen,
        published_at=row.published_at,
        days=row.days,
        unit=row.unit,
        ends_on=row.ends_on,
        closed_at=row.closed_at,
    )
