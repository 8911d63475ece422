"""What a demo may throw away."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.commands.demo import NOTE, _ours_to_use


def test_reset_takes_the_demo_and_nothing_else(tmp_path: Path) -> None:
    for name in (NOTE, "site.sqlite3", "site.sqlite3-wal", "study.sqlite3", "keys.json", "letters.txt"):
        (tmp_path / name).touch()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "video.mp4").touch()
    assert _ours_to_use(tmp_path, reset=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("reset", [True, False])
def test_a_site_that_is_no_demo_is_not_ours(tmp_path: Path, reset: bool, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site.sqlite3").touch()
    assert not _ours_to_use(tmp_path, reset=reset)
    assert (tmp_path / "site.sqlite3").exists()
    assert str(tmp_path) in capsys.readouterr().err


def test_an_empty_folder_is(tmp_path: Path) -> None:
    assert _ours_to_use(tmp_path / "new", reset=False)
