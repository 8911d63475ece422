"""The bank's answers: headers as banks write them, every bad row told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.common.errors import Problem
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.funds.bank import Answer, read_result
from yunpei.funds.bank_templates import templates


def read(path: Path) -> list[Answer | Problem]:
    return list(read_result(path, list(templates()[0].values())))


def told(path: Path) -> list[str]:
    """The problems of a file in which every row has one."""
    found = read(path)
    assert all(isinstance(one, Problem) for one in found)
    return [one.text.zh for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_headers_and_words_as_banks_write_them(tmp_path: Path, write) -> None:
    path = tmp_path / ("answer.csv" if write is write_csv else "answer.xlsx")
    rows = [["P-1", "444.00", "交易成功", ""], ["P-2", "56", "退票", "户名不符"]]
    write(path, ["流水号", "金额", "交易状态", "原因"], rows)
    assert read(path) == [Answer(2, "P-1", True, 44_400), Answer(3, "P-2", False, 5_600, "户名不符")]


def test_every_bad_row_is_told(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    rows = [["P-1", "1e3", "成功", ""], ["P-2", "56", "也许", ""], ["", "1", "成功", ""], ["P-4", "1", "失败", ""]]
    write_csv(path, ["明细编号", "金额（元）", "处理结果", "失败原因"], rows)
    one, two, three, four = told(path)
    assert "第 2 行" in one
    assert "也许" in two
    assert "没有明细编号" in three
    assert "没有写原因" in four


@pytest.mark.parametrize("header", [["明细编号", "金额（元）"], ["明细编号", "明细编号", "处理结果"], ["甲", "乙"]])
def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path, header: list[str]) -> None:
    path = tmp_path / "answer.csv"
    write_csv(path, header, [["P-1"] * len(header)])
    assert told(path)
