"""Guards and settings that hold for every test."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
IN_CI = bool(os.environ.get("CI"))

# Where lxml is there, openpyxl writes Chinese as character references, which no spreadsheet program does.
os.environ["OPENPYXL_LXML"] = "False"

# No deadline: how long an example takes depends on the machine; speed is measured in bench/.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


def _stays_here(family: int, address: Any) -> bool:
    """Whether an address is on this machine; a name that is not `localhost` would need the network to find out."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0])
    try:
        return host in ("localhost", "") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def only_here(self: socket.socket, address: Any) -> Any:
        if not _stays_here(self.family, address):
            raise RuntimeError(f"tests have no network, and this one wants {address!r}")
        return connect(self, address)

    return only_here


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    for way in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, way, _guarded(getattr(socket.socket, way)))


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hold the rows named by `req` to their form, and mark what touches the database."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        for mark in item.iter_markers("req"):
            if not mark.args or not all(re.fullmatch(r"R\d\d", str(row)) for row in mark.args):
                raise pytest.UsageError(f'{item.nodeid}: req takes rows such as "R22", not {mark.args}')


def _flush_past_guards() -> None:
    """Let a test's end empty SQLite's append-only tables: rows are deleted one by one there, which their triggers refuse."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    operations = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self: Any, *given: Any, **named: Any) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*dropped, *plain(self, *given, **named), *(sql for _, sql in triggers)]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def shared_sources() -> Path:
    """The folder of the circulars' texts, which lies beside the project; a copy of the project alone has none."""
    sources = ROOT.parent / "shared" / "sources"
    if not sources.is_dir():
        reason = f"the circulars' texts are not at {sources}"
        (pytest.fail if IN_CI else pytest.skip)(reason)
    return sources


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """As pytest-django makes it; the study clock's own connection is closed first, or the test database can't be dropped."""
    _flush_past_guards()
    yield
    from yunpei.evidence import study

    study.reset()
