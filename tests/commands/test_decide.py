"""The command-line contract of `yunpei decide`, through real files and a real process where that matters."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from tests.invented import employer, person
from yunpei import cli

DALIAN = "dalian-2020-41/sme-training"
WUXI = "wuxi-2020-10/online"
UNTIL = ("--param", "epidemic_until=2020-12-31")
HEADER = {
    "身份证号码": person(1),
    "姓名": "赵甲子",
    "人员类别": "职工",
    "统一社会信用代码": employer(1),
    "单位类型": "企业",
    "企业规模": "小型",
    "培训项目": "电工",
    "班级编号": "B1",
    "备案通过日期": "2020-03-01",
    "开班日期": "2020-03-02",
    "结束日期": "2020-03-20",
    "线上课时": "30",
    "线下课时": "0",
    "计划总课时": "30",
    "完成培训": "是",
    "申领时在职": "是",
    "合格证书编号": "C1",
    "申请日期": "2020-05-01",
}


def roster(
    folder: Path, *lines: Mapping[str, str | None], name: str = "roster.csv", encoding: str = "utf-8-sig"
) -> Path:
    """A CSV of the usual line, changed by each of `lines`; `None` values drop the column of the whole file."""
    dropped = {key for line in lines for key, value in line.items() if value is None}
    header = [key for key in HEADER if key not in dropped] + [k for line in lines for k in line if k not in HEADER]
    header = list(dict.fromkeys(header))
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.DictWriter(file, header, extrasaction="ignore", restval="")
        out.writeheader()
        out.writerows({**HEADER, **line} for line in lines or ({},))
    return path


def run(*arguments: object) -> int:
    return cli.main(["decide", *map(str, arguments)])


def decided(folder: Path, programme: str, *arguments: object) -> dict[str, Any]:
    out = folder / "out.json"
    assert run(programme, *arguments, "--out", out) == 0
    whole: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return whole


@pytest.mark.req("R22")
def test_json_has_the_contract_shape(tmp_path: Path) -> None:
    whole = decided(tmp_path, DALIAN, roster(tmp_path), *UNTIL)
    assert list(whole) == [
        "programme", "in_force_from", "pack_digest", "version", "region", "params", "warnings", "lines", "totals",
    ]  # fmt: skip
    (line,) = whole["lines"]
    assert list(line) == [
        "row", "person_id", "outcome", "amount_fen", "amount_if_allowed_fen", "gross_fen", "provisional", "checks", "missing",
    ]  # fmt: skip
    assert (line["row"], line["person_id"], line["outcome"], line["amount_fen"]) == (2, person(1), "due", 30_000)
    assert set(line["checks"][0]) == {"id", "ok", "force", "clause", "text"}
    assert whole["params"]["epidemic_until"] == {
        "value": "2020-12-31", "from": whole["in_force_from"], "source": "--param", "overridden": True,
    }  # fmt: skip
    assert whole["totals"] == {
        "lines": 1, "due": 1, "refused": 0, "discretion": 0, "undetermined": 0, "amount_fen": 30_000, "amount_if_allowed_fen": 0,
    }  # fmt: skip
    assert len(whole["pack_digest"]) == 64


def test_a_figure_the_text_leaves_open_is_named(tmp_path: Path) -> None:
    (line,) = decided(tmp_path, DALIAN, roster(tmp_path))["lines"]
    assert (line["outcome"], line["missing"], line["amount_fen"]) == ("undetermined", ["epidemic_until"], 0)


@pytest.mark.req("R23")
def test_the_rate_of_a_city_is_a_parameter(tmp_path: Path) -> None:
    path = roster(tmp_path)
    programme = "liaoning-2020-16/sme-online"
    assert decided(tmp_path, programme, path)["lines"][0]["missing"] == ["rate_fen"]
    whole = decided(tmp_path, programme, path, "--param", "rate_fen=1200", "--region", "210200")
    assert (whole["region"], whole["lines"][0]["amount_fen"]) == ("210200", 36_000)


def test_a_missing_column_is_a_missing_fact_and_set_gives_one(tmp_path: Path) -> None:
    path = roster(tmp_path, {"线下课时": None})
    assert decided(tmp_path, DALIAN, path, *UNTIL)["lines"][0]["missing"] == ["offline_hours"]
    assert decided(tmp_path, DALIAN, path, *UNTIL, "--set", "offline_hours=0")["lines"][0]["outcome"] == "due"


def test_an_empty_filing_date_means_there_is_none(tmp_path: Path) -> None:
    (line,) = decided(tmp_path, DALIAN, roster(tmp_path, {"备案通过日期": ""}), *UNTIL)["lines"]
    assert line["outcome"] == "refused"
    assert [check["id"] for check in line["checks"] if check["ok"] is False] == ["filed_before_start"]
    (line,) = decided(tmp_path, DALIAN, roster(tmp_path, {"备案通过日期": None}), *UNTIL)["lines"]
    assert (line["outcome"], line["missing"]) == ("undetermined", ["filed_on"])


@pytest.mark.req("R24")
def test_history_takes_from_the_cap(tmp_path: Path) -> None:
    awards = tmp_path / "awards.csv"
    awards.write_text(
        "身份证号码,programme,统一社会信用代码,班级编号,培训项目,开班日期,结束日期,金额（元）\n"
        f"{person(1)},{WUXI},{employer(2)},Z,焊工,2020-02-01,2020-02-10,400.50\n"
        f"{person(2)},{WUXI},{employer(2)},Z,焊工,2020-02-01,2020-02-10,500\n",
        "utf-8",
    )
    (line,) = decided(tmp_path, WUXI, roster(tmp_path), "--history", awards)["lines"]
    assert (line["gross_fen"], line["amount_fen"]) == (55_500, 9_950)


def test_discretion_and_what_comes_after_it(tmp_path: Path) -> None:
    late = {"申请日期": "2020-07-01"}
    second = {"班级编号": "B2", "培训项目": "焊工", "开班日期": "2020-04-02", "结束日期": "2020-04-20"}
    lines = decided(tmp_path, DALIAN, roster(tmp_path, late, second), *UNTIL)["lines"]
    assert [(line["outcome"], line["amount_fen"], line["amount_if_allowed_fen"]) for line in lines] == [
        ("discretion", 0, 30_000), ("due", 30_000, 0),
    ]  # fmt: skip
    assert [line["provisional"] for line in lines] == [False, True]
    allowed = {**late, "裁量人": "周乙丑", "裁量理由": "停工期间邮路中断"}
    lines = decided(tmp_path, DALIAN, roster(tmp_path, allowed, second), *UNTIL)["lines"]
    assert [line["outcome"] for line in lines] == ["due", "due"]
    assert not lines[1]["provisional"]


BAD = {
    "身份证号码": [person(1)[:-1] + ("0" if person(1)[-1] != "0" else "1"), "2.10E+17", "", "12345"],
    "统一社会信用代码": [employer(1)[:-1] + ("A" if employer(1)[-1] != "A" else "B")],
    "开班日期": ["2020-02-30", "43891", "", "03/02/2020"],
    "结束日期": ["2020-03-01", ""],
    "线上课时": ["-1", "2.5", "99999", "三十"],
    "企业规模": ["中大型"],
    "人员类别": ["老板"],
    "完成培训": ["也许"],
    "申请日期": ["#N/A"],
}


@pytest.mark.parametrize(("header", "cell"), [(header, cell) for header, cells in BAD.items() for cell in cells])
@pytest.mark.parametrize("carrier", ["values", "columns"])
def test_a_bad_cell_refuses_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, cell: str, carrier: str
) -> None:
    path = roster(tmp_path, {}, {header: cell, "班级编号": "B2", "培训项目": "焊工"})
    out = tmp_path / "out.json"
    assert run(DALIAN, path, *UNTIL, "--carrier", carrier, "--out", out) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"row 3, column {header}: "), told
    assert len(told) == 2  # the cell and the count
    assert not out.exists()
    if header == "身份证号码" and len(cell) == 18:
        assert cell not in told[0]


def test_every_bad_cell_is_listed_and_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(tmp_path, {"线上课时": "-1", "完成培训": "也许"}, {}, {"开班日期": "2020-13-01"})
    errors = tmp_path / "errors.xlsx"
    assert run(DALIAN, path, "--errors", errors) == 2
    told = capsys.readouterr().err
    assert [line.split(":")[0] for line in told.splitlines()[:3]] == [
        "row 2, column 线上课时", "row 2, column 完成培训", "row 4, column 开班日期",
    ]  # fmt: skip
    sheet = load_workbook(errors).active
    assert sheet is not None
    marked = {(cell.row, sheet.cell(1, cell.column).value) for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked == {(2, "线上课时"), (2, "完成培训"), (4, "开班日期")}
    assert sheet.cell(2, 1).value == person(1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--param", "no_such=1"),
        ("--param", "rate_fen=many"),
        ("--param", "rate_fen=99999999999999999999"),
        ("--param", "rate_fen"),
        ("--set", "no_such=1"),
        ("--set", "online_hours=minus"),
        ("--map", "表头=no_such"),
        ("--map", "没有这一列=姓名"),
        ("--region", "320200"),
        ("--region", "2102"),
        ("--history", "no-such-file.csv"),
        ("--out", "result.txt"),
        ("--explain", "99"),
    ],
)
def test_an_unusable_option_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(DALIAN, roster(tmp_path), *arguments) == 2
    assert capsys.readouterr().err.strip()


def test_an_unknown_programme_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nowhere/none", roster(tmp_path)) == 2
    assert WUXI in capsys.readouterr().err


def test_map_names_a_header(tmp_path: Path) -> None:
    path = roster(tmp_path, {"线上课时": None, "网课节数": "30"})
    assert decided(tmp_path, DALIAN, path, *UNTIL, "--map", "网课节数=online_hours")["lines"][0]["outcome"] == "due"


def test_of_two_headers_for_one_column_the_proper_name_counts(tmp_path: Path) -> None:
    """培训项目 is the project; 工种 beside it stays a column of its own, and --map can turn that round."""
    path = roster(
        tmp_path,
        {"工种": "焊工"},
        {"工种": "钳工", "班级编号": "B2", "开班日期": "2020-04-02", "结束日期": "2020-04-03"},
    )
    assert [line["outcome"] for line in decided(tmp_path, DALIAN, path, *UNTIL)["lines"]] == ["due", "refused"]
    turned = decided(tmp_path, DALIAN, path, *UNTIL, "--map", "工种=project")
    assert [line["outcome"] for line in turned["lines"]] == ["due", "due"]


def test_two_synonyms_for_one_column_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(tmp_path, {"身份证号码": None, "身份证号": person(1), "证件号码": person(1)})
    assert run(DALIAN, path, *UNTIL) == 2
    assert capsys.readouterr().err.startswith("row 1, column 证件号码: ")


def test_gb18030_and_footers(tmp_path: Path) -> None:
    path = roster(tmp_path, encoding="gb18030")
    with path.open("a", encoding="gb18030") as file:
        file.write("\n合计,,,\n制表人：王丙寅,,\n")
    whole = decided(tmp_path, DALIAN, path, *UNTIL)
    assert [line["row"] for line in whole["lines"]] == [2]
    assert any("合计" in warning for warning in whole["warnings"])


def test_the_three_kinds_of_files_agree(tmp_path: Path) -> None:
    path = roster(tmp_path, {}, {"班级编号": "B2"}, {"身份证号码": person(2), "线上课时": "23.0"})
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    book = Workbook()
    assert book.active is not None
    book.active.title = "花名册"
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(tmp_path / "roster.parquet")
    results = [
        decided(tmp_path, DALIAN, tmp_path / f"roster.{ending}", *UNTIL, "--carrier", carrier)["lines"]
        for ending in ("csv", "xlsx", "parquet")
        for carrier in ("values", "columns")
    ]
    assert all(result == results[0] for result in results)
    assert [line["outcome"] for line in results[0]] == ["due", "refused", "due"]


@pytest.mark.parametrize("carrier", ["values", "columns"])
def test_rows_that_are_no_lines_are_left_out_of_parquet_too(tmp_path: Path, carrier: str) -> None:
    blank = dict.fromkeys(HEADER)
    rows = [HEADER, blank, {**blank, "姓名": "合计"}, HEADER | {"班级编号": "B2"}]
    pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String)).write_parquet(tmp_path / "roster.parquet")
    arguments = (tmp_path / "roster.parquet", *UNTIL, "--carrier", carrier)
    whole = decided(tmp_path, DALIAN, *arguments)
    assert [line["row"] for line in whole["lines"]] == [2, 5]
    assert any("合计" in warning for warning in whole["warnings"])
    for ending in ("csv", "parquet"):
        assert run(DALIAN, *arguments, "--out", tmp_path / f"out.{ending}") == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["outcome"].to_list() == ["due", "refused"]


@pytest.mark.parametrize("carrier", ["values", "columns"])
def test_results_are_added_to_the_input(tmp_path: Path, carrier: str) -> None:
    path = roster(tmp_path, {"备注栏": "旧"}, {"班级编号": "B2", "备注栏": "新"})
    for ending in ("csv", "xlsx", "parquet"):
        assert run(DALIAN, path, *UNTIL, "--carrier", carrier, "--out", tmp_path / f"out.{ending}") == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == ["due", "refused"]
    assert [row["amount"] for row in rows] == ["300.00", "0.00"]
    assert [row["备注栏"] for row in rows] == ["旧", "新"]
    assert rows[1]["reasons"].startswith("不符：")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns[-5:] == ["outcome", "amount", "amount_if_allowed", "provisional", "reasons"]
    assert [str(amount) for amount in frame["amount"]] == ["300.00", "0.00"]
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert sheet.cell(2, 1).value == person(1)
    assert [cell.value for cell in sheet[2]][-5:-1] == ["due", 300, 0, False]


def test_decided_output_can_be_decided_again(tmp_path: Path) -> None:
    first = tmp_path / "first.xlsx"
    assert run(DALIAN, roster(tmp_path), *UNTIL, "--out", first) == 0
    assert decided(tmp_path, DALIAN, first, *UNTIL)["totals"]["due"] == 1
    second = tmp_path / "second.csv"
    assert run(DALIAN, first, *UNTIL, "--out", second) == 0
    with second.open(encoding="utf-8-sig") as file:
        assert next(csv.reader(file)).count("outcome") == 1


def test_the_table_masks_ids_and_ends_with_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(DALIAN, roster(tmp_path), *UNTIL) == 0
    shown = capsys.readouterr().out
    assert person(1) not in shown
    assert "300.00" in shown.splitlines()[-1]


@pytest.mark.parametrize("carrier", ["values", "columns"])
def test_explain_tells_the_arithmetic(tmp_path: Path, capsys: pytest.CaptureFixture[str], carrier: str) -> None:
    second = {
        "班级编号": "B2",
        "培训项目": "焊工",
        "开班日期": "2020-04-02",
        "结束日期": "2020-04-20",
        "线上课时": "90",
        "计划总课时": "90",
    }
    assert run(DALIAN, roster(tmp_path, {}, second), *UNTIL, "--explain", 3, "--carrier", carrier) == 0
    told = capsys.readouterr().out
    for part in (
        "10.00元",
        "= 900.00元",
        "1000.00元",
        "= 700.00元",
        "此前已计",
        "完成培训的职工，按每人每课时（不少于45分钟）10元的标准",
    ):
        assert part in told, part
    assert told.splitlines()[-1] == "结论：应付，金额 700.00元。"
    assert person(1) not in told


@pytest.mark.req("R03")
def test_the_size_class_is_worked_out_or_contradicted(tmp_path: Path) -> None:
    figures = {"行业": "工业", "从业人员": "50", "营业收入（万元）": "500"}
    (line,) = decided(tmp_path, DALIAN, roster(tmp_path, {"企业规模": None, **figures}), *UNTIL)["lines"]
    assert line["outcome"] == "due"
    whole = decided(tmp_path, DALIAN, roster(tmp_path, {"企业规模": "微型", **figures}), *UNTIL)
    assert any("工信部联企业" in warning for warning in whole["warnings"])
    large = {"行业": "工业", "从业人员": "1000", "营业收入（万元）": "40000"}
    for carrier in ("values", "columns"):
        path = roster(tmp_path, {"企业规模": None, **large})
        (line,) = decided(tmp_path, DALIAN, path, *UNTIL, "--carrier", carrier)["lines"]
        assert line["outcome"] == "refused"


def test_identical_lines_are_a_warning_and_the_second_is_refused(tmp_path: Path) -> None:
    for carrier in ("values", "columns"):
        whole = decided(tmp_path, DALIAN, roster(tmp_path, {}, {}), *UNTIL, "--carrier", carrier)
        assert any("相同" in warning for warning in whole["warnings"])
        last = {check["id"]: check["ok"] for check in whole["lines"][1]["checks"]}
        assert last["class_once"] is False


@pytest.mark.req("R25")
def test_pre_job_training_has_its_own_columns(tmp_path: Path) -> None:
    path = tmp_path / "hired.csv"
    path.write_text(
        f"身份证号,姓名,入职日期,已参保,在职截至,完成培训\n{person(1)},赵甲子,2020-03-02,是,2020-04-02,是\n"
        f"{person(2)},钱甲丑,2020-03-02,是,2020-04-01,是\n",
        "utf-8",
    )
    lines = decided(tmp_path, "wuxi-2020-10/pre-job", path)["lines"]
    assert [(line["outcome"], line["amount_fen"]) for line in lines] == [("due", 30_000), ("refused", 0)]


def test_a_small_csv_needs_no_heavy_library(tmp_path: Path) -> None:
    path = roster(tmp_path, *({"班级编号": f"B{n}", "身份证号码": person(n)} for n in range(20)))
    code = (
        "import sys; from yunpei.cli import main; "
        f"main(['decide', {DALIAN!r}, {str(path)!r}, '--param', 'epidemic_until=2020-12-31']); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'polars', 'pyarrow', 'narwhals', 'django', 'python_calamine', 'xlsxwriter', 'zipfile', 'decimal', 'openpyxl'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
