"""What an organisation states beside its files: checked as a whole before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.files.types import FileCard
from yunpei.learning.records.types import Kind, Stated, Way
from yunpei.training import queries as training
from yunpei.training.types import Accumulate, ClassFacts, Mode

DAY_MINUTES = 24 * 60
MOST_FILES = 20


def stated_problems(
    held: ClassFacts, kind: Kind, way: Way, channel: str, cards: Sequence[FileCard], stated: Sequence[Stated]
) -> list[Problem]:
    """Everything that is lacking or cannot be: files, persons, days and lengths."""
    found = []
    if kind is Kind.EXPORT:
        found.append(Problem("kind", Text("请选择材料类型", "choose what the files are")))
    if not 0 < len(cards) <= MOST_FILES or len({card.sha256 for card in cards}) < len(cards):
        found.append(
            Problem("files", Text(f"请选择1到{MOST_FILES}个不同的文件", f"choose 1 to {MOST_FILES} different files"))
        )
    if way is Way.OFFLINE and held.mode is Mode.ONLINE:
        found.append(Problem("way", Text("本班备案为线上培训，没有线下课时", "this class is an online one")))
    if not channel.strip():
        found.append(Problem("channel", Text("请写明在哪里学习", "say where it was studied")))
    lines = {one.id: one.name for one in training.roster_lines(held.roster_id)}
    if not stated:
        found.append(Problem("lines", Text("请选择人员并填写时长", "choose the people and how long each studied")))
    seen = set()
    for one in stated:
        name = lines.get(one.line_id, "")
        for zh, en in _faults(held, one, known=bool(name), twice=one.line_id in seen):
            found.append(Problem("lines", Text(f"{name or one.line_id}：{zh}", f"{name or one.line_id}: {en}")))
        seen.add(one.line_id)
    return found


def _faults(held: ClassFacts, one: Stated, *, known: bool, twice: bool) -> list[tuple[str, str]]:
    found = []
    if not known:
        found.append(("不在本班花名册上", "not on the roster of this class"))
    if twice:
        found.append(("写了两次", "stands twice"))
    if not held.starts_on <= one.first_day <= one.last_day <= held.ends_on:
        days = f"{held.starts_on} 至 {held.ends_on}"
        found.append((f"日期须先后有序，并在班级期间（{days}）内", "the days must be in order and within the class"))
    elif held.hour.accumulate is Accumulate.DAY and one.first_day != one.last_day:
        found.append(("本班按每天累计课时，须逐日填写", "this class counts hours by the day: one day at a time"))
    elif not 0 < one.minutes <= ((one.last_day - one.first_day).days + 1) * DAY_MINUTES:
        found.append(("时长须大于0，一天最多24小时", "more than nothing, and at most 24 hours a day"))
    return found
