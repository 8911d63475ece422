"""Results of the column fold: their layout, and the way to and from single decisions, files and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.columns import COLUMNS, WHOLE
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.results import reasons
from yunpei.policy.types import Decision, Outcome

OUTCOMES = tuple(Outcome)  # by code: 0 refused, 1 undetermined, 2 discretion, 3 due
THERE = "?"  # suffix of the yes/no column that says whether a cell is there

RESULTS = {
    "outcome": pl.Int8,
    "gross_fen": pl.Int64,
    "left_fen": pl.Int64,
    "amount_fen": pl.Int64,
    "if_allowed_fen": pl.Int64,
    "provisional": pl.Boolean,
    "oks": pl.Int64,  # two bits a check, in the order of Pack.checks: 0 fails, 1 holds, 2 not known
    "missing": pl.Int64,  # one bit a name, in the order of `names_of`
    "advance_fen": pl.Int64,
}


def dtype_of(name: str) -> type[pl.DataType]:
    """How a fact stands in a table."""
    kinds = {"date": pl.Date, "yes_no": pl.Boolean, **dict.fromkeys(WHOLE, pl.Int64)}
    return kinds.get(COLUMNS[name].kind, pl.String)


def names_of(plan: Plan) -> tuple[str, ...]:
    """The names that may be missing, in the order of the bits of `missing`."""
    return tuple(sorted({*plan.facts, *plan.settings}))


def by_values(plan: Plan, group: pl.DataFrame, awards: pl.DataFrame) -> pl.DataFrame:
    """The rows of `group` decided one by one."""
    lines = _plain_lines(plan, group)
    for line in lines:
        line["person_id"] = line["person"]
    earlier: dict[Any, list[dict[str, Any]]] = {}
    for award in awards.iter_rows(named=True):
        earlier.setdefault(award["person"], []).append(award)
    return results_of(plan, decide(plan, lines, earlier)).with_columns(group["place"]).select("place", *RESULTS)


def _plain_lines(plan: Plan, lines: pl.DataFrame) -> list[dict[str, Any]]:
    plain = []
    for line in lines.iter_rows(named=True):
        for name in plan.facts:
            if line.get(name) is None and line.get(name + THERE) is False:
                line[name] = ABSENT
        line["allowed_by"] = line["allowed_reason"] = line["allowed"]
        plain.append(line)
    return plain


def line_frame(names: Iterable[str], lines: Sequence[Mapping[str, Any]], numbers: Mapping[Any, int]) -> pl.DataFrame:
    """Single lines with the named facts, as `decide_columns` takes them; `numbers` gives each person one."""
    columns = {
        "person": pl.Series([numbers[line["person_id"]] for line in lines], dtype=pl.Int64),
        "row": pl.Series([line["row"] for line in lines], dtype=pl.Int64),
        "allowed": pl.Series(
            [bool(line.get("allowed_by") and line.get("allowed_reason")) for line in lines], dtype=pl.Boolean
        ),
    }
    for name in names:
        values = [line.get(name) for line in lines]
        columns[name] = pl.Series([None if value is ABSENT else value for value in values], dtype=dtype_of(name))
        if COLUMNS[name].absent_is_none:
            there = [None if value is None else value is not ABSENT for value in values]
            columns[name + THERE] = pl.Series(there, dtype=pl.Boolean)
    return pl.DataFrame(columns)


def award_frame(awards: list[dict[str, Any]]) -> pl.DataFrame:
    """AWARDS as read, as a table; a person's number is the ID's first 17 digits."""
    return award_rows(awards, [int(award["person_id"][:17]) for award in awards])


def award_rows(awards: list[dict[str, Any]], people: list[int]) -> pl.DataFrame:
    """AWARDS with each person's number, as a table."""
    rows = [[person, *(award[name] for name in AWARD_FACTS)] for person, award in zip(people, awards, strict=True)]
    return pl.DataFrame(rows, schema=award_schema(), orient="row")


def award_schema() -> dict[str, Any]:
    """The columns of awards: the person's number and AWARD_FACTS."""
    dates = dict.fromkeys(("class_start", "class_end"), pl.Date)
    return {"person": pl.Int64, **dict.fromkeys(AWARD_FACTS, pl.String), **dates, "amount_fen": pl.Int64}


def decisions_of(plan: Plan, rows: pl.Series, results: pl.DataFrame) -> Iterator[Decision]:
    """The results as decisions, one after another."""
    names, count = names_of(plan), len(plan.pack.checks)
    for row, (outcome, gross, left, amount, allowed, provisional, oks, missing, advance) in zip(
        rows, results.select(*RESULTS).iter_rows(), strict=True
    ):
        yield Decision(
            row, OUTCOMES[outcome], gross, left, amount, allowed, provisional,
            unpacked(oks, count), tuple(name for bit, name in enumerate(names) if missing >> bit & 1), advance,
        )  # fmt: skip


def unpacked(oks: int, count: int) -> tuple[bool | None, ...]:
    """The checks' verdicts out of their two bits each."""
    return tuple((False, True, None)[oks >> 2 * i & 3] for i in range(count))


def results_of(plan: Plan, decisions: Iterable[Decision]) -> pl.DataFrame:
    """Decisions as results."""
    return pl.DataFrame([_packed(plan, one) for one in decisions], schema=RESULTS, orient="row")


def _packed(plan: Plan, one: Decision) -> tuple[Any, ...]:
    names = names_of(plan)
    oks = sum((2 if ok is None else int(ok)) << 2 * i for i, ok in enumerate(one.oks))
    missing = sum(1 << names.index(name) for name in one.missing)
    return (
        OUTCOMES.index(one.outcome), one.gross_fen, one.left_fen, one.amount_fen, one.if_allowed_fen, one.provisional, oks, missing,
        one.advance_fen,
    )  # fmt: skip


def shown_results(plan: Plan, results: pl.DataFrame) -> pl.DataFrame:
    """The columns that files carry: outcome, amounts in yuan, provisional, reasons (each different one worded once)."""
    money = pl.col("amount_fen") + pl.col("if_allowed_fen")
    results = results.with_columns(((money > 0) & (money < pl.col("gross_fen"))).fill_null(False).alias("capped"))
    kinds = results.select("outcome", "oks", "missing", "provisional", "capped").unique()
    names, count = names_of(plan), len(plan.pack.checks)
    worded = []
    for outcome, oks, missing, later, capped in kinds.iter_rows():
        lacking = [name for bit, name in enumerate(names) if missing >> bit & 1]
        why = reasons(plan.pack, OUTCOMES[outcome], unpacked(oks, count), lacking, provisional=later, capped=capped)
        worded.append(str(why))
    told = results.join(
        kinds.with_columns(pl.Series("reasons", worded, dtype=pl.String)),
        on=kinds.columns,
        how="left",
        maintain_order="left",
    )
    return told.select(
        pl.col("outcome").replace_strict(range(len(OUTCOMES)), [str(one) for one in OUTCOMES], return_dtype=pl.String),
        _yuan("amount_fen").alias("amount"),
        _yuan("if_allowed_fen").alias("amount_if_allowed"),
        "provisional",
        "reasons",
        *([_yuan("advance_fen").alias("advance")] if plan.pack.advance else []),
    )


def _yuan(name: str) -> pl.Expr:
    return (pl.col(name).cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))


def lines_of_person(plan: Plan, lines: pl.DataFrame, row: int) -> list[dict[str, Any]]:
    """All lines of the person of one row, as plain facts; none if there is no such row."""
    person = lines.filter(pl.col("row") == row)["person"]
    return _plain_lines(plan, lines.filter(pl.col("person").is_in(person.implode())))
