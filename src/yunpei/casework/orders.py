"""What the bank is told for approved cases: one row a case, or one a person where people are paid themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import CaseKind, LineState
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, Payee, PaymentOrder

PERSON = "person"  # the kind of account where the money goes to people (社会保障卡)
CASES, LINES = 500, 2000  # held in memory at a time
Listed = tuple[Case, LineAmount, Payee]


def orders(cases: Sequence[Case]) -> Iterator[PaymentOrder]:
    """The rows for the bank, cases by number and lines in their places; a fixed number of queries for so many lines.

    Raises Conflict for a case of which nothing can be sent.
    """
    ordered = sorted(cases, key=lambda case: case.number)
    for start in range(0, len(ordered), CASES):
        part = ordered[start : start + CASES]
        yield from _grouped(part, _listed(part))


def _listed(cases: Sequence[Case]) -> Iterator[Listed]:
    """Every line of which money is set aside, with whom it is paid to, in order."""
    held = {case.pk: case for case in cases}
    advances = books.advance_lines(cases=[case.number for case in cases if case.kind != CaseKind.CLAIM])
    for case in cases:
        if case.number in advances:
            yield case, advances[case.number], _firm(case)
    rows = CaseLine.objects.filter(case__in=held, state=LineState.COUNTED).order_by("case__number", "place")
    walk = rows.values_list("case_id", "public_id").iterator(chunk_size=LINES)
    while chunk := [(held[case], str(line)) for case, line in islice(walk, LINES)]:
        standings = books.line_standings(lines=[line for _, line in chunk])
        people = books.line_payees(lines=[line for case, line in chunk if case.payee["kind"] == PERSON])
        for case, line in chunk:
            payee = people.get(line) if case.payee["kind"] == PERSON else _firm(case)
            if payee is not None and line in standings and standings[line].reserved_fen:
                yield case, LineAmount(line, standings[line].reserved_fen), payee


def _grouped(cases: Sequence[Case], listed: Iterable[Listed]) -> Iterator[PaymentOrder]:
    """One order of all lines of a case, or one of each where people are paid."""
    sent = set[int]()
    for key, lines in groupby(listed, key=lambda one: one[0].pk):
        sent.add(key)
        case, item, payee = next(lines)
        if payee.kind == PERSON:
            yield PaymentOrder(case.number, payee, (item,))
            yield from (PaymentOrder(case.number, whom, (one,)) for _, one, whom in lines)
        else:
            yield PaymentOrder(case.number, payee, (item, *(one for _, one, _ in lines)))
    for case in cases:
        if case.pk not in sent:
            raise Conflict(_nothing(case))


def _firm(case: Case) -> Payee:
    return Payee(case.payee["name"], case.payee["bank"], case.payee["account"], case.payee["kind"])


def _nothing(case: Case) -> Text:
    if case.payee.get("kind") == PERSON:
        return Text(
            f"案件 {case.number} 没有可拨付的人员：请先由申领单位填写收款账户",
            f"nobody of case {case.number} can be paid: the organisation has to give their accounts first",
        )
    return Text(f"案件 {case.number} 没有待拨付的金额", f"nothing of case {case.number} is waiting to be paid")
