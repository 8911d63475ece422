"""`yunpei screen` as its user meets it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.oversight.screening.folder import a_class, enrolled, write
from yunpei.commands.screen import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    retired = [{"person_id": "P1", "since": "2019-01-01"}]
    return write(tmp_path, roster=enrolled("P1", "P2"), classes=[a_class()], retired=retired)


def test_findings_are_written_and_summed_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "findings.csv"
    assert main([str(folder), "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert list(row) == ["rule", "severity", "class_no", "person_id", "employer_id", "evidence", "score"]
    assert (row["rule"], row["severity"], row["class_no"], row["person_id"], row["employer_id"]) == (
        "retired", "stop", "C1", "P1", "E1",
    )  # fmt: skip
    assert "2019-01-01" in row["evidence"]
    said = capsys.readouterr().out
    assert "retired" in said
    assert "student" in said.split("\n\n")[1]


@pytest.mark.parametrize(("lang", "words"), [("zh", "起领取养老金"), ("en", "has drawn a pension")])
def test_evidence_is_one_sentence_in_the_language_asked_for(folder: Path, lang: str, words: str) -> None:
    out = folder / "findings.csv"
    assert main([str(folder), "--out", str(out), "--lang", lang]) == 0
    assert words in out.read_text(encoding="utf-8")


def test_unusable_files_are_refused_and_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "deceased.csv").write_text("person_id,on\nP1,bald\n", encoding="utf-8")
    out = folder / "findings.csv"
    assert main([str(folder), "--out", str(out)]) == 2
    assert not out.exists()
    assert "deceased.csv" in capsys.readouterr().err


def test_the_rules_are_listed_with_their_rates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules"]) == 0
    said = capsys.readouterr().out
    assert "5e-06" in said
    assert "lockstep" in said


def test_a_folder_and_a_place_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "--out" in capsys.readouterr().err
