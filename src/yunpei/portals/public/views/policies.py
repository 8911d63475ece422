"""Programmes explained, straight from their packs: what stands here is what decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.casework import queries as casework
from yunpei.common.errors import NotFound
from yunpei.policy.types import Pack, Parameter, ParameterValue
from yunpei.portals.ui.pages import page


@dataclass(frozen=True, slots=True)
class Figure:
    """One dated value of a parameter, ready to be shown."""

    parameter: Parameter
    value: ParameterValue | None
    sentence: str


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """Every programme in its latest version."""
    return render(request, "public/policies.html", {"packs": casework.programmes()})


@page()
def programme(request: HttpRequest, circular: str, programme: str) -> HttpResponse:
    """One programme: who, how much, what is checked, what to hand in, and what its text leaves open."""
    pack = next((one for one in casework.programmes() if one.programme == f"{circular}/{programme}"), None)
    if pack is None:
        raise NotFound
    values = {
        "pack": pack,
        "figures": list(_figures(pack)),
        "checks": [
            (check, [(id_.partition("#")[2], pack.clauses.get(id_, "")) for id_ in check.clauses])
            for check in pack.checks
        ],
        "lists": [(title, rows) for title, rows in _lists(pack) if rows],
        "clauses": pack.clauses,
    }
    return render(request, "public/policy.html", values)


def _figures(pack: Pack) -> Iterable[Figure]:
    for parameter in pack.parameters.values():
        for value in parameter.values or (None,):
            clause = value.clause if value else None
            yield Figure(parameter, value, pack.clauses.get(clause or "", ""))


def _lists(pack: Pack) -> Iterable[tuple[str, tuple[object, ...]]]:
    return (("documents", pack.documents), ("steps", pack.steps), ("deadlines", pack.deadlines))
