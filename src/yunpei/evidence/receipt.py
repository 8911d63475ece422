"""Receipts as bytes: one line of ASCII, fields joined by `|`, an HMAC at its end. README.md of this room has the table.

    yr1|session|opened|person|class|lesson|kind|planned|rules|device|before|cap|until|asks
       |seq|at|credited|pending|excluded|day|position|reach|lead|ahead|watched|challenge|due|asked|since
       |closed|claim|expiry|previous|algorithm|key|mac

Whole numbers are decimal without leading zeros; `excluded` is `code:ms` joined by commas in the order of codes; `claim` is
`playing,visible,100,-,15000`, with `,right` or `,wrong` where a challenge was answered, or empty where the server spoke;
`previous` is the SHA-256 of the whole previous receipt, its mac included; `mac` is HMAC over every byte before the last `|`. Both are
base64url without padding. No field can hold a `|`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from binascii import b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from yunpei.evidence import watched as bitmap
from yunpei.evidence.rules import RULES
from yunpei.evidence.types import Claim, Receipt, Session, State

FORMAT = "yr1"
ALGORITHM = "hs256"  # HMAC-SHA256; another id may stand beside it later (HMAC-SM3)
FIELDS = 36
LONGEST = 12_000  # characters; a six-hour lesson full of holes stays below
_URLSAFE = bytes.maketrans(b"+/", b"-_")
ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")


class BadReceipt(ValueError):
    """A text that this installation did not sign, or cannot read."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Signing keys by id. `current` signs; the others only verify, until the sessions signed with them have ended."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    _begun: dict[str, hmac.HMAC] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what could not be undone later: a weak key or an id that breaks the format."""
        if self.current not in self.keys:
            raise ValueError(f"no key {self.current!r}")
        if any(len(key) < 32 or not ID.fullmatch(name) for name, key in self.keys.items()):
            raise ValueError("a receipt key has at least 32 bytes, its id letters and digits only")
        self._begun.update({name: hmac.new(key, digestmod="sha256") for name, key in self.keys.items()})

    def mac(self, name: str, body: str) -> str:
        """HMAC-SHA256 of a receipt's body under the key of that id."""
        return _b64(self._digest(name, body))

    def draw(self, name: str, text: str) -> int:
        """64 bits that nobody without the key of that id can foretell. No receipt begins as what is hashed here."""
        return int.from_bytes(self._digest(name, f"draw|{text}")[:8])

    def _digest(self, name: str, text: str) -> bytes:
        begun = self._begun[name].copy()  # the key is taken in once, at start
        begun.update(text.encode())
        return begun.digest()


class Read(NamedTuple):
    """A receipt in its parts: signed here, or its signature holds. What the next heartbeat never asks is read when asked."""

    session: Session
    state: State
    text: str

    @property
    def row(self) -> Receipt:
        """What the store keeps of it."""
        return Receipt(self.session.id, self.state.seq, self.state.at, self.text)

    @property
    def claim(self) -> Claim | None:
        """What the client said; None where the server spoke by itself."""
        return _claim(self.text.split("|")[30])

    @property
    def previous(self) -> str:
        """The digest of the receipt before it, empty in the first."""
        return self.text.split("|")[32]

    @property
    def key(self) -> str:
        """The id of the key that signed it."""
        return self.text.rsplit("|", 2)[1]


def new_secret() -> str:
    """A session secret for one device: 256 random bits as text."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What receipts keep of a session secret: enough to check it, useless to hold."""
    return _b64(hashlib.sha256(b"device|" + secret.encode()).digest())


def digest(text: str) -> str:
    """The chain's link: SHA-256 of a whole receipt."""
    return _b64(hashlib.sha256(text.encode()).digest())


def sign(session: Session, state: State, claim: Claim | None, previous: str, keys: Keyring) -> Read:
    """The receipt of a state. `previous` is the text of the receipt before it, empty for the first."""
    (
        seq, at, credited, pending, excluded, day, position, reach, lead, ahead, watched, challenge, due, asked, since, closed,
    ) = state  # fmt: skip
    expiry = at + RULES[session.rules].expiry
    left_out = ",".join([f"{code}:{ms}" for code, ms in sorted(excluded.items())]) if excluded else ""
    said = _claim_text(claim) if claim else ""
    before = digest(previous) if previous else ""
    body = (
        f"{FORMAT}|{session.text}|{seq}|{at}|{credited}|{pending}|{left_out}|{day}|{position}|{reach}|{lead}|{ahead}"
        f"|{bitmap.to_text(watched)}|{challenge}|{due}|{asked}|{since}|{closed}|{said}|{expiry}|{before}|{ALGORITHM}|{keys.current}"
    )
    return Read(session, state, f"{body}|{keys.mac(keys.current, body)}")


def verify(text: str, keys: Keyring) -> Read:
    """The parts of a receipt that one of `keys` signed. Raises BadReceipt for every other text."""
    body, _, mac = text.rpartition("|")
    named = body.rsplit("|", 2)
    known = len(named) == 3 and named[1] == ALGORITHM and named[2] in keys.keys
    if len(text) > LONGEST or not known or not text.isascii():
        raise BadReceipt("not a receipt of this site")
    if not hmac.compare_digest(keys.mac(named[2], body), mac):
        raise BadReceipt("the signature does not hold")
    return read(text)


def read(text: str) -> Read:
    """The parts of a receipt whose signature was checked elsewhere: one from our own store."""
    part = text.split("|")
    if len(part) != FIELDS or part[0] != FORMAT or part[8] not in RULES:
        raise BadReceipt("a receipt of another format")
    session = Session(
        part[1], int(part[2]), part[3], part[4], part[5], part[6], int(part[7]), part[8], part[9], int(part[10]),
        int(part[11]), int(part[12]), part[13],
    )  # fmt: skip
    state = State(
        int(part[14]), int(part[15]), int(part[16]), int(part[17]), _excluded(part[18]), int(part[19]), int(part[20]),
        int(part[21]), int(part[22]), int(part[23]), bitmap.from_text(part[24]), part[25], int(part[26]), int(part[27]),
        int(part[28]), part[29],
    )  # fmt: skip
    return Read(session, state, text)


def _excluded(text: str) -> dict[str, int]:
    pairs = (pair.partition(":") for pair in text.split(",")) if text else ()
    return {code: int(ms) for code, _, ms in pairs}


def _claim_text(claim: Claim) -> str:
    playing, visible, rate, start, position, answer = claim
    said = "" if answer is None else ",right" if answer else ",wrong"
    return (
        f"{'playing' if playing else 'paused'},{'visible' if visible else 'hidden'}"
        f",{rate},{'-' if start is None else start},{position}{said}"
    )


def _claim(text: str) -> Claim | None:
    if not text:
        return None
    state, seen, rate, start, position, *answer = text.split(",")
    from_ = None if start == "-" else int(start)
    right = answer[0] == "right" if answer else None
    return Claim(state == "playing", seen == "visible", int(rate), from_, int(position), right)


def _b64(raw: bytes) -> str:
    """base64url without padding; half the time of base64.urlsafe_b64encode, and it is taken three times a heartbeat."""
    return b2a_base64(raw, newline=False).translate(_URLSAFE, b"=").decode("ascii")
