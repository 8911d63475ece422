"""Where each class of an organisation stands between plan and money. Pure: cards in, steps out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from yunpei.casework.types import CaseCard, CaseKind, CaseState
from yunpei.portals.ui import labels
from yunpei.training.types import ClassFacts, ClassState

S = CaseState
MINE = {S.DRAFT, S.RETURNED}  # the next step is the organisation's
DEAD = {S.REFUSED, S.WITHDRAWN}
MONEY = {S.PAID, S.CLOSED}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the step list shows it."""

    text: str
    state: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One class from plan to money. todo: what the organisation has to do now, "" where it waits for others."""

    filing: CaseCard
    claim: CaseCard | None
    held: ClassFacts | None
    steps: tuple[Step, ...]
    todo: str
    href: str


def stories(
    cards: Iterable[CaseCard], classes: Iterable[ClassFacts], today: date, refused: Collection[str] = ()
) -> list[Story]:
    """One story per class filing, in the order of the cards. refused: claims that the bank did not pay to the account given."""
    listed = list(cards)
    claims = {one.class_number: one for one in reversed(listed) if one.kind is CaseKind.CLAIM and one.state not in DEAD}
    held = {one.case_number: one for one in classes}
    filings = [one for one in listed if one.kind is CaseKind.CLASS_FILING]
    return [_story(one, claims.get(one.class_number or "-"), held.get(one.number), today, refused) for one in filings]


def _story(
    filing: CaseCard, claim: CaseCard | None, held: ClassFacts | None, today: date, refused: Collection[str]
) -> Story:
    filed = reverse("organisation:filing", args=[filing.number])
    room = reverse("organisation:class", args=[held.public_id]) if held else ""
    claimed = reverse("organisation:claim", args=[claim.number]) if claim else ""
    over = held is not None and (held.state is ClassState.CLOSED or held.ends_on < today)
    steps = (
        Step(_("计划"), _filing_step(filing), _said("class_filing", filing.state), filed),
        Step(_("花名册"), "done" if held else "next", _("%(n)d 人") % {"n": held.people} if held else "", filed),
        Step(
            _("培训"),
            _class_step(held, over=over),
            _said("class", ClassState.CLOSED if over else held.state) if held else "",
            room,
        ),
        Step(_("申领"), _claim_step(claim), _said("claim", claim.state) if claim else "", claimed),
        Step(_("到账"), "done" if claim and claim.state in MONEY else "next", "", claimed),
    )
    todo, href = _todo(filing, claim, refused, over=over), claimed or (room if over else filed)
    return Story(filing, claim, held, steps, todo, href)


def _said(table: str, state: str) -> str:
    return str(labels.find(table, state).to("organisation"))


def _filing_step(filing: CaseCard) -> str:
    if filing.state in DEAD:
        return "stopped"
    return "done" if filing.state in (S.APPROVED, S.CLOSED) else "now"


def _class_step(held: ClassFacts | None, *, over: bool) -> str:
    if held is None:
        return "next"
    if held.state is ClassState.CANCELLED:
        return "stopped"
    return "done" if over else "now"


def _claim_step(claim: CaseCard | None) -> str:
    if claim is None:
        return "next"
    return "done" if claim.state in MONEY else "now"


def _todo(filing: CaseCard, claim: CaseCard | None, refused: Collection[str], *, over: bool) -> str:
    if filing.state in MINE:
        return _("按要求补正后重新提交") if filing.state is S.RETURNED else _("填完备案材料并提交")
    if claim is not None and claim.state in MINE:
        return _("按要求补正申领后重新提交") if claim.state is S.RETURNED else _("核对名单和金额，提交申领")
    if claim is not None and claim.number in refused:
        return _("银行退回了付款，请更正收款账户")
    if over and claim is None and filing.state not in DEAD:
        return _("班级已结束，可以申领补贴")
    return ""
