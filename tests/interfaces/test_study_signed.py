from __future__ import annotations

from tests.study_stores import KEYS, START
from yunpei.evidence import engine
from yunpei.evidence.receipt import sign, verify
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.sessions import Step
from yunpei.evidence.types import Claim, Kind, Session
from yunpei.interfaces.study_signed import Signed


def step(session: str, seconds: int = 15) -> Step:
    made = Session(session, START, "p", "c", "l", Kind.VIDEO, 600_000, "1", "d", 0, CURRENT.cap, START + 10**9)
    claim = Claim(True, True, 100, None, seconds * 1000)
    state = engine.advance(made, engine.first(made), claim, START + seconds * 1000, CURRENT)
    return Step(sign(made, state, claim, "", KEYS).text, made, state, fresh=True)


def test_what_is_remembered_is_what_verifying_would_find() -> None:
    signed, one = Signed(), step("s-1")
    signed.put(one)
    kept = signed.get(one.text)
    assert kept is not None
    found = verify(one.text, KEYS)
    assert (kept.session, kept.state, kept.expiry, kept.text) == (found.session, found.state, found.expiry, found.text)


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


def test_only_so_many_sessions_are_remembered() -> None:
    signed = Signed(keep=3)
    steps = [step(f"s-{n}") for n in range(5)]
    for one in steps:
        signed.put(one)
    assert [signed.get(one.text) is not None for one in steps] == [False, False, True, True, True]
