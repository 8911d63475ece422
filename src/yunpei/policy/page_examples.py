"""The worked examples of a pack as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.common.money import yuan_shown
from yunpei.policy import markdown as md
from yunpei.policy.carriers.words import UNKNOWN
from yunpei.policy.columns import COLUMNS
from yunpei.policy.examples import NOT_KNOWN, SOMEONE, Worked
from yunpei.policy.page_facts import Voice
from yunpei.policy.results import OUTCOME_WORDS
from yunpei.policy.types import Expected


def examples_part(worked: Sequence[Worked], voice: Voice) -> Iterator[str]:
    """One table for each file of examples, under the facts that all its lines share."""
    yield f"## {voice('算例', 'Worked examples')}"
    yield ""
    for file in dict.fromkeys(one.example.file for one in worked):
        own = [one for one in worked if one.example.file == file]
        values = own[0].document.values
        common = {**values.get("common", {}), **values.get("common_params", {})}
        if common:
            yield voice("各行共同：", "All lines share: ") + shown_facts(common, voice) + voice("。", ".")
            yield ""
        header = (
            voice("算例", "Example"),
            voice("说明", "What it shows"),
            voice("不同的事实", "Facts that differ"),
            voice("结果", "Outcome"),
            voice("金额（元）", "Amount (yuan)"),
            voice("不符、缺少", "Failed, missing"),
        )
        yield from md.table(header, (row for one in own for row in _rows(one, voice)))


def _rows(worked: Worked, voice: Voice) -> Iterator[tuple[str, ...]]:
    example = worked.example
    title = voice.cited(voice.say(example.text), example.clause)
    values = worked.document.values["examples"][worked.place[-1]]
    before = [shown_facts(values["params"], voice)] if values.get("params") else []
    before += [voice("此前已领：", "earlier: ") + shown_facts(award, voice) for award in values.get("history", ())]
    for number, (own, expected) in enumerate(zip(worked.own, example.expected, strict=True)):
        facts = [*before, shown_facts(own, voice)] if number == 0 else [shown_facts(own, voice)]
        first = (md.code(example.id), title) if number == 0 else ("", "")
        yield (
            *first,
            "<br>".join(filter(None, facts)),
            _outcome(expected, voice),
            _amount(expected, voice),
            _why(expected),
        )


def shown_facts(facts: Mapping[str, Any], voice: Voice) -> str:
    """Facts in words, the person first; nothing for the usual person alone."""
    told = [
        f"{name_shown(name, voice)} {value_shown(name, value, voice)}"
        for name, value in facts.items()
        if name != "person_id"
    ]
    person = facts.get("person_id", SOMEONE)
    if person != SOMEONE:
        told.insert(0, voice(f"人员 {person}", f"person {person}"))
    return voice("，", ", ").join(told)


def name_shown(name: str, voice: Voice) -> str:
    """What a fact is called on the page: the Chinese header or the English column."""
    if voice.language == "zh" and name in COLUMNS:
        return md.plain(COLUMNS[name].zh)
    of_awards = {"amount_fen": ("金额", md.code("amount")), "programme": ("项目", md.code("programme"))}
    return voice(*of_awards.get(name, (md.code(name), md.code(name))))


def value_shown(name: str, value: Any, voice: Voice) -> str:
    """A fact's value for people; `?` and an empty cell say what they mean."""
    if value == NOT_KNOWN:
        return voice("不知", "not known")
    if value == "":
        return voice("没有", "none")
    if isinstance(value, bool):
        return voice("是" if value else "否", "yes" if value else "no")
    if isinstance(value, int):
        money = name.endswith("_fen") or (name in COLUMNS and COLUMNS[name].kind == "money")
        return voice(f"{yuan_shown(value)} 元", f"{yuan_shown(value)} yuan") if money else str(value)
    if isinstance(value, date):
        return value.isoformat()
    words = COLUMNS[name].words if name in COLUMNS else {}
    return md.plain(words[value][1] if voice.language == "zh" and value in words else str(value))


def _outcome(expected: Expected, voice: Voice) -> str:
    word = voice.say(OUTCOME_WORDS[expected.outcome])
    return word + voice("（暂定）", " (provisional)") if expected.provisional else word


def _amount(expected: Expected, voice: Voice) -> str:
    if expected.if_allowed_fen:
        shown = yuan_shown(expected.if_allowed_fen)
        return voice(f"准许则 {shown}", f"{shown} if allowed")
    amount = yuan_shown(expected.amount_fen)
    if expected.advance_fen == 0:
        return amount
    advance = voice.say(UNKNOWN) if expected.advance_fen is None else yuan_shown(expected.advance_fen)
    return amount + voice(f"（预支 {advance}）", f" ({advance} in advance)")


def _why(expected: Expected) -> str:
    return ", ".join(map(md.code, (*sorted(expected.failed), *(f"? {name}" for name in sorted(expected.missing)))))
