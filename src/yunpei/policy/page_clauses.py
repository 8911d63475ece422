"""The heart of a rule page: clause by clause what the circular says, and what carries it out; then what it does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from yunpei.common.language import Text
from yunpei.policy import markdown as md
from yunpei.policy.columns import COLUMNS
from yunpei.policy.inputs import UNITS, dates_shown, value_shown
from yunpei.policy.page_facts import Voice
from yunpei.policy.types import Check, Force, Pack, Parameter, ParameterValue

FORCES = {Force.MUST: Text("必须", "must"), Force.IN_PRINCIPLE: Text("原则上", "in principle")}


def clauses_part(pack: Pack, voice: Voice) -> Iterator[str]:
    """Every clause that the pack cites: its sentence, then checks, parameters, readings and what else rests on it."""
    yield f"## {voice('逐条', 'Clause by clause')}"
    yield ""
    for full in cited_clauses(pack):
        yield f"### {voice.clause(full)}"
        yield ""
        yield from md.quote(pack.clauses[full])
        yield from checks_table([check for check in pack.checks if full in check.clauses], voice)
        yield from _figures(pack, voice, lambda value, full=full: value.clause == full)  # type: ignore[misc]
        readings = [voice.say(one.text) for one in pack.readings if one.clause == full]
        yield from md.bullets(voice("我们的理解：", "Our reading: ") + text for text in readings)
        yield from md.bullets(_also(pack, full, voice))
    rest = [name for name in pack.circular.clauses if f"{pack.circular.id}#{name}" not in pack.clauses]
    if rest:
        names = voice("、", ", ").join(map(md.plain, rest))
        yield voice(f"本项目没有引用的条款：{names}", f"Clauses that this programme does not cite: {names}")
        yield ""


def cited_clauses(pack: Pack) -> list[str]:
    """The clauses that the pack cites: those of its own circular in their order, then the others'."""
    own = [f"{pack.circular.id}#{name}" for name in pack.circular.clauses]
    return [name for name in own if name in pack.clauses] + sorted(set(pack.clauses) - set(own))


def checks_table(checks: Sequence[Check], voice: Voice) -> Iterator[str]:
    """Checks with id, text and force."""
    header = (voice("条件", "Check"), voice("须满足", "What must hold"), voice("效力", "Force"))
    rows = [(md.code(one.id), voice.say(one.text), voice.say(FORCES[one.force])) for one in checks]
    yield from md.table(header, rows)


def _figures(pack: Pack, voice: Voice, chosen: Callable[[ParameterValue], bool]) -> Iterator[str]:
    rows = [
        _figure_row(parameter, value, voice)
        for parameter in pack.parameters.values()
        for value in parameter.values
        if chosen(value)
    ]
    header = (
        voice("参数", "Parameter"),
        voice("含义", "Meaning"),
        voice("数值", "Value"),
        voice("适用", "Applies"),
        voice("核实", "Verified"),
    )
    yield from md.table(header, rows)


def _figure_row(parameter: Parameter, value: ParameterValue, voice: Voice) -> tuple[str, ...]:
    applies = [dates_shown(value).in_language(voice.language), value.region or ""]
    confirmed = f" {value.last_confirmed_on}" if value.last_confirmed_on else ""
    verified = voice("已核实", "yes") if value.verified else f"**{voice('未核实', 'no')}**"
    return (
        md.code(parameter.name),
        voice.say(parameter.text),
        voice.say(value_shown(parameter, value)),
        " ".join(filter(None, applies)) or voice("始终", "always"),
        verified + confirmed,
    )


def _also(pack: Pack, full: str, voice: Voice) -> Iterator[str]:
    """Whatever else of the programme rests on a clause."""
    also = [voice("资金", "the fund")] if pack.fund_clause == full else []
    also += [voice("公示", "the public notice")] if pack.public_notice.get("clause") == full else []
    also += [voice("课时", "the class hour")] if pack.class_hour.get("clause") == full else []
    also += [voice("预支", "the advance")] if pack.advance.get("clause") == full else []
    also += [voice("由系统查询的事实", "the facts looked up")] if pack.looked_up_clause == full else []
    named = (
        (voice("表格", "form"), pack.forms),
        (voice("材料", "document"), pack.documents),
        (voice("外部学习记录", "record from elsewhere"), pack.evidence),
        (voice("步骤", "step"), pack.steps),
        (voice("期限", "deadline"), pack.deadlines),
    )
    for word, items in named:
        also += dict.fromkeys(f"{word} {md.code(item.id)}" for item in items if item.clause == full)
    also += [voice("不得同时享受", "excludes") for one in pack.excludes if one.get("clause") == full]
    if also:
        yield voice("另据此：" + "、".join(also), "Also: " + ", ".join(also))


def open_part(pack: Pack, voice: Voice) -> Iterator[str]:
    """Readings without a clause, figures from elsewhere or unverified, what the bureau sets, what is silent, what is attested."""
    readings = (voice.say(one.text) for one in pack.readings if one.clause is None)
    yield from md.headed(f"## {voice('没有对应条款的理解', 'Readings without a clause')}", md.bullets(readings))
    elsewhere = list(_figures(pack, voice, lambda value: value.clause is None))
    elsewhere += md.bullets(_sources(pack, voice))
    yield from md.headed(f"## {voice('别处的数值', 'Figures from elsewhere')}", elsewhere)
    yield from md.headed(f"## {voice('未核实', 'Not verified')}", md.bullets(_unverified(pack, voice)))
    yield from md.headed(f"## {voice('由人社部门设定', 'Set by the bureau')}", md.bullets(_by_bureau(pack, voice)))
    silent = (voice.say(text) for text in pack.silent)
    yield from md.headed(f"## {voice('原文未写明', 'What the text leaves open')}", md.bullets(silent))
    attested, looked_up = (md.bullets(_told(names, voice)) for names in (pack.attested, pack.looked_up))
    yield from md.headed(f"## {voice('取自承诺书', 'Taken from the undertaking')}", attested)
    heading = voice("由系统查询，不要求提供证明", "Looked up by the office, no proof is asked for")
    yield from md.headed(f"## {heading}", looked_up)


def _told(names: Sequence[str], voice: Voice) -> Iterator[str]:
    """Facts with their meaning."""
    for name in names:
        meaning = COLUMNS[name].meaning
        yield f"{md.plain(COLUMNS[name].zh)} {md.code(name)}" + voice(f"：{meaning.zh}", f": {meaning.en}")


def _sources(pack: Pack, voice: Voice) -> Iterator[str]:
    for parameter in pack.parameters.values():
        for value in parameter.values:
            if value.clause is None:
                link = f" <{value.link}>" if value.link else ""
                yield f"{md.code(parameter.name)}{voice('：', ': ')}{md.plain(value.source or '')}{link}"


def _unverified(pack: Pack, voice: Voice) -> Iterator[str]:
    for parameter in pack.parameters.values():
        for value in parameter.values:
            if not value.verified and value.why:
                shown = voice.say(value_shown(parameter, value))
                yield f"{md.code(parameter.name)} {shown}{voice('：', ': ')}{voice.say(value.why)}"


def _by_bureau(pack: Pack, voice: Voice) -> Iterator[str]:
    for parameter in pack.parameters.values():
        if parameter.set_by_bureau:
            unit = voice("分", "fen") if parameter.unit == "fen" else voice.say(UNITS[parameter.unit])
            how = md.code(f"--param {parameter.name}=…")
            why = voice("。", ". ") + voice.say(parameter.why) if parameter.why else ""
            yield f"{voice.say(parameter.text)}{voice('（' + unit + '）', ' (' + unit + ')')}{voice('：', ': ')}{how}{why}"
