"""The example rosters are what rosters.py says, and end as it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from examples.make_examples import DALIAN_SPOILT, HERE, WUXI_SPOILT, make
from examples.rosters import DALIAN, WUXI, Line

FILES = sorted(path.name for path in HERE.iterdir() if path.suffix in (".xlsx", ".csv"))
YUNPEI = Path(sys.executable).parent / "yunpei"
WUXI_PROGRAMME = "wuxi-2020-10/online"
DALIAN_PROGRAMME = "dalian-2020-41/sme-training"
SET = ("--param", "epidemic_until=2020-12-31", "--history", str(HERE / "dalian-awards.xlsx"))


def yunpei(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "YUNPEI_LANG": "zh"}
    return subprocess.run([str(YUNPEI), *arguments], capture_output=True, text=True, env=environment, check=False)


def test_the_files_are_the_rosters(tmp_path: Path) -> None:
    make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes(), f"{name}: run examples/make_examples.py"


@pytest.mark.parametrize(
    ("programme", "roster", "lines", "options"),
    [
        (WUXI_PROGRAMME, "wuxi-clean.xlsx", WUXI, ()),
        (WUXI_PROGRAMME, "wuxi-messy.csv", WUXI, ()),
        (DALIAN_PROGRAMME, "dalian-clean.xlsx", DALIAN, SET),
        (DALIAN_PROGRAMME, "dalian-messy.xlsx", DALIAN, SET),
    ],
)
@pytest.mark.parametrize("carrier", ["values", "columns"])
def test_every_line_ends_as_it_must(
    programme: str, roster: str, lines: tuple[Line, ...], options: tuple[str, ...], carrier: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    arguments = (programme, str(HERE / roster), *options, "--carrier", carrier, "--out", str(out))
    ended = yunpei("decide", *arguments)
    assert ended.returncode == 0, ended.stderr
    found: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["lines"]
    assert [(line["outcome"], line["amount_fen"]) for line in found] == [(line.outcome, line.fen) for line in lines]
    assert {line.outcome for line in lines} >= {"due", "refused", "undetermined"}


@pytest.mark.parametrize(
    ("programme", "roster", "spoilt", "options"),
    [(WUXI_PROGRAMME, "wuxi-wrong.xlsx", WUXI_SPOILT, ()), (DALIAN_PROGRAMME, "dalian-wrong.csv", DALIAN_SPOILT, SET)],
)
def test_every_spoilt_cell_is_found_and_no_other(
    programme: str, roster: str, spoilt: tuple[tuple[int, str, Any], ...], options: tuple[str, ...], tmp_path: Path
) -> None:
    marked = tmp_path / "marked.xlsx"
    ended = yunpei("decide", programme, str(HERE / roster), *options, "--errors", str(marked))
    assert ended.returncode == 2
    rows = [
        int(said.split(",")[0].removeprefix("row ")) for said in ended.stderr.splitlines() if said.startswith("row ")
    ]
    assert rows == sorted(line + 1 for line, _, _ in spoilt)
    assert marked.is_file()


def test_the_demo_runs() -> None:
    ended = subprocess.run([sys.executable, str(HERE / "demo.py")], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout
