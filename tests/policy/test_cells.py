"""A cell is a value or a reason; nothing is guessed, and no message tells a whole ID number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import employer, person
from yunpei.policy.cells import norm_project, parse_cell
from yunpei.policy.vocabulary import AWARD_COLUMNS, COLUMNS, Column

ALL = [*COLUMNS.values(), AWARD_COLUMNS["programme"], AWARD_COLUMNS["amount"]]


def good(name: str, text: str) -> Any:
    value, problem = parse_cell(COLUMNS.get(name) or AWARD_COLUMNS[name], text)
    assert problem is None, problem
    return value


def bad(name: str, text: str) -> str:
    value, problem = parse_cell(COLUMNS.get(name) or AWARD_COLUMNS[name], text)
    assert value is None
    assert problem is not None, value
    return f"{problem.zh} | {problem.en}"


@pytest.mark.parametrize("column", ALL, ids=lambda column: column.name)
def test_empty_is_no_value_and_no_problem(column: Column) -> None:
    assert parse_cell(column, "") == (None, None)


@pytest.mark.parametrize("column", ALL, ids=lambda column: column.name)
@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#n/a", "#########"]
)
def test_a_spreadsheet_error_is_a_problem_everywhere(column: Column, error: str) -> None:
    assert "表格错误值" in bad(column.name, error)


def test_a_class_may_begin_with_a_number_sign() -> None:
    assert good("class_no", "#3班") == "#3班"


@given(st.sampled_from(ALL), st.text(max_size=60) | st.text("0123456789-/.年月日 :Ee+,#无是否", max_size=25))
def test_anything_is_a_value_or_a_problem(column: Column, text: str) -> None:
    text = text.strip()
    value, problem = parse_cell(column, text)
    assert value is None or problem is None
    assert (value is None and problem is None) == (text == "")
    if problem is not None:
        assert problem.zh
        assert problem.en
        assert (problem.zh + problem.en).isprintable()


@given(st.sampled_from(ALL), st.integers(0, 10**6), st.sampled_from(["{}", "{}号", " {} ", "x{}", "{}.5", "-{}"]))
def test_an_id_number_in_the_wrong_column_is_masked(column: Column, n: int, shape: str) -> None:
    number = person(n)
    _, problem = parse_cell(column, shape.format(number).strip())
    if problem is not None:
        assert number not in problem.zh + problem.en
        assert number[6:14] not in problem.zh + problem.en


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-03-01", date(2020, 3, 1)),
        ("2020-3-1", date(2020, 3, 1)),
        ("2020/3/1", date(2020, 3, 1)),
        ("2020.3.1", date(2020, 3, 1)),
        ("2020.03.01", date(2020, 3, 1)),
        ("20200301", date(2020, 3, 1)),
        ("20200301.0", date(2020, 3, 1)),
        ("2020年3月1日", date(2020, 3, 1)),
        ("2020年03月01号", date(2020, 3, 1)),
        ("2020 年 3 月 1 日", date(2020, 3, 1)),
        ("２０２０年３月１日", date(2020, 3, 1)),
        ("２０２０－０３－０１", date(2020, 3, 1)),
        ("2020-03-01 08:30:00", date(2020, 3, 1)),
        ("2020-03-01 23:59:59.999000", date(2020, 3, 1)),
        ("2020-03-01T08:30", date(2020, 3, 1)),
        ("2020/3/1 8:30", date(2020, 3, 1)),
        ("2020年3月1日 8:30", date(2020, 3, 1)),
        ("2020-02-29", date(2020, 2, 29)),
        ("1990-01-01", date(1990, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert good("class_start", text) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("43891", "a number, not a date"),
        ("43891.5", "a number, not a date"),
        ("4.3891E+4", "a number, not a date"),
        ("1583020800", "a number, not a date"),
        ("2020", "a number, not a date"),
        ("202003", "a number, not a date"),
        ("2020.3", "a number, not a date"),
        ("-43891", "a number, not a date"),
        ("2021-02-29", "no such day"),
        ("2020-13-01", "no such day"),
        ("2020-04-31", "no such day"),
        ("20200230", "no such day"),
        ("0000-01-01", "no such day"),
        ("1989-12-31", "1990"),
        ("2101-01-01", "2100"),
        ("20-3-1", "四位年份"),
        ("3/1/2020", "四位年份"),
        ("01-03-2020", "四位年份"),
        ("1.3.20", "四位年份"),
        ("20年3月1日", "四位年份"),
        ("1 Mar 2020", "四位年份"),
        ("Mar 1, 2020", "四位年份"),
        ("2020年3月", "不是日期"),
        ("2020-03/01", "不是日期"),
        ("2020-03-01 25:00", "不是日期"),
        ("2020-03-01T00:00:00Z", "不是日期"),
        ("2020-03-01至2020-03-10", "不是日期"),
        ("2020-W09-7", "不是日期"),
        ("二〇二〇年三月一日", "不是日期"),
        ("٢٠٢٠-٠٣-٠١", "不是日期"),
        ("无", "留空"),
        ("/", "留空"),
    ],
)
def test_bad_dates(text: str, said: str) -> None:
    assert said in bad("class_start", text)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{day:%Y%m%d}",
        f"{y}年{m}月{d}日",
        f"{day} 08:00:00",
    ):
        assert good("class_end", text) == day


def test_people_may_have_been_hired_long_ago() -> None:
    assert good("hired_on", "1985-07-01") == date(1985, 7, 1)
    assert "1950" in bad("hired_on", "1949-12-31")
    assert "1990" in bad("class_start", "1985-07-01")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("0", 0),
        ("24", 24),
        ("23.0", 23),
        ("23.", 23),
        ("-0", 0),
        ("+5", 5),
        ("024", 24),
        ("２４", 24),
        ("24课时", 24),
        ("24 学时", 24),
        ("24节", 24),
        ("1,200", 1200),
        ("2000", 2000),
    ],
)
def test_hours(text: str, hours: int) -> None:
    value = good("online_hours", text)
    assert value == hours
    assert type(value) is int


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-1", "负数"),
        ("-1课时", "负数"),
        ("23.5", "整数"),
        ("0.1", "整数"),
        ("2001", "2000"),
        ("99999", "2000"),
        ("999999999999999", "2000"),
        ("1080分钟", "分钟"),
        ("18小时", "小时"),
        ("2.4E+1", "E"),
        ("24/30", "/30"),
        ("二十四", "整数"),
        ("1,2", "整数"),
        ("--1", "整数"),
        ("24-30", "-30"),
        ("nan", "整数"),
        ("true", "整数"),
        ("9" * 400, "整数"),
    ],
)
def test_bad_hours(text: str, said: str) -> None:
    assert said in bad("planned_hours", text)


def test_headcount() -> None:
    assert good("headcount", "1,200人") == 1200
    assert good("headcount", "10000000") == 10_000_000
    assert "10000000" in bad("headcount", "10000001")
    assert "负数" in bad("headcount", "-3")
    assert "人" in bad("headcount", "3家")


def test_revenue() -> None:
    assert good("revenue_wan", "1,500.25") == Decimal("1500.25")
    assert good("assets_wan", "500万元") == Decimal(500)
    assert good("revenue_wan", "0") == 0
    assert good("revenue_wan", "39999.999999") == Decimal("39999.999999")
    assert "亿元" in bad("revenue_wan", "2亿元")
    assert "元" in bad("revenue_wan", "2000元")
    assert "负数" in bad("assets_wan", "-1")
    assert "1500.5" in bad("assets_wan", "很多")
    assert "E" in bad("assets_wan", "1E5")


def test_money() -> None:
    assert good("amount", "444.00") == 44400
    assert good("amount", "¥1,000") == 100_000
    assert good("amount", "0") == 0
    assert good("amount", "100000000") == 10**10
    assert "两位小数" in bad("amount", "0.005")
    assert "净额" in bad("amount", "-1")
    assert "一亿" in bad("amount", "100000000.01")
    assert "元" in bad("amount", "1e3")


@pytest.mark.parametrize(
    "text", ["是", "yes", "YES", "Yes", "true", "TRUE", "1", "1.0", "√", "✓", "✔", "☑", "y", "１", "ｙｅｓ"]
)
def test_yes(text: str) -> None:
    assert good("completed", text) is True


@pytest.mark.parametrize("text", ["否", "no", "NO", "false", "0", "0.0", "×", "✗", "✘", "n", "０"])
def test_no(text: str) -> None:
    assert good("completed", text) is False


@pytest.mark.parametrize("text", ["x", "X", "有", "无", "已完成", "合格", "2", "-", "是否", "?", "不", "-1"])
def test_neither_yes_nor_no(text: str) -> None:
    assert "请填“是”或“否”" in bad("completed", text)


def test_every_spelling_of_every_word() -> None:
    for name in ("worker_kind", "employer_kind", "employer_size", "industry"):
        for word, spellings in COLUMNS[name].words.items():
            for spelling in spellings:
                assert good(name, spelling) == word
                assert good(name, f" {spelling.upper()}\u3000") == word


def test_an_unknown_word_is_told_the_known_ones_and_the_nearest() -> None:
    said = bad("employer_size", "中小微企业")
    assert "大型，中型，小型，微型" in said
    assert "large 大型, medium 中型, small 小型, micro 微型" in said
    assert "最接近：劳务派遣人员" in bad("worker_kind", "劳务派遣的人员")
    assert "nearest: employee 职工" in bad("worker_kind", "employe")
    assert "最接近" not in bad("worker_kind", "宇航员ABC")


def test_text() -> None:
    assert good("class_no", "WX2020-001") == "WX2020-001"
    assert good("employer_name", "云帆\n精工\t有限公司") == "云帆 精工 有限公司"
    assert good("person_name", "阿依古丽·买买提") == "阿依古丽·买买提"
    assert good("person_name", "\ue000某") == "\ue000某"  # a rare character that only a private-use code has
    assert good("project", "x" * 500) == "x" * 500
    assert "500" in bad("project", "x" * 501)
    for invisible in ("\x00", "\x1b", "\u200b", "\u202e", "\x7f"):
        assert "控制字符" in bad("class_no", f"A{invisible}1")


@pytest.mark.parametrize("text", ["无", "暂无", "/", "-", "——", "N/A", "none", "?", "？", "未知", "。"])
def test_words_for_nothing_are_no_certificate(text: str) -> None:
    assert "留空" in bad("certificate_no", text)


def test_ids() -> None:
    assert good("person_id", person(3).lower()) == person(3)
    assert good("person_id", f"{person(3)[:6]} {person(3)[6:14]} {person(3)[14:]}") == person(3)
    assert "文本" in bad("person_id", "2.10203E+17")
    assert good("employer_id", employer(3).lower()) == employer(3)
    assert "校验位" in bad("employer_id", employer(3)[:17] + ("0" if employer(3)[17] != "0" else "1"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("电工（初级）", "电工(初级)"),
        ("电 工", "电工"),
        ("ＣＮＣ操作", "cnc操作"),
        ("焊工\u3000培训", "焊工培训"),
        ("ﬁre", "FIRE"),
    ],
)
def test_projects_compare(one: str, other: str) -> None:
    assert norm_project(one) == norm_project(other)


@given(st.text(max_size=30))
def test_a_compared_project_stays_as_it_is(text: str) -> None:
    assert norm_project(norm_project(text)) == norm_project(text)


def test_different_projects_stay_different() -> None:
    assert norm_project("电工一级") != norm_project("电工二级")
