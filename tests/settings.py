"""The site as tests see it: keys that are no secret, a data folder that goes away, DATABASE_URL or a SQLite file."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="yunpei-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)

os.environ.update(
    YUNPEI_ENV="test",
    YUNPEI_DATA=str(_data),
    YUNPEI_ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    YUNPEI_SECRET_KEY="only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    YUNPEI_FIELD_KEYS="t1:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    YUNPEI_BLIND_KEY="Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=",
)

from yunpei.config.settings import *  # noqa: E402, F403
from yunpei.config.settings import DATABASES, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir()  # whitenoise warns where there is none

# Slow on purpose elsewhere.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads get connections of their own, as on a real site. A test may lose its data.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
