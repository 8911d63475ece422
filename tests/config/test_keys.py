"""Keys that nobody gave."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from yunpei.common.secrets import parse_keys
from yunpei.config.keys import kept_keys, new_keys


def test_they_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "site"
    assert kept_keys(data) == kept_keys(data)
    assert stat.S_IMODE((data / "keys.json").stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == ["keys.json"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: kept_keys(tmp_path), range(8)))
    assert all(one == made[0] for one in made)


def test_they_are_fresh_and_usable() -> None:
    assert new_keys() != new_keys()
    assert [len(key) for key in parse_keys(new_keys()["field_keys"]).values()] == [32]
