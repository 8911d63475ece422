"""A bank's format is a file: columns, order, header, yuan or fen, encoding; a bureau's own takes the place of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from yunpei.funds.bank_templates import DEFAULT, OURS, templates

Settings = Callable[..., None]


@pytest.fixture
def own(tmp_path: Path, settings) -> Path:
    """The bureau's folder."""
    settings.YUNPEI_DATA = tmp_path
    folder = tmp_path / "banks"
    folder.mkdir()
    return folder


def test_ours_are_sound_and_the_default_comes_first(own: Path) -> None:
    found, problems = templates()
    assert problems == []
    assert list(found) == [DEFAULT, "bulk"]


def test_a_bureaus_file_stands_beside_ours_or_takes_its_place(own: Path) -> None:
    plain = (OURS / "list.toml").read_text(encoding="utf-8")
    (own / "village.toml").write_text(plain.replace("通用清单（xlsx）", "农商行"), encoding="utf-8")
    (own / "list.toml").write_text(plain.replace('amounts = "yuan"', 'amounts = "fen"'), encoding="utf-8")
    found, problems = templates()
    assert problems == []
    assert found["village"].name.zh == "农商行"
    assert found[DEFAULT].amounts == "fen"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("file =", "fil ="), ["fil：没有这一项", "file：请填写文字"]),
        (('amounts = "yuan"', 'amounts = "jiao"'), ["amounts：只能是 yuan、fen"]),
        (('field = "account"', 'field = "konto"'), ["columns 3：field 只能是", "columns：缺少 account"]),
        (('paid = ["成功"', 'paid = [1, "成功"'), ["back.paid：须为文字的列表"]),
        (('result = ["处理结果"', 'outcome = ["处理结果"'), ["back.outcome：没有这一项", "back.result：不能为空"]),
        (("[back]", "[back"), ["不是有效的 TOML"]),
        (("header = true", 'header = "是"'), ["header：只能是 true 或 false"]),
    ],
)
def test_every_fault_is_told_and_the_others_go_on(own: Path, change: tuple[str, str], told: list[str]) -> None:
    plain = (OURS / "list.toml").read_text(encoding="utf-8")
    assert plain.count(change[0]) == 1
    (own / "broken.toml").write_text(plain.replace(*change), encoding="utf-8")
    found, problems = templates()
    assert list(found) == [DEFAULT, "bulk"]
    assert len(problems) == len(told)
    for problem, words in zip(problems, told, strict=True):
        assert problem.text.zh.startswith("broken.toml")
        assert words in problem.text.zh
