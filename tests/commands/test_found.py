"""`yunpei found` as someone runs it, on an empty folder and on a site that has its operator."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invented import name, person

LOGIN = "19900000007"


def found(data: Path, number: str, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE_URL"))
    }
    command = [sys.executable, "-m", "yunpei.cli", "found", "--data", str(data), "--name", name(7), *more]
    return subprocess.run(
        command,
        env={**clean, "YUNPEI_LANG": "en", **environment},
        input=f"{number}\n",
        capture_output=True,
        text=True,
        check=False,
    )


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "site.sqlite3") as site:
        return list(site.execute(query))


def test_an_empty_folder_becomes_a_site_with_one_operator_and_no_second(tmp_path: Path) -> None:
    first = found(tmp_path, person(7), "--login", LOGIN)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r"first password: \S{16}", first.stdout)
    assert person(7) not in first.stdout
    assert rows(tmp_path, "SELECT login, role FROM people_account JOIN people_membership ON account_id = people_account.id") == [
        (LOGIN, "ops")
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT actor_name, verb FROM common_auditrow ORDER BY id") == [
        ("found", "person_register"),
        ("found", "membership_grant"),
    ]
    again = found(tmp_path, person(8), "--login", "19900000008")
    assert again.returncode == 2
    assert "has an operator already" in again.stderr
    assert rows(tmp_path, "SELECT count(*) FROM people_account") == [(1,)]


def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    done = found(tmp_path, person(7)[:-1] + "Y", "--login", "123")
    assert done.returncode == 2
    assert "id_number:" in done.stderr
    assert "login:" in done.stderr
    assert person(7)[:-1] not in done.stderr
    assert rows(tmp_path, "SELECT count(*) FROM people_account") == [(0,)]


def test_input_that_ends_early_founds_nothing(tmp_path: Path) -> None:
    done = found(tmp_path, "13800000000")  # taken for the login; no line is left for the ID number
    assert done.returncode == 2
    assert "nothing was done" in done.stderr


def test_an_unsafe_production_is_not_founded(tmp_path: Path) -> None:
    done = found(tmp_path, person(7), "--login", LOGIN, YUNPEI_ENV="production")
    assert done.returncode == 2
    assert "unsafe settings" in done.stderr


@pytest.mark.parametrize("option", ["--id-number", "--password"])
def test_secrets_are_no_options(tmp_path: Path, option: str) -> None:
    assert found(tmp_path, person(7), option, "x").returncode == 2
    assert not (tmp_path / "site.sqlite3").exists()
