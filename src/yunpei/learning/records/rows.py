"""One row of a platform's export: who, when, how long; or what is wrong with each and how it is mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from yunpei.common.clock import SHANGHAI, start_of
from yunpei.common.identifiers import person_id_clean, person_id_problem
from yunpei.common.language import Text
from yunpei.common.sheets import text_of
from yunpei.common.sheets.model import Cell
from yunpei.learning.records.cells import length_of, moment_of
from yunpei.learning.records.mappings import Platform
from yunpei.learning.records.table import Draft, RecordsRead, Roster, bad_cell

SLACK_MS = 60_000  # platforms that show minutes round the time they measured
DAY, MS = timedelta(days=1), timedelta(milliseconds=1)


class Row:
    """One row of an export being read: takes its values or tells what is wrong with each."""

    def __init__(self, read: RecordsRead, platform: Platform, roster: Roster, row: int, cells: Sequence[Cell]) -> None:
        self._read, self._platform, self._roster, self._row = read, platform, roster, row
        self._texts = {
            name: unicodedata.normalize("NFKC", text_of(cells[index])) if index < len(cells) else ""
            for name, index in read.columns.items()
        }
        self._before = len(read.bad)

    def take(self) -> None:
        """Add the row to what was found, to those without time, or to the bad ones."""
        number = self._person_id()
        window = self._window()
        ms = self._ms(window)
        if len(self._read.bad) > self._before or window is None or ms is None:
            return
        if ms == 0:
            self._read.zero.append(self._row)
            return
        starts, ends = window
        phone = re.sub(r"\D", "", self._text("phone"))[-11:]
        self._read.found.append(
            Draft(self._row, number, self._text("person_name"), phone, starts, ends, ms, self._text("course")[:200])
        )

    def _text(self, name: str) -> str:
        return self._texts.get(name, "")

    def _bad(self, name: str, zh: str, en: str) -> None:
        self._read.bad.append(bad_cell(self._read, self._row, name, Text(zh, en)))

    def _person_id(self) -> str:
        number = self._text("person_id")
        if number:
            if problem := person_id_problem(number):
                self._bad("person_id", problem.zh, problem.en)
                return ""
            return person_id_clean(number)
        if not (self._text("person_name") and self._text("phone")):
            self._bad(
                "person_id" if "person_id" in self._texts else "phone",
                "没有写明是谁；每一行都要填写，合并的单元格请取消合并后逐行填写",
                "nobody is named; fill in every row, and take merged cells apart",
            )
        return ""

    def _window(self) -> tuple[datetime, datetime] | None:
        """From when to when the study lies; whole days where no time of day is given."""
        name = "started" if self._text("started") else "day"
        first = self._moment(name)
        if first is None:
            return None
        start_day, start_time = first
        last = self._moment("ended") if self._text("ended") else None
        if self._text("ended") and last is None:
            return None
        end_day, end_time = last or first
        starts, ends = _at_time(start_day, start_time or time()), _at_time(end_day, end_time or time())
        if last is None or end_time is None:
            ends = start_of(end_day) + DAY
        if ends <= starts:
            self._bad("ended", "结束不晚于开始", "the end is not after the start")
            return None
        return self._within(name, starts, ends, timed=start_time is not None and last is None)

    def _within(self, name: str, starts: datetime, ends: datetime, *, timed: bool) -> tuple[datetime, datetime] | None:
        """The window, if it lies within the class; a start alone with its time is as long as the study took."""
        roster = self._roster
        first, last = start_of(roster.first_day), start_of(roster.last_day) + DAY
        if starts < first or ends > last:
            days = f"{roster.first_day} 至 {roster.last_day}"
            self._bad(
                name,
                f"不在班级期间（{days}）内；请删去这一行或更正日期",
                f"outside the class ({roster.first_day} to {roster.last_day}); delete the row or mend the date",
            )
            return None
        if roster.by_day and (ends - MS).astimezone(SHANGHAI).date() != _day(starts):
            self._bad(
                name,
                "本班按每天累计课时，须逐天导出；请改用按日的记录",
                "this class counts hours by the day; export the records day by day",
            )
            return None
        ms = self._stated() if timed else None
        return (starts, min(ends, starts + timedelta(milliseconds=ms))) if ms else (starts, ends)

    def _ms(self, window: tuple[datetime, datetime] | None) -> int | None:
        if window is None:
            if self._text("duration"):
                self._length()
            return None
        span = (window[1] - window[0]) // MS
        if not self._text("duration"):
            if self._moment_has_time():
                return span
            self._bad("duration", "没有时长；请填写", "no time studied is given; fill it in")
            return None
        ms = self._length()
        if ms is not None and ms > span + SLACK_MS:
            self._bad(
                "duration",
                "时长大于起止时间（一天最多24小时）；请核对",
                "longer than from start to end (a day has 24 hours); compare it with the export",
            )
            return None
        return None if ms is None else min(ms, span)

    def _moment_has_time(self) -> bool:
        return all(
            (found := moment_of(self._text(name))) is not None and found[1] is not None for name in ("started", "ended")
        )

    def _stated(self) -> int | None:
        return length_of(self._text("duration"), self._platform) if self._text("duration") else None

    def _length(self) -> int | None:
        text = self._text("duration")
        ms = length_of(text, self._platform)
        if ms is None:
            self._bad(
                "duration",
                f"“{text[:20]}”不是时长；请写数字，或如 1小时30分、01:30:00",
                f"{text[:20]} is no length of time; give a number, or 1小时30分, or 01:30:00",
            )
        return ms

    def _moment(self, name: str) -> tuple[date, time | None] | None:
        text = self._text(name)
        found = moment_of(text)
        if found is None:
            told = f"“{text[:20]}”不是日期" if text else "没有日期"
            self._bad(
                name,
                f"{told}；请写成 2020-03-01 或 2020-03-01 09:30",
                f"{text[:20] or 'nothing'} is no date; write 2020-03-01 or 2020-03-01 09:30",
            )
        return found


def _at_time(day: date, clock: time) -> datetime:
    return start_of(day) + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
