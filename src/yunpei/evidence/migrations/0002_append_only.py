"""The database itself keeps what is evidence: rows are added, not changed or deleted. A leaf gets its number once.

On SQLite this guards against mistakes of this program; whoever owns the file can drop the triggers. A later migration that
alters such a table on SQLite makes it anew, and has to guard it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import migrations

KEPT = ("evidence_event", "evidence_checkpoint", "evidence_treenode", "evidence_timestamp")
LEAF = "evidence_leaf"
NUMBERED = (
    "OLD.number IS NOT NULL OR NEW.number IS NULL OR NEW.id <> OLD.id OR NEW.hash <> OLD.hash"
    " OR NEW.session <> OLD.session OR {seq} OR {event}"
)
DIFFERS = {"postgresql": "NEW.{0} IS DISTINCT FROM OLD.{0}", "sqlite": "NEW.{0} IS NOT OLD.{0}"}
FUNCTIONS = """
CREATE OR REPLACE FUNCTION evidence_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql"""


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in _guards(schema_editor.connection.vendor):
        schema_editor.execute(statement, None)


def release(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for table in (*KEPT, LEAF):
        for verb in ("update", "delete"):
            on = f" ON {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}", None)


def _guards(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield FUNCTIONS
    for table in KEPT:
        for verb in ("update", "delete"):
            yield _trigger(vendor, table, verb, "")
    yield _trigger(vendor, LEAF, "delete", "")
    differs = DIFFERS[vendor]
    yield _trigger(vendor, LEAF, "update", NUMBERED.format(seq=differs.format("seq"), event=differs.format("event_id")))


def _trigger(vendor: str, table: str, verb: str, when: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH ROW "
    head += f"WHEN ({when}) " if when else ""
    if vendor == "postgresql":
        return head + "EXECUTE FUNCTION evidence_append_only()"
    return head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("evidence", "0001_events")]
    operations: ClassVar = [migrations.RunPython(guard, release)]
