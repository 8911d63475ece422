"""A table of lines for an application, in the form that `yunpei decide` reads: whole, or every bad cell beside its reason."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

from yunpei.casework.facts import shared_facts
from yunpei.casework.types import Applicant
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.files import actions as files
from yunpei.files.types import FileKind
from yunpei.people import queries as people
from yunpei.people.types import NameFit
from yunpei.policy.intake import MOST_VALUES, BadCell, Lines, Request, open_lines, read_values
from yunpei.policy.marking import write_marked
from yunpei.policy.types import Pack

_PROGRAM = Actor.system("tables")
_NO_COLUMN = Text("缺少此列，请补上", "the column is not there; add it")
_NAME_DIFFERS = Text(
    "姓名与该身份证号码已登记的姓名不一致；请对照证件检查姓名和号码",
    "the name is not the one known with this ID number; check both against the card",
)
_OTHER_EMPLOYER = Text("不是本单位的统一社会信用代码", "not the credit code of this organisation")


def read_table(path: Path, pack: Pack, applicant: Applicant, on: date) -> Lines:
    """The rows of a table with every bad cell. What we know ourselves needs no column. on: the day it is handed in.

    Raises UnreadableFile; Invalid for more rows than one application has.
    """
    known = {name: value for name, (value, _) in shared_facts(pack, applicant, on, signed=True).items()}
    employer = known.pop("employer_id", None)
    wanted = ("person_id", "person_name", *(name for name in pack.required if name != "person_id"))
    request = Request(tuple(name for name in wanted if name not in known), pack.order[0], fixed=known)
    lines, large, rows = open_lines(path, request)
    if large:
        told = Text(
            f"一次申请最多 {MOST_VALUES:,} 行；请分几次申请", f"an application has at most {MOST_VALUES:,} rows"
        )
        raise Invalid([Problem("file", told)])
    read_values(lines, rows, request)
    lines.bad = [_in_words(lines, cell) for cell in lines.bad]
    if employer is not None:
        lines.bad += [cell for one in lines.facts if (cell := _of_other(lines, one, employer)) is not None]
    if not lines.facts and not lines.bad:
        raise Invalid([Problem("file", Text("表里没有人员", "nobody is in the table"))])
    return lines


def _in_words(lines: Lines, cell: BadCell) -> BadCell:
    """A missing column is added to the file: there is no command line here to name another one."""
    missing = cell.index is None and cell.row == lines.table.header_row and cell.header not in lines.table.header
    return BadCell(cell.row, cell.header, None, _NO_COLUMN) if missing else cell


def _of_other(lines: Lines, facts: dict[str, object], employer: str) -> BadCell | None:
    if facts["employer_id"] in (None, employer):
        return None
    index = lines.table.columns["employer_id"]
    row = facts["row"]
    assert isinstance(row, int)
    return BadCell(row, lines.table.header[index], index, _OTHER_EMPLOYER)


def check_names(lines: Lines, *, organisation_id: int) -> None:
    """Add to what was read the rows whose number is known here under another name, so that all faults are told at once.

    The name that is known is not told: who typed a number learns nothing about its owner. 1 query.
    """
    known = people.persons_by_id_numbers([one["person_id"] for one in lines.facts if one["person_id"]])
    for facts in lines.facts:
        card, name = known.get(facts["person_id"]), facts["person_name"]
        if card and name and people.name_fit(card, name, organisation_id=organisation_id) is NameFit.DIFFERS:
            index = lines.table.columns["person_name"]
            lines.bad.append(BadCell(facts["row"], lines.table.header[index], index, _NAME_DIFFERS))
    lines.bad.sort(key=lambda cell: (cell.row, -1 if cell.index is None else cell.index))


def marked_back(lines: Lines, number: str, *, organisation_id: int, at: datetime) -> str:
    """The table given back with its bad cells coloured and commented, kept as the organisation's own; its public id."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marked.xlsx"
        write_marked(place, lines)
        with place.open("rb") as file:
            kept = files.store(
                data=file,
                name=f"{number}-名单-已标错.xlsx",
                kinds={FileKind.XLSX},
                by=_PROGRAM,
                at=at,
                for_organisation=organisation_id,
            )
    return kept.public_id
