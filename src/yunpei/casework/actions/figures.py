"""The bureau sets the figures that a circular's text leaves to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework.models import Figure
from yunpei.casework.moving import need_reason
from yunpei.casework.programmes import current_pack
from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people.access import region_covers
from yunpei.people.types import Role
from yunpei.policy.parameters import BadParameter, read_parameter


@transaction.atomic
def figure_set(*, programme: str, name: str, value: str, reason: str, by: Actor, at: datetime) -> None:
    """Set a figure for the officer's region and all below it; the latest holds, for decisions from now on.

    A reviewing officer whose region lies in the circular's. value: whole fen, hours, a count, or a date, as text. Frozen decisions stay;
    at approval the difference is shown. Raises NotFound, Forbidden; Invalid for a figure that the circular fixes itself.
    """
    pack = current_pack(programme)
    if not by.has(Role.OFFICER_REVIEW) or by.account_id is None:
        raise Forbidden
    if not region_covers(pack.circular.region, by.region or ""):
        raise NotFound
    parameter = pack.parameters.get(name)
    if parameter is None or not parameter.set_by_bureau:
        raise Invalid([Problem("name", Text("这个数值由通知规定，不能设定", "the circular fixes this figure itself"))])
    try:
        read_parameter(pack, name, value)
    except BadParameter as error:
        raise Invalid([Problem("value", error.text)]) from error
    said = need_reason(reason)
    Figure.objects.create(
        programme=programme,
        name=name,
        region=by.region or "",
        value=value.strip(),
        reason=said,
        set_at=at,
        set_by_id=by.account_id,
    )
    detail = {"name": name, "value": value.strip(), "region": by.region, "reason": said}
    audit.record(by=by, at=at, verb="figure_set", subject_type="programme", subject_id=programme[:64], detail=detail)
    jobs.enqueue("casework.due_count_again", at=at)  # a time limit may be made of it
