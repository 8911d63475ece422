"""What only the pages of the books say: programmes by name, shares in percent, the way between the books."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.utils.translation import gettext as _

from yunpei.common.language import Text
from yunpei.policy.faults import PackFaults
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.portals.ui.templatetags.ui import say

register = template.Library()


@register.filter
def programme_name(programme: str) -> str:
    """`wuxi-2020-10/online` → its name; the id where its pack is gone, a dash for money of no programme."""
    if not programme:
        return "—"
    found = _name(programme)
    return programme if found is None else say(found)


@cache
def _name(programme: str) -> Text | None:
    try:
        return load_programme(programme).name
    except (UnknownProgramme, PackFaults):
        return None


@register.filter
def percent(share: float) -> str:
    """0.123 → 12.3%."""
    return f"{share:.1%}"


@register.inclusion_tag("bureau/ledger_nav.html")
def ledger_nav(here: str) -> dict[str, Any]:
    """The books side by side; `here` is the one that is open."""
    books = [
        ("bureau:ledger", _("余额与变动")),
        ("bureau:register", _("发放台账")),
        ("bureau:reconciliation", _("核对")),
        ("bureau:evaluation", _("绩效评价")),
        ("bureau:recoveries", _("追回")),
    ]
    return {"books": books, "here": here}
