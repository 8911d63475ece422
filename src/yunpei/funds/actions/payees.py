"""The accounts of people who are paid themselves, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.secrets import blind_index, encrypt
from yunpei.funds.bank import ACCOUNT
from yunpei.funds.models import LinePayee
from yunpei.funds.moving import chunks
from yunpei.funds.recording import record
from yunpei.funds.types import Budget, Payee

_DIGITS = re.compile(r"[0-9]{8,30}")


@transaction.atomic
def payees_put(*, budget: Budget, payees: Mapping[str, Payee], by: Actor, at: datetime) -> None:
    """Note whom each line is paid to; a later word takes the place of an earlier one. The caller has judged who may.

    payees: by the line's public id. What was sent keeps the account it was sent to. Raises Invalid with every fault, field: the line.
    """
    if problems := [problem for line, payee in payees.items() for problem in _faults(line, payee)]:
        raise Invalid(problems)
    for chunk in chunks(payees.items()):
        LinePayee.objects.bulk_create(
            (
                LinePayee(
                    line=line,
                    name=payee.name,
                    bank=payee.bank,
                    account_sealed=encrypt(payee.account, purpose=ACCOUNT),
                    account_tail=payee.account[-4:],
                    account_blind=blind_index(payee.account, purpose=ACCOUNT),
                    given_at=at,
                )
                for line, payee in chunk
            ),
            update_conflicts=True,
            unique_fields=["line"],
            update_fields=["name", "bank", "account_sealed", "account_tail", "account_blind", "given_at"],
        )
    record("payees_put", budget, by, at, lines=len(payees))


def _faults(line: str, payee: Payee) -> Iterator[Problem]:
    if not payee.name.strip() or len(payee.name) > 100:
        yield Problem(line, Text("请填写户名", "give the account's holder"))
    if not payee.bank.strip() or len(payee.bank) > 200:
        yield Problem(line, Text("请填写开户银行", "give the bank"))
    if not _DIGITS.fullmatch(payee.account):
        yield Problem(line, Text("账号应为8至30位数字", "an account number has 8 to 30 digits"))
