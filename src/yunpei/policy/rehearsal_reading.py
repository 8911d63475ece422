"""A roster read for a rehearsal: the columns of both programmes, and those that only a rehearsal asks about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from yunpei.policy.column_intake import read_columns
from yunpei.policy.intake import Lines, Request, open_lines
from yunpei.policy.rehearsal_columns import PAID, REHEARSED
from yunpei.policy.types import Pack


class TooLong(Exception):
    """More lines than may be read here."""


@dataclass(frozen=True)
class Wanted:
    """What to read a roster with. packs: the one rehearsed, and the baseline where one is named. most: lines at most.

    fixed, headers: as `--set` and `--map` give them.
    """

    packs: Sequence[Pack]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None


def read_lines(path: Path, wanted: Wanted, progress: Callable[[int], None] | None = None) -> Lines:
    """Every line as columns, with every bad cell. Raises UnreadableFile, BadOption, TooLong.

    What was paid may not be left empty where it is the baseline: an empty cell does not say that nothing was.
    """
    first = wanted.packs[0]
    required = tuple(dict.fromkeys(name for pack in wanted.packs for name in pack.required))
    request = Request(required, first.order[0], wanted.fixed, wanted.headers, REHEARSED)
    lines, _, rows = open_lines(path, request)
    if len(wanted.packs) == 1 and PAID in lines.table.columns:
        request = replace(request, required=(*required, PAID))
    most, frame = wanted.most, lines.table.frame
    if most is not None:
        rows = islice(rows, most + 1)
        if frame is not None and frame.height > most:
            raise TooLong
    read_columns(lines, rows, request, progress)
    if most is not None and lines.frame is not None and lines.frame.height > most:
        raise TooLong
    return lines
