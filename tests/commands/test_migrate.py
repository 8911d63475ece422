"""`yunpei migrate`: tables brought up to date, and a role allowed to run the site."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from yunpei.commands import migrate


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(migrate, "open_site", lambda folder: None)
    monkeypatch.setattr(migrate, "pending", lambda: ["people.0002"])
    monkeypatch.setattr(migrate, "migrate", lambda: done.append("migrated"))
    monkeypatch.setattr("yunpei.config.roles.role_allow", done.append)
    return done


def test_a_role_is_allowed_after_the_tables_are_there(site: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate.main(["--role", "yunpei_site"]) == 0
    assert site == ["migrated", "yunpei_site"]
    assert "yunpei_site" in capsys.readouterr().out
    assert migrate.main([]) == 0
    assert site == ["migrated", "yunpei_site", "migrated"]


def test_a_role_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(_role: str) -> None:
        raise DatabaseError('role "nobody" does not exist')

    monkeypatch.setattr("yunpei.config.roles.role_allow", refused)
    assert migrate.main(["--role", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
