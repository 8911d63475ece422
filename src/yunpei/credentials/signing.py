"""The signature on a certificate: Ed25519 over its content as canonical JSON. Pure but for the keys, which settings hold.

The signing key is derived from each of settings.YUNPEI_FIELD_KEYS (HKDF-SHA256, a label of its own), so there is no further
secret to lose; a key that stays in the list keeps checking what it signed, and the public half is shown with every check.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import date
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yunpei.common.secrets import parse_keys
from yunpei.credentials.types import Content

ALGORITHM = "ed25519"  # another id may stand beside it later (SM2)
_LABEL = b"yunpei certificate ed25519 v1"


def canonical(content: Content) -> str:
    """The content as it is signed: JSON with sorted keys, no blanks, UTF-8, days as 2020-03-01."""
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(content).items()}
    return json.dumps(
        {"format": "yunpei-certificate-1", **values}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def content_of(text: str) -> Content:
    """The content that a canonical text says. Raises ValueError for any other text."""
    values = json.loads(text)
    if not isinstance(values, dict) or values.pop("format", None) != "yunpei-certificate-1":
        raise ValueError("not the text of a certificate")
    try:
        for name in ("starts_on", "ends_on", "issued_on"):
            values[name] = date.fromisoformat(values[name])
        return Content(**values)
    except (KeyError, TypeError) as error:
        raise ValueError("not the text of a certificate") from error


def sign(text: str) -> tuple[str, str]:
    """The current key's id and its signature of the text, base64."""
    key_id, key = next(iter(_keys().items()))
    return key_id, base64.b64encode(key.sign(text.encode())).decode()


def holds(text: str, *, signature: str, key_id: str) -> bool:
    """Whether the text is what that key signed; False for a key that this site no longer has."""
    key = _keys().get(key_id)
    if key is None:
        return False
    try:
        key.public_key().verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key_id: str) -> str:
    """The public half for those who check by themselves, base64 of its 32 bytes; "" for a key that is gone."""
    key = _keys().get(key_id)
    return base64.b64encode(key.public_key().public_bytes_raw()).decode() if key else ""


def _keys() -> dict[str, Ed25519PrivateKey]:
    from django.conf import settings

    return _derived(settings.YUNPEI_FIELD_KEYS)


@cache
def _derived(listed: str) -> dict[str, Ed25519PrivateKey]:
    return {
        key_id: Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, salt=None, info=_LABEL).derive(key))
        for key_id, key in parse_keys(listed).items()
    }
