"""The result on a terminal: one line a person, IDs masked, totals last."""

from __future__ import annotations

from itertools import islice

from yunpei.common.display import table
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.policy.outputs import Decided
from yunpei.policy.results import OUTCOME_WORDS, reasons_of
from yunpei.policy.types import Outcome

MOST_SHOWN = 5_000
HEADER = (
    Text("行", "row"),
    Text("姓名", "name"),
    Text("身份证号码", "ID"),
    Text("结论", "outcome"),
    Text("金额（元）", "yuan"),
    Text("原因", "reasons"),
)


def table_shown(decided: Decided) -> str:
    """The table for people and the totals; of a very long file the first lines only."""
    pack = decided.plan.pack
    rows = []
    for line, one in islice(decided.each(), MOST_SHOWN):
        money = one.if_allowed_fen if one.outcome is Outcome.DISCRETION else one.amount_fen
        shown = f"({yuan_shown(money)})" if one.outcome is Outcome.DISCRETION else yuan_shown(money)
        rows.append(
            (
                str(one.row),
                line.get("person_name") or "",
                mask_person_id(line["person_id"]),
                str(OUTCOME_WORDS[one.outcome]),
                shown,
                reasons_of(pack, one),
            )
        )
    parts = [f"{pack.circular.number} {pack.name}", table([str(name) for name in HEADER], rows, right={0, 4})]
    count = decided.totals()["lines"]
    if count > MOST_SHOWN:
        parts.append(
            str(
                Text(
                    f"… 另有 {count - MOST_SHOWN} 行，用 --out 写出全部",
                    f"… {count - MOST_SHOWN} more: --out writes all",
                )
            )
        )
    return "\n".join((*parts, summary(decided)))


def summary(decided: Decided) -> str:
    """Lines by outcome and the money."""
    totals = decided.totals()
    counts = [(OUTCOME_WORDS[outcome], totals[outcome]) for outcome in reversed(Outcome)]
    zh = "，".join(f"{word.zh} {count}" for word, count in counts)
    en = ", ".join(f"{word.en} {count}" for word, count in counts)
    amount, allowed = yuan_shown(totals["amount_fen"]), yuan_shown(totals["amount_if_allowed_fen"])
    return str(
        Text(
            f"合计 {totals['lines']} 行：{zh}；应付 {amount} 元，如准予裁量另计 {allowed} 元",
            f"{totals['lines']} lines: {en}; due {amount} yuan, {allowed} more if discretion is allowed",
        )
    )
