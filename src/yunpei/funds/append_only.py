"""Tables that the database itself keeps from being changed: for migrations, on both databases.

A later migration that alters such a table on SQLite makes it anew, and has to guard it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION funds_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql"""


def guarded(table: str) -> migrations.RunPython:
    """A migration's step after which rows of the table can be added, and neither changed nor deleted."""

    def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations call it
        for statement in _guards(table, schema_editor.connection.vendor):
            schema_editor.execute(statement, None)

    def release(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
        for verb in ("update", "delete"):
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}", None)

    return migrations.RunPython(guard, release)


def _guards(table: str, vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield _FUNCTION
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH ROW "
        if vendor == "postgresql":
            yield head + "EXECUTE FUNCTION funds_append_only()"
        else:
            yield head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
