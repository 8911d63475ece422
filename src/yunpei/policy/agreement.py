"""Where programme.toml, parameters/ and rule.py of one version do not agree on checks, facts, figures and dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yunpei.policy.builder import ENGINE_CHECK, Builder
from yunpei.policy.carriers.trace import Trace
from yunpei.policy.columns import COLUMNS
from yunpei.policy.faults import Fault
from yunpei.policy.rules import line_with
from yunpei.policy.toml_lines import Document

MOST_NAMES = 62  # facts and parameters: the columns carrier keeps a bit of each in 64
TERM_FIGURES = {"days": "days", "faster": "percent"}
HOURS = frozenset(("online_hours", "offline_hours", "planned_hours"))


def disagreements(builder: Builder, document: Document, trace: Trace) -> Iterator[Fault]:
    """Every disagreement, at the line where it is mended."""
    rule = builder.folder / "rule.py"
    yield from _check_faults(document, trace, rule)
    yield from _needed_checks(trace, rule)
    yield from _money_faults(document, trace, rule)
    yield from _term_faults(builder, document)
    yield from _fact_faults(document, trace, rule)
    yield from _figure_faults(builder, document, trace)
    yield from _gap_faults(builder, document)


def _check_faults(document: Document, trace: Trace, rule: Path) -> Iterator[Fault]:
    stated = [check["id"] for check in document.values["checks"]]
    for number, name in enumerate(stated):
        if name not in trace.checks and name != ENGINE_CHECK:
            zh, en = f"规则没有算出条件 {name}", f"the rule never works out the check {name}"
            yield document.fault(
                ("checks", number, "id"), zh, en, "在 rule.py 中补上或删去", "add it to rule.py or remove it"
            )
    for name in trace.checks:
        line = line_with(rule, f'"{name}"')
        if name == ENGINE_CHECK:
            zh, en = f"{name} 不由规则计算", f"{name} is not for the rule to work out"
            yield Fault.of(rule, line, zh, en, "从 rule.py 中删去", "remove it from rule.py")
        elif name not in stated:
            mend = "在 programme.toml 的 [[checks]] 中写上", "write it under [[checks]] in programme.toml"
            yield Fault.of(rule, line, f"条件 {name} 没有文字", f"the check {name} has no text", *mend)
    both = [name for name in dict.fromkeys(stated) if name in trace.checks and name != ENGINE_CHECK]
    worked_out = [name for name in trace.checks if name in both]
    for name, other in zip(worked_out, both, strict=False):
        if name != other:
            zh, en = (
                f"条件 {name} 的次序与 programme.toml 不同",
                f"the check {name} is in another place in programme.toml",
            )
            yield Fault.of(rule, line_with(rule, f'"{name}"'), zh, en, f"此处应为 {other}", f"{other} comes here")
            break


def _needed_checks(trace: Trace, rule: Path) -> Iterator[Fault]:
    line = line_with(rule, "return")
    if HOURS & trace.amount and "hours_positive" not in trace.checks:
        zh, en = "计课时而没有条件 hours_positive", "hours are counted without the check hours_positive"
        yield Fault.of(rule, line, zh, en, '加上 "hours_positive": hours > 0', 'add "hours_positive": hours > 0')
    if trace.capped and "cap_left" not in trace.checks:
        zh, en = "有上限而没有条件 cap_left", "there is a cap without the check cap_left"
        yield Fault.of(rule, line, zh, en, '加上 "cap_left": left > 0', 'add "cap_left": left > 0')
    if "cap_left" in trace.checks and not trace.capped:
        zh, en = "有条件 cap_left 而没有上限", "there is the check cap_left without a cap"
        yield Fault.of(rule, line, zh, en, "返回 left 或删去条件", "return left or remove the check")


def _money_faults(document: Document, trace: Trace, rule: Path) -> Iterator[Fault]:
    """A rule pays, and pays in advance, exactly where programme.toml says so."""
    line = line_with(rule, "return")
    if trace.pays == (document.values["payee_account"] == "none"):
        zh, en = "规则与 payee_account 不一致", "the rule and payee_account do not agree"
        mend = '不拨付资金的：return None, None, {…} 且 payee_account = "none"'
        yield Fault.of(rule, line, zh, en, mend, 'where nothing is paid: return None, None, {…}, payee_account "none"')
    if (trace.advance is not None) != ("advance" in document.values):
        zh, en = "规则与 [advance] 不一致", "the rule and [advance] do not agree"
        mend = "return gross, left, {…}, percent 与 [advance] 同有或同无"
        yield Fault.of(rule, line, zh, en, mend, "return gross, left, {…}, percent goes with [advance]")


def _term_faults(builder: Builder, document: Document) -> Iterator[Fault]:
    """A term names parameters that there are, in their units."""
    if builder.figures.faults:
        return
    for number, one in enumerate(document.values.get("deadlines", ())):
        for key, unit in TERM_FIGURES.items():
            parameter = builder.figures.parameters.get(one.get(key, ""))
            if key in one and (parameter is None or parameter.unit != unit):
                zh, en = f"{key} 不是单位为 {unit} 的参数", f"{key} is no parameter in {unit}"
                mend = "写入 parameters/", "write it in parameters/"
                yield document.fault(("deadlines", number, key), zh, en, *mend)


def _fact_faults(document: Document, trace: Trace, rule: Path) -> Iterator[Fault]:
    inputs = document.values["inputs"]
    stated = {*inputs["required"], *inputs["facts"]}
    for name in sorted(trace.facts - stated):
        zh, en = f"inputs 没有写 {name}", f"inputs does not name {name}"
        yield Fault.of(
            rule,
            line_with(rule, f"line.{name}"),
            zh,
            en,
            "加入 inputs.facts",
            "add it to inputs.facts in programme.toml",
        )
    used = {*trace.facts, *trace.awards, *document.values["once"], *document.values["order"]}
    for number, name in enumerate(inputs["facts"]):
        if name in COLUMNS and name not in used:
            zh, en = f"规则没有用到 {name}", f"the rule never reads {name}"
            yield document.fault(("inputs", "facts", number), zh, en, "删去", "remove it")


def _figure_faults(builder: Builder, document: Document, trace: Trace) -> Iterator[Fault]:
    facts = {*trace.facts, *trace.awards, *document.values["once"], *document.values["order"]}
    most = MOST_NAMES - len(facts)
    if len(builder.figures.where) > most:
        where, place = list(builder.figures.where.values())[most]
        zh, en = f"参数多于 {most} 个", f"there are more than {most} parameters"
        yield where.fault(place, zh, en, "合并几个", "put some together")
    counted = {one[key] for one in document.values.get("deadlines", ()) for key in TERM_FIGURES if key in one}
    for name, (where, place) in builder.figures.where.items():
        if name not in trace.parameters and name not in counted:
            zh, en = f"参数 {name} 没有用到", f"the parameter {name} is not used"
            yield where.fault(place, zh, en, "在规则中使用或删去", "use it in the rule or remove it")


def _gap_faults(builder: Builder, document: Document) -> Iterator[Fault]:
    """Days of the version on which a parameter that has values has none."""
    until, begins = document.values.get("until"), builder.folder.name
    for name, parameter in builder.figures.parameters.items():
        where, _ = builder.figures.where[name]
        for number, value in enumerate(parameter.values):
            if (
                value.since
                and value.since.isoformat() > begins
                and not any(
                    other.region == value.region and (other.since is None or other.since < value.since)
                    for other in parameter.values
                )
            ):
                zh, en = (
                    f"{name} 在 {begins} 至 {value.since} 之前没有数值",
                    f"{name} has no value from {begins} until {value.since}",
                )
                yield where.fault((name, "values", number), zh, en, "补上这段日期的数值", "give a value for those days")
            if (
                until
                and value.until
                and value.until < until
                and not any(
                    other.region == value.region and (other.until is None or other.until > value.until)
                    for other in parameter.values
                )
            ):
                zh, en = (
                    f"{name} 在 {value.until} 之后至 {until} 没有数值",
                    f"{name} has no value after {value.until}, to {until}",
                )
                yield where.fault((name, "values", number), zh, en, "补上这段日期的数值", "give a value for those days")
