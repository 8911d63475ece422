"""How long a class hour (课时) is in one class: the circular's length, the bureau's choice, or 45 minutes taken as such."""

from __future__ import annotations

from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.policy.types import Pack
from yunpei.training.types import Accumulate, HourRule, HourSource

ASSUMED_SECONDS = 45 * 60  # 大人社发〔2020〕41号: 不少于45分钟; taken where a circular leaves the length open
LONGEST_SECONDS = 2 * 3600


def hour_rule(pack: Pack, *, seconds: int | None, accumulate: Accumulate | None) -> tuple[HourRule, list[Problem]]:
    """The rule for one class of a programme, and what is wrong with the bureau's choices for it.

    seconds, accumulate: those choices, None = none made. A circular's length is the least: it says 不少于 (at least).
    """
    written = pack.class_hour.get("seconds")
    problems = []
    if seconds is not None and not 0 < seconds <= LONGEST_SECONDS:
        problems.append(Problem("hour_seconds", Text("每课时应在1秒到2小时之间", "a class hour lasts up to two hours")))
    elif seconds is not None and written is not None and seconds < written:
        problems.append(
            Problem(
                "hour_seconds",
                Text(
                    f"每课时不得少于{written // 60}分钟（通知）",
                    f"the circular asks for {written // 60} minutes or more",
                ),
            )
        )
    fixed = pack.class_hour.get("accumulate")
    if accumulate is not None and fixed is not None and accumulate != fixed:
        problems.append(
            Problem(
                "accumulate", Text("通知已写明课时如何累计", "the circular says over what minutes are put together")
            )
        )
    source = HourSource.BUREAU if seconds else HourSource.CIRCULAR if written else HourSource.ASSUMED
    rule = HourRule(
        seconds=seconds or written or ASSUMED_SECONDS,
        accumulate=Accumulate(fixed or accumulate or Accumulate.CLASS),
        source=source,
        clause=_clause(pack),
    )
    return rule, problems


def shown(rule: HourRule) -> Text:
    """The rule as a sentence for learners, employers and officers alike."""
    length_zh, length_en = _length(rule.seconds)
    over = _OVER[rule.accumulate]
    why = {
        HourSource.CIRCULAR: Text("通知规定", "as the circular says"),
        HourSource.BUREAU: Text("由人社部门为本班确定", "set by the bureau for this class"),
        HourSource.ASSUMED: Text("通知未写明，暂按此计", "the circular leaves it open; taken as such"),
    }[rule.source]
    return Text(
        f"1课时={length_zh}（{why.zh}），{over.zh}，只计整课时",
        f"1 class hour = {length_en} ({why.en}), {over.en}, whole hours only",
    )


_OVER = {
    Accumulate.CLASS: Text("全班期累计", "minutes of the whole class put together"),
    Accumulate.LESSON: Text("按每节课累计", "minutes of one lesson put together"),
    Accumulate.DAY: Text("按每天累计", "minutes of one day put together"),
}


def _length(seconds: int) -> tuple[str, str]:
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return f"{minutes}分钟", "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{seconds}秒", f"{seconds} seconds"


def _clause(pack: Pack) -> str | None:
    cited = pack.class_hour.get("clause")
    if cited is None:
        return None
    return str(cited) if isinstance(cited, str) else "、".join(map(str, cited))
