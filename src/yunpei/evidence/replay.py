"""Checking a session's receipts as an auditor would: signatures, chain, and the arithmetic done once more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from yunpei.evidence import engine
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import BadReceipt, Keyring, Read, digest, verify
from yunpei.evidence.rules import RULES
from yunpei.evidence.types import LEFT


def fault(texts: Sequence[str], keys: Keyring) -> tuple[int, str] | None:
    """The first receipt that does not hold, as (index, why), or None. texts: all receipts of one session, in order.

    Each receipt carries what the client said and when; so each state must follow from the one before by the clock's own
    rules. The first receipt's starting figures come from earlier sessions and are not checked here.
    """
    before: Read | None = None
    for index, text in enumerate(texts):
        try:
            now = verify(text, keys)
        except (BadReceipt, ValueError) as error:
            return index, str(error)
        why = _first(now) if before is None else _following(before, now, keys)
        if why:
            return index, why
        before = now
    return None


def _first(now: Read) -> str:
    fresh = now.state.at == now.session.opened and not now.state.credited and not now.state.excluded
    return "" if fresh and now.state.seq == 0 and not now.previous else "not the first receipt of a session"


def _following(before: Read, now: Read, keys: Keyring) -> str:
    if now.session != before.session:
        return "of another session"
    if now.previous != digest(before.text):
        return "does not follow the receipt before it"
    if before.state.closed:
        return "follows a terminal receipt"
    rules = RULES[now.session.rules]
    if now.claim is None:
        expected = engine.close(before.state, now.state.at, Reason(now.state.closed), rules)
    else:
        expected = engine.advance(
            before.session, before.state, now.claim, now.state.at, rules, partial(keys.draw, now.key)
        )
        expected = engine.left(expected) if now.state.closed == LEFT else expected
    return "" if expected == now.state else "the arithmetic does not follow"
