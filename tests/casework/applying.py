"""Offices of any place, a person and a firm that apply under a programme: made by the rooms' own actions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.casework.city import firm_of, officer
from tests.classroom import SYSTEM, signed_up
from tests.invented import name, person
from yunpei.casework import actions, programmes, queries
from yunpei.common.actor import Actor
from yunpei.common.sheets.write import write_xlsx
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.funds.types import Budget
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind

DAY = timedelta(days=1)
APPLIED = datetime(2020, 6, 22, 2, tzinfo=UTC)
STARTUP, WORK, TRANSFER = (
    "jilin-2018-startup/first-startup",
    "dalian-2020-41/training-through-work",
    "qinghai-2020-fast/transfer",
)
BUSINESS = {
    "employer_id": "91990000000007005U",
    "first_business": "是",
    "business_kind": "self_employed",
    "person_group": "hard_to_employ",
    "operated_until": "2020-06-01",
    "registered_on": "2019-03-01",
}


@dataclass
class Offices:
    """Who works in a place: two reviewers, a payer, finance, an inspector."""

    region: str
    reviewers: list[Actor]
    payer: Actor
    finance: Actor
    inspector: Actor


def offices(region: str, first: int = 900) -> Offices:
    """The offices of a region; their people are the invented ones from a number on."""
    places = {
        kind: people.office_open(name=f"{region}{kind.value}", region=region, kind=kind, by=SYSTEM, at=APPLIED)
        for kind in OfficeKind
    }
    return Offices(
        region,
        [
            officer(first, places[OfficeKind.REVIEW], OfficeKind.REVIEW),
            officer(first + 1, places[OfficeKind.REVIEW], OfficeKind.REVIEW),
        ],
        officer(first + 2, places[OfficeKind.PAY], OfficeKind.PAY),
        officer(first + 3, places[OfficeKind.FINANCE], OfficeKind.FINANCE),
        officer(first + 4, places[OfficeKind.INSPECTION], OfficeKind.INSPECTION),
    )


def money(there: Offices, fund: str, fen: int = 100_000_000) -> None:
    """Money in the fund as the circular names it."""
    funds.budget_grant(
        budget=Budget(fund, there.region), amount_fen=fen, reason="虚构1号", by=there.finance, at=APPLIED
    )


def person_applies(
    programme: str, region: str, n: int = 1, facts: Mapping[str, str] | None = None, account: bool = True
) -> tuple[str, Actor]:
    """The n-th invented person's own application as a draft, filled in; its number and the person."""
    one = signed_up(n)
    number = actions.personal_draft(programme=programme, region=region, by=one, at=APPLIED)
    actions.application_fill(number=number, facts=facts or {}, by=one, at=APPLIED)
    if account:
        line = queries.lines(number=number, by=one)[0].id
        actions.payees_put(number=number, accounts={line: ("虚构银行", "6217000000001234")}, by=one, at=APPLIED)
    return number, one


def firm_applies(
    programme: str, region: str, folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]], n: int = 500
) -> tuple[str, Actor, Actor]:
    """A firm's application as a draft with a table of lines; its number, the administrator and the legal representative."""
    firm, admin, legal = firm_of(n, region=region)
    people.organisation_confirm(organisation_id=firm, by=SYSTEM, at=APPLIED)
    number = actions.application_draft(programme=programme, by=admin, at=APPLIED)
    taken = actions.application_table(
        number=number, path=table(folder, header, rows), name="名单.xlsx", by=admin, at=APPLIED
    )
    assert not taken.bad, taken.bad
    return number, admin, legal


def table(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A spreadsheet with a header."""
    path = folder / "lines.xlsx"
    write_xlsx(path, list(header), [list(row) for row in rows])
    return path


def hired(n: int, group: str = "贫困劳动力", on: str = "2020-03-02") -> list[str]:
    """A row of someone taken in and trained at work."""
    return [person(n), name(n), group, "是", "是", on]


HIRED = ("身份证号码", "姓名", "群体类别", "单位已参保", "开展以工代训", "入职日期")


def reviewed(there: Offices, number: str, at: datetime = APPLIED) -> None:
    """Taken in and passed by two officers."""
    first, second = there.reviewers
    actions.claim_accept(number=number, by=first, at=at)
    actions.review_first(number=number, by=first, at=at)
    actions.review_second(number=number, by=second, at=at)


def paid(there: Offices, number: str, at: datetime = APPLIED) -> str:
    """Sent to the bank, which paid every row; the batch's number."""
    batch = actions.batch_make(cases=[number], by=there.payer, at=at)
    rows = books.batch_rows(number=batch, by=there.payer)
    answers = [Answer(2, row.number, True) for row in rows]
    actions.batch_answers(number=batch, answers=answers, by=there.payer, at=at)
    return batch


def with_notice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Training through work as if its circular asked for a public notice; the programme's name until the end of the test."""
    programme = "dalian-2020-41/work-published"
    version = folder / "packs" / programme / "2020-02-24"
    shutil.copytree(ROOT / "policies" / WORK / version.name, version)
    shutil.copy(ROOT / "policies" / "dalian-2020-41" / "circular.toml", folder / "packs" / "dalian-2020-41")
    text = (version / "programme.toml").read_text(encoding="utf-8")
    asked = '[public_notice]\ndays = 5\nunit = "calendar"\ncontents = ["enterprise"]\nclause = "二.以工代训"\n\n'
    (version / "programme.toml").write_text(text.replace("[[steps]]", asked + "[[steps]]", 1), encoding="utf-8")
    before = os.environ.get("YUNPEI_POLICIES", "")
    monkeypatch.setenv("YUNPEI_POLICIES", os.pathsep.join(filter(None, (before, str(folder / "packs")))))
    monkeypatch.setattr(programmes, "is_usable", lambda pack: True)  # officers' approval has tests of its own
    programmes.loaded.cache_clear()
    programmes._planned.cache_clear()
    return programme
