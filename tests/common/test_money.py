"""Yuan in text, fen inside, nothing lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.common.language import Text
from yunpei.common.money import fen_of_yuan, yuan, yuan_shown

FEN = st.integers(-(10**15), 10**15)


@given(FEN)
def test_round_trip(fen: int) -> None:
    assert fen_of_yuan(yuan(fen)) == fen
    assert fen_of_yuan(yuan_shown(fen)) == fen
    assert fen_of_yuan(f"¥{yuan_shown(fen)}元") == fen


@given(FEN)
def test_files_get_two_decimals_and_no_separators(fen: int) -> None:
    assert yuan(fen).removeprefix("-").replace(".", "", 1).isdigit()
    assert yuan(fen)[-3] == "."
    assert yuan_shown(fen).replace(",", "") == yuan(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("444", 44400),
        ("444.5", 44450),
        ("444.50", 44450),
        ("444.", 44400),
        ("0", 0),
        ("-0.01", -1),
        ("+5", 500),
        ("1,444.00", 144400),
        ("1,000,000", 100000000),
        ("¥444", 44400),
        ("￥ 444.00", 44400),
        ("-¥5", -500),
        ("¥-5", -500),
        ("４４４．００元", 44400),
        (" 444 元 ", 44400),
        ("000444", 44400),
    ],
)
def test_accepted(text: str, fen: int) -> None:
    assert fen_of_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "元", "1e3", "1E+3", "nan", "inf", "1,00", "1,0000", "10,00.00", "1.2.3", "--1", "-¥-1", "1 yuan", "4万", "0.001",
     "444.000", "444.005", "٤٤٤", "$5", "9" * 16, "9" * 5000, "½", ".5", "5%", "(5)"],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        fen_of_yuan(text)
    (problem,) = caught.value.args
    assert isinstance(problem, Text)


def test_too_many_decimals_says_so() -> None:
    with pytest.raises(ValueError, match=r"两位小数|two decimals"):
        fen_of_yuan("1.005")


def test_shown() -> None:
    assert yuan(144400) == "1444.00"
    assert yuan_shown(144400) == "1,444.00"
    assert yuan(-5) == "-0.05"
    assert yuan_shown(-123456789) == "-1,234,567.89"
