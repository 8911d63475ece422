"""The bank's files: the list that goes to it, and its answer that comes back, both by mapped columns.

A bank names its columns as it likes. `Template` maps ours to theirs; the default is a plain Chinese list. IDs and account
numbers are written as text, so that no spreadsheet rounds them.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.money import fen_of_yuan, yuan, yuan_shown
from yunpei.common.sheets import Cell, UnreadableFile, open_table, text_of
from yunpei.common.sheets.write import write_xlsx
from yunpei.funds.models import PaymentLine
from yunpei.funds.types import PaymentState

PAID_WORDS = frozenset({"成功", "支付成功", "已支付", "交易成功", "paid", "success", "ok"})
FAILED_WORDS = frozenset({"失败", "支付失败", "退票", "退回", "交易失败", "failed", "returned"})


@dataclass(frozen=True, slots=True)
class Template:
    """Our fields in the bank's columns. sent: header → field, in order. back: field → headers that the answer may use."""

    sent: Mapping[str, str] = field(
        default_factory=lambda: {
            "明细编号": "number",
            "收款人户名": "payee",
            "收款账号": "account",
            "开户银行": "bank",
            "金额（元）": "amount",
            "用途": "purpose",
        }
    )
    back: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "number": ("明细编号", "流水号", "payment"),
            "amount": ("金额（元）", "金额", "amount"),
            "result": ("处理结果", "结果", "交易状态", "result"),
            "reason": ("失败原因", "原因", "备注", "reason"),
        }
    )


DEFAULT = Template()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one row. row: the sheet's row, for messages. amount_fen None: the file has no amount column."""

    row: int
    payment: str
    paid: bool
    amount_fen: int | None = None
    reason: str = ""


def payment_list(lines: Iterable[PaymentLine], purpose: str, template: Template = DEFAULT) -> bytes:
    """The xlsx for the bank, rows in the order of their numbers. purpose: the words the payee reads on the statement."""
    rows: list[list[Cell]] = []
    for line in lines:
        fields = {
            "number": line.number,
            "payee": line.payee,
            "account": line.account,
            "bank": line.bank,
            "amount": yuan(line.amount_fen),
            "purpose": purpose,
        }
        rows.append([fields[name] for name in template.sent.values()])
    with tempfile.TemporaryDirectory(prefix="yunpei-bank-") as folder:
        path = Path(folder) / "list.xlsx"
        write_xlsx(path, list(template.sent), rows)
        return path.read_bytes()


def read_result(path: Path, template: Template = DEFAULT) -> list[Answer]:
    """The bank's answers in an xlsx or CSV file. Raises Invalid with every cell that can't be read, or the whole file."""
    headers = {_plain(header): name for name, spellings in template.back.items() for header in spellings}
    try:
        table = open_table(path, known=lambda header: headers.get(_plain(header)), key="number", fewest=2)
        rows = list(table.rows)
    except UnreadableFile as error:
        raise Invalid([Problem("file", error.text)]) from error
    problems = [Problem("file", Text(f"{header}：{why.zh}", f"{header}: {why.en}")) for header, why in table.problems]
    for name in ("number", "result"):
        if name not in table.columns:
            shown = "、".join(template.back[name])
            problems.append(Problem("file", Text(f"没有列 {shown}", f"there is no column {shown}")))
    if problems:
        raise Invalid(problems)
    answers = [_answer(row, cells, table.columns, problems) for row, cells in rows]
    if problems:
        raise Invalid(problems)
    return [one for one in answers if one is not None]


def _answer(row: int, cells: Sequence[Cell], columns: Mapping[str, int], problems: list[Problem]) -> Answer | None:
    """One row read; its faults are added to `problems`."""
    texts = {name: text_of(cells[index]) for name, index in columns.items()}
    before, amount = len(problems), None
    word = _plain(texts["result"])
    if word not in PAID_WORDS | FAILED_WORDS:
        problems.append(_at(row, f"结果“{texts['result']}”不认识", f"the result “{texts['result']}” is not known"))
    if not texts["number"]:
        problems.append(_at(row, "没有明细编号", "no payment number"))
    if texts.get("amount"):
        try:
            amount = fen_of_yuan(texts["amount"])
        except ValueError as error:
            problems.append(_at(row, f"金额：{error.args[0].zh}", f"amount: {error.args[0].en}"))
    failed, reason = word in FAILED_WORDS, texts.get("reason", "")
    if failed and not reason:
        problems.append(_at(row, "失败的一行没有写原因", "a failed row gives no reason"))
    if len(problems) > before:
        return None
    return Answer(row, texts["number"], not failed, amount, reason[:300] if failed else "")


def problems_of(answers: Sequence[Answer], lines: Mapping[str, PaymentLine]) -> list[Problem]:
    """Why answers don't fit the batch: unknown or repeated rows, other amounts, another answer than the one before."""
    problems, seen = [], set[str]()
    for one in answers:
        line = lines.get(one.payment)
        if one.payment in seen:
            problems.append(_at(one.row, f"{one.payment} 出现两次", f"{one.payment} stands twice"))
        elif line is None:
            problems.append(_at(one.row, f"本批次没有 {one.payment}", f"{one.payment} is not in this batch"))
        elif one.amount_fen not in (None, line.amount_fen):
            listed, given = yuan_shown(line.amount_fen), yuan_shown(one.amount_fen or 0)
            problems.append(
                _at(one.row, f"金额 {given} 与清单 {listed} 不符", f"{given} is not the {listed} of the list")
            )
        elif line.state != PaymentState.LISTED and (line.state == PaymentState.PAID) is not one.paid:
            known = "已支付" if line.state == PaymentState.PAID else "失败"
            problems.append(
                _at(one.row, f"{one.payment} 此前的结果是“{known}”", f"{one.payment} was answered differently before")
            )
        seen.add(one.payment)
    return problems


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _at(row: int, zh: str, en: str) -> Problem:
    return Problem("file", Text(f"第 {row} 行：{zh}", f"row {row}: {en}"))
