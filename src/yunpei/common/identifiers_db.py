"""Ids that show in addresses: they tell nobody how many rows there are, and they sort by when they were made."""

from __future__ import annotations

import secrets
import time
import uuid


def new_id() -> uuid.UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of milliseconds, 74 random bits. For `default=` of a UUIDField.

    The clock read here orders ids and decides nothing, so it is the machine's even on a demo.
    """
    stamp = time.time_ns() // 1_000_000
    number = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=number)
