"""What the study clock's door accepts: two small JSON bodies, read strictly and within limits."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from yunpei.evidence.receipt import ID, LONGEST
from yunpei.evidence.types import Claim

BODY_LIMIT = LONGEST + 4_000  # bytes
_NEEDED = {"receipt", "secret", "position", "state", "visible", "rate"}
_ALLOWED = {"start", "leave", "answer"}
_POSITION_LIMIT = 24 * 3_600_000
_RATE_LIMIT = 64
_SECRET_LEAST = 32


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


def opening(body: bytes) -> Opening:
    """Read the body of POST /study/sessions. Raises BadRequest."""
    given = _object(body, {"lesson"}, {"class", "secret"})
    secret = _text(given, "secret", 128) if "secret" in given else None
    if secret is not None and len(secret) < _SECRET_LEAST:
        raise BadRequest(f"secret has at least {_SECRET_LEAST} characters")
    return Opening(_id(given, "lesson"), _id(given, "class") if "class" in given else None, secret)


def challenge(body: bytes) -> Asked:
    """Read the body of POST /study/challenge. Raises BadRequest."""
    given = _object(body, {"receipt", "secret"}, {"send"})
    return Asked(_receipt(given["receipt"]), _text(given, "secret", 128), "send" in given and _flag(given, "send"))


def heartbeat(body: bytes) -> Beat:
    """Read the body of POST /study/heartbeat. Raises BadRequest.

    receipt, secret: as handed out. position: ms. state: playing|paused and visible: true|false, both about the stretch since
    the last receipt. rate: 1 is normal speed. start (may be left out): ms from which it played, where the slider was moved.
    leave (may be left out): true when the page closes. answer (may be left out): to a challenge.
    """
    given = _object(body, _NEEDED, _ALLOWED)
    state = given["state"]
    if state not in ("playing", "paused"):
        raise BadRequest("state is playing or paused")
    start = _ms(given, "start") if given.get("start") is not None else None
    claim = Claim(state == "playing", _flag(given, "visible"), _rate(given["rate"]), start, _ms(given, "position"))
    answer = _text(given, "answer", 200) if given.get("answer") is not None else None
    leaves = "leave" in given and _flag(given, "leave")
    return Beat(_receipt(given["receipt"]), _text(given, "secret", 128), claim, leaves, answer)


def _object(body: bytes, needed: set[str], allowed: set[str]) -> dict[str, Any]:
    try:
        text = body.decode("utf-8").strip(" \t\n\r")
        given, end = _DECODER.raw_decode(text)
        if end != len(text):
            raise ValueError("something follows the object")
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"not JSON: {error}") from None
    if not isinstance(given, dict):
        raise BadRequest("the body is a JSON object")
    if given.keys() != needed:
        if missing := needed - given.keys():
            raise BadRequest(f"missing: {', '.join(sorted(missing))}")
        if unknown := given.keys() - needed - allowed:
            raise BadRequest(f"unknown: {', '.join(sorted(unknown))[:80]}")
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _text(given: dict[str, Any], name: str, longest: int) -> str:
    value = given[name]
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise BadRequest(f"{name} is a text of 1 to {longest} characters")
    if not value.isprintable():  # half a surrogate pair among them: it has no bytes that could be signed
        raise BadRequest(f"{name} holds characters that are no text")
    return value


def _receipt(value: object) -> str:
    if not isinstance(value, str) or not value.isascii() or not 0 < len(value) <= LONGEST:
        raise BadRequest(f"receipt is a text of 1 to {LONGEST} plain characters")
    return value


def _id(given: dict[str, Any], name: str) -> str:
    value = _text(given, name, 64)
    if not ID.fullmatch(value):
        raise BadRequest(f"{name} is no id")
    return value


def _flag(given: dict[str, Any], name: str) -> bool:
    value = given[name]
    if not isinstance(value, bool):
        raise BadRequest(f"{name} is true or false")
    return value


def _ms(given: dict[str, Any], name: str) -> int:
    value = given[name]
    if type(value) is not int or not 0 <= value <= _POSITION_LIMIT:
        raise BadRequest(f"{name} is a whole number of milliseconds")
    return value


def _rate(value: object) -> int:
    if type(value) not in (int, float) or not 0 < value <= _RATE_LIMIT:  # type: ignore[operator]  # bool is neither
        raise BadRequest("rate is a number above 0, 1 for normal speed")
    return round(value * 100)  # type: ignore[operator]
