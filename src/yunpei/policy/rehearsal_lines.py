"""A rehearsal of lines that stand in no file: facts as single records, persons by any key."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.column_results import award_rows, line_frame
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Facts
from yunpei.policy.rehearsal_columns import PAID

_BESIDE = {"region": pl.String, PAID: pl.Int64}


def frames_of(lines: Sequence[Facts], awards: Sequence[Facts]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines and earlier awards as `rehearse` takes them. Facts that no line knows are left out, as a column that is not there.

    Each line has `person_id`, a key of any kind, and `row`; an award `person_id`, AWARD_FACTS where known, `amount_fen`.
    """
    people = dict.fromkeys(one["person_id"] for one in (*lines, *awards))
    numbers = {person: number for number, person in enumerate(people)}
    known = {name for line in lines for name, value in line.items() if value is not None}
    names = [name for name, column in COLUMNS.items() if name in known and column.kind not in ("person_id", "decimal")]
    beside = [
        pl.Series(name, [one.get(name) for one in lines], dtype=kind) for name, kind in _BESIDE.items() if name in known
    ]
    table = line_frame(names, lines, numbers).with_columns(beside)
    earlier = [dict.fromkeys(AWARD_FACTS) | {name: one[name] for name in AWARD_FACTS if name in one} for one in awards]
    return table, award_rows(earlier, [numbers[one["person_id"]] for one in awards])
