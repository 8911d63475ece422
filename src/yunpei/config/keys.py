"""Keys for a site that nobody gave any: made once, kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from yunpei.common.kept import kept

NAMES = ("secret_key", "field_keys", "blind_key")


def new_keys() -> dict[str, str]:
    """Fresh random keys, in the form that the environment variables take."""
    return {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "blind_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def kept_keys(data: Path) -> dict[str, str]:
    """The keys in `data`/keys.json, made when they are not there. Two processes starting at once agree on one set.

    Raises OSError when the folder cannot be written.
    """
    found: dict[str, str] = json.loads(kept(data / "keys.json", lambda: json.dumps(new_keys()).encode()))
    return found
