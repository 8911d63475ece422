"""Balances of accounts, and where the money of lines and cases stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Sum

from yunpei.common.actor import Actor
from yunpei.funds import access
from yunpei.funds.models import FundAccount, LineBalance
from yunpei.funds.moving import chunks
from yunpei.funds.types import LINE_KINDS, AccountKind, Budget, Scope, Standing
from yunpei.people.access import significant

SUMS = {f"{kind}_fen": Sum(f"{kind}_fen") for kind in LINE_KINDS}

M = TypeVar("M", bound=Model)


def balances(*, budget: Budget) -> dict[AccountKind, int]:
    """Fen in every account of a fund in a region; they sum to zero."""
    found = dict.fromkeys(AccountKind, 0)
    for row in FundAccount.objects.filter(fund=budget.fund, region=budget.region).order_by("id"):
        found[AccountKind(row.kind)] = row.balance_fen
    return found


def budgets(*, by: Actor) -> list[tuple[Budget, dict[AccountKind, int]]]:
    """Every fund and region that the officer may read, with its balances. Raises Forbidden, NotFound."""
    found: dict[Budget, dict[AccountKind, int]] = {}
    rows = FundAccount.objects.filter(region__startswith=seen_region(by))
    for row in rows.order_by("fund", "region", "id"):
        own = found.setdefault(Budget(row.fund, row.region), dict.fromkeys(AccountKind, 0))
        own[AccountKind(row.kind)] = row.balance_fen
    return list(found.items())


def programmes(*, by: Actor) -> list[str]:
    """The programmes that have money in the officer's books, by name. Raises Forbidden, NotFound. 1 query."""
    rows = LineBalance.objects.filter(region__startswith=seen_region(by)).exclude(programme="")
    return list(rows.order_by("programme").values_list("programme", flat=True).distinct())


def line_standings(*, lines: Iterable[str]) -> dict[str, Standing]:
    """Where the money of each line stands; lines without any are left out."""
    return {
        line: Standing(*fen)
        for chunk in chunks(lines)
        for line, *fen in LineBalance.objects.filter(line__in=chunk).order_by("line").values_list("line", *SUMS)
    }


def case_standings(*, cases: Iterable[str]) -> dict[str, Standing]:
    """Where the money of each case stands; cases without any are left out."""
    return {
        row["case"]: standing_of(row)
        for chunk in chunks(cases)
        for row in LineBalance.objects.filter(case__in=chunk).values("case").annotate(**SUMS).order_by("case")
    }


def waiting(*, by: Actor, scope: Scope | None = None) -> list[tuple[str, Budget, int, int]]:
    """Cases with money that is set aside and not yet sent: number, budget, lines and fen. Raises Forbidden, NotFound. 1 query."""
    rows = in_scope(
        LineBalance.objects.filter(region__startswith=seen_region(by), reserved_fen__gt=0), scope or Scope()
    )
    summed = rows.values("case", "fund", "region").annotate(lines=Count("id"), fen=Sum("reserved_fen"))
    return [
        (row["case"], Budget(row["fund"], row["region"]), row["lines"], row["fen"]) for row in summed.order_by("case")
    ]


def seen_region(by: Actor) -> str:
    """The digits that all regions whose books the officer reads begin with. Raises Forbidden, NotFound."""
    access.reader(by, by.region or "")
    return significant(by.region or "")


def in_scope(rows: QuerySet[M], scope: Scope, path: str = "") -> QuerySet[M]:
    """Of the rows those of a fund, region and programme. path: how a row leads to them, "line__"."""
    wanted = {
        "fund": scope.fund,
        "region__startswith": significant(scope.region) if scope.region else "",
        "programme": scope.programme,
    }
    # At once: where a path leads to several rows, each further filter would count them all again.
    return rows.filter(**{f"{path}{name}": value for name, value in wanted.items() if value})


def standing_of(row: Mapping[str, Any]) -> Standing:
    """A standing from a row that SUMS were added to."""
    return Standing(**{name: row[name] or 0 for name in SUMS})
