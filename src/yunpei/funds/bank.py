"""The bank's files: the list that goes to it, and its answer that comes back, both by a bank's template.

IDs and account numbers are written as text, so that no spreadsheet rounds them. Both files are read and written row by row:
a list of 100,000 rows is never in memory as a whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.common.money import fen_of_yuan, yuan
from yunpei.common.secrets import decrypt
from yunpei.common.sheets import Cell, Table, UnreadableFile, open_table, text_of
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.funds.bank_templates import Template, plain
from yunpei.funds.models import PaymentLine

ACCOUNT = "payment.account"  # what a stored account number is sealed for
KINDS = {"firm_basic": "基本存款账户", "firm": "单位账户", "person": "社会保障卡账户"}
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one row. row: the sheet's row, for messages. amount_fen None: the file has no amount column."""

    row: int
    payment: str
    paid: bool
    amount_fen: int | None = None
    reason: str = ""


def write_list(path: Path, lines: Iterable[PaymentLine], template: Template) -> None:
    """The list for the bank, rows in the order given. The template says which kind of file, columns, amounts and encoding."""
    header = [column.header for column in template.columns] if template.header else []
    rows = (_cells(line, template) for line in lines)
    if template.file == "xlsx":
        write_xlsx(path, header or [str(cell) for cell in next(rows, [])], rows)
    else:
        write_csv(path, header, rows, encoding=template.encoding)


def _cells(line: PaymentLine, template: Template) -> list[Cell]:
    fields = {
        "number": line.number,
        "payee": line.payee,
        "account": decrypt(line.account_sealed, purpose=ACCOUNT),
        "bank": line.bank,
        "amount": yuan(line.amount_fen) if template.amounts == "yuan" else str(line.amount_fen),
        "purpose": template.purpose,
        "case": line.case,
        "place": str(line.place),
        "kind": KINDS.get(line.account_kind, line.account_kind),
    }
    return [fields[column.field] if column.field else column.text for column in template.columns]


def read_result(path: Path, templates: Sequence[Template]) -> Iterator[Answer | Problem]:
    """The bank's answers in an xlsx or CSV file, row by row; what can't be read comes as a Problem in its place.

    templates: those that may fit; the first whose columns the file has counts. A file that fits none, or can't be read at all,
    gives its problems and nothing else.
    """
    opened = _opened(path, templates)
    if isinstance(opened, list):
        yield from opened
        return
    table, template = opened
    try:
        for row, cells in table.rows:
            yield from _answer(row, {name: text_of(cells[at]) for name, at in table.columns.items()}, template)
    except UnreadableFile as error:
        yield Problem("file", error.text)
    yield from (_of_header(header, why) for header, why in table.problems)


def _opened(path: Path, templates: Sequence[Template]) -> tuple[Table, Template] | list[Problem]:
    """The file with the template that fits it, or what is wrong with it by the first template."""
    problems: list[Problem] = []
    for template in templates:
        table = _fitted(path, template)
        if not isinstance(table, list):
            return table, template
        problems = problems or table
    return problems


def _fitted(path: Path, template: Template) -> Table | list[Problem]:
    headers = {plain(header): name for name, spellings in template.back.items() for header in spellings}

    def known(text: str) -> str | None:
        return headers.get(plain(text))

    try:
        table = open_table(path, known=known, key="number", fewest=2)
    except UnreadableFile as error:
        return [Problem("file", error.text)]
    found = [_of_header(header, why) for header, why in table.problems]
    for name in ("number", "result"):
        if name not in table.columns:
            shown = "、".join(template.back[name])
            found.append(Problem("file", Text(f"没有列 {shown}", f"there is no column {shown}")))
    return found or table


def _answer(row: int, texts: Mapping[str, str], template: Template) -> Iterator[Answer | Problem]:
    """One row read, or all that is wrong with it."""
    problems, amount, word = [], None, plain(texts["result"])
    if word not in template.paid | template.failed:
        problems.append(at_row(row, f"结果“{texts['result']}”不认识", f"the result “{texts['result']}” is not known"))
    if not texts["number"]:
        problems.append(at_row(row, "没有明细编号", "no payment number"))
    if texts.get("amount"):
        try:
            amount = _fen(texts["amount"], template)
        except ValueError as error:
            problems.append(at_row(row, f"金额：{error.args[0].zh}", f"amount: {error.args[0].en}"))
    failed, reason = word in template.failed, texts.get("reason", "")
    if failed and not reason:
        problems.append(at_row(row, "失败的一行没有写原因", "a failed row gives no reason"))
    if problems:
        yield from problems
    else:
        yield Answer(row, texts["number"], not failed, amount, reason[:LONGEST_REASON] if failed else "")


def _fen(text: str, template: Template) -> int:
    if template.amounts == "yuan":
        return fen_of_yuan(text)
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 17:
        raise ValueError(Text("应为整分，如44400", "whole fen are wanted, such as 44400"))
    return int(plain)


def at_row(row: int, zh: str, en: str) -> Problem:
    """A problem of one row of the bank's file."""
    return Problem("file", Text(f"第 {row} 行：{zh}", f"row {row}: {en}"))


def _of_header(header: str, why: Text) -> Problem:
    return Problem("file", Text(f"{header}：{why.zh}", f"{header}: {why.en}"))
