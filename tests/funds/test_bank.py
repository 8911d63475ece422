"""The bank's answers: headers as banks write them, every bad row told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.common.errors import Invalid
from yunpei.common.sheets.write import write_csv, write_xlsx
from yunpei.funds.bank import Answer, read_result


def texts(error: Invalid) -> list[str]:
    return [problem.text.zh for problem in error.problems]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_headers_and_words_as_banks_write_them(tmp_path: Path, write) -> None:
    path = tmp_path / ("answer.csv" if write is write_csv else "answer.xlsx")
    rows = [["P-1", "444.00", "交易成功", ""], ["P-2", "56", "退票", "户名不符"]]
    write(path, ["流水号", "金额", "交易状态", "原因"], rows)
    assert read_result(path) == [Answer(2, "P-1", True, 44_400), Answer(3, "P-2", False, 5_600, "户名不符")]


def test_every_bad_row_is_told(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    rows = [["P-1", "1e3", "成功", ""], ["P-2", "56", "也许", ""], ["", "1", "成功", ""], ["P-4", "1", "失败", ""]]
    write_csv(path, ["明细编号", "金额（元）", "处理结果", "失败原因"], rows)
    with pytest.raises(Invalid) as refused:
        read_result(path)
    told = texts(refused.value)
    assert len(told) == 4
    assert "第 2 行" in told[0]
    assert "也许" in told[1]
    assert "没有明细编号" in told[2]
    assert "没有写原因" in told[3]


@pytest.mark.parametrize("header", [["明细编号", "金额（元）"], ["明细编号", "明细编号", "处理结果"], ["甲", "乙"]])
def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path, header: list[str]) -> None:
    path = tmp_path / "answer.csv"
    write_csv(path, header, [["P-1"] * len(header)])
    with pytest.raises(Invalid):
        read_result(path)
