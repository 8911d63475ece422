"""What is left between a learner and the certificate. Pure: given what happened, says what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yunpei.common.language import Text
from yunpei.learning.hours import Credit, class_hours, ms_to_next_hour
from yunpei.learning.marking import PASS_MARK
from yunpei.learning.types import Block, PaperStanding, PracticalStanding, Standing
from yunpei.training.types import ClassFacts, ClassState


def standing_of(
    held: ClassFacts,
    *,
    signed_in: bool,
    earned: Sequence[Credit],
    exam: PaperStanding,
    offline: Sequence[Credit] = (),
    practical: PracticalStanding | None = None,
) -> Standing:
    """Class hours, exam and what still blocks the certificate of one learner in one class.

    earned: time online; offline: time on the spot. Whole hours are taken of each for itself, as a claim states them.
    """
    rule = held.hour
    on_the_spot = class_hours(offline, seconds=rule.seconds, accumulate=rule.accumulate)
    hours = class_hours(earned, seconds=rule.seconds, accumulate=rule.accumulate) + on_the_spot
    blocks = []
    if not signed_in:
        blocks.append(_block("sign_in", "还没有签到注册", "not signed in to the class yet"))
    if hours < held.required_hours:
        blocks.append(hours_block(held, hours))
    if not exam.passed:
        blocks.append(_exam_block(exam))
    if practical is not None and not practical.passed:
        blocks.append(_practical_block(practical))
    return Standing(
        hours=hours,
        required=held.required_hours,
        credited_ms=sum(credit.ms for credit in earned),
        to_next_hour_ms=ms_to_next_hour(earned, seconds=rule.seconds, accumulate=rule.accumulate),
        exam=exam,
        completed=not blocks,
        blocks=tuple(blocks),
        offline_hours=on_the_spot,
        practical=practical,
    )


def running_blocks(held: ClassFacts, *, signed_in: bool, day: date) -> list[Block]:
    """Why nothing can be studied or sat today: before, after or outside the class, or not signed in."""
    if held.state in (ClassState.CLOSED, ClassState.CANCELLED) or day > held.ends_on:
        return [_block("ended", "班级已结束", "the class has ended")]
    if day < held.starts_on:
        return [_block("not_begun", f"本班 {held.starts_on} 开班", f"the class begins on {held.starts_on}")]
    if not signed_in:
        return [_block("sign_in", "请先签到注册", "sign in to the class first")]
    return []


def exam_hours_block(held: ClassFacts, hours: int) -> list[Block]:
    """The exam comes after the study: its few tries are not to be spent before."""
    return [hours_block(held, hours)] if hours < held.required_hours else []


def hours_block(held: ClassFacts, hours: int) -> Block:
    """How many class hours are lacking."""
    lacking = held.required_hours - hours
    return _block(
        "hours",
        f"已核实{hours}课时，还差{lacking}课时（要求{held.required_hours}课时）",
        f"{hours} class hours verified, {lacking} lacking (of {held.required_hours})",
    )


def _exam_block(exam: PaperStanding) -> Block:
    if exam.tries_left or exam.open_attempt:
        zh, en = f"考试未合格（{PASS_MARK}分合格）", f"the exam is not passed yet (pass mark {PASS_MARK})"
        return _block("exam", zh, en)
    return _block("exam_tries", "考试机会已用完，未合格", "every try at the exam is used and none passed")


def _practical_block(practical: PracticalStanding) -> Block:
    if practical.waiting:
        return _block("practical", "实操等待第二位老师评分", "the practical part waits for its second grade")
    if not practical.tries_left:
        return _block(
            "practical_tries", "实操次数已用完，未合格", "every try at the practical part is used and none passed"
        )
    zh, en = f"实操未合格（{PASS_MARK}分合格）", f"the practical part is not passed yet (pass mark {PASS_MARK})"
    return _block("practical", zh, en)


def _block(code: str, zh: str, en: str) -> Block:
    return Block(code, Text(zh, en))
