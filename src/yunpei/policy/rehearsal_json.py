"""A rehearsal for machines."""

from __future__ import annotations

from typing import Any

from yunpei.policy.rehearsal_columns import PAID
from yunpei.policy.rehearsal_head import head
from yunpei.policy.rehearsal_types import Group, Rehearsal, Run


def rehearsal_object(one: Rehearsal) -> dict[str, Any]:
    """The rehearsal for machines, beside `results.run_object`: money in fen, None where there is nothing to compare with."""
    return {
        "as_if_in_force": _as_if_object(one.run),
        "baseline": _baseline_object(one),
        "about": [str(text) for text in head(one)],
        "left_out": one.left_out,
        "totals": _group_object(one.total),
        "outcomes": [
            {"outcome": str(c.outcome), "lines": c.after, "fen": c.after_fen, "lines_before": c.before, "fen_before": c.before_fen}
            for c in one.outcomes
        ],
        "checks": [
            {"id": f.check.id, "force": str(f.check.force), "lines": f.lines, "refused": f.refused, "alone": f.alone}
            for f in one.failures
        ],
        "missing": [{"name": lack.name, "lines": lack.after, "lines_before": lack.before} for lack in one.lacks],
        "breakdowns": [
            {"dimension": breakdown.dimension, "value": group.value, **_group_object(group)}
            for breakdown in one.breakdowns
            for group in breakdown.groups
        ],
    }  # fmt: skip


def _baseline_object(one: Rehearsal) -> dict[str, Any] | None:
    if one.baseline is None:
        return {"column": PAID, "about": str(one.paid)} if one.paid else None
    pack = one.baseline.plan.pack
    known = {"programme": pack.programme, "in_force_from": pack.version.isoformat(), "pack_digest": pack.digest}
    return known | {"as_if_in_force": _as_if_object(one.baseline)}


def _as_if_object(run: Run) -> dict[str, Any]:
    as_if = run.as_if
    return {
        "years_earlier": as_if.years,
        "since": as_if.since.isoformat(),
        "until": as_if.until.isoformat() if as_if.until else None,
        "lines_inside": as_if.inside,
    }


def _group_object(group: Group) -> dict[str, Any]:
    before = group.before
    return {
        "lines": group.lines,
        "persons": group.persons,
        "employers": group.employers,
        "lines_due": group.after.lines,
        "persons_due": group.after.persons,
        "employers_due": group.after.employers,
        "awards_fen_after": group.after.fen,
        "awards_fen_before": before.fen if before else None,
        "persons_due_before": before.persons if before else None,
        "gaining": group.gaining,
        "gained_fen": group.gained_fen,
        "losing": group.losing,
        "lost_fen": group.lost_fen,
        "open": group.open,
    }
