"""The double-random draw: lists, the commitment to them in public, the seed afterwards, and the draw that anyone can replay."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.oversight import access, drawing
from yunpei.oversight.models import Draw, Inspection, Inspector
from yunpei.oversight.numbers import DRAW as SERIES
from yunpei.oversight.numbers import next_number
from yunpei.oversight.risk import weights
from yunpei.oversight.states import DRAW, INSPECTION
from yunpei.oversight.types import DrawState
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import Role


@transaction.atomic
def inspector_state(*, barred: tuple[str, ...], by: Actor, at: datetime) -> None:
    """Stand on one's office's list of inspectors, with the enterprises that one must not inspect (回避), by credit code.

    For draws made from then on. Raises Forbidden, Invalid for a code that no organisation here has.
    """
    desk = access.need_desk(by)
    codes = sorted({one.strip().upper() for one in barred if one.strip()})
    if unknown := [one for one in codes if people.organisation_of_code(one) is None]:
        raise Invalid(
            [Problem("barred", Text(f"没有这个单位：{one}", f"no organisation has {one}")) for one in unknown]
        )
    Inspector.objects.update_or_create(
        account_id=desk.account, office_id=desk.office, defaults={"barred": codes, "stated_at": at}
    )
    audit.record(
        by=by, at=at, verb="inspector_state", subject_type="office", subject_id=desk.office, detail={"barred": codes}
    )


@transaction.atomic
def draw_make(
    *,
    title: str,
    wanted: Mapping[str, int],
    seed_rule: str,
    seed_not_before: date,
    but: tuple[int, ...] = (),
    by: Actor,
    at: datetime,
) -> str:
    """Make a draft: enterprises of the region with claims, weighted by risk, and the inspectors but the organiser. Returns its number.

    wanted: {"enterprises": n, "inspectors": n}; seed_rule: where the seed will come from, so that everyone can look it up; but:
    inspectors left out, with their account ids. Raises Forbidden; Invalid with all that is wrong.
    """
    desk = access.need_desk(by)
    region = desk.region
    lists = {
        "format": drawing.FORMAT,
        "title": title.strip(),
        "salt": secrets.token_hex(16),
        "seed_rule": seed_rule.strip(),
        "wanted": {"enterprises": wanted["enterprises"], "inspectors": wanted["inspectors"]},
        "enterprises": weights(region),
        "inspectors": _inspectors(region, by, but),
    }
    _need_sound(lists, seed_not_before, at)
    held = Draw.objects.create(
        number=next_number(SERIES, region, day_of(at).year),
        title=title.strip(),
        region=region,
        office_id=desk.office,
        state=DRAW.start,
        lists=lists,
        seed_not_before=seed_not_before,
        made_at=at,
        organised_by_id=desk.account,
    )
    _record(held, "draw_make", by, at, enterprises=len(lists["enterprises"]), inspectors=len(lists["inspectors"]))
    return held.number


def _inspectors(region: str, by: Actor, but: tuple[int, ...]) -> list[dict[str, object]]:
    """Inspectors of the region's offices who serve there now: whoever organises the draw can't be drawn."""
    found: dict[int, dict[str, object]] = {}
    for row in Inspector.objects.select_related("office").order_by("id"):
        if not region_covers(region, row.office.region) or row.account_id in (by.account_id, *but):
            continue
        card, places = people.person_of_account(row.account_id), people.places_of(row.account_id)
        if not any(Role.OFFICER_INSPECT in one.roles for one in places) or (card and card.id == by.person_id):
            continue
        own = people.organisations(one.organisation_id for one in places if one.organisation_id).values()
        barred = {*row.barred, *(firm.credit_code for firm in own)}
        kept = found.setdefault(row.account_id, {"id": f"I{row.pk}", "barred": []})
        kept["barred"] = sorted({*cast(list[str], kept["barred"]), *barred})
    return list(found.values())


def _need_sound(lists: Mapping[str, object], seed_not_before: date, at: datetime) -> None:
    problems = [
        Problem(field, Text("请填写", "fill this in")) for field in ("title", "seed_rule") if not lists[field]
    ]  # fmt: skip
    if seed_not_before <= day_of(at):
        told = Text("种子产生的日期应在今天之后", "the seed's day comes after today")
        problems.append(Problem("seed_not_before", told))
    if not problems:
        try:
            drawing.checked(lists)
        except drawing.Unsound as fault:
            told = Text(f"名单不能抽取：{fault}", f"nothing can be drawn from these lists: {fault}")
            problems.append(Problem("wanted", told))
    if problems:
        raise Invalid(problems)


@transaction.atomic
def draw_commit(*, number: str, by: Actor, at: datetime) -> str:
    """Publish lists, weights and commitment; nothing of them changes from now on. Returns the commitment.

    Raises NotFound, Forbidden, Conflict.
    """
    held = _locked(number, by)
    held.state = DRAW.next(held.state, "commit", by=by)
    if held.seed_not_before <= day_of(at):
        raise Conflict(
            Text("种子产生的日期已到，请作废后重新制定", "the seed's day has come; cancel it and make another draw")
        )
    held.commitment, held.committed_at = drawing.commitment(held.lists), at
    held.save(update_fields=["state", "commitment", "committed_at"])
    _record(held, "draw_commit", by, at, commitment=held.commitment)
    return held.commitment


@transaction.atomic
def draw_draw(*, number: str, seed: str, by: Actor, at: datetime) -> None:
    """Enter the seed and draw: inspections are assigned as drawn. Not before the seed's day, which lies behind the commitment.

    Raises NotFound, Forbidden, Conflict, Invalid without a seed.
    """
    held = _locked(number, by)
    target = DRAW.next(held.state, "draw", by=by)
    if day_of(at) < held.seed_not_before or held.committed_at is None or at <= held.committed_at:
        raise Conflict(
            Text(f"种子到 {held.seed_not_before} 才产生", f"the seed comes on {held.seed_not_before}, not before")
        )
    clean = seed.strip()
    if not 1 <= len(clean) <= 200:
        raise Invalid([Problem("seed", Text("请按公布的规则填写种子（200字以内）", "give the seed by the rule"))])
    held.drawn = drawing.draw(held.lists, clean)
    held.state, held.seed, held.drawn_at = target, clean, at
    held.save(update_fields=["state", "seed", "drawn", "drawn_at"])
    for place, one in enumerate(held.drawn, start=1):
        firm = people.organisation_of_code(one["enterprise"])
        assert firm is not None
        made = Inspection.objects.create(draw=held, place=place, organisation_id=firm.id, state=INSPECTION.start)
        team = Inspector.objects.filter(pk__in=[int(inspector[1:]) for inspector in one["inspectors"]])
        made.inspectors.set(team.values_list("account_id", flat=True))
    _record(held, "draw_draw", by, at, seed=clean, enterprises=len(held.drawn))


@transaction.atomic
def draw_cancel(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Give a draw up with a reason, before its seed is entered; one that was committed to stays in public with it.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = _locked(number, by)
    target = DRAW.next(held.state, "cancel", by=by)
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明理由", "give the reason in writing"))])
    held.state, held.cancelled_why = target, reason.strip()
    held.save(update_fields=["state", "cancelled_why"])
    _record(held, "draw_cancel", by, at, reason=held.cancelled_why)


def _locked(number: str, by: Actor) -> Draw:
    held = Draw.objects.select_for_update().filter(number=number).first()
    if held is None:
        raise NotFound
    access.need_region(by, held.region)
    if held.state == DrawState.DRAFT and by.account_id != held.organised_by_id:
        raise Forbidden(Text("草稿由制定的人办理", "a draft is its organiser's"))
    return held


def _record(held: Draw, verb: str, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="draw", subject_id=held.number, detail=dict(detail))
