"""That an organisation is suspended, said on the pages of its cases to both sides."""

from __future__ import annotations

from typing import Any

from django import template

from yunpei.casework.types import CaseDetail, CaseState
from yunpei.oversight import queries
from yunpei.portals.ui.pages import now

register = template.Library()
_DONE = (CaseState.PAID, CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN)


@register.inclusion_tag("ui/barred.html")
def barred(case: CaseDetail) -> dict[str, Any]:
    """Why this case is neither taken in nor approved nor paid now; nothing where it may be, or where it is over. 1 query."""
    firm = case.applicant.firm
    if firm is None or case.card.state in _DONE:
        return {"why": None}
    return {"why": queries.bar(firm.id, now())}
