"""`yunpei policy …` as one meets it at the terminal: what is printed, where, and the exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from yunpei.commands.policy import main
from yunpei.common.language import language
from yunpei.common.sheets import open_table
from yunpei.policy.vocabulary import known_header

SOUND = Path(__file__).parents[1] / "policy" / "broken" / "sound"
ONLINE = "sound-2020-1/online"


@pytest.fixture(autouse=True)
def _speech(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YUNPEI_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    language.cache_clear()
    yield
    language.cache_clear()


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sound packs in a folder of their own that YUNPEI_POLICIES names."""
    shutil.copytree(SOUND, tmp_path / "packs")
    monkeypatch.setenv("YUNPEI_POLICIES", str(tmp_path / "packs"))
    return tmp_path / "packs"


def test_list(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["programme", "versions", "name", "fund"]
    assert any(line.split() == [ONLINE, "2020-01-01", "Online", "training", "虚构资金"] for line in lines)
    assert len(lines) >= 2 + 7


def test_list_for_machines(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    entries = {entry["programme"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert entries[ONLINE]["packs"][0]["region"] == "990100"
    assert entries[ONLINE]["name"] == "线上培训补贴"


@pytest.mark.req("R24")
def test_a_faulty_pack_from_outside_breaks_nothing(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (packs / ONLINE / "2020-01-01" / "programme.toml").write_text("not toml")
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert "wuxi-2020-10/online" in told.out
    assert f"{ONLINE}: 2020-01-01 can't be used (faults: 1); see yunpei policy check" in told.err
    assert main(["show", "wuxi-2020-10/online"]) == 0
    capsys.readouterr()
    assert main(["show", ONLINE]) == 1
    assert "programme.toml:1: not valid TOML" in capsys.readouterr().err


def test_show(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", ONLINE]) == 0
    english = capsys.readouterr().out
    assert main(["show", f"{ONLINE}@2020-01-01", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert english.startswith("# Online training\n")
    assert chinese.startswith("# 线上培训补贴\n")


@pytest.mark.parametrize("name", ["nowhere/nothing", f"{ONLINE}@2021-01-01", "wuxi-2020-10/online@x"])
@pytest.mark.parametrize("command", ["show", "inputs", "test"])
def test_what_there_is_not(command: str, name: str, packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, name]) == 2
    assert "there are" in capsys.readouterr().err


def test_inputs(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inputs", ONLINE]) == 0
    told = capsys.readouterr().out
    assert "单位类型          employer_kind   one of, below" in told
    assert "结束日期          class_end       date               yes       claimed_in_time, the order" in told
    assert "employer_kind: enterprise 企业 / platform 平台企业" in told
    assert "10.00 yuan until 2020-06-30; 12.00 yuan from 2020-07-01 (not verified)" in told
    assert main(["inputs", "sound-2020-1/hall"]) == 0
    assert "the bureau sets it (fen): --param per_person_fen=…" in capsys.readouterr().out


def test_an_empty_roster_has_the_headers_that_decide_knows(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    assert main(["inputs", ONLINE, "--out", str(path)]) == 0
    sheet = load_workbook(path).active
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["身份证号码", "姓名", "统一社会信用代码"]
    assert {"person_id", "class_end", "claimed_on"} <= {known_header(header) for header in headers}
    assert sheet.column_dimensions["A"].width > 20
    assert {validation.formula1 for validation in sheet.data_validations.dataValidation} >= {'"是,否"'}
    first = path.read_bytes()
    assert main(["inputs", ONLINE, "--out", str(path)]) == 0
    assert path.read_bytes() == first
    table = open_table(path, known=known_header, key="person_id")
    assert list(table.rows) == []


@pytest.mark.parametrize("name", ["roster.csv", "no/folder/roster.xlsx"])
def test_a_place_that_can_hold_no_roster(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inputs", "wuxi-2020-10/online", "--out", str(tmp_path / name)]) == 2
    assert ".xlsx" in capsys.readouterr().err


def test_check(packs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["check"]) == 0
    assert "packs sound" in capsys.readouterr().out
    rule = packs / ONLINE / "2020-01-01" / "rule.py"
    rule.write_text(rule.read_text("utf-8").replace("hours > 0", "~hours"), "utf-8")
    (packs / "sound-2020-1" / "hall" / "2020-01-01" / "examples" / "examples.toml").unlink()
    monkeypatch.chdir(packs)
    for path in ([], [str(packs)], ["."]):
        assert main(["check", *path]) == 1
        first, second, total = capsys.readouterr().out.splitlines()
        assert first.startswith("sound-2020-1/hall/2020-01-01/examples:1: there are no worked examples → ")
        assert second == f"{ONLINE}/2020-01-01/rule.py:13: `~` can't be used → use o.neg(…)"
        assert total.endswith(", faults: 2")
    assert main(["check", "sound-2020-1/hall"]) == 1
    assert main(["check", str(rule)]) == 1


def test_check_where_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert main(["check", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().out == ""


def test_check_of_a_root_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YUNPEI_POLICIES", str(tmp_path / "none"))
    assert main(["check"]) == 1
    assert "none:1: there is no such folder → mend YUNPEI_POLICIES" in capsys.readouterr().out


def test_a_copy_of_a_built_in_pack_may_not_say_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built_in = Path(__file__).parents[2] / "policies" / "wuxi-2020-10"
    shutil.copytree(built_in, tmp_path / "wuxi-2020-10")
    assert main(["check", str(tmp_path)]) == 0  # a copy that is the same harms nobody
    programme = tmp_path / "wuxi-2020-10" / "online" / "2020-01-26" / "programme.toml"
    programme.write_text(programme.read_text("utf-8").replace("fund = ", "fund  = "), "utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "wuxi-2020-10/online@2020-01-26 is already in" in capsys.readouterr().out
    monkeypatch.setenv("YUNPEI_POLICIES", str(tmp_path))
    assert main(["check"]) == 1
    assert (
        "faults: 2" in capsys.readouterr().out
    )  # in two roots that are both in use, even the same one is once too often


def test_the_examples(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", ONLINE]) == 0
    assert capsys.readouterr().out == f"{ONLINE}@2020-01-01: examples: 2, lines: 5, as written: 2 (values + columns)\n"
    examples = packs / ONLINE / "2020-01-01" / "examples" / "examples.toml"
    examples.write_text(examples.read_text("utf-8").replace("amount_fen = 20000", "amount_fen = 20001"), "utf-8")
    (packs / "sound-2020-1" / "hall" / "2020-01-01" / "rule.py").unlink()
    assert main(["test"]) == 1
    told = capsys.readouterr().out
    assert "hall/2020-01-01/rule.py:1: no readable rule.py" in told
    assert "as written: 1 (values + columns)" in told
    assert told.count("amount_fen should be 20001, is 20000") == 2


def test_the_examples_without_polars(
    packs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["test", ONLINE]) == 0
    assert "as written: 2 (values)" in capsys.readouterr().out


def test_diff(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = packs / ONLINE / "2020-01-01"
    shutil.copytree(first, first.parent / "2020-07-01")
    assert main(["diff", ONLINE, "2020-01-01", "2020-07-01"]) == 0
    assert "no difference" in capsys.readouterr().out
    figures = first.parent / "2020-07-01" / "parameters" / "figures.toml"
    figures.write_text(figures.read_text("utf-8").replace("value = 1200", "value = 1300"), "utf-8")
    assert main(["diff", ONLINE, "2020-01-01", "2020-07-01"]) == 0
    told = capsys.readouterr().out
    assert "## Parameters" in told
    assert "12.00 yuan" in told
    assert main(["diff", ONLINE, "2020-01-01", "2020-08-01"]) == 2


def test_pages(packs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pages"
    assert main(["pages", str(folder), "--check"]) == 1
    assert f"missing: {folder / 'README.md'}" in capsys.readouterr().out
    assert not folder.exists()
    assert main(["pages", str(folder)]) == 0
    assert main(["pages", str(folder), "--check"]) == 0
    (folder / "README.md").write_text("something else")
    (folder / "more.txt").write_text("more")
    capsys.readouterr()
    assert main(["pages", str(folder), "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"differs: {folder / 'README.md'}",
        f"left over: {folder / 'more.txt'}",
    ]
    (packs / ONLINE / "2020-01-01" / "rule.py").unlink()
    assert main(["pages", str(folder)]) == 1
    assert "no readable rule.py" in capsys.readouterr().err


def test_a_folder_of_pages_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").write_text("a file")
    assert main(["pages", str(tmp_path / "pages")]) == 2
    assert "pages" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough() -> None:
    command = [sys.executable, "-m", "yunpei.cli", "policy", "show", "dalian-2020-41/sme-training"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["show"], ["diff", ONLINE, "2020-01-01"], ["show", ONLINE, "--lang", "fr"]]
)
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
