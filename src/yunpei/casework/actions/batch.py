"""Many cases at once: the same step for each, in a transaction of its own; handing cases over; keeping a filter.

Each case is asked as if it were the only one, so what one may not, many may not either; a case that refuses changes nothing and
says why, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from yunpei.casework import access, desks
from yunpei.casework.actions.filing_review import filing_accept
from yunpei.casework.actions.review import claim_accept, review_first, review_second
from yunpei.casework.actions.standing import case_refuse, case_return
from yunpei.casework.models import Assignment, Case, SavedFilter
from yunpei.casework.moving import locked, need_reason
from yunpei.casework.types import BatchResult, CaseKind, CaseState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Refused
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.training.types import Accumulate

MOST = 500  # cases of one batch
WHOLE = "content"  # what a batch asks to be corrected: no single field
REASONED = ("return", "refuse")
EVENTS = ("accept", "pass", *REASONED)


def cases_batch(
    *,
    numbers: Sequence[str],
    event: str,
    reason: str = "",
    hour_seconds: int | None = None,
    accumulate: Accumulate | None = None,
    by: Actor,
    at: datetime,
) -> list[BatchResult]:
    """Accept, pass, return or refuse many cases. Each by itself, with what became of it, in the order given.

    pass: the review that comes next. reason: for return and refuse, the same for all. hour_seconds, accumulate: the class hour of
    every filing that is accepted, where its circular leaves it open. Raises Invalid before anything is done for an event that is
    none, no case, more than MOST, or a reason that is missing.
    """
    wanted = list(dict.fromkeys(numbers))
    if event not in EVENTS:
        raise Invalid([Problem("event", Text("请选择要做的事", "choose what is to be done"))])
    _need_some(wanted)
    said = need_reason(reason) if event in REASONED else ""
    accept = partial(filing_accept, hour_seconds=hour_seconds, accumulate=accumulate)
    return [_tried(number, partial(_do, number, event, said, accept, by, at)) for number in wanted]


def cases_hand_over(*, numbers: Sequence[str], to: int, by: Actor, at: datetime) -> list[BatchResult]:
    """Give cases of one's own office to an officer of it (an account's id), each by itself. Raises Invalid, Forbidden."""
    wanted = list(dict.fromkeys(numbers))
    _need_some(wanted)
    if by.office_id is None or by.account_id is None:
        raise Forbidden
    if to not in people.officers_of(by.office_id):
        raise Invalid([Problem("to", Text("请选择本科室的人员", "choose an officer of your own office"))])
    return [_tried(number, partial(_hand, number, to, by, at)) for number in wanted]


@transaction.atomic
def filter_save(*, name: str, query: str, by: Actor, at: datetime) -> None:
    """Keep a filter of the inbox under a name; the same name again replaces it. An officer, for themselves. Raises Invalid."""
    mine = _own(by)
    called = name.strip()
    if not 1 <= len(called) <= 40:
        raise Invalid([Problem("name", Text("名称须为1至40个字", "the name must have 1 to 40 characters"))])
    if len(query) > 1000:
        raise Invalid([Problem("name", Text("筛选条件过长", "the filter is too long to keep"))])
    SavedFilter.objects.update_or_create(account_id=mine, name=called, defaults={"query": query})
    audit.record(by=by, at=at, verb="filter_save", subject_type="account", subject_id=by.account_id)


@transaction.atomic
def filter_drop(*, name: str, by: Actor, at: datetime) -> None:
    """Forget a filter. Whose it is. Raises NotFound, Forbidden."""
    if not SavedFilter.objects.filter(account_id=_own(by), name=name).delete()[0]:
        raise NotFound
    audit.record(by=by, at=at, verb="filter_drop", subject_type="account", subject_id=by.account_id)


def _own(by: Actor) -> int:
    """The officer's account."""
    if by.account_id is None or by.office_id is None:
        raise Forbidden
    return by.account_id


def _need_some(numbers: Iterable[str]) -> None:
    count = len(list(numbers))
    if not count:
        raise Invalid([Problem("numbers", Text("请先勾选案件", "tick the cases first"))])
    if count > MOST:
        raise Invalid([Problem("numbers", Text(f"一次最多 {MOST} 件", f"at most {MOST} cases at once"))])


def _tried(number: str, action: Callable[[], None]) -> BatchResult:
    try:
        action()
    except Refused as refused:
        return BatchResult(number, refused.text)
    return BatchResult(number, None)


@transaction.atomic
def _do(number: str, event: str, reason: str, accept_filing: Callable[..., int], by: Actor, at: datetime) -> None:
    if event == "return":
        return case_return(number=number, items=[(WHOLE, reason)], by=by, at=at)
    if event == "refuse":
        return case_refuse(number=number, reason=reason, by=by, at=at)
    case = locked(number, by)
    if event == "accept" and case.kind == CaseKind.CLASS_FILING:
        accept_filing(number=number, by=by, at=at)
        return None
    if event == "accept":
        return claim_accept(number=number, by=by, at=at)
    return _pass(case)(number=number, by=by, at=at)


def _pass(case: Case) -> Callable[..., None]:
    """The review that comes next. Raises Conflict where none does."""
    reviews = {CaseState.ACCEPTED: review_first, CaseState.FIRST_REVIEW: review_second}
    found = reviews.get(CaseState(case.state))
    if found is None:
        raise Conflict(Text("现在没有要通过的初审或复审", "no review is to be passed now"))
    return found


@transaction.atomic
def _hand(number: str, to: int, by: Actor, at: datetime) -> None:
    case = locked(number, by)
    access.need_seen(by, case)
    if by.office_id not in (case.review_office_id, case.pay_office_id):
        raise Forbidden(Text("不是本科室的案件", "not a case of your office"))
    before = Assignment.objects.filter(case=case).values_list("account_id", flat=True).first()
    Assignment.objects.update_or_create(case=case, defaults={"account_id": to, "at": at})
    desks.place([case])
    detail = {"from": before, "to": to}
    audit.record(by=by, at=at, verb="case_hand_over", subject_type="case", subject_id=number, detail=detail)
