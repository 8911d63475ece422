"""What the room does by itself: cases whose money is ahead are screened. Each run may be repeated."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yunpei.casework import queries as cases
from yunpei.common.errors import NotFound
from yunpei.common.jobs import job
from yunpei.evidence.receipt import BadReceipt
from yunpei.evidence.store import StoreDown
from yunpei.oversight import actions, registers
from yunpei.oversight.actions.screening import GOOD_FOR, case_screen, holds
from yunpei.oversight.archives.erasing import erasures_go_on
from yunpei.oversight.models import Screening
from yunpei.oversight.statistics.actions import figures_count

PIECE = 200
MOST = 500  # cases a round: what is left over comes next time
_log = logging.getLogger(__name__)


@job("oversight.screen", every=timedelta(minutes=2), apart=True)
def screen(*, at: datetime) -> None:
    """Screen cases under way that were not screened yet, or not with these rules, registers and lines, or not today."""
    after, left, newest = "", MOST, registers.newest()
    while left > 0 and (numbers := cases.under_way(after=after, limit=PIECE)):
        after = numbers[-1]
        kept = {one.case: one for one in Screening.objects.filter(case__in=numbers)}
        for number in numbers:
            row = kept.get(number)
            if row is not None and at - row.at < GOOD_FOR and holds(row, None, newest):
                continue
            left -= 1
            try:
                case_screen(number=number, at=at)
            except (BadReceipt, StoreDown, NotFound) as fault:
                _log.warning("case %s was not screened: %s", number, type(fault).__name__)


@job("oversight.penalties_expire", every=timedelta(hours=1))
def penalties_expire(*, at: datetime) -> None:
    """End the penalties whose term is over."""
    actions.penalties_expire(at=at)


@job("oversight.erasures_go_on", every=timedelta(days=1))
def go_on(*, at: datetime) -> None:
    """Let go of words whose erasure was asked for, once they need not be kept any longer."""
    erasures_go_on(at=at)


@job("oversight.figures", every=timedelta(hours=6), apart=True)
def figures(*, at: datetime) -> None:
    """Count the figures of the site anew."""
    figures_count(at=at)
