"""Whether the site is up (/healthz) and whether it can work (/readyz). Neither tells a stranger more than yes or no."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def alive(_request: HttpRequest) -> JsonResponse:
    """200 as long as the program answers at all."""
    return JsonResponse({"alive": True})


@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and study store are as they should be, else 503; each part yes or no."""
    parts = {name: check() for name, check in CHECKS.items()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def database_answers() -> bool:
    """Whether a statement comes through."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def migrations_applied() -> bool:
    """Whether the tables are those of this version of the program."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def study_store_writable() -> bool:
    """Whether receipts can be kept: on SQLite their own file in the data folder, on PostgreSQL the database itself."""
    if connection.vendor != "sqlite":
        return database_answers()
    place = Path(settings.YUNPEI_STUDY_STORE)
    return os.access(place if place.exists() else place.parent, os.W_OK)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "study_store": study_store_writable,
}
