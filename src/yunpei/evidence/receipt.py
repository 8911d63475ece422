"""Receipts as bytes: one line of ASCII, fields joined by `|`, an HMAC at its end. README.md of this room has the table.

    yr1|session|opened|person|class|lesson|kind|planned|rules|device|before|cap|until
       |seq|at|credited|pending|excluded|day|position|reach|lead|ahead|watched|challenge|due|closed
       |claim|expiry|previous|algorithm|key|mac

Whole numbers are decimal without leading zeros; `excluded` is `code:ms` joined by commas in the order of codes; `claim` is
`playing,visible,100,-,15000` or empty where the server spoke; `previous` is the SHA-256 of the whole previous receipt, its mac
included; `mac` is HMAC over every byte before the last `|`. Both are base64url without padding. No field can hold a `|`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from binascii import b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from yunpei.evidence import watched as bitmap
from yunpei.evidence.rules import RULES
from yunpei.evidence.types import Claim, Receipt, Session, State

FORMAT = "yr1"
ALGORITHM = "hs256"  # HMAC-SHA256; another id may stand beside it later (HMAC-SM3)
FIELDS = 33
LONGEST = 12_000  # characters; a six-hour lesson full of holes stays below
_URLSAFE = bytes.maketrans(b"+/", b"-_")
ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")


class BadReceipt(ValueError):
    """A text that this installation did not sign, or cannot read."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Signing keys by id. `current` signs; the others only verify, until the sessions signed with them have ended."""

    current: str
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        """Refuse what could not be undone later: a weak key or an id that breaks the format."""
        if self.current not in self.keys:
            raise ValueError(f"no key {self.current!r}")
        if any(len(key) < 32 or not ID.fullmatch(name) for name, key in self.keys.items()):
            raise ValueError("a receipt key has at least 32 bytes, its id letters and digits only")


class Read(NamedTuple):
    """A verified receipt in its parts."""

    session: Session
    state: State
    said: str
    expiry: int
    previous: str
    text: str

    @property
    def claim(self) -> Claim | None:
        """What the client said; None where the server spoke by itself. Read only when asked: the next heartbeat never does."""
        return _claim(self.said)


def new_secret() -> str:
    """A session secret for one device: 256 random bits as text."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What receipts keep of a session secret: enough to check it, useless to hold."""
    return _b64(hashlib.sha256(b"device|" + secret.encode()).digest())


def digest(text: str) -> str:
    """The chain's link: SHA-256 of a whole receipt."""
    return _b64(hashlib.sha256(text.encode()).digest())


def sign(session: Session, state: State, claim: Claim | None, previous: str, keys: Keyring) -> Receipt:
    """The stored and returned form of a state. `previous` is the text of the receipt before it, empty for the first."""
    expiry = state.at + RULES[session.rules].expiry
    excluded = ",".join([f"{code}:{ms}" for code, ms in sorted(state.excluded.items())]) if state.excluded else ""
    body = (
        f"{_head(session)}|{state.seq}|{state.at}|{state.credited}|{state.pending}|{excluded}"
        f"|{state.day}|{state.position}|{state.reach}|{state.lead}|{state.ahead}|{bitmap.to_text(state.watched)}"
        f"|{state.challenge}|{state.due}|{state.closed}|{_claim_text(claim)}|{expiry}"
        f"|{digest(previous) if previous else ''}|{ALGORITHM}|{keys.current}"
    )
    return Receipt(session.id, state.seq, state.at, f"{body}|{_mac(body, keys.keys[keys.current])}")


def verify(text: str, keys: Keyring) -> Read:
    """The parts of a receipt that one of `keys` signed. Raises BadReceipt for every other text."""
    body, _, mac = text.rpartition("|")
    named = body.rsplit("|", 2)
    key = keys.keys.get(named[-1])
    if len(text) > LONGEST or len(named) != 3 or named[1] != ALGORITHM or key is None or not text.isascii():
        raise BadReceipt("not a receipt of this site")
    if not hmac.compare_digest(_mac(body, key), mac):
        raise BadReceipt("the signature does not hold")
    return read(text)


def read(text: str) -> Read:
    """The parts of a receipt whose signature was checked elsewhere: one from our own store."""
    part = text.split("|")
    if len(part) != FIELDS or part[0] != FORMAT or part[8] not in RULES:
        raise BadReceipt("a receipt of another format")
    session = Session(
        part[1], int(part[2]), part[3], part[4], part[5], part[6], int(part[7]), part[8], part[9], int(part[10]),
        int(part[11]), int(part[12]),
    )  # fmt: skip
    state = State(
        int(part[13]), int(part[14]), int(part[15]), int(part[16]), _excluded(part[17]), int(part[18]), int(part[19]),
        int(part[20]), int(part[21]), int(part[22]), bitmap.from_text(part[23]), part[24], int(part[25]), part[26],
    )  # fmt: skip
    return Read(session, state, part[27], int(part[28]), part[29], text)


@lru_cache(maxsize=20_000)
def _head(session: Session) -> str:
    """What is the same in all receipts of a session."""
    return f"{FORMAT}|{'|'.join(map(str, session))}"


def _excluded(text: str) -> dict[str, int]:
    pairs = (pair.partition(":") for pair in text.split(",")) if text else ()
    return {code: int(ms) for code, _, ms in pairs}


def _claim_text(claim: Claim | None) -> str:
    if claim is None:
        return ""
    start = "-" if claim.start is None else claim.start
    return (
        f"{'playing' if claim.playing else 'paused'},{'visible' if claim.visible else 'hidden'}"
        f",{claim.rate},{start},{claim.position}"
    )


def _claim(text: str) -> Claim | None:
    if not text:
        return None
    state, seen, rate, start, position = text.split(",")
    return Claim(state == "playing", seen == "visible", int(rate), None if start == "-" else int(start), int(position))


def _mac(body: str, key: bytes) -> str:
    return _b64(hmac.digest(key, body.encode(), "sha256"))


def _b64(raw: bytes) -> str:
    """base64url without padding; half the time of base64.urlsafe_b64encode, and it is taken three times a heartbeat."""
    return b2a_base64(raw, newline=False).translate(_URLSAFE, b"=").decode("ascii")
