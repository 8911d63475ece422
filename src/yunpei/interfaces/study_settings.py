"""The study clock as this site's settings want it: where receipts are kept, what signs them, whose clock counts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import connection

from yunpei.common import clock
from yunpei.evidence.receipt import Keyring
from yunpei.evidence.store import Clock, open_store
from yunpei.evidence.study import Study

_PURPOSE = b"yunpei study receipts v1"


def from_settings() -> Study:
    """Open the store beside the site's database. Raises StoreDown."""
    return Study(open_store(source(), _clock()), keyring(settings.YUNPEI_FIELD_KEYS))


def source() -> str:
    """The site's own PostgreSQL database, or the SQLite file that only receipts are in."""
    if connection.vendor != "postgresql":
        return str(settings.YUNPEI_STUDY_STORE)
    from psycopg.conninfo import make_conninfo

    given = connection.settings_dict
    named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    return make_conninfo(f"dbname={given['NAME']}", **{name: value for name, value in named.items() if value})


def keyring(field_keys: str) -> Keyring:
    """A signing key from each key that stored numbers are encrypted with: they are kept as long, and the first one signs.

    field_keys: id:base64 joined by commas. What is derived tells nothing about what it comes from.
    """
    keys = {}
    for pair in field_keys.split(","):
        name, _, encoded = pair.strip().partition(":")
        keys[name] = hmac.digest(base64.b64decode(encoded), _PURPOSE, hashlib.sha256)
    return Keyring(next(iter(keys)), keys)


def _clock() -> Clock | None:
    return RunningClock() if settings.YUNPEI_DEMO or settings.YUNPEI_ENV == "test" else None


class RunningClock:
    """The site's clock where that is not the database's: on a demo it stands until somebody moves it, and here it runs on.

    A film takes its time on a demo too. From each moment that the site's clock is set to, real seconds pass. Setting it back
    stops study until that moment comes again: receipts never go backwards.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set: datetime | None = None
        self._since = 0

    def __call__(self) -> int:
        """Server time, ms since 1970."""
        site = clock.current()
        now = site.now()
        if not isinstance(site, clock.FixedClock):
            return int(now.timestamp() * 1000)
        with self._lock:
            if now != self._set:
                self._set, self._since = now, time.monotonic_ns()
            return int(now.timestamp() * 1000) + (time.monotonic_ns() - self._since) // 1_000_000
