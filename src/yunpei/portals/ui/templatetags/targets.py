"""Targets and points in templates."""

from __future__ import annotations

from fractions import Fraction

from django import template

from yunpei.oversight.statistics.target_types import BaseMeasure, Reached, TargetCard, TargetMeasure
from yunpei.portals.ui import targets

register = template.Library()


@register.filter
def target_measure(measure: TargetMeasure | BaseMeasure) -> str:
    """What a target, or a base figure, is a number of."""
    return str(targets.MEASURES[measure] if isinstance(measure, TargetMeasure) else targets.BASE[measure])


@register.filter
def points(value: Fraction | None) -> str:
    """Points or marks with two decimals."""
    return "—" if value is None else f"{float(value):.2f}"


@register.filter
def target_goal(card: TargetCard) -> str:
    """The goal with its unit."""
    return targets.goal(card)


@register.filter
def target_reached(card: TargetCard, one: Reached) -> str:
    """How far a region is."""
    return targets.reached(card, one)
