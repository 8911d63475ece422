"""Accounts are found again by their marks, which hold no number."""

from __future__ import annotations

import pytest

from tests.casework.applying import APPLIED, BUSINESS, STARTUP, offices, person_applies
from tests.invented import employer
from yunpei.casework import queries as cases
from yunpei.funds import queries
from yunpei.funds.models import LinePayee

pytestmark = pytest.mark.django_db
NUMBER = "6217000000001234"


def test_lines_of_one_account_share_a_mark_and_an_unknown_one_has_none() -> None:
    offices("220000")
    lines = []
    for n in (1, 2, 3):
        facts = {**BUSINESS, "first_business": "yes", "employer_id": employer(n)}
        number, _ = person_applies(STARTUP, "220104", n, facts=facts)
        lines.append(cases.subject(number).lines[0].id)
    marks = queries.account_marks(lines)
    assert len(set(marks.values())) == 1
    assert NUMBER not in marks[lines[0]]
    assert marks[lines[0]].endswith("1234")
    assert set(queries.lines_paid_to([marks[lines[0]]], most=10)) == set(lines)
    assert len(queries.lines_paid_to([marks[lines[0]]], most=2)) == 2
    LinePayee.objects.filter(line=lines[2]).update(account_blind=None)  # given before there were digests
    assert set(queries.account_marks(lines)) == set(lines[:2])
    assert LinePayee.objects.filter(given_at=APPLIED).count() == 3
