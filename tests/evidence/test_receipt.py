from __future__ import annotations

import pytest

from tests.study_stores import KEYS, START, draw
from yunpei.evidence import engine
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import FIELDS, LONGEST, BadReceipt, Keyring, digest, read, sign, verify
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.types import Claim, Kind, Session

SESSION = Session(
    "s-1",
    START,
    "p-1",
    "c-1",
    "l-1",
    Kind.VIDEO,
    600_000,
    "1",
    "dev",
    0,
    CURRENT.cap,
    START + 10**9,
    "600-1200-question",
)
FIRST = sign(SESSION, engine.first(SESSION), None, "", KEYS)
CLAIM = Claim(True, True, 125, 3_000, 20_000)
SECOND_STATE = engine.advance(SESSION, engine.first(SESSION), CLAIM, START + 15_000, CURRENT, draw)
SECOND = sign(SESSION, SECOND_STATE, CLAIM, FIRST.text, KEYS)


def test_the_bytes_are_those_of_the_readme() -> None:
    """Changing this changes what is printed in the README and what every verifier outside reads."""
    assert SECOND.text == (
        "yr1|s-1|1583020800000|p-1|c-1|l-1|video|600000|1|dev|0|28800000|1584020800000|600-1200-question"
        "|1|1583020815000|15000|0||15000|20000|18750|2000|-1750|3-20||0|0|15000|"
        "|playing,visible,125,3000,20000|1583022615000|" + digest(FIRST.text) + "|hs256|t1|" + SECOND.text[-43:]
    )
    assert SECOND.text.count("|") == FIELDS - 1


def test_a_receipt_is_read_back() -> None:
    got = verify(SECOND.text, KEYS)
    assert (got.session, got.state, got.claim) == (SESSION, SECOND_STATE, CLAIM)
    assert int(SECOND.text.split("|")[31]) == START + 15_000 + CURRENT.expiry


def test_a_terminal_receipt_is_read_back() -> None:
    state = engine.close(SECOND_STATE, START + 20_000, Reason.OUTSIDE, CURRENT)
    got = verify(sign(SESSION, state, None, SECOND.text, KEYS).text, KEYS)
    assert (got.state, got.claim) == (state, None)


def test_no_character_can_be_changed() -> None:
    for place in range(len(SECOND.text)):
        other = "0" if SECOND.text[place] != "0" else "1"
        # The last character of the signature holds two bits that base64 leaves unused.
        if place == len(SECOND.text) - 1:
            other = "!"
        with pytest.raises(BadReceipt):
            verify(SECOND.text[:place] + other + SECOND.text[place + 1 :], KEYS)


@pytest.mark.parametrize("text", ["", "|", "||", "x" * (LONGEST + 1), "yr1|hs256|t1|x", "收据|hs256|t1|é"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(BadReceipt):
        verify(text, KEYS)


def test_keys_are_turned_over() -> None:
    newer = Keyring("t2", {"t2": b"another-key-another-key-another-", **KEYS.keys})
    assert verify(SECOND.text, newer).state == SECOND_STATE
    signed = sign(SESSION, SECOND_STATE, CLAIM, FIRST.text, newer)
    with pytest.raises(BadReceipt):
        verify(signed.text, KEYS)


@pytest.mark.parametrize(("current", "keys"), [("a", {}), ("a", {"a": b"short"}), ("a|", {"a|": b"k" * 32})])
def test_weak_keys_are_refused(current: str, keys: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="key"):
        Keyring(current, keys)


def test_another_format_is_refused() -> None:
    with pytest.raises(BadReceipt):
        read(SECOND.text.replace("yr1", "yr9"))
