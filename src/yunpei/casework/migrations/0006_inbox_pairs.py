"""Indexes that have several of the inbox's conditions."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether few rows fit is asked of two indexes; the one of a single pair goes."""

    dependencies: ClassVar = [("casework", "0005_letters_kept")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="inboxrow", name="inbox_by_desk_kind"),
        migrations.AddIndex(
            model_name="inboxrow",
            index=models.Index(
                fields=["place", "desk", "state", "kind", "clock", "programme", "due_key"], name="inbox_by_all"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxrow",
            index=models.Index(
                fields=["place", "assigned_to", "desk", "state", "kind", "programme", "clock", "due_key"],
                name="inbox_by_hand",
            ),
        ),
    ]
