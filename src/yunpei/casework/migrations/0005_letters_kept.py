"""A letter may add to another one; and the database itself keeps what a letter says, as `funds.0002_append_only` keeps transfers.

A later migration that alters the table on SQLite makes it anew, and has to guard it again.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

TABLE = "casework_decisionletter"
STAYS = ("id", "number", "code", "case_id", "content", "digest", "issued_at", "supplement_to_id")
ONCE = ("file", "voided_at")  # written later, and then never again
_FUNCTION = """
CREATE OR REPLACE FUNCTION casework_letters_kept() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'a letter is kept as it was written' USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations call it
    """Refuse to delete a letter, and to change what it says."""
    postgres = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = [f"NEW.{name} {differs} OLD.{name}" for name in STAYS]
    changed += [f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in ONCE]
    if postgres:
        schema_editor.execute(_FUNCTION, None)
        refuse = "EXECUTE FUNCTION casework_letters_kept()"
    else:
        refuse = "BEGIN SELECT RAISE(ABORT, 'a letter is kept as it was written'); END"
    for verb, when in (("UPDATE", f"WHEN ({' OR '.join(changed)}) "), ("DELETE", "")):
        head = f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} FOR EACH ROW "
        schema_editor.execute(head + when + refuse, None)


def release(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Take the guards off."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}", None)


class Migration(migrations.Migration):
    """One decision letter a case, and any number that add to it."""

    dependencies: ClassVar = [("casework", "0004_letters")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="decisionletter", name="letter_one_per_case"),
        migrations.AddField(
            model_name="decisionletter",
            name="supplement_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supplements",
                to="casework.decisionletter",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supplement_to__isnull", True), ("voided_at__isnull", True)),
                fields=("case",),
                name="letter_one_per_case",
            ),
        ),
        migrations.RunPython(guard, release),
    ]
