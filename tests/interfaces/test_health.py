"""Up, and able to work."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django.fixtures import Settings


def test_up_needs_nothing(client: Client) -> None:
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_when_everything_is(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "study_store": True})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_tables_are_of_another_version(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="common").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] is False


@pytest.mark.django_db
def test_not_ready_when_receipts_cannot_be_kept(client: Client, settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        return  # receipts are in the database then, and it answers
    settings.YUNPEI_STUDY_STORE = tmp_path / "gone" / "study.sqlite3"
    assert client.get("/readyz").json()["study_store"] is False
