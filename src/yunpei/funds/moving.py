"""The one place where balances change: transfers are written, and accounts and lines follow, in one transaction.

A fund's budget account in a region is the lock for all money of that fund there: it is taken first, always, so that two
actions can't wait for each other in a circle. Lines follow by one statement over all the transfers of an action, so a batch
of 100,000 lines costs no more queries than one of ten.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds.models import BankResult, FundAccount, LineBalance, PaymentBatch, Transfer
from yunpei.funds.types import LINE_KINDS, AccountKind, Budget, CaseRef, LineAmount, PaymentState

CHUNK = 2000  # rows held in memory at a time
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer to be. line, drawn_on: keys of lines of this room; line None: the budget as a whole."""

    source: AccountKind
    target: AccountKind
    amount_fen: int
    line: int | None = None
    drawn_on: int | None = None


def move(budget: Budget, moves: Iterable[Move], *, reason: str, by: Actor, at: datetime) -> uuid.UUID:
    """Carry out the moves as one transaction of the books and return its id. Call inside a database transaction.

    Raises Conflict where an account or a line does not hold what is taken from it; nothing is changed then.
    """
    accounts, number = locked(budget), new_id()
    for chunk in chunks(moves):
        Transfer.objects.bulk_create(
            Transfer(
                transaction=number,
                at=at,
                source_id=accounts[one.source].pk,
                target_id=accounts[one.target].pk,
                amount_fen=one.amount_fen,
                line_id=one.line,
                drawn_on_id=one.drawn_on,
                reason=reason[:300],
                by_id=by.account_id,
            )
            for one in chunk
        )
    _lines_follow(budget, number)
    _accounts_follow(budget, number, accounts)
    return number


def move_sent(budget: Budget, batch: PaymentBatch, *, by: Actor, at: datetime) -> None:
    """Every line of a batch goes from reserved into payment, as one transaction of the books. Raises as `move`."""
    accounts = locked(budget)
    target = ("%s", [accounts[AccountKind.IN_PAYMENT].pk])
    _move_payments(budget, accounts, AccountKind.RESERVED, target, ("listed.batch_id", batch), by=by, at=at)


def move_answered(budget: Budget, result: BankResult, *, by: Actor, at: datetime) -> None:
    """What a reading of the bank's answers moves: paid money to its payee, failed money back to where it can be sent again."""
    accounts = locked(budget)
    ways = [accounts[kind].pk for kind in (AccountKind.RESERVED, AccountKind.ADVANCE, AccountKind.PAID)]
    target = (f"CASE WHEN listed.state <> '{PaymentState.PAID}' THEN %s WHEN line.in_advance THEN %s ELSE %s END", ways)
    _move_payments(budget, accounts, AccountKind.IN_PAYMENT, target, ("listed.result_id", result), by=by, at=at)


def _move_payments(
    budget: Budget,
    accounts: Mapping[AccountKind, FundAccount],
    source: AccountKind,
    target: tuple[str, list[int]],
    which: tuple[str, PaymentBatch | BankResult],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write the transfers of a batch's or a reading's rows where the rows are: none of them comes here."""
    number, (column, rows) = new_id(), which
    batch = rows if isinstance(rows, PaymentBatch) else rows.batch
    given = [
        _stored("transaction", number),
        _stored("at", at),
        accounts[source].pk,
        *target[1],
        batch.number,
        by.account_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_PAYMENTS.format(target=target[0], which=column), [*given, rows.pk])
    _lines_follow(budget, number)
    _accounts_follow(budget, number, accounts)


def locked(budget: Budget) -> dict[AccountKind, FundAccount]:
    """The accounts of a budget, locked until the end of the transaction; made where this is the first of it."""
    assert transaction.get_connection().in_atomic_block
    rows = FundAccount.objects.filter(fund=budget.fund, region=budget.region)
    lock = rows.filter(kind=AccountKind.BUDGET).select_for_update()
    if lock.first() is None:
        FundAccount.objects.bulk_create(
            (FundAccount(fund=budget.fund, region=budget.region, kind=kind) for kind in AccountKind),
            ignore_conflicts=True,
        )
        lock.get()
    return {AccountKind(row.kind): row for row in rows.select_for_update().order_by("id")}


def await_turn(*, budget: Budget) -> None:
    """Lock what there is of a budget before something else that all its cases want, a letter's number say.

    Who holds that and asks for money next would wait for one who holds the money and asks for that.
    """
    assert transaction.get_connection().in_atomic_block
    rows = FundAccount.objects.filter(fund=budget.fund, region=budget.region, kind=AccountKind.BUDGET)
    rows.select_for_update().first()


def lines_opened(
    budget: Budget, case: CaseRef, items: Iterable[LineAmount], *, in_advance: bool = False
) -> dict[str, int]:
    """The lines' keys by their public ids; lines that this room has not met before are written down. Locks the budget."""
    locked(budget)
    found: dict[str, int] = {}
    for chunk in chunks(items):
        LineBalance.objects.bulk_create(
            (
                LineBalance(
                    line=one.line,
                    case=case.number,
                    programme=case.programme,
                    person=one.person,
                    asked_at=case.asked_at,
                    fund=budget.fund,
                    region=budget.region,
                    in_advance=in_advance,
                )
                for one in chunk
            ),
            ignore_conflicts=True,
        )
        found |= line_keys(one.line for one in chunk)
    return found


def line_keys(lines: Iterable[str]) -> dict[str, int]:
    """The lines' keys by their public ids; lines without any money are left out."""
    return {
        line: key
        for chunk in chunks(lines)
        for line, key in LineBalance.objects.filter(line__in=chunk).order_by("line").values_list("line", "pk")
    }


def chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The rows, so many at a time."""
    walk = iter(rows)
    while chunk := list(islice(walk, size)):
        yield chunk


# One transfer for each line of a batch's rows, in the order of the list.
_PAYMENTS = """
    INSERT INTO funds_transfer ("transaction", at, source_id, target_id, amount_fen, line_id, payment_id, reason, by_id)
    SELECT %s, %s, %s, {target}, item.amount_fen, item.line_id, item.payment_id, %s, %s
    FROM funds_paymentitem item
    JOIN funds_paymentline listed ON listed.id = item.payment_id
    JOIN funds_linebalance line ON line.id = item.line_id
    WHERE {which} = %s ORDER BY listed.place, item.id"""
# Both sides of an action's transfers, summed by line. What is drawn on an advance leaves the advance's line.
_SUMS = ", ".join(f"SUM(CASE WHEN side.kind = '{kind}' THEN side.fen ELSE 0 END) AS {kind}_fen" for kind in LINE_KINDS)
_CHANGE = f"""
    SELECT side.line_id AS line_id, {_SUMS} FROM (
        SELECT t.line_id AS line_id, a.kind AS kind, t.amount_fen AS fen
        FROM funds_transfer t JOIN funds_fundaccount a ON a.id = t.target_id
        WHERE t."transaction" = %s AND t.line_id IS NOT NULL
        UNION ALL
        SELECT COALESCE(t.drawn_on_id, t.line_id), a.kind, -t.amount_fen
        FROM funds_transfer t JOIN funds_fundaccount a ON a.id = t.source_id
        WHERE t."transaction" = %s AND t.line_id IS NOT NULL
    ) AS side GROUP BY side.line_id"""  # noqa: S608 - our own enum's words
_FOLLOW = f"""
    UPDATE funds_linebalance SET {", ".join(f"{kind}_fen = funds_linebalance.{kind}_fen + change.{kind}_fen" for kind in LINE_KINDS)}
    FROM ({_CHANGE}) AS change WHERE funds_linebalance.id = change.line_id"""  # noqa: S608
_OVERDRAWN = f"""
    SELECT held."case" FROM funds_linebalance held JOIN ({_CHANGE}) AS change ON held.id = change.line_id
    WHERE {" OR ".join(f"held.{kind}_fen + change.{kind}_fen < 0" for kind in LINE_KINDS)} ORDER BY held.id LIMIT 1"""  # noqa: S608


def _lines_follow(budget: Budget, number: uuid.UUID) -> None:
    """Let each line's standing follow the transfers of one action."""
    written = Transfer.objects.filter(transaction=number, line__isnull=False)
    if written.exclude(line__fund=budget.fund, line__region=budget.region).exists():
        raise Conflict(Text("资金不得混用：此行已列入另一资金", "funds never mix: the line is booked to another fund"))
    given = [_stored("transaction", number)] * 2
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(_FOLLOW, given)
        except IntegrityError:
            cursor.execute(_OVERDRAWN, given)
            case = cursor.fetchone()[0]
            raise Conflict(
                Text(
                    f"案件 {case} 的一行已经拨付或释放，不能再次列支",
                    f"a line of case {case} is paid or released already and can't be moved again",
                )
            ) from None


def _accounts_follow(budget: Budget, number: uuid.UUID, accounts: Mapping[AccountKind, FundAccount]) -> None:
    """Let the balances follow the transfers of one action."""
    written = Transfer.objects.filter(transaction=number)
    for kind, account in accounts.items():
        into = written.filter(target=account).aggregate(fen=Sum("amount_fen"))["fen"] or 0
        out = written.filter(source=account).aggregate(fen=Sum("amount_fen"))["fen"] or 0
        if kind is not AccountKind.SOURCE and account.balance_fen + into - out < 0:
            raise Conflict(_short(budget, kind, account.balance_fen, out - into))
        if into != out:
            FundAccount.objects.filter(pk=account.pk).update(balance_fen=F("balance_fen") + into - out)


def _stored(field: str, value: object) -> Any:
    """A value as a column of the transfers holds it in this database."""
    column: Any = Transfer._meta.get_field(field)
    return column.get_db_prep_save(value, connection)


def _short(budget: Budget, kind: AccountKind, held: int, wanted: int) -> Text:
    if kind is AccountKind.BUDGET:
        return Text(
            f"{budget.fund}预算不足：可用 {yuan_shown(held)} 元，需要 {yuan_shown(wanted)} 元；请财务先下达预算",
            f"the budget is short: {yuan_shown(held)} yuan there, {yuan_shown(wanted)} needed; finance must grant more first",
        )
    return Text(
        f"账户余额不足：{kind} 有 {yuan_shown(held)} 元，需要 {yuan_shown(wanted)} 元",
        f"account {kind} holds {yuan_shown(held)} yuan, {yuan_shown(wanted)} needed",
    )
