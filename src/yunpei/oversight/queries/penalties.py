"""Penalties as each side sees them, and the list that is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.oversight import access
from yunpei.oversight.models import Penalty
from yunpei.oversight.states import PENALTY
from yunpei.oversight.types import BINDING, PenaltyCard, PenaltyKind, PenaltyState
from yunpei.people import queries as people
from yunpei.people.access import region_covers, significant
from yunpei.people.types import ORG_ROLES

BARRING = (PenaltyKind.SUSPENSION, PenaltyKind.LISTED)
UNSEEN = (PenaltyState.PROPOSED, PenaltyState.DROPPED)  # nothing to the organisation yet
MOST = 500
PENALTY_EVENTS = frozenset(row.event for row in PENALTY.transitions if "officer_inspect" in row.roles)


def bar(organisation_id: int, at: datetime) -> Text | None:
    """Why an organisation hands nothing in, and gets nothing, on this day; None where it may. For both sides. 1 query."""
    day = day_of(at)
    held = Penalty.objects.filter(organisation_id=organisation_id, kind__in=BARRING, state__in=BINDING)
    row = held.filter(from_day__lte=day, until__gte=day).order_by("-until").first()
    if row is None:
        return None
    return Text(
        f"该单位的补贴资格暂停至 {row.until}（处理决定 {row.number}）：此前不受理其提交，也不批准、不拨付；"
        "期满、修复或决定撤销后继续办理",
        f"this organisation is suspended until {row.until} ({row.number}): until then nothing is taken in, approved or paid; "
        "it goes on when the term is over or the penalty is repaired or lifted",
    )


def penalties(*, by: Actor) -> Sequence[PenaltyCard]:
    """Penalties of the inspector's region, the latest first. Raises Forbidden. 2 queries."""
    region = access.need_inspector(by)
    return _cards(Penalty.objects.filter(region__startswith=significant(region)).order_by("-id")[:MOST], by)


def penalty(*, number: str, by: Actor) -> PenaltyCard:
    """One penalty, for inspectors of its region. Raises NotFound, Forbidden."""
    access.need_inspector(by)
    row = Penalty.objects.filter(number=number).first()
    if row is None or not region_covers(by.region, row.region):
        raise NotFound
    return _cards([row], by)[0]


def own_penalties(*, by: Actor) -> Sequence[PenaltyCard]:
    """What was imposed on the actor's own organisation, the latest first. Raises NotFound for who has none. 2 queries."""
    if by.organisation_id is None or not by.has(*ORG_ROLES):
        raise NotFound
    rows = Penalty.objects.filter(organisation_id=by.organisation_id).exclude(state__in=UNSEEN)
    return _cards(rows.order_by("-id")[:MOST], by)


def dishonest(*, at: datetime) -> Sequence[PenaltyCard]:
    """The list of the dishonest as it stands on this day: in term, not lifted, not repaired. Public. 2 queries."""
    day = day_of(at)
    rows = Penalty.objects.filter(kind=PenaltyKind.LISTED, state__in=BINDING, from_day__lte=day, until__gte=day)
    return _cards(rows.order_by("-from_day", "-id"), None)


def credit_records(*, by: Actor) -> Sequence[PenaltyCard]:
    """What the city's credit platform is given: listings and suspensions of the region, those that ended too. Raises Forbidden."""
    region = access.need_inspector(by)
    rows = Penalty.objects.filter(region__startswith=significant(region), kind__in=BARRING)
    return _cards(rows.exclude(state__in=UNSEEN).order_by("id"), None)


def next_rung(organisation_id: int) -> PenaltyKind:
    """The step of the ladder above the highest that an organisation has had. 1 query."""
    had = Penalty.objects.filter(organisation_id=organisation_id)
    kinds = set(had.exclude(state__in=(*UNSEEN, PenaltyState.LIFTED)).values_list("kind", flat=True))
    ladder = list(PenaltyKind)
    highest = max((ladder.index(PenaltyKind(one)) for one in kinds), default=-1)
    return ladder[min(highest + 1, len(ladder) - 1)]


def _cards(rows: Iterable[Penalty], by: Actor | None) -> list[PenaltyCard]:
    found = list(rows)
    firms = people.organisations({one.organisation_id for one in found})
    return [
        PenaltyCard(
            id=str(one.public_id),
            number=one.number,
            kind=PenaltyKind(one.kind),
            state=PenaltyState(one.state),
            organisation_id=one.organisation_id,
            organisation=firms[one.organisation_id].name,
            credit_code=firms[one.organisation_id].credit_code,
            region=one.region,
            case=one.case,
            facts=one.facts,
            basis=one.basis,
            proposed_at=one.proposed_at,
            imposed_at=one.imposed_at,
            from_day=one.from_day,
            until=one.until,
            appeal_by=one.appeal_by,
            said=one.said,
            answer=one.answer,
            ended_at=one.ended_at,
            events=_events(one, by),
        )
        for one in found
    ]


def _events(one: Penalty, by: Actor | None) -> tuple[str, ...]:
    if by is None:
        return ()
    return tuple(
        row.event for row in PENALTY.open_to(one.state, by.roles) if row.event != "ask_repair" or one.kind in BARRING
    )
