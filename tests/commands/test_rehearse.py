"""`yunpei policy rehearse` through real files: figures, baselines, bad input, and that dates say how they were read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands.test_decide import DALIAN, UNTIL, WUXI, decided, roster
from tests.invented import employer, person
from yunpei import cli
from yunpei.common.language import language
from yunpei.policy.packs import load_programme

AGAINST_UNTIL = ("--against-param", "epidemic_until=2020-12-31")


@pytest.fixture(autouse=True)
def _speech(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YUNPEI_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    language.cache_clear()
    yield
    language.cache_clear()


def run(*arguments: object) -> int:
    return cli.main(["policy", "rehearse", *map(str, arguments)])


def rehearsed(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(*arguments, "--json") == 0
    whole: dict[str, Any] = json.loads(capsys.readouterr().out)
    return whole


def someone(n: int, **changed: str) -> Mapping[str, str]:
    return {"身份证号码": person(n), "统一社会信用代码": employer(n % 3), "班级编号": f"B{n}", **changed}


def in_year(year: int) -> dict[str, str]:
    days = {"备案通过日期": "03-01", "开班日期": "03-02", "结束日期": "03-20", "申请日期": "05-01"}
    return {name: f"{year}-{day}" for name, day in days.items()}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Wuxi's programme as a folder outside the program, in force from a day that is not yet, with another rate."""
    own = load_programme(WUXI).folder
    circular = tmp_path / "drafts" / "wuxi-2020-10"
    shutil.copytree(own.parent, circular / "online")
    shutil.copy(own.parents[1] / "circular.toml", circular)
    folder = circular / "online" / "2027-01-26"
    (circular / "online" / own.name).rename(folder)
    for file in (folder / "parameters").glob("*.toml"):
        text = file.read_text("utf-8").replace("value = 1850", "value = 1000")
        file.write_text(text.replace("2020-0", "2027-0"), "utf-8")
    return folder


def test_figures_are_those_of_decide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = ("小型", "大型", "微型")
    lines = [someone(n, 企业规模=sizes[n % 3], 线上课时=str(20 + n), 计划总课时="60") for n in range(9)]
    path = roster(
        tmp_path, *lines, someone(1, 班级编号="X", 完成培训=""), someone(2, 班级编号="Y", 申请日期="2020-12-01")
    )
    totals = decided(tmp_path, DALIAN, path, *UNTIL)["totals"]
    capsys.readouterr()
    whole = rehearsed(capsys, DALIAN, "--on", path, *UNTIL)
    assert whole["totals"]["awards_fen_after"] == totals["amount_fen"]
    assert whole["totals"]["lines"] == totals["lines"]
    counts = {one["outcome"]: one["lines"] for one in whole["outcomes"]}
    assert counts == {name: totals[name] for name in ("due", "discretion", "undetermined", "refused")}
    assert whole["as_if_in_force"]["years_earlier"] == 0
    assert whole["pack_digest"] == load_programme(DALIAN).digest
    assert whole["params"]["epidemic_until"]["value"] == "2020-12-31"


def test_a_pack_folder_not_yet_in_force_decides_lines_of_before(
    tmp_path: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = roster(tmp_path, *(someone(n, **in_year(2026), 线上课时="24") for n in range(4)))
    assert run(draft, "--on", path, "--against", f"{WUXI}@2020-01-26") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "as if in force: its own dates are read 1 year earlier" in out
    assert "from 2026-01-26 on; 4 lines (2026-03-20 to 2026-03-20), 4 in that time" in out
    ended = ("--against", f"{WUXI}@2020-01-26", "--against-years", "-6")
    whole = rehearsed(capsys, draft, "--on", path, *ended)
    assert whole["baseline"]["as_if_in_force"]["since"] == "2026-01-26"
    assert (whole["totals"]["losing"], whole["totals"]["lost_fen"]) == (4, 4 * 24 * 850)
    assert run(draft.parent, "--on", path, "--years", "0", "--json") == 0  # the programme's folder: its latest version
    whole = json.loads(capsys.readouterr().out)
    assert whole["totals"]["awards_fen_after"] == 0
    assert [check["id"] for check in whole["checks"]] == ["in_period"]
    whole = rehearsed(capsys, draft, "--on", path)
    assert whole["totals"]["awards_fen_after"] == 4 * 24 * 1000
    assert whole["as_if_in_force"]["since"] == "2026-01-26"


def test_the_version_then_in_force_is_the_baseline(
    tmp_path: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = roster(tmp_path, someone(1, **in_year(2020)))
    whole = rehearsed(capsys, draft, "--on", path)
    assert whole["baseline"]["programme"] == WUXI
    assert whole["baseline"]["in_force_from"] == "2020-01-26"
    assert (whole["totals"]["losing"], whole["totals"]["lost_fen"]) == (1, 50_000 - 30_000)
    before = roster(tmp_path, someone(1, **in_year(2019)))
    assert rehearsed(capsys, draft, "--on", before)["baseline"] is None
    assert run(WUXI, "--on", path, "--against-param", "cap_fen=1") == 2
    assert "there is no programme to compare with" in capsys.readouterr().err


def test_what_was_paid_is_the_baseline_where_the_roster_says_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = roster(tmp_path, someone(1, 实发金额="100", 地区="320205"), someone(2, 实发金额="900.50", 地区="320206"))
    assert run(DALIAN, "--on", path, *UNTIL) == 0
    out = capsys.readouterr().out
    assert "baseline: what was paid, the column paid of the roster" in out
    whole = rehearsed(capsys, DALIAN, "--on", path, *UNTIL)
    assert whole["baseline"]["column"] == "paid"
    assert whole["totals"]["awards_fen_before"] == 100_050
    regions = {one["value"]: one for one in whole["breakdowns"] if one["dimension"] == "region"}
    assert (regions["320205"]["gaining"], regions["320206"]["losing"]) == (1, 1)
    named = rehearsed(capsys, DALIAN, "--on", path, *UNTIL, "--against", DALIAN, *AGAINST_UNTIL)
    assert named["totals"]["gaining"] == named["totals"]["losing"] == 0


def test_every_bad_cell_is_told_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        someone(1, 身份证号码="12345", 实发金额="10"),
        someone(2, 开班日期="2020-02-31", 实发金额=""),
        someone(3, 实发金额="x"),
    ]
    path, out, marked = roster(tmp_path, *lines), tmp_path / "out.xlsx", tmp_path / "marked.xlsx"
    assert run(DALIAN, "--on", path, *UNTIL, "--out", out, "--errors", marked) == 2
    told = capsys.readouterr()
    assert told.out == ""
    for start in (
        "row 2, column 身份证号码:",
        "row 3, column 开班日期:",
        "row 3, column 实发金额: must not",
        "row 4, column 实发金额:",
    ):
        assert start in told.err
    assert not out.exists()
    assert load_workbook(marked).active.cell(4, 1).value is not None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--years", "1000"], "must be a whole number from -99 to 99"),
        (["--years", "x"], "must be a whole number from -99 to 99"),
    ],
)
def test_years_are_a_whole_number(
    tmp_path: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as error:
        run(DALIAN, "--on", roster(tmp_path), *arguments)
    assert error.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--against", "no/such"], "no programme no/such"),
        (["--param", "nope=1"], "no parameter nope"),
        (["--against", WUXI, "--against-param", "epidemic_until=2020-01-01"], "no parameter epidemic_until"),
        (["--out", "x.csv"], "x.csv must end with one of .xlsx .json"),
        (["--set", "nope=1"], "--set: no column nope"),
        (["--map", "甲=nope"], "no column nope"),
        (["--explain", "99"], "row 99 is not a line of the roster"),
        (["--against", "dalian-2020-41/sme-training@1999-01-01"], "has no 1999-01-01"),
    ],
)
def test_unusable_options(tmp_path: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(DALIAN, "--on", roster(tmp_path), *arguments) == 2
    assert told in capsys.readouterr().err


def test_a_folder_of_several_programmes_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    circular = load_programme(WUXI).folder.parents[1]
    assert run(circular, "--on", roster(tmp_path)) == 2
    assert "name the folder of one: wuxi-2020-10/online、wuxi-2020-10/pre-job" in capsys.readouterr().err
    assert run(tmp_path, "--on", roster(tmp_path)) == 2
    assert "holds 0 programmes" in capsys.readouterr().err


def test_region_and_paid_may_be_set_or_mapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(tmp_path, someone(1, 街道="江海街道", 上年金额="300"))
    whole = rehearsed(capsys, DALIAN, "--on", path, *UNTIL, "--map", "街道=region", "--map", "上年金额=paid")
    assert [one["value"] for one in whole["breakdowns"] if one["dimension"] == "region"] == ["江海街道"]
    assert (whole["totals"]["gaining"], whole["totals"]["losing"]) == (0, 0)
    whole = rehearsed(capsys, DALIAN, "--on", path, *UNTIL, "--set", "paid=0", "--set", "region=320205")
    assert whole["totals"]["gained_fen"] == 30_000


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(
        tmp_path, someone(1, 地区="320205", 实发金额="100"), someone(2, 企业规模="大型", 地区="=1+1", 实发金额="0")
    )
    out = tmp_path / "out.xlsx"
    assert run(DALIAN, "--on", path, *UNTIL, "--out", out) == 0
    shown = capsys.readouterr().out
    assert "gains and losses" in shown
    assert "by region" not in shown
    book = load_workbook(out)
    assert book.sheetnames == [
        "about", "totals", "gains and losses", "checks", "by employer size", "by region", "by worker kind",
    ]  # fmt: skip
    assert "dates read as written" in str(book["about"]["A2"].value)
    assert [cell.value for cell in book["totals"][2]] == ["due (yuan)", 300, 100, 200]
    assert {row[0].value: row[4].value for row in book["by region"].iter_rows(min_row=2)} == {"320205": 300, "=1+1": 0}
    assert book["by region"]["A3"].data_type == "s"  # no formula


def test_json_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = roster(tmp_path), tmp_path / "out.json"
    assert run(DALIAN, "--on", path, *UNTIL, "--out", out) == 0
    capsys.readouterr()
    assert json.loads(out.read_text("utf-8")) == rehearsed(capsys, DALIAN, "--on", path, *UNTIL)


def test_no_number_of_a_person_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(tmp_path, *(someone(n) for n in range(3)))
    assert run(DALIAN, "--on", path, *UNTIL) == 0
    assert run(DALIAN, "--on", path, *UNTIL, "--json") == 0
    assert run(DALIAN, "--on", path, *UNTIL, "--explain", "2") == 0
    told = capsys.readouterr()
    assert not any(person(n) in told.out + told.err for n in range(3))


def test_a_row_is_explained_on_both_sides(tmp_path: Path, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = roster(tmp_path, someone(1, **in_year(2020), 线上课时="24"))
    assert run(draft, "--on", path, "--explain", "2") == 0
    out = capsys.readouterr().out
    assert "baseline:" in out
    assert out.count("Row 2 ") == 2
    assert "444.00" in out
    assert "240.00" in out
