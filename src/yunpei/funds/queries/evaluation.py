"""Use of funds (绩效评价): what a budget achieved, by fund, region and programme, worked out from the transfers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Count, F, Min, Q, QuerySet, Sum, Value, When

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.funds.models import LineBalance, Transfer
from yunpei.funds.moving import CHUNK
from yunpei.funds.queries.books import in_scope, seen_region
from yunpei.funds.types import CAME_BACK, AccountKind, Evaluated, Scope

GIVEN = (AccountKind.PAID, AccountKind.SETTLED)
SET_ASIDE = (AccountKind.RESERVED, AccountKind.IN_PAYMENT)
Key = tuple[str, str, str]
_GROUP = ("fund", "region", "programme")


def evaluation(*, by: Actor, scope: Scope, since: datetime, until: datetime) -> list[Evaluated]:
    """The figures of a span of time, since ≤ at < until, per fund, region and programme. Raises Forbidden, NotFound. 7 queries.

    budget: granted in the span to the fund in the region, the same for all its programmes. reserved: set aside at its end and not
    yet paid. paid: reached payees in the span, less what was asked back in it; advance: paid before the class and not settled
    yet. people: different people whose lines were paid. days: from claim to first money, averaged over the lines first paid.
    """
    region = seen_region(by)
    lines = in_scope(LineBalance.objects.filter(region__startswith=region), scope)
    inside = Q(transfers__at__gte=since, transfers__at__lt=until)
    reserved = _net(lines, SET_ASIDE, Q(transfers__at__lt=until))
    paid, advance = _net(lines, GIVEN, inside), _net(lines, (AccountKind.ADVANCE,), inside)
    back = _net(lines, CAME_BACK, inside)
    people, days = _people(lines, inside), _days(lines, since, until)
    granted = _granted(region, scope, since, until)
    keys = {*reserved, *paid, *advance, *back}
    keys |= {(*one, "") for one in granted if not scope.programme and one not in {key[:2] for key in keys}}
    return [
        Evaluated(
            *key,
            budget_fen=granted.get(key[:2], 0),
            reserved_fen=reserved.get(key, 0),
            paid_fen=paid.get(key, 0),
            advance_fen=advance.get(key, 0),
            back_fen=back.get(key, 0),
            people=people.get(key, 0),
            days=days.get(key),
        )
        for key in sorted(keys)
    ]


def _signed(kinds: Iterable[AccountKind], when: Q) -> Sum:
    """What came into accounts of these kinds, less what left them."""
    listed = list(kinds)
    into, out = Q(transfers__target__kind__in=listed), Q(transfers__source__kind__in=listed)
    fen = F("transfers__amount_fen")
    return Sum(Case(When(into & ~out, then=fen), When(out & ~into, then=-fen), default=Value(0)), filter=when)


def _net(lines: QuerySet[LineBalance], kinds: Iterable[AccountKind], when: Q) -> dict[Key, int]:
    rows = lines.values(*_GROUP).annotate(fen=_signed(kinds, when)).order_by(*_GROUP)
    return {(row["fund"], row["region"], row["programme"]): row["fen"] for row in rows if row["fen"]}


def _people(lines: QuerySet[LineBalance], when: Q) -> dict[Key, int]:
    paid = lines.exclude(person="").annotate(fen=_signed(GIVEN, when)).filter(fen__gt=0)
    rows = LineBalance.objects.filter(pk__in=paid.values("pk")).values(*_GROUP)
    counted = rows.annotate(people=Count("person", distinct=True)).order_by(*_GROUP)
    return {(row["fund"], row["region"], row["programme"]): row["people"] for row in counted}


def _days(lines: QuerySet[LineBalance], since: datetime, until: datetime) -> dict[Key, float]:
    paid = lines.filter(asked_at__isnull=False, transfers__target__kind__in=GIVEN).annotate(first=Min("transfers__at"))
    rows = paid.filter(first__gte=since, first__lt=until).order_by("pk").values_list(*_GROUP, "asked_at", "first")
    found: dict[Key, list[int]] = {}
    for fund, region, programme, asked_at, first in rows.iterator(chunk_size=CHUNK):
        sums = found.setdefault((fund, region, programme), [0, 0])
        sums[0] += (day_of(first) - day_of(asked_at)).days
        sums[1] += 1
    return {key: days / count for key, (days, count) in found.items()}


def _granted(region: str, scope: Scope, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    rows = Transfer.objects.filter(source__region__startswith=region, source__kind=AccountKind.SOURCE)
    rows = in_scope(rows.filter(at__gte=since, at__lt=until), Scope(scope.fund, scope.region), "source__")
    granted = rows.values_list("source__fund", "source__region").annotate(fen=Sum("amount_fen"))
    return {(fund, place): fen for fund, place, fen in granted.order_by("source__fund", "source__region")}
