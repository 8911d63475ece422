"""The canonical text of cells, and what messages show of it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.common.sheets import Cell, text_of
from yunpei.common.sheets.model import Ranges, masked


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        ("\ufeff 甲\u3000一\u200b\xa0\t\u3000", "甲\u3000一"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-3, "-3"),
        (23.0, "23"),
        (23.5, "23.5"),
        (-0.0, "0"),
        (100.0, "100"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (18.5 * 3, "55.5"),
        (999_999_999_999_999.0, "999999999999999"),
        (2.10203199901011e17, "2.10203199901011E+17"),
        (1e15, "1E+15"),
        (-1e15, "-1E+15"),
        (2**53, "9007199254740992"),
        (990_101_199_001_010_013, "990101199001010013"),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (datetime.date(2020, 3, 1), "2020-03-01"),
        (datetime.datetime(2020, 3, 1), "2020-03-01"),
        (datetime.datetime(2020, 3, 1, 8, 30), "2020-03-01 08:30:00"),
        (datetime.time(8, 30), "08:30:00"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        (datetime.timedelta(seconds=-90), "-0:01:30"),
        (datetime.timedelta(milliseconds=1500), "0:00:01.5"),
    ],
)
def test_one_text_for_one_value(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_fifteen_digits(number: float) -> None:
    text = text_of(number)
    assert Decimal(text) == Decimal(format(number, ".15g"))
    assert ("E" in text) == (abs(Decimal(text)) >= 10**15)


@given(st.integers())
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert int(text_of(number)) == number


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("990101199001010013", "990***************"),
        ("姓名 99010119900101001X。", "姓名 990***************。"),
        ("9901 0119 9001 0100 13", "990*******************"),
        ("12345678901234", "12345678901234"),
        ("班级 2020-03-01", "班级 2020-03-01"),
    ],
)
def test_messages_show_no_id_number(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_row_numbers_are_said_as_ranges() -> None:
    ranges = Ranges(most=2)
    for row in (5, 6, 7, 9, 12, 13):
        ranges.add(row)
    assert str(ranges) == "5–7, 9 … (6)"
