"""Draws and inspections: for officers all of a region's, for the public what was committed to and what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.oversight import access
from yunpei.oversight.drawing import COMMITTED
from yunpei.oversight.models import Draw, Inspection, Inspector
from yunpei.oversight.states import DRAW, INSPECTION
from yunpei.oversight.types import DrawCard, DrawState, InspectionCard, InspectionState
from yunpei.people import queries as people
from yunpei.people.access import region_covers

MOST = 500


def draws(*, by: Actor) -> Sequence[DrawCard]:
    """Draws of the inspector's region, the latest first; drafts are their organiser's. Raises Forbidden. 1 query."""
    access.need_inspector(by)
    rows = Draw.objects.order_by("-id")[:MOST]
    return [_card(one) for one in rows if _sees(by, one)]


def draw(*, number: str, by: Actor) -> tuple[DrawCard, Sequence[InspectionCard], tuple[str, ...]]:
    """A draw with its inspections and what the actor may do now. Raises NotFound, Forbidden."""
    access.need_inspector(by)
    row = Draw.objects.filter(number=number).first()
    if row is None or not _sees(by, row):
        raise NotFound
    events = tuple(dict.fromkeys(one.event for one in DRAW.open_to(row.state, by.roles) if one.event != "edit"))
    return _card(row), _inspections(row.inspections.order_by("place"), by), events


def public_draws() -> Sequence[DrawCard]:
    """Every draw that was committed to, the latest first, given up ones with them. 1 query."""
    return [_card(one) for one in Draw.objects.exclude(commitment="").order_by("-id")[:MOST]]


def public_draw(number: str) -> tuple[DrawCard, Sequence[InspectionCard], str]:
    """A draw as anyone sees it, its inspections (findings once published), and why it was given up. Raises NotFound."""
    row = Draw.objects.filter(number=number).exclude(commitment="").first()
    if row is None:
        raise NotFound
    shown = [
        one if one.state is InspectionState.PUBLISHED else _blank(one)
        for one in _inspections(row.inspections.order_by("place"))
    ]
    return _card(row), shown, row.cancelled_why


def public_photo(*, inspection: str, photo: str) -> str:
    """The file of a photo of a published inspection. Raises NotFound."""
    row = Inspection.objects.filter(public_id=_uuid(inspection), state=InspectionState.PUBLISHED).first()
    if row is None or not row.photos.filter(file=_uuid(photo)).exists():
        raise NotFound
    return str(_uuid(photo))


def inspection(*, public_id: str, by: Actor) -> tuple[InspectionCard, tuple[str, ...]]:
    """One inspection, and what the actor may do with it: only its own inspectors may. Raises NotFound, Forbidden."""
    access.need_inspector(by)
    row = Inspection.objects.select_related("draw").filter(public_id=_uuid(public_id)).first()
    if row is None or not region_covers(by.region, row.draw.region):
        raise NotFound
    card = _inspections([row], by)[0]
    return card, tuple(one.event for one in INSPECTION.open_to(row.state, by.roles)) if card.mine else ()


def inspectors(*, by: Actor) -> Sequence[tuple[int, str, tuple[str, ...], bool]]:
    """(account, name, barred credit codes, whether it is the actor) of the region's list. Raises Forbidden. 2 queries."""
    region = access.need_inspector(by)
    rows = [
        one
        for one in Inspector.objects.select_related("office").order_by("id")
        if region_covers(region, one.office.region)
    ]
    names = people.account_names(one.account_id for one in rows)
    return [
        (one.account_id, names.get(one.account_id, ""), tuple(one.barred), one.account_id == by.account_id)
        for one in rows
    ]


def _sees(by: Actor, row: Draw) -> bool:
    if not region_covers(by.region, row.region):
        return False
    return row.state != DrawState.DRAFT or row.organised_by_id == by.account_id


def _published(row: Draw) -> Mapping[str, Any]:
    """The file that anyone replays: as long as nothing is drawn, without seed and result."""
    if not row.commitment:
        return {}
    found = {key: row.lists[key] for key in COMMITTED} | {"commitment": row.commitment}
    return found | {"seed": row.seed, "drawn": row.drawn} if row.seed else found


def _card(row: Draw) -> DrawCard:
    lists = row.lists
    return DrawCard(
        id=str(row.public_id),
        number=row.number,
        title=row.title,
        region=row.region,
        state=DrawState(row.state),
        seed_rule=lists["seed_rule"],
        seed_not_before=row.seed_not_before,
        enterprises=len(lists["enterprises"]),
        inspectors=len(lists["inspectors"]),
        wanted_enterprises=lists["wanted"]["enterprises"],
        wanted_inspectors=lists["wanted"]["inspectors"],
        commitment=row.commitment,
        committed_at=row.committed_at,
        seed=row.seed,
        drawn_at=row.drawn_at,
        organised_by=row.organised_by_id,
        published=_published(row),
    )


def _inspections(rows: Iterable[Inspection], by: Actor | None = None) -> list[InspectionCard]:
    found = list(rows)
    firms = people.organisations(one.organisation_id for one in found)
    teams = {one.pk: list(one.inspectors.order_by("id").values_list("id", flat=True)) for one in found}
    names = people.account_names({account for team in teams.values() for account in team})
    return [
        InspectionCard(
            id=str(one.public_id),
            draw=one.draw.number,
            title=one.draw.title,
            enterprise=firms[one.organisation_id].name,
            credit_code=firms[one.organisation_id].credit_code,
            inspectors=tuple(names.get(account, "") for account in teams[one.pk]),
            state=InspectionState(one.state),
            visited_on=one.visited_on,
            found=one.found,
            result=one.result,
            mend_by=one.mend_by,
            photos=tuple(str(photo) for photo in one.photos.order_by("id").values_list("file", flat=True)),
            published_at=one.published_at,
            mine=by is not None and by.account_id in teams[one.pk],
        )
        for one in found
    ]


def _blank(one: InspectionCard) -> InspectionCard:
    """As the public sees an inspection that is not published: that it was drawn, and by whom it is made."""
    return InspectionCard(
        id=one.id,
        draw=one.draw,
        title=one.title,
        enterprise=one.enterprise,
        credit_code=one.credit_code,
        inspectors=one.inspectors,
        state=one.state,
        visited_on=None,
        found="",
        result="",
        mend_by=None,
        photos=(),
        published_at=None,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
