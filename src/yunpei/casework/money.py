"""What a case's money is called in the books."""

from __future__ import annotations

from yunpei.casework.models import Case, CaseLine
from yunpei.funds.types import Budget, CaseRef, LineAmount


def budget_of(case: Case) -> Budget:
    """The fund as the case's circular names it, in the region of the office that pays."""
    return Budget(case.fund, case.pay_region)


def ref_of(case: Case) -> CaseRef:
    """The case as the books know it: its number, its programme, when it was asked for."""
    return CaseRef(case.number, case.programme, case.submitted_at)


def amount_of(line: CaseLine, amount_fen: int | None = None) -> LineAmount:
    """A line as the books know it, with all that is due on it or another amount."""
    person = str(line.person_id) if line.person_id else ""
    return LineAmount(str(line.public_id), line.amount_fen if amount_fen is None else amount_fen, person)
