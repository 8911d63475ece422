"""A draw that anyone can replay, that nobody can bend, and that keeps to its weights."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.oversight import drawing
from yunpei.oversight.drawing import FORMAT, Unsound, commitment, draw, replay


def lists(count: int = 12, inspectors: int = 5, drawn: int = 4, **more: Any) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": "虚构市 2020 年第二季度抽查",
        "salt": "5a17",
        "seed_rule": "虚构彩票 2020-07-01 开奖号码，从小到大以逗号相连",
        "wanted": {"enterprises": drawn, "inspectors": 2},
        "enterprises": [{"id": f"E{n}", "weight": 1 + n % 3} for n in range(count)],
        "inspectors": [{"id": f"I{n}", "barred": [f"E{n}"]} for n in range(inspectors)],
    } | more


def published(seed: str = "01,07,12") -> dict[str, Any]:
    made = lists()
    return made | {"commitment": commitment(made), "seed": seed, "drawn": draw(made, seed)}


def test_a_draw_is_what_its_inputs_make_it() -> None:
    drawn = draw(lists(), "01,07,12")
    assert drawn == draw(lists(), "01,07,12")
    assert drawn != draw(lists(), "01,07,13")
    assert len({one["enterprise"] for one in drawn}) == 4
    for one in drawn:
        assert len(set(one["inspectors"])) == 2
        assert f"I{one['enterprise'][1:]}" not in one["inspectors"]


@given(st.integers(2, 30), st.integers(3, 8), st.data())
def test_work_is_spread_and_conflicts_are_kept_out(enterprises: int, inspectors: int, data: st.DataObject) -> None:
    wanted = data.draw(st.integers(1, enterprises))
    drawn = draw(lists(enterprises, inspectors, wanted), data.draw(st.text(min_size=1).filter(str.strip)))
    load = Counter(inspector for one in drawn for inspector in one["inspectors"])
    assert sum(load.values()) == 2 * wanted
    assert max(load.values()) - min(load.get(f"I{n}", 0) for n in range(inspectors)) <= 2


def test_chances_follow_the_weights() -> None:
    made = lists(2, 3, 1, enterprises=[{"id": "light", "weight": 1}, {"id": "heavy", "weight": 3}])
    won = Counter(draw(made, f"seed {n}")[0]["enterprise"] for n in range(2_000))
    assert 0.72 < won["heavy"] / 2_000 < 0.78


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("enterprises", 0, "weight"), 9, "commitment"),
        (("inspectors", 0, "barred"), [], "commitment"),
        (("seed_rule",), "an other rule", "commitment"),
        (("commitment",), "00", "commitment"),
        (("seed",), "01,07,13", "drawn"),
        (("drawn", 0, "enterprise"), "E99", "drawn 1"),
        (("drawn",), [], "drawn"),
    ],
)
def test_whatever_is_changed_afterwards_is_seen(path: tuple[Any, ...], value: Any, said: str) -> None:
    changed: Any = copy.deepcopy(published())
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Unsound, match=said):
        replay(changed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "x"}, "format"),
        ({"enterprises": [{"id": "E1"}, {"id": "E1"}]}, "id of its own"),
        ({"enterprises": [{"id": "E1", "weight": 0}]}, "whole number"),
        ({"wanted": {"enterprises": 99, "inspectors": 2}}, "12 enterprises"),
        ({"wanted": {"enterprises": 1, "inspectors": 5}}, "without a conflict"),
    ],
)
def test_lists_that_nobody_can_be_drawn_from(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Unsound, match=said):
        draw(lists(**change), "seed")


def test_there_is_no_draw_without_a_seed() -> None:
    with pytest.raises(Unsound, match="seed"):
        draw(lists(), "  ")


@pytest.mark.parametrize(("change", "code"), [({}, 0), ({"seed": "x"}, 1), ({"wanted": 3}, 2)])
def test_the_file_replays_a_draw_alone(tmp_path: Path, change: dict[str, Any], code: int) -> None:
    file = tmp_path / "published.json"
    file.write_text(json.dumps(published() | change), encoding="utf-8")
    alone = tmp_path / "drawing.py"
    alone.write_bytes(Path(drawing.__file__).read_bytes())
    done = subprocess.run([sys.executable, "-I", alone, file], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
