"""What events, checkpoints and dossiers are sealed with, each under its id: hash, commitment, signature. No database.

Another algorithm (SM3, SM2) joins by an id of its own here; what was sealed before keeps the id it was sealed under.
The signing keys are derived from each of settings.YUNPEI_FIELD_KEYS (HKDF-SHA256, a label of their own): no further secret
can be lost, and a key that stays in the list keeps its public half published. The first one signs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yunpei.common.secrets import parse_keys

SIGNATURE = "ed25519"
HASH = "sha256"
TREE = "rfc6962"
SALT = 32  # bytes: without it nobody can find the value by trying all there are
_LABEL = b"yunpei checkpoint ed25519 v1"


class Signer:
    """The keys of one installation. field_keys: `id:base64` joined by commas, the first one signs."""

    def __init__(self, field_keys: str) -> None:
        self._keys = {
            name: Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, salt=None, info=_LABEL).derive(key))
            for name, key in parse_keys(field_keys).items()
        }
        self.key = next(iter(self._keys))

    def sign(self, text: str) -> str:
        """The signature of the current key, base64."""
        return base64.b64encode(self._keys[self.key].sign(text.encode())).decode()

    def public_keys(self) -> Mapping[str, str]:
        """Key id → public half, base64 of its 32 bytes; the current one first."""
        return {
            name: base64.b64encode(key.public_key().public_bytes_raw()).decode() for name, key in self._keys.items()
        }


def new_salt() -> bytes:
    """A fresh salt for one commitment."""
    return secrets.token_bytes(SALT)


def commitment(name: str, value: str, salt: bytes) -> str:
    """What an event keeps of a value that can be erased: `hs256:` and HMAC-SHA256 over name and value under the salt, hex."""
    return "hs256:" + hmac.digest(salt, f"{name}\0{value}".encode(), hashlib.sha256).hex()


def digest(text: str) -> str:
    """SHA-256 of a text, hex: how one checkpoint names the one before."""
    return hashlib.sha256(text.encode()).hexdigest()
