"""The database: SQLite in the data folder, or what DATABASE_URL names.

Receipts of study time have a store of their own beside it (<data>/study.sqlite3, or their own tables on PostgreSQL):
6,000 heartbeats a second in the site's own file would make its writers wait 700 ms.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yunpei.common.language import Text
from yunpei.config.environment import Unsafe

# IMMEDIATE: a transaction that reads first and writes later would fail at once, without waiting, when another wrote.
# FULL: what was confirmed to a person survives a power cut.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]. Raises Unsafe for a URL of another kind of database."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "site.sqlite3",
            "CONN_MAX_AGE": None,  # a thread keeps its connection: opening one reads the whole schema again
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Unsafe([Text("DATABASE_URL 只支持 postgresql://…", "DATABASE_URL takes postgresql://… only")])
    given = dict(parse_qsl(parts.query))
    host = given.pop("host", "")  # ?host=/folder: a socket
    # Our statements are short: PostgreSQL would compile some that join much for a second, to run them for a millisecond.
    given["options"] = f"-c jit=off {given.get('options', '')}".rstrip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or parts.hostname or "",
        "PORT": str(parts.port or given.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": given,
    }
