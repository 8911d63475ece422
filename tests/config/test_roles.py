"""The application's role on a whole site: it works, and cannot rewrite what happened."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from yunpei.config.roles import ADDED_TO, role_allow

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ROLE = "app-under-test"


@pytest.fixture
def role(monkeypatch: Any) -> str:
    if connection.vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's; SQLite's file belongs to whoever can write to it")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}"')
    role_allow(ROLE)
    role_allow(ROLE)
    return ROLE


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{ROLE}"')
        cursor.execute(statement)


def test_it_works_with_the_sites_tables(role: str) -> None:
    columns = "name, arguments, key, state, tries, last_error, created_at"
    run(f"INSERT INTO common_job ({columns}) VALUES ('x', '{{}}', '', 'waiting', 0, '', now())")
    run("DELETE FROM common_job")
    run("SELECT count(*) FROM django_migrations")


def test_it_adds_to_evidence_and_changes_none(role: str) -> None:
    for table in (*ADDED_TO, "study_receipt", "study_receipt_rest", "study_pack"):
        for verb in ("UPDATE {0} SET ctid = NULL", "DELETE FROM {0}", "TRUNCATE {0}"):
            statement = verb.format(table)
            if verb.startswith("UPDATE"):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
                    column = cursor.fetchone()[0]
                statement = f'UPDATE {table} SET "{column}" = "{column}"'
            with pytest.raises(ProgrammingError, match="permission denied"):
                run(statement)
    run("SELECT count(*) FROM study_receipt")


def test_a_role_that_is_not_there(role: str) -> None:
    with pytest.raises(DatabaseError, match="nobody"), transaction.atomic():
        role_allow("nobody")


def test_sqlite_has_no_roles() -> None:
    if connection.vendor == "postgresql":
        return
    with pytest.raises(DatabaseError, match="PostgreSQL"):
        role_allow("x")
