"""The accounts of people who are paid themselves, as a table: given out with who is in the case, and read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.orders import PERSON
from yunpei.casework.programmes import pack_of
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, UnreadableFile, open_table, text_of

HEADER = ("序号", "姓名", "身份证号码", "开户银行", "社会保障卡账号")
_NAMES = {
    "序号": "place",
    "姓名": "name",
    "开户银行": "bank",
    "银行": "bank",
    "社会保障卡账号": "account",
    "社保卡账号": "account",
    "账号": "account",
}
_DIGITS = re.compile(r"[0-9]{8,30}")


@dataclass
class AccountsRead:
    """What a table says: line → (bank, account), or every problem with it."""

    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def paid_to_people(case: Case) -> bool:
    """Whether the case's money goes to its people and not to who applies."""
    return (case.payee.get("kind") or pack_of(case).payee_account) == PERSON


def paid_lines(case: Case) -> list[CaseLine]:
    """The lines that an account is wanted for, in their places."""
    return list(case.lines.filter(state__in=LIVE).order_by("place"))


def read_accounts(path: Path, lines: Sequence[CaseLine]) -> AccountsRead:
    """Read a table of accounts; rows where nothing is given yet are left out, everything else that is wrong is told at once."""
    read = AccountsRead()
    known = {str(line.place): line for line in lines}
    try:
        table = open_table(path, known=lambda text: _NAMES.get(_plain(text)), key="place", fewest=3)
        read.problems += [
            Problem("file", Text(f"{header}：{why.zh}", f"{header}: {why.en}")) for header, why in table.problems
        ]
        for name in ("place", "name", "bank", "account"):
            if name not in table.columns:
                shown = next(header for header, one in _NAMES.items() if one == name)
                read.problems.append(Problem("file", Text(f"没有列 {shown}", f"there is no column {shown}")))
        for row, cells in () if read.problems else table.rows:
            _take(read, row, {name: text_of(cells[at]) for name, at in table.columns.items()}, known)
    except UnreadableFile as error:
        read.problems.append(Problem("file", error.text))
    return read


def _take(read: AccountsRead, row: int, texts: Mapping[str, str], known: Mapping[str, CaseLine]) -> None:
    account = texts["account"].replace(" ", "")
    if account.startswith("*") or not (account or texts["bank"]):
        return  # as it was given out, or not filled in yet
    line = known.get(texts["place"])
    faults = list(_faults(texts, account, line))
    if line is not None and str(line.public_id) in read.accounts:
        faults.append(Text(f"序号 {texts['place']} 出现两次", f"number {texts['place']} stands twice"))
    read.problems += [Problem("file", Text(f"第 {row} 行：{one.zh}", f"row {row}: {one.en}")) for one in faults]
    if line is not None and not faults:
        read.accounts[str(line.public_id)] = (texts["bank"], account)


def _faults(texts: Mapping[str, str], account: str, line: CaseLine | None) -> Iterator[Text]:
    if line is None:
        yield Text(f"没有序号 {texts['place']}", f"there is no number {texts['place']}")
    elif _plain(line.name) != _plain(texts["name"]):
        yield Text(f"序号 {texts['place']} 的姓名应为 {line.name}", f"number {texts['place']} is {line.name}")
    if not texts["bank"]:
        yield Text("没有开户银行", "there is no bank")
    if not _DIGITS.fullmatch(account):
        yield Text(
            "账号应为8至30位数字；请把这一列设为文本格式",
            "an account has 8 to 30 digits; make the column a text column",
        )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def table_rows(lines: Sequence[CaseLine], given: Mapping[str, tuple[str, str]]) -> list[list[Cell]]:
    """The table to be filled in. given: line → bank and masked account, where one is there; it is not written out in full."""
    return [[str(line.place), line.name, line.id_masked, *given.get(str(line.public_id), ("", ""))] for line in lines]
