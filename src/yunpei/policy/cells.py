"""One cell of a roster: canonical text in, a value or the reason it cannot be one out. Nothing is guessed.

Messages show what stands in the cell only where it cannot be someone's number: long runs of digits are masked. Patterns
are plain strings: `re` compiles each when it is first needed, and a clean small file needs none of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from yunpei.common.identifiers import credit_code_clean, credit_code_problem, person_id_clean, person_id_problem
from yunpei.common.language import Text
from yunpei.common.money import fen_of_yuan
from yunpei.policy.carriers.trace import LARGEST_OF
from yunpei.policy.vocabulary import Column, accepted_words, plain_word
from yunpei.policy.wording import no_unit, not_a_date, shown, too_large, unknown_word

Cell = tuple[Any, Text | None]

MOST_CHARACTERS = 500
MOST_HOURS = 2_000  # more than a school year of full days
MOST_DAYS = LARGEST_OF["days"]
MOST_PEOPLE = 10_000_000
MOST_FEN = 10_000_000_000  # 100 million yuan for one person's class: surely a slip
LAST_YEAR = 2100
FIRST_YEAR = 1990
FIRST_YEAR_HIRED = 1950  # people were hired long before the first class of these programmes

_NUMBER = (
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})"
    r"(?:\.(?P<part>[0-9]{0,15}))?(?P<unit>[^0-9.,].*)?"
)
_HOUR_UNITS = frozenset({"课时", "学时", "节", "节课", "个课时", "个学时"})
_DAY_UNITS = frozenset({"天", "日"})
_HEAD_UNITS = frozenset({"人", "名"})
_WAN_UNITS = frozenset({"万元", "万"})
_TIME = r"(?:[ T]+(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_DATES = (
    r"([0-9]{4}) ?(?P<sep>[-/.]) ?([0-9]{1,2}) ?(?P=sep) ?([0-9]{1,2})",
    r"([0-9]{4})(?P<sep>) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]",
    r"([0-9]{4})(?P<sep>)([0-9]{2})([0-9]{2})(?:\.0+)?",
)
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
           "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!", "#EXTERNAL!", "##")  # fmt: skip


def parse_cell(column: Column, text: str) -> Cell:
    """The value of a cell of this column, and what is wrong with it (then the value is None).

    `text` is canonical: stripped, a real Excel date as 2020-03-01, a whole float without `.0`.
    Values: person_id, credit_code, text → str; coded → its word; date → date; hours, days, count → int; yes_no → bool;
    decimal → Decimal; money → int fen. Empty text → (None, None).
    """
    if not text:
        return None, None
    if text[0] == "#" and text.upper().startswith(_ERRORS):
        return None, Text(
            f"单元格是表格错误值{text[:20]}；请改正公式或直接填写内容",
            f"the cell holds the spreadsheet error {text[:20]}; mend the formula or type the value",
        )
    parse = _BY_TEXT.get(column.kind)
    return parse(text) if parse is not None else _BY_COLUMN[column.kind](column, text)


def _person_id(text: str) -> Cell:
    problem = person_id_problem(text)
    return (None, problem) if problem else (person_id_clean(text), None)


def _credit_code(text: str) -> Cell:
    problem = credit_code_problem(text)
    return (None, problem) if problem else (credit_code_clean(text), None)


@lru_cache(maxsize=8192)
def _text(text: str) -> Cell:
    if len(text) > MOST_CHARACTERS:
        return None, Text(
            f"内容有{len(text)}个字，最多{MOST_CHARACTERS}个；请缩短",
            f"the text has {len(text)} characters, at most {MOST_CHARACTERS} are allowed; shorten it",
        )
    plain = " ".join(text.split())  # a line break inside a cell is a blank
    if not plain.isprintable() and any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in plain):
        return None, Text(
            "内容含看不见的控制字符；请删去后重新录入",
            "the text holds invisible control characters; delete it and type it again",
        )
    if is_nothing(plain):
        return None, Text(
            f"“{plain}”不是内容；没有请留空", f"“{plain}” is not a value; leave the cell empty if there is none"
        )
    return plain, None


def is_nothing(text: str) -> bool:
    """Whether a cell says in words or strokes that there is nothing: a certificate number 无 must not pass for one."""
    plain = plain_word(text)
    return not plain.strip("-/\\?.—–―_、。") or plain in NOTHING


NOTHING = frozenset(
    {"无", "没有", "暂无", "空", "未知", "不详", "待定", "待补", "n/a", "na", "none", "null", "nil", "nan"}
)


def _coded(column: Column, text: str) -> Cell:
    accepted = accepted_words(column)
    word = accepted.get(text) or accepted.get(plain_word(text))
    return (word, None) if word else (None, unknown_word(column, text))


def _yes_no(column: Column, text: str) -> Cell:
    word, problem = _coded(column, text)
    return (None, problem) if problem else (word == "yes", None)


def _date(column: Column, text: str) -> Cell:
    return _date_since(text, FIRST_YEAR_HIRED if column.name == "hired_on" else FIRST_YEAR)


@lru_cache(maxsize=8192)
def _date_since(text: str, first_year: int) -> Cell:
    try:
        day = _day(text)
    except ValueError:
        return None, Text(
            f"没有{shown(text)}这一天；请改正日期", f"there is no such day as {shown(text)}; correct the date"
        )
    if day is None:
        return None, not_a_date(text, nothing=is_nothing(text))
    if not first_year <= day.year <= LAST_YEAR:
        return None, Text(
            f"年份{day.year}不在{first_year}至{LAST_YEAR}年之间；请改正日期",
            f"the year {day.year} is not between {first_year} and {LAST_YEAR}; correct the date",
        )
    return day, None


def _day(text: str) -> date | None:
    """The day of one of the accepted forms; None for any other form. Raises ValueError for a day that never was."""
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-" and text.replace("-", "").isdigit():
        return date.fromisoformat(text)
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    for shape in _DATES:
        found = re.fullmatch(shape + _TIME, plain)
        if found is not None:
            return date(int(found[1]), int(found[3]), int(found[4]))
    return None


def _hours(text: str) -> Cell:
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text), None
    return _whole(text, _HOUR_UNITS, MOST_HOURS, Text("课时", "class hours"))


def _days(text: str) -> Cell:
    return _whole(text, _DAY_UNITS, MOST_DAYS, Text("天数", "a number of days"))


def _count(text: str) -> Cell:
    return _whole(text, _HEAD_UNITS, MOST_PEOPLE, Text("人数", "a number of people"))


@lru_cache(maxsize=8192)
def _whole(text: str, units: frozenset[str], most: int, what: Text) -> Cell:
    found = _number(text)
    if found is None:
        return None, Text(
            f"“{shown(text)}”不是{what.zh}；请填写整数，如24",
            f"“{shown(text)}” is not {what.en}; write a whole number such as 24",
        )
    if found["unit"] and found["unit"] not in units:
        return None, no_unit(found["unit"], what)
    if found["part"] and found["part"].strip("0"):
        return None, Text(
            f"{what.zh}应为整数，这里是{shown(text)}；请改为整数",
            f"{what.en} must be whole, this is {shown(text)}; correct it",
        )
    value = int(found["whole"].replace(",", ""))
    if found["sign"] == "-" and value:
        return None, Text(f"{what.zh}不能是负数；请改正", f"{what.en} cannot be negative; correct it")
    if value > most:
        return None, too_large(text, most, what)
    return value, None


def _number(text: str) -> re.Match[str] | None:
    return re.fullmatch(_NUMBER, "".join(unicodedata.normalize("NFKC", text).split()))


def _decimal(text: str) -> Cell:
    from decimal import Decimal  # only files with revenue or assets need it

    found = _number(text)
    what = Text("金额（万元）", "an amount in 10,000 yuan")
    if found is None:
        return None, Text(
            f"“{shown(text)}”不是{what.zh}；请填写如1500.5的数字",
            f"“{shown(text)}” is not {what.en}; write a figure such as 1500.5",
        )
    if found["unit"] and found["unit"] not in _WAN_UNITS:
        return None, no_unit(found["unit"], what)
    value = Decimal(f"{found['whole'].replace(',', '')}.{found['part'] or '0'}")
    if found["sign"] == "-" and value:
        return None, Text("金额不能是负数；请改正", "the amount cannot be negative; correct it")
    return value, None


def _money(text: str) -> Cell:
    try:
        fen = fen_of_yuan(text)
    except ValueError as error:
        problem: Text = error.args[0]
        return None, problem
    if fen < 0:
        return None, Text(
            "金额不能是负数；请填写扣除追回后的净额",
            "the amount cannot be negative; write what is left net of recoveries",
        )
    if fen > MOST_FEN:
        return None, Text("金额超过一亿元，不合情理；请改正", "the amount is above 100 million yuan; correct it")
    return fen, None


_BY_TEXT: dict[str, Callable[[str], Cell]] = {
    "person_id": _person_id,
    "credit_code": _credit_code,
    "text": _text,
    "hours": _hours,
    "days": _days,
    "count": _count,
    "decimal": _decimal,
    "money": _money,
}
_BY_COLUMN: dict[str, Callable[[Column, str], Cell]] = {"coded": _coded, "yes_no": _yes_no, "date": _date}


@lru_cache(maxsize=8192)
def norm_project(text: str) -> str:
    """A training project as it is compared across employers: NFKC, folded, without any blanks."""
    if text.isascii():
        return "".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", "".join(folded.split()))  # without blanks, marks may stand in another order
