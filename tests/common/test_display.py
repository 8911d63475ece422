"""Tables stay straight with Chinese in them; no cell steers the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.common.display import cut, safe, table, terminal_width, width, wrap

# Letters, Chinese, marks, combining signs, escapes: what a cell may hold.
CELLS = st.text(st.sampled_from("ab 1，。（）中文测试\u0301\u200b\x1b\n\t…ｆ"), max_size=30)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", 0),
        ("abc", 3),
        ("中文", 4),
        ("ｆｕｌｌ", 8),
        ("，", 2),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("ｱ", 1),
        ("…", 1),
        ("𠮷", 2),
    ],
)
def test_width(text: str, places: int) -> None:
    assert width(text) == places


def test_table() -> None:
    shown = table(
        ["姓名", "金额（元）", "理由"], [["赵甲", "44.00", "好"], ["Ann", "1,444.00", "完成"]], right={1}, limit=80
    )
    assert shown.split("\n") == [
        "姓名  金额（元）  理由",
        "────  ──────────  ────",
        "赵甲       44.00  好",
        "Ann     1,444.00  完成",
    ]


def test_a_table_without_rows_still_has_its_header() -> None:
    assert table(["行", "结果"], [], limit=80).split("\n") == ["行  结果", "──  ────"]


def test_the_widest_column_gives_way() -> None:
    shown = table(["行", "理由"], [["2", "支持对象和范围：全市各类企业（劳务派遣单位除外）"]], limit=24)
    assert shown.split("\n")[2] == "2   支持对象和范围：全…"


def test_a_terminal_too_narrow_for_anything_still_gets_a_table() -> None:
    assert table(["行", "理由"], [["200001", "一二三四五六"]], limit=4).split("\n")[2] == "200001  一二…"


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.integers(22, 100))
def test_no_line_is_longer_than_the_terminal(rows: list[tuple[str, str, str]], limit: int) -> None:
    lines = table(["行", "名称", "理由"], rows, right={0}, limit=limit).split("\n")
    assert len(lines) == len(rows) + 2
    assert all(width(line) <= limit for line in lines)
    assert all(line.isprintable() or "\u200b" in line for line in lines)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_columns_stand_below_one_another(rows: list[tuple[str, str]]) -> None:
    lines = table(["行", "名称"], rows, limit=1000).split("\n")
    first = max(width(safe(row[0])) for row in rows)
    assert lines[1].startswith("─" * max(first, 2) + "  ")


def test_what_could_steer_the_terminal_is_shown_as_a_mark() -> None:
    assert safe("a\x1b[31mb\x07") == "a�[31mb�"
    assert safe("甲\n乙\t丙") == "甲 乙 丙"
    assert safe("\u202edcba") == "�dcba"
    assert "\x1b" not in table(["a"], [["\x1b[2J"]], limit=80)


@given(CELLS, st.integers(0, 20))
def test_cut_fits(text: str, places: int) -> None:
    shown = cut(text, places)
    assert width(shown) <= places
    assert shown == text or shown == "" or shown.endswith("…")


def test_limit_comes_from_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert terminal_width() == 20
    assert width(table(["理由"], [["很长的理由" * 10]]).split("\n")[2]) <= 20
    monkeypatch.delenv("COLUMNS")
    assert terminal_width() is None  # pytest's standard output is not a terminal
    assert table(["理由"], [["很长的理由" * 10]]).split("\n")[2] == "很长的理由" * 10


def test_wrap_keeps_marks_where_they_belong() -> None:
    lines = wrap(
        "完成培训的职工，按每人每课时（不少于45分钟）10元的标准给予培训补贴，每人每年补贴上限不得超过1000元。", 24
    )
    assert all(width(line) <= 24 for line in lines)
    assert not [line for line in lines if line[0] in "，。）" or line[-1] == "（"]
    assert (
        "".join(lines)
        == "完成培训的职工，按每人每课时（不少于45分钟）10元的标准给予培训补贴，每人每年补贴上限不得超过1000元。"
    )


def test_wrap_breaks_english_at_blanks() -> None:
    assert wrap("at most 500 yuan per person", 12) == ["at most 500", "yuan per", "person"]
    assert wrap("averyverylongword", 6) == ["averyv", "erylon", "gword"]
    assert wrap("", 10) == [""]


@given(CELLS, st.integers(4, 30))
def test_wrap_loses_nothing_but_blanks(text: str, places: int) -> None:
    lines = wrap(text, places)
    assert "".join("".join(lines).split()) == "".join(safe(text).split())
    assert all(width(line) <= places for line in lines)
