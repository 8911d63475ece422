"""Where approved money goes: the firm's account as its page has it now, or the accounts of the people themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.models.claims import LIVE
from yunpei.casework.money import budget_of
from yunpei.casework.moving import locked, table_of
from yunpei.casework.orders import PERSON
from yunpei.casework.payee_table import paid_lines, paid_to_people, read_accounts
from yunpei.casework.states import OVER
from yunpei.casework.types import DECIDED
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.funds import actions as funds
from yunpei.funds.types import Payee
from yunpei.people import queries as people
from yunpei.people.types import OrganisationCard


@transaction.atomic
def payee_correct(*, number: str, by: Actor, at: datetime) -> None:
    """Take the account over from the organisation's page as it is now, after the bank refused the old one. Its organisation.

    Only while money is owed; what was sent keeps the account it was sent to. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by)
    access.need_applicant(by, case)
    table_of(case).row(case.state, "pay")
    if case.organisation_id is None:
        raise NotFound  # a person gives their account anew: payees_put
    before, firm = case.payee, people.organisation(case.organisation_id)
    case.payee = payee_of_firm(firm, before.get("kind", ""))
    case.save(update_fields=["payee"])
    detail = {"before": str(before.get("account", ""))[-4:], "now": firm.bank_account[-4:]}
    audit.record(by=by, at=at, verb="payee_correct", subject_type="case", subject_id=number, detail=detail)


def payee_of_firm(firm: OrganisationCard, kind: str) -> dict[str, str]:
    """The firm's account as a case keeps it. kind: the account that the circular names. Raises Invalid where there is none."""
    if not firm.bank_account or not firm.bank_name:
        raise Invalid([Problem("bank_account", Text("请先填写开户银行和账号", "give bank and account first"))])
    return {"name": firm.name, "bank": firm.bank_name, "account": firm.bank_account, "kind": kind}


@transaction.atomic
def payees_put(*, number: str, accounts: Mapping[str, tuple[str, str]], by: Actor, at: datetime) -> None:
    """Give the social-security-card accounts of people who are paid themselves: line → (bank, account). Who claims or applies.

    From the draft until the money is paid; after the bank refused one, again with the right one. Raises NotFound, Forbidden;
    Conflict where the programme pays the firm, or all is over; Invalid with every account that can't be one.
    """
    case = locked(number, by, *DECIDED)
    access.need_applicant(by, case)
    if not paid_to_people(case):
        raise Conflict(Text("该项目的补贴拨付给单位", "this programme pays the organisation"))
    if case.state in OVER or table_of(case).find(case.state, "close"):
        raise Conflict(Text("案件已结束", "the case is over"))
    lines = {str(line.public_id): line for line in case.lines.filter(state__in=LIVE).order_by("place")}
    if set(accounts) - set(lines):
        raise NotFound
    payees = {
        line: Payee(lines[line].name, bank.strip(), account.replace(" ", ""), PERSON)
        for line, (bank, account) in accounts.items()
    }
    funds.payees_put(budget=budget_of(case), payees=payees, by=by, at=at)
    detail = {"lines": len(payees)}
    audit.record(by=by, at=at, verb="payees_put", subject_type="case", subject_id=number, detail=detail)


@transaction.atomic
def payees_read(*, number: str, path: Path, by: Actor, at: datetime) -> int:
    """Take the accounts from a filled-in table (queries.payee_table) and return how many. As payees_put; Invalid with every bad row."""
    case = locked(number, by, *DECIDED)
    access.need_applicant(by, case)
    read = read_accounts(path, paid_lines(case))
    if not read.accounts and not read.problems:
        read.problems.append(Problem("file", Text("表里没有填写账号", "no account is given in the table")))
    if read.problems:
        raise Invalid(read.problems)
    payees_put(number=number, accounts=read.accounts, by=by, at=at)
    return len(read.accounts)
