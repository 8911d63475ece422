"""A plan says which kind of training it is, where the programme pays by kind."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Plans of before have none: no programme of theirs could be decided by it."""

    dependencies: ClassVar = [("casework", "0007_amendments")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="filingplan",
            name="training_kind",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
