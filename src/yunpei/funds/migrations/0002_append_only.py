"""Transfers and receipts can be added, and neither changed nor deleted: the database sees to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from yunpei.funds.append_only import guarded


class Migration(migrations.Migration):
    """Written by hand, apart from 0001, so that remaking that one loses nothing."""

    dependencies: ClassVar = [("funds", "0001_initial")]
    operations: ClassVar = [guarded("funds_transfer"), guarded("funds_receipt")]
