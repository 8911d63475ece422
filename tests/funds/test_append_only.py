"""Transfers and receipts: the database itself refuses to change or delete one, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.casework.city import BUDGET, city
from yunpei.common.actor import Actor
from yunpei.funds import actions
from yunpei.funds.append_only import guarded
from yunpei.funds.bank import Answer
from yunpei.funds.models import Receipt, Transfer
from yunpei.funds.types import CaseRef, LineAmount, Payee, PaymentOrder, RecoveryKind

pytestmark = pytest.mark.django_db
AT = datetime(2020, 4, 10, 2, tzinfo=UTC)


@pytest.mark.req("R31")
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount_fen = amount_fen + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [Transfer, Receipt])
def test_a_row_stays_as_it_was_written(model: type[Transfer | Receipt], statement: str) -> None:
    there = city(60_000)
    line = [LineAmount("x", 500)]
    actions.reserve(budget=BUDGET, case=CaseRef("C1"), items=line, by=there.payer, at=AT)
    paid(there.payer)
    number = actions.recovery_open(
        budget=BUDGET, case="C1", kind=RecoveryKind.FINDING, items=line, reason="虚报", by=there.inspector, at=AT
    )
    actions.receipt_enter(
        number=number, reference="HD", received_on=AT.date(), payer="企业", amount_fen=500, by=there.payer, at=AT
    )
    assert model.objects.exists()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))


class Editor:
    """As much of a schema editor as the step needs; the real one can't run inside a test's transaction."""

    connection = connection

    def execute(self, sql: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def test_the_guards_come_off_with_their_migration() -> None:
    city(60_000)
    step: Any = guarded("funds_transfer")
    step.reverse_code(apps, Editor())
    assert Transfer.objects.update(reason="") == 1
    step.code(apps, Editor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(reason="")


def paid(payer: Actor) -> None:
    """Line x, by the bank."""
    order = PaymentOrder("C1", Payee("企业", "银行", "6200000000000001", "firm"), (LineAmount("x", 500),))
    number = actions.batch_make(budget=BUDGET, orders=[order], by=payer, at=AT)
    actions.batch_result(number=number, answers=[Answer(2, f"{number}-00001", True)], by=payer, at=AT)
