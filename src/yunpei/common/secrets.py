"""Numbers that are stored but not lying about: AES-256-GCM with named keys, and a keyed index to find them again.

A stored value is `v1.<key id>.<base64 of nonce, ciphertext and tag>`. What it belongs to ("person.id_number") is bound into
it as associated data, so a value copied into another column does not open. New values use the first key of
settings.YUNPEI_FIELD_KEYS; older keys stay in the list to read what they wrote, and `encrypt(decrypt(…))` moves a value on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = "v1"
_NONCE = 12  # bytes; random, so one key is good for some 2**32 values


class Unreadable(Exception):
    """A stored value that no key opens: altered, of another column, or its key is gone."""


def encrypt(text: str, *, purpose: str) -> str:
    """The text as it is stored. purpose: the column it is for, "person.id_number"; the same is needed to read it."""
    key_id, key = next(iter(_keys().items()))
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound(key_id, purpose))
    return f"{_VERSION}.{key_id}.{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, purpose: str) -> str:
    """The text of a stored value. Raises Unreadable."""
    version, _, rest = stored.partition(".")
    key_id, _, body = rest.partition(".")
    key = _keys().get(key_id)
    if version != _VERSION or key is None:
        raise Unreadable(f"{purpose}: no key {key_id!r}")
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(key_id, purpose)).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"{purpose}: altered, or of another column") from error


def key_of(stored: str) -> str:
    """The id of the key that a stored value needs: what is not the current one waits for rotation."""
    return stored.split(".", 2)[1]


def blind_index(text: str, *, purpose: str) -> str:
    """What a value is found by without being read: HMAC-SHA256, 64 hex characters. Clean the text first: case counts."""
    return hmac.new(_blind_key(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _bound(key_id: str, purpose: str) -> bytes:
    return f"{_VERSION}.{key_id}.{purpose}".encode()


def parse_keys(listed: str) -> dict[str, bytes]:
    """Keys as the setting lists them, `id:base64,id:base64`. Raises ValueError naming the id, never the key."""
    keys: dict[str, bytes] = {}
    for entry in listed.split(","):
        key_id, _, encoded = entry.strip().partition(":")
        if not key_id.isalnum() or key_id in keys:
            raise ValueError(f"field key id {key_id!r}: letters and digits, each once")
        keys[key_id] = _thirty_two(encoded, f"field key {key_id}")
    return keys


def _thirty_two(encoded: str, name: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError(f"{name} is not base64") from None
    if len(key) != 32:
        raise ValueError(f"{name} has {len(key)} bytes, not 32")
    return key


def _keys() -> dict[str, bytes]:
    from django.conf import settings

    return _parsed(settings.YUNPEI_FIELD_KEYS)


@cache
def _parsed(listed: str) -> dict[str, bytes]:
    return parse_keys(listed)


def _blind_key() -> bytes:
    from django.conf import settings

    return _thirty_two(settings.YUNPEI_BLIND_KEY, "blind key")
