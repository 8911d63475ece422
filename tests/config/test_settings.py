"""Settings as a process gets them: the database from its URL, and an unsafe start that does not happen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yunpei.config.environment import Unsafe
from yunpei.config.settings.database import database


def test_without_a_url_it_is_a_file_that_keeps_what_was_confirmed(tmp_path: Path) -> None:
    given = database("", tmp_path)
    assert given["NAME"] == tmp_path / "site.sqlite3"
    assert given["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in given["OPTIONS"]["init_command"]


def test_a_url_is_taken_apart(tmp_path: Path) -> None:
    given = database("postgresql://wuxi:p%40ss@db.internal:5433/yun%20pei?sslmode=require", tmp_path)
    assert [given[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "wuxi", "p@ss", "db.internal", "5433", "yun pei",
    ]  # fmt: skip
    assert given["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off"}


def test_a_socket_is_a_host(tmp_path: Path) -> None:
    assert database("postgresql://yunpei@/postgres?host=/run/pg", tmp_path)["HOST"] == "/run/pg"


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="postgresql"):
        database("mysql://db/yunpei", tmp_path)


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_an_unsafe_production_does_not_start_and_touches_nothing(tmp_path: Path, command: str) -> None:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "yunpei.cli", command, "--data", str(tmp_path / "site")],
        env={**clean, "YUNPEI_ENV": "production", "YUNPEI_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "unsafe settings" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert not (tmp_path / "site" / "keys.json").exists()


def test_a_sender_that_leads_nowhere_does_not_start_anywhere(tmp_path: Path) -> None:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "yunpei.cli", "serve", "--data", str(tmp_path)],
        env={**clean, "YUNPEI_SENDER": "smtp", "YUNPEI_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "YUNPEI_SMTP must be" in done.stderr
    assert "YUNPEI_MAIL_FROM must be" in done.stderr
