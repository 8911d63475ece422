"""What changed between two versions of a programme: text, parameters, checks, rule, and which worked examples come out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from typing import Any, TypeVar

from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.policy.example_runs import as_expected, by_values
from yunpei.policy.examples import Worked
from yunpei.policy.inputs import dates_shown, value_shown
from yunpei.policy.results import OUTCOME_WORDS
from yunpei.policy.types import Check, Expected, Pack, Parameter, ParameterValue

_PLAIN = {  # facts of a programme that are compared as they stand
    "name": Text("名称", "name"),
    "fund": Text("资金", "fund"),
    "fund_clause": Text("资金条款", "clause of the fund"),
    "claimants": Text("申领者", "claimant"),
    "reviewer": Text("审核部门", "reviewer"),
    "payer": Text("拨付部门", "payer"),
    "payee_account": Text("收款账户", "payee account"),
    "until": Text("止于", "until"),
    "order": Text("计算次序", "order of lines"),
    "once": Text("只能申请一次", "claimed only once"),
    "counts_with": Text("合并计算", "counts with"),
    "most_lines": Text("每人最多行数", "most lines of a person"),
    "retention_years": Text("资料保存年数", "years of keeping"),
    "class_hour": Text("课时", "class hour"),
    "study": Text("学习计时", "study clock"),
    "public_notice": Text("公示", "public notice"),
    "advance": Text("预支", "advance"),
    "looked_up_clause": Text("查询条款", "clause of what is looked up"),
    "excludes": Text("不得同时享受", "excludes"),
}
_ITEMS = {
    "forms": Text("表格", "form"),
    "documents": Text("材料", "document"),
    "evidence": Text("采信的外部学习记录", "record from elsewhere that counts"),
    "steps": Text("步骤", "step"),
    "deadlines": Text("期限", "deadline"),
}
_Thing = TypeVar("_Thing")
_ADDED, _REMOVED = Text("新增", "added"), Text("取消", "removed")


@dataclass(frozen=True)
class Part:
    """One heading of a comparison and its lines; empty where nothing changed."""

    heading: Text
    lines: tuple[str, ...]


def compare(old: Pack, new: Pack, old_worked: Sequence[Worked], new_worked: Sequence[Worked]) -> list[Part]:
    """Every part in which two versions of a programme differ, in the reader's language."""
    parts = [
        Part(Text("项目", "Programme"), tuple(_programme(old, new))),
        Part(Text("参数", "Parameters"), tuple(_keyed(old.parameters, new.parameters, _parameter))),
        Part(Text("条件", "Checks"), tuple(_keyed(_by_id(old.checks), _by_id(new.checks), _check))),
        Part(Text("花名册各列", "Columns of the roster"), tuple(_inputs(old, new))),
        Part(Text("引用的条款", "Clauses cited"), tuple(_keyed(old.clauses, new.clauses, lambda sentence: [sentence]))),
        Part(Text("我们的理解", "Our readings"), tuple(_sets(_readings(old), _readings(new)))),
        Part(Text("原文未写明", "What the text leaves open"), tuple(_sets(_texts(old.silent), _texts(new.silent)))),
        Part(Text("规则", "Rule"), tuple(_rule(old, new))),
        Part(Text("算例", "Worked examples"), tuple(_examples(old, new, old_worked, new_worked))),
    ]
    return [part for part in parts if part.lines]


def _programme(old: Pack, new: Pack) -> Iterator[str]:
    for name, text in _PLAIN.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"{text}: {_shown(before)} → {_shown(after)}"
    for name, text in _ITEMS.items():
        yield from _keyed(_items(old, name), _items(new, name), lambda item: [item], str(text))


def _items(pack: Pack, name: str) -> dict[str, str]:
    items = getattr(pack, name)
    needed = Text("必须", "required")
    return {
        " ".join(filter(None, (one.id, one.stage))): "; ".join(
            filter(
                None,
                (
                    str(one.text),
                    one.clause,
                    str(needed) if name == "documents" and one.required else "",
                    _shown(vars(one.term)) if one.term else "",
                ),
            )
        )
        for one in items
    }


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_shown(one)}" for key, one in value.items()) or "–"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "–"
    return "–" if value is None else str(value)


def _keyed(
    old: Mapping[str, _Thing], new: Mapping[str, _Thing], told: Callable[[_Thing], list[str]], word: str = ""
) -> Iterator[str]:
    """What was added, removed and changed; `told` gives the parts of a thing that may change."""
    before = f"{word} " if word else ""
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield f"{_REMOVED} {before}{name}: {'; '.join(told(old[name]))}"
        elif name not in old:
            yield f"{_ADDED} {before}{name}: {'; '.join(told(new[name]))}"
        else:
            was, now = told(old[name]), told(new[name])
            gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
            if gone or come:
                yield f"{before}{name}: {'; '.join(gone) or '–'} → {'; '.join(come) or '–'}"


def _parameter(parameter: Parameter) -> list[str]:
    parts = [str(parameter.text)]
    if parameter.set_by_bureau:
        parts.append(str(Text("由人社部门设定", "set by the bureau")))
    return parts + [_value(parameter, one) for one in parameter.values]


def _value(parameter: Parameter, one: ParameterValue) -> str:
    verified = "" if one.verified else str(Text("未核实", "not verified"))
    shown = (value_shown(parameter, one), dates_shown(one), one.region, one.clause or one.source, verified)
    return " ".join(filter(None, map(str, (part or "" for part in shown))))


def _by_id(checks: Iterable[Check]) -> dict[str, Check]:
    return {check.id: check for check in checks}


def _check(check: Check) -> list[str]:
    return [str(check.text), str(check.force), ", ".join(check.clauses)]


def _inputs(old: Pack, new: Pack) -> Iterator[str]:
    for name, text in (
        ("required", Text("必填", "required")),
        ("facts", Text("事实", "facts")),
        ("attested", Text("取自承诺书", "attested")),
        ("looked_up", Text("由系统查询", "looked up")),
    ):
        for line in _sets(getattr(old, name), getattr(new, name)):
            yield f"{text}: {line}"


def _sets(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    yield from (f"{_REMOVED} {one}" for one in old if one not in new)
    yield from (f"{_ADDED} {one}" for one in new if one not in old)


def _readings(pack: Pack) -> list[str]:
    return [f"{one.text} ({one.clause})" if one.clause else str(one.text) for one in pack.readings]


def _texts(texts: Iterable[Text]) -> list[str]:
    return [str(text) for text in texts]


def _rule(old: Pack, new: Pack) -> Iterator[str]:
    before, after = ((pack.folder / "rule.py").read_text("utf-8-sig").splitlines() for pack in (old, new))
    yield from unified_diff(before, after, str(old.version), str(new.version), lineterm="", n=2)


def _examples(old: Pack, new: Pack, old_worked: Sequence[Worked], new_worked: Sequence[Worked]) -> Iterator[str]:
    """The lines of either version's examples that the other version decides differently."""
    told: set[tuple[str, int, str]] = set()
    for pack, worked in ((old, old_worked), (new, new_worked)):
        for one in worked:
            results = [_outcomes(version, one) for version in (old, new)]
            for number in range(len(one.example.lines)):
                before, after = (outcomes[number] if outcomes else None for outcomes in results)
                line = f"{_told(before)} → {_told(after)}"
                if before != after and (one.example.id, number, line) not in told:
                    told.add((one.example.id, number, line))
                    yield f"{one.example.id} #{number + 1} ({pack.version}): {line}"


def _outcomes(pack: Pack, worked: Worked) -> list[Expected] | None:
    """What a version makes of an example; None where its lines lack what the version must have."""
    example = worked.example
    if any(line.get(name) is None for line in example.lines for name in pack.required):
        return None
    known = {name: value for name, value in example.params.items() if _takes(pack.parameters.get(name), value)}
    return [as_expected(pack, one) for one in by_values(pack, example, known)]


def _takes(parameter: Parameter | None, value: int | date) -> bool:
    return parameter is not None and (parameter.unit == "date") == isinstance(value, date)


def _told(one: Expected | None) -> str:
    if one is None:
        return str(Text("不能计算", "can't be decided"))
    amount = one.if_allowed_fen or one.amount_fen
    parts = [str(OUTCOME_WORDS[one.outcome]), str(Text(f"{yuan_shown(amount)} 元", f"{yuan_shown(amount)} yuan"))]
    parts += [f"[{', '.join(sorted(one.failed))}]"] if one.failed else []
    parts += [f"? {', '.join(sorted(one.missing))}"] if one.missing else []
    return " ".join(parts)
