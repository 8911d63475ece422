"""Packs by folder, and which version was in force for the lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.policy.test_rehearsal_dates import days
from yunpei.policy.packs import UnknownProgramme, load, load_programme
from yunpei.policy.rehearsal_packs import pack_named, version_then

WUXI = "wuxi-2020-10/online"


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of a programme in a folder that YUNPEI_POLICIES names: until the end of June 2020, and from 2021 on."""
    own = load_programme(WUXI).folder
    circular = tmp_path / "packs" / "made-2020-1"
    for version in ("2020-01-26", "2021-01-01"):
        shutil.copytree(own, circular / "online" / version)
    shutil.copy(own.parents[1] / "circular.toml", circular)
    for file in circular.glob("*/*/*/*.toml"):
        file.write_text(file.read_text("utf-8").replace("wuxi-2020-10/online", "made-2020-1/online"), "utf-8")
    first = circular / "online" / "2020-01-26" / "programme.toml"
    text = first.read_text("utf-8")
    assert "\nuntil" not in text
    first.write_text(text.replace("\norder =", "\nuntil = 2020-06-30\norder =", 1), "utf-8")
    monkeypatch.setenv("YUNPEI_POLICIES", str(tmp_path / "packs"))
    return circular / "online"


def lines(*written: str) -> pl.DataFrame:
    known = days(*written)
    return pl.DataFrame({"person": range(len(known)), "class_end": known, "class_start": known})


def test_the_version_that_was_in_force(versions: Path) -> None:
    draft = load(versions / "2021-01-01")
    then = version_then(draft, lines("2020-03-01"))
    assert then is not None
    assert then.folder == versions / "2020-01-26"
    assert version_then(draft, lines("2020-06-30")) is not None
    assert version_then(draft, lines("2020-07-01")) is None  # it had ended
    assert version_then(draft, lines("2021-03-01")) is None  # in force itself
    assert version_then(draft, lines("2019-03-01")) is None
    assert version_then(draft, lines()) is None
    assert version_then(draft, lines("2020-03-01").drop("class_start")) is None


def test_a_folder_or_a_name(versions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pack_named(str(versions)).folder == versions / "2021-01-01"
    assert pack_named(str(versions / "2020-01-26")).version.year == 2020
    assert pack_named("made-2020-1/online@2020-01-26").version.year == 2020
    monkeypatch.chdir(versions.parents[1])
    assert pack_named("made-2020-1/online").version.year == 2021  # the name goes before a folder of that name
    with pytest.raises(UnknownProgramme):
        pack_named(str(versions / "nowhere"))
