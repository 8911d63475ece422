"""Figures that circulars leave to the bureau: what each is for, what it is set to, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from yunpei.casework.models import Figure
from yunpei.casework.programmes import usable_packs
from yunpei.casework.types.figures import FigureCard, FigureRest, FigureSet, ProgrammeFigures
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden
from yunpei.people import queries as people
from yunpei.people.access import region_covers, regions_overlap
from yunpei.people.types import OFFICE_ROLES, Role
from yunpei.policy import packs
from yunpei.policy.parameters import read_parameter
from yunpei.policy.types import Pack, Parameter


def figures(*, by: Actor) -> Sequence[ProgrammeFigures]:
    """The programmes of the officer's region in their latest versions, with what each leaves open. Any officer.

    Raises Forbidden. 2 queries.
    """
    if not by.has(*OFFICE_ROLES) or by.region is None:
        raise Forbidden
    region = by.region
    found = usable_packs()
    mine = [pack for pack in found if regions_overlap(pack.circular.region, region)]
    rows = list(Figure.objects.filter(programme__in=[pack.programme for pack in mine]).order_by("-id"))
    names = people.account_names(row.set_by_id for row in rows)
    return [
        ProgrammeFigures(
            programme=pack.programme,
            name=pack.name,
            circular=pack.circular.number,
            figures=tuple(_cards(pack, region, [row for row in rows if row.programme == pack.programme], names)),
            may_set=by.has(Role.OFFICER_REVIEW) and region_covers(pack.circular.region, region),
        )
        for pack in mine
    ]


def _cards(pack: Pack, region: str, rows: Sequence[Figure], names: Mapping[int, str]) -> Iterable[FigureCard]:
    trace = packs.trace_of(pack)
    for parameter in pack.parameters.values():
        if not parameter.set_by_bureau:
            continue
        told = [_told(pack, row, names) for row in rows if row.name == parameter.name]
        yield FigureCard(
            name=parameter.name,
            unit=parameter.unit,
            text=parameter.text,
            why=parameter.why,
            money=parameter.name in trace.amount,
            rests=tuple(_rests(pack, parameter, trace.checks)),
            current=_nearest(told, region),
            history=tuple(told),
        )


def _rests(pack: Pack, parameter: Parameter, reads: Mapping[str, frozenset[str]]) -> Iterable[FigureRest]:
    for check in pack.checks:
        if parameter.name in reads.get(check.id, ()):
            yield FigureRest(check.text, tuple((name, pack.clauses.get(name, "")) for name in check.clauses))


def _told(pack: Pack, row: Figure, names: Mapping[int, str]) -> FigureSet:
    value = read_parameter(pack, row.name, row.value)
    return FigureSet(row.region, value, row.reason, row.set_at, names.get(row.set_by_id, ""))


def _nearest(told: Sequence[FigureSet], region: str) -> FigureSet | None:
    """What holds for a region: the nearest region's above it, and of one region the latest, which stands first."""
    covering = [one for one in told if region_covers(one.region, region)]
    return max(covering, key=lambda one: len(one.region.rstrip("0")), default=None)
