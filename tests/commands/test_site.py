"""When a command may bring a site's tables up to date by itself."""

from __future__ import annotations

from typing import Any

import pytest

from yunpei.commands import site


@pytest.mark.parametrize(
    ("kind", "waiting", "code", "migrated"),
    [
        ("development", ["people.0002"], 0, True),
        ("demo", ["people.0002"], 0, True),
        ("development", [], 0, False),
        ("production", ["people.0002"], 2, False),
        ("production", [], 0, False),
    ],
)
def test_production_migrates_only_when_someone_says_so(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    waiting: list[str],
    code: int,
    migrated: bool,
) -> None:
    done: list[str] = []
    settings.YUNPEI_ENV = kind
    monkeypatch.setattr(site, "pending", lambda: waiting)
    monkeypatch.setattr(site, "migrate", lambda: done.append("migrated"))
    assert site.ready() == code
    assert bool(done) is migrated
    assert ("yunpei migrate" in capsys.readouterr().err) is (code == 2)
