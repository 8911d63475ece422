"""Registers as they are kept: found by blind index, read with the site's keys, handed to the screening as its own tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from yunpei.common.secrets import blind_index, decrypt, encrypt
from yunpei.oversight.models import Register, RegisterRow
from yunpei.oversight.screening.files import DAY, FILES
from yunpei.oversight.screening.reading import TYPES
from yunpei.oversight.types import RegisterKind
from yunpei.people.access import region_covers

PURPOSE = "oversight.register"
EMPLOYER = "oversight.register.employer"


def sealed(row: Mapping[str, Any]) -> str:
    """A row as it is stored, without its person: the index finds that."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return encrypt(json.dumps(plain, ensure_ascii=False, separators=(",", ":")), purpose=PURPOSE)


def employer_blind(code: str) -> str:
    """What an employer of the insured is looked up by."""
    return blind_index(code.strip().upper(), purpose=EMPLOYER)


def newest() -> int:
    """Id of the newest register, 0 where there is none. 1 query."""
    return Register.objects.order_by("-id").values_list("id", flat=True).first() or 0


def in_force(region: str) -> dict[RegisterKind, list[int]]:
    """Kind → the latest register of each region that the cases of this one are held against. 1 query."""
    latest: dict[tuple[str, str], int] = {}
    for one in Register.objects.order_by("as_of", "id").values_list("kind", "region", "id"):
        if region_covers(one[1], region):
            latest[one[0], one[1]] = one[2]
    found: dict[RegisterKind, list[int]] = {}
    for (kind, _region), register in sorted(latest.items()):
        found.setdefault(RegisterKind(kind), []).append(register)
    return found


def tables(region: str, keys: Mapping[str, str], employers: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The registers' rows about these people, and of the insured about these employers, too.

    keys: blind index → the person's opaque id. Others' rows come under their index: nobody is named by it. 1 query a kind.
    """
    found = {}
    firms = [employer_blind(one) for one in employers]
    for kind, registers in in_force(region).items():
        rows = list(_rows(registers, list(keys), firms if kind is RegisterKind.INSURED else ()))
        found[kind.value] = _frame(kind, [(keys.get(blind, blind), text) for blind, text in rows])
    return found


def _rows(registers: Sequence[int], blinds: Sequence[str], firms: Sequence[str]) -> Iterable[tuple[str, str]]:
    entries = RegisterRow.objects.filter(register_id__in=registers)
    chosen = entries.filter(person_blind__in=blinds)
    if firms:
        chosen = chosen | entries.filter(employer__in=firms)
    return chosen.order_by("id").values_list("person_blind", "sealed")


def _frame(kind: RegisterKind, rows: Sequence[tuple[str, str]]) -> pl.DataFrame:
    columns = FILES[kind.value].columns
    read = [{**json.loads(decrypt(text, purpose=PURPOSE)), "person_id": person} for person, text in rows]
    data = {
        name: [_cell(one.get(name), column.kind) for one in read] for name, column in columns.items()
    }  # fmt: skip
    return pl.DataFrame(data, schema={name: TYPES[column.kind] for name, column in columns.items()})


def _cell(value: Any, kind: str) -> Any:
    return date.fromisoformat(value) if kind == DAY and value else value
