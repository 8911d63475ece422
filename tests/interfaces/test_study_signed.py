from __future__ import annotations

from tests.study_stores import KEYS, START, draw
from yunpei.evidence import engine
from yunpei.evidence.receipt import Read, sign, verify
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.types import Claim, Kind, Session
from yunpei.interfaces.study_signed import Signed


def step(session: str, seconds: int = 15) -> Read:
    made = Session(session, START, "p", "c", "l", Kind.VIDEO, 600_000, "1", "d", 0, CURRENT.cap, START + 10**9, "")
    claim = Claim(True, True, 100, None, seconds * 1000)
    state = engine.advance(made, engine.first(made), claim, START + seconds * 1000, CURRENT, draw)
    return sign(made, state, claim, "", KEYS)


def test_what_is_remembered_is_what_verifying_would_find() -> None:
    signed, one = Signed(), step("s-1")
    signed.put(one)
    kept = signed.get(one.text)
    assert kept is not None
    assert kept == verify(one.text, KEYS)


def test_any_other_text_is_unknown() -> None:
    signed, one = Signed(), step("s-1")
    signed.put(one)
    for other in (
        one.text[:-1],
        one.text + "x",
        one.text.replace("|15000|", "|16000|"),
        step("s-1", 16).text,
        "",
        "yr1|s-1",
    ):
        assert signed.get(other) is None
