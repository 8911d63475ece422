"""What the study clock's door accepts: three small JSON bodies, read strictly and within limits.

A name that stands twice counts as it stands last; names that are not here are refused.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, TypeVar

from msgspec import Meta, Struct, field
from msgspec.json import Decoder

from yunpei.evidence.receipt import ID, LONGEST
from yunpei.evidence.types import Claim

BODY_LIMIT = LONGEST + 4_000  # bytes
_Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=rf"\A{ID.pattern}\Z")]
_Receipt = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
_Secret = Annotated[str, Meta(min_length=1, max_length=128)]
_Ms = Annotated[int, Meta(ge=0, le=24 * 3_600_000)]
T = TypeVar("T", bound=Struct)


class BadRequest(ValueError):
    """A body that is not what the door takes; the message names the fault."""


class Opening(NamedTuple):
    """`{"lesson": id, "class": id, "secret": text}`.

    The class may be left out where a person studies the lesson in one class only. secret: what this device made once and keeps, so
    that its sessions are known to be one device's; without it the door makes one for this session.
    """

    lesson: str
    class_id: str | None
    secret: str | None


class Asked(NamedTuple):
    """What the player wants to know about the challenge of a receipt; `send`: a one-time code to the account's own address."""

    receipt: str
    secret: str
    send: bool


class Beat(NamedTuple):
    """A heartbeat as sent; nothing of it is checked against the receipt yet."""

    receipt: str
    secret: str
    claim: Claim
    leaves: bool
    answer: str | None


class _Opening(Struct, forbid_unknown_fields=True, gc=False):
    lesson: _Id
    class_id: _Id = field(default="", name="class")
    secret: Annotated[str, Meta(min_length=32, max_length=128)] = ""


class _Challenge(Struct, forbid_unknown_fields=True, gc=False):
    receipt: _Receipt
    secret: _Secret
    send: bool = False


class _Heartbeat(Struct, forbid_unknown_fields=True, gc=False):
    receipt: _Receipt
    secret: _Secret
    position: _Ms
    state: Literal["playing", "paused"]
    visible: bool
    rate: Annotated[float, Meta(gt=0, le=64)]
    start: _Ms | None = None
    leave: bool = False
    answer: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


_OPENING, _CHALLENGE, _HEARTBEAT = Decoder(_Opening), Decoder(_Challenge), Decoder(_Heartbeat)


def opening(body: bytes) -> Opening:
    """Read the body of POST /study/sessions. Raises BadRequest."""
    given = _read(_OPENING, body)
    _check_text("secret", given.secret)
    return Opening(given.lesson, given.class_id or None, given.secret or None)


def challenge(body: bytes) -> Asked:
    """Read the body of POST /study/challenge. Raises BadRequest."""
    given = _read(_CHALLENGE, body)
    _check_signed(given.receipt, given.secret)
    return Asked(given.receipt, given.secret, given.send)


def heartbeat(body: bytes) -> Beat:
    """Read the body of POST /study/heartbeat. Raises BadRequest.

    receipt, secret: as handed out. position: ms. state: playing|paused and visible: true|false, both about the stretch since
    the last receipt. rate: 1 is normal speed. start (may be left out): ms from which it played, where the slider was moved.
    leave (may be left out): true when the page closes. answer (may be left out): to a challenge.
    """
    given = _read(_HEARTBEAT, body)
    _check_signed(given.receipt, given.secret)
    if given.answer is not None:
        _check_text("answer", given.answer)
    claim = Claim(given.state == "playing", given.visible, round(given.rate * 100), given.start, given.position)
    return Beat(given.receipt, given.secret, claim, given.leave, given.answer)


def _read(decoder: Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(str(error)) from None


def _check_signed(receipt: str, secret: str) -> None:
    if not receipt.isascii():
        raise BadRequest("receipt is made of plain characters")
    _check_text("secret", secret)


def _check_text(name: str, text: str) -> None:
    if not text.isprintable():
        raise BadRequest(f"{name} holds characters that are no text")
