"""A mapping per platform: ours are sound, a site's own stands beside them, a faulty one is told and left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yunpei.learning.records.mappings import GENERAL, mappings

pytestmark = pytest.mark.req("R46")

SOUND = """
name = "某企业自建平台"
sites = ["study.example"]
unit = "class_hours"
hour_minutes = 45
[columns]
person_id = ["工号对应身份证"]
day = ["日期"]
duration = ["学时"]
"""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.YUNPEI_DATA = tmp_path
    made = tmp_path / "platforms"
    made.mkdir()
    return made


def test_ours_are_sound() -> None:
    found, problems = mappings()
    assert problems == []
    assert list(found)[-1] == GENERAL
    assert {"class-com-cn", "xuexi"} <= set(found)


def test_a_sites_own_stands_beside_ours_or_takes_its_place(folder: Path) -> None:
    (folder / "own.toml").write_text(SOUND, encoding="utf-8")
    (folder / "xuexi.toml").write_text(SOUND, encoding="utf-8")
    found, problems = mappings()
    assert problems == []
    assert found["own"].unit_seconds == found["own"].hour_seconds == 45 * 60
    assert found["xuexi"].name.zh == "某企业自建平台"
    assert found["own"].column("学时") == "duration"
    assert found["own"].column("*日期") == "day"


def test_a_platform_is_known_by_its_name_or_its_site(folder: Path) -> None:
    (folder / "own.toml").write_text(SOUND, encoding="utf-8")
    own = mappings()[0]["own"]
    assert own.is_at("某企业 自建平台", "")
    assert own.is_at("别的名称", "https://www.study.example/login")
    assert not own.is_at("别的名称", "https://notstudy.example/")
    assert not own.is_at("别的名称", "")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name =", "title =", "没有这一项"),
        ('unit = "class_hours"', 'unit = "weeks"', "只能是"),
        ("hour_minutes = 45", "", "每课时多少分钟"),
        ("hour_minutes = 45", "hour_minutes = 450", "1 到 120"),
        ('"study.example"', '"https://study.example/"', "不是域名"),
        ('person_id = ["工号对应身份证"]', "", "须有 person_id"),
        ('day = ["日期"]', "", "须有 day"),
        ('duration = ["学时"]', "", "须有 duration"),
        ('duration = ["学时"]', 'duration = ["日期"]', "已属于 day"),
        ('duration = ["学时"]', "duration = []", "不能为空"),
        ("[columns]", "[columns]\nshoe = ['鞋']", "没有这一项"),
        ("[columns]", "[columns", "TOML"),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_file_left_out(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "own.toml").write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    found, problems = mappings()
    assert "own" not in found
    assert any(told in one.text.zh and one.text.zh.startswith("own.toml") for one in problems), problems
