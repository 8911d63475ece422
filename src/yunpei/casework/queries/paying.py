"""What waits to be paid: as a list, and as all that one batch may take; and whose accounts are still wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yunpei.casework import access
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.orders import PERSON, orders
from yunpei.casework.payee_table import HEADER, paid_lines, paid_to_people, table_rows
from yunpei.casework.states import TABLES
from yunpei.casework.types import DECIDED, CaseKind, CaseState, LineState, WaitingCase
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.sheets import Cell
from yunpei.funds import queries as books
from yunpei.funds.types import Budget, Scope

CHUNK = 1000
Waiting = tuple[str, Budget, int, int]


def waiting_cases(rows: Sequence[Waiting]) -> list[WaitingCase]:
    """The cases of some rows of funds.queries.waiting, as a page shows them. The caller has judged who may. 1 query."""
    found = Case.objects.filter(number__in=[number for number, *_ in rows]).select_related("organisation", "person")
    held = {case.number: case for case in found.order_by("id")}
    return [_card(held[number], budget, lines, fen) for number, budget, lines, fen in rows if number in held]


def payable(*, by: Actor, budget: Budget) -> list[str]:
    """Every case that the officer's next batch of a budget may take, in order: nothing of it is decided by who is shown on a page.

    Raises Forbidden, NotFound. A fixed number of queries for so many cases, and a few for each with lines that are held or whose
    people are paid themselves.
    """
    numbers = [
        number for number, own, _, _ in books.waiting(by=by, scope=Scope(budget.fund, budget.region)) if own == budget
    ]
    found: list[str] = []
    for start in range(0, len(numbers), CHUNK):
        rows = Case.objects.filter(number__in=numbers[start : start + CHUNK], pay_office_id=by.office_id)
        cases = [case for case in rows.order_by("number") if _may_be_paid(case)]
        odd = _with_held_lines(cases) | {case.pk for case in cases if case.payee.get("kind") == PERSON}
        found += [case.number for case in cases if case.pk not in odd or _something(case)]
    return found


def _may_be_paid(case: Case) -> bool:
    return TABLES[CaseKind(case.kind)].find(case.state, "pay") is not None


def _with_held_lines(cases: Iterable[Case]) -> set[int]:
    return set(CaseLine.objects.filter(case__in=list(cases), state=LineState.HELD).values_list("case_id", flat=True))


def _something(case: Case) -> bool:
    """Whether at least one row would be sent."""
    try:
        next(orders([case]))
    except Conflict:
        return False
    return True


def _card(case: Case, budget: Budget, lines: int, fen: int) -> WaitingCase:
    applicant = case.organisation or case.person
    return WaitingCase(
        number=case.number,
        kind=CaseKind(case.kind),
        state=CaseState(case.state),
        applicant=applicant.name if applicant else "",
        fund=budget.fund,
        region=budget.region,
        lines=lines,
        amount_fen=fen,
        payable=_may_be_paid(case),
    )


def payees_given(*, number: str, by: Actor) -> tuple[int, int] | None:
    """Of a case whose people are paid themselves: how many have an account, of how many. None for others. Its applicant."""
    case = _own(number, by)
    if not paid_to_people(case):
        return None
    lines = paid_lines(case)
    return len(books.line_payees(lines=[str(line.public_id) for line in lines])), len(lines)


def payee_table(*, number: str, by: Actor) -> tuple[Sequence[str], list[list[Cell]]]:
    """Header and rows of the table of accounts: who is in the case, banks as given, accounts masked. Its applicant. Raises NotFound."""
    lines = paid_lines(_own(number, by))
    given = books.line_payees(lines=[str(line.public_id) for line in lines])
    return HEADER, table_rows(lines, {line: (one.bank, books.masked(one.account)) for line, one in given.items()})


def _own(number: str, by: Actor) -> Case:
    case = access.need_seen(by, Case.objects.filter(number=number, kind__in=DECIDED).first())
    access.need_applicant(by, case)
    return case
