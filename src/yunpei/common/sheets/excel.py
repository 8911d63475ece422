"""What the numbers of a workbook mean: which formats are dates, and which day a serial number is."""

from __future__ import annotations

import datetime
import re

from yunpei.common.sheets.model import Cell

NUMBER, DATE, TIME, ELAPSED = 0, 1, 2, 3

# Formats without a code in the file. 27–36 and 50–58 are dates in a Chinese Excel (yyyy"年"m"月" …).
_BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58], DATE),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56], TIME),
    46: ELAPSED,
}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_DAY_MS = 86_400_000
_MIDNIGHT = datetime.datetime(1, 1, 1)


def format_meaning(number: int, code: str | None) -> int:
    """NUMBER, DATE, TIME or ELAPSED for a number format: its id, and its code where the file has one."""
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    plain = _LITERALS.sub("", code.split(";")[0]).lower()
    if "general" in plain or "g/通用" in plain:
        return NUMBER
    if _ELAPSED.search(plain):
        return ELAPSED
    plain = plain.replace("am/pm", "h").replace("a/p", "h").replace("上午/下午", "h")
    if any(sign in plain for sign in "ydge年月日"):
        return DATE if not re.search(r"[0#?]e[+-]", plain) else NUMBER
    if any(sign in plain for sign in "hs"):
        return TIME
    return DATE if "m" in plain else NUMBER


def moment(serial: float, meaning: int, date1904: bool) -> Cell:
    """The day or time that a serial number shows as; the number itself where a spreadsheet shows #####.

    Whole days are dates. In the 1900 system number 60 is 29 February 1900, which never was: it comes as that text,
    as does the day 0, so that a reader of dates refuses them.
    """
    if not 0 <= serial < _LAST_SERIAL + 1:
        return serial
    # Excel itself rounds to milliseconds; the float has noise below.
    days, ms = divmod(round(serial * _DAY_MS), _DAY_MS)
    if meaning == ELAPSED:
        return datetime.timedelta(days=days, milliseconds=ms)
    clock = datetime.timedelta(milliseconds=ms)
    if days == 0 and (meaning == TIME or (ms and not date1904)):
        return (_MIDNIGHT + clock).time()
    if not date1904 and days in (0, 60):
        return "1900-01-00" if days == 0 else "1900-02-29"
    try:
        day = _first_day(days, date1904) + datetime.timedelta(days=days)
    except OverflowError:
        return serial
    return datetime.datetime.combine(day, datetime.time()) + clock if ms else day


def _first_day(days: int, date1904: bool) -> datetime.date:
    if date1904:
        return datetime.date(1904, 1, 1)
    return datetime.date(1899, 12, 31) if days < 60 else datetime.date(1899, 12, 30)
