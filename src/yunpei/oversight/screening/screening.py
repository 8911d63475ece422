"""Every rule over one folder's tables: what was found, and which rules had nothing to work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from yunpei.oversight.screening import answers, classes, companies, lockstep, presence, registers, reuse, sharing
from yunpei.oversight.screening.findings import sorted_findings
from yunpei.oversight.screening.reading import Tables
from yunpei.oversight.screening.rules import Rule, rules
from yunpei.oversight.screening.study import Study

Check = Callable[[Study, Rule], pl.DataFrame]
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        registers.retired,
        registers.student,
        registers.public_staff,
        registers.deceased,
        registers.insured_elsewhere,
        registers.not_insured,
        presence.parallel_study,
        presence.credited_beyond_elapsed,
        presence.impossible_day,
        presence.no_rest,
        presence.device_parallel,
        presence.device_shared,
        lockstep.lockstep,
        lockstep.clockwork,
        answers.copied_answers,
        answers.identical_sheets,
        answers.answers_too_fast,
        sharing.shared_bank_account,
        sharing.shared_phone,
        classes.teacher_two_places,
        classes.outside_business,
        classes.hours_beyond_days,
        classes.certificate_burst,
        companies.dormant_company,
        reuse.reused_records,
        reuse.reused_papers,
    )
}


@dataclass(frozen=True)
class Screened:
    """What came of it. findings: see findings.COLUMNS; left_out: rule id → the files, or `file.column`, that it lacked."""

    findings: pl.DataFrame
    left_out: Mapping[str, tuple[str, ...]]


def screen(tables: Tables, progress: Callable[[Rule], None] | None = None) -> Screened:
    """Apply every rule whose files are there. Order of rows in the files makes no difference to the findings."""
    study, all_found = Study(tables), []
    left_out: dict[str, tuple[str, ...]] = {}
    for rule in rules().values():
        lacking = _lacking(rule, tables)
        if lacking:
            left_out[rule.id] = lacking
            continue
        if progress is not None:
            progress(rule)
        all_found.append(CHECKS[rule.id](study, rule).with_columns(pl.lit(rule.id).alias("rule")))
    return Screened(sorted_findings(all_found), left_out)


def _lacking(rule: Rule, tables: Tables) -> tuple[str, ...]:
    """The files that are not there; else the columns in which no row says anything: silence is no clean record."""
    files = tuple(name for name in rule.needs if name not in tables)
    return files or tuple(place for place in rule.columns if _silent(tables, *place.split(".")))


def _silent(tables: Tables, name: str, column: str) -> bool:
    rows = tables.get(name)
    return rows is not None and rows.height > 0 and (column not in rows or rows[column].null_count() == rows.height)
