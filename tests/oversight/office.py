"""Registers, findings and holds, as tests of this room make them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.casework.city import AFTER, City
from tests.invented import person
from yunpei.common.actor import Actor
from yunpei.common.sheets.write import write_csv
from yunpei.oversight import actions
from yunpei.oversight.actions.holds import place
from yunpei.oversight.models import Complaint
from yunpei.oversight.types import RegisterKind

PENSIONED = date(2019, 5, 1)


def pensioners(there: City, folder: Path, *numbers: int, since: date = PENSIONED, at: datetime = AFTER) -> int:
    """Hand in a register of pensioners: the invented people of these numbers."""
    path = folder / f"retired-{since}-{'-'.join(map(str, numbers))}.csv"
    write_csv(path, ["身份证号码", "领取养老金起"], [[person(n), since.isoformat()] for n in numbers], encoding="utf-8")
    return actions.register_put(
        kind=RegisterKind.RETIRED, as_of=date(2020, 3, 31), path=path, by=there.inspector, at=at
    )


def reported(region: str, at: datetime = AFTER) -> Complaint:
    """Somebody reported something."""
    actions.complaint_make(region=region, about="某单位", text="没有上课", at=at)
    return Complaint.objects.latest("id")


def held(number: str, region: str, *, by: Actor, at: datetime = AFTER) -> int:
    """Let a case wait because somebody reported something; the hold's id."""
    return place(case=number, because=reported(region, at), by=by, at=at).pk
