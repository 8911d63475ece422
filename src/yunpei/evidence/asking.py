"""When a learner has to show that they are there: the schedule of challenges, and what an answer changes. Pure.

The schedule runs over what a person was credited in a class, in whatever session, lesson and device. When the next challenge
comes is drawn with the receipts' key from person, class and its number: it is stored nowhere, and nobody outside can foretell it.
A challenge stands until it is answered. Missed or given up, its pending time is left out and the next one stands at once, so
that closing, reopening or silence leads back to a challenge, never past it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from yunpei.evidence.reasons import Reason
from yunpei.evidence.rules import Rules
from yunpei.evidence.types import Session, State

Draw = Callable[[str], int]
"""A number that only the holder of the receipts' key can tell, always the same for the same text."""

# `since` after a missed challenge: longer than any schedule, so the next one stands at once.
OVERDUE = 10**9
LONGEST = 6 * 3_600  # seconds


class Ask(StrEnum):
    """What may be asked for. What each shows and takes is known to the rooms above."""

    QUESTION = "question"
    SIGN_IN = "sign_in"
    IDENTITY = "identity"


class Asking(NamedTuple):
    """How often a class asks, and for what: some seconds of credit from `least` to `most` after the last answer."""

    least: int
    most: int
    kinds: tuple[Ask, ...]

    @property
    def text(self) -> str:
        """As every receipt of a session has it; empty where nothing is asked."""
        return f"{self.least}-{self.most}-{'.'.join(self.kinds)}" if self.kinds else ""


EVERY_10_TO_20_MINUTES = Asking(600, 1200, (Ask.QUESTION,))


@lru_cache(maxsize=200)
def asking_of(text: str) -> Asking:
    """What `Asking.text` wrote. Raises ValueError for anything else."""
    least, most, kinds = text.split("-")
    made = Asking(int(least), int(most), tuple(Ask(kind) for kind in kinds.split(".")))
    if not 0 < made.least <= made.most <= LONGEST or made.text != text:
        raise ValueError("challenges come after a time of at most six hours")
    return made


def kind_of(challenge: str) -> Ask:
    """What a challenge's id asks for: `question.3.1` is the third challenge, a question, answered wrongly once."""
    return Ask(challenge.partition(".")[0])


def settled(state: State, *, passed: bool) -> State:
    """The state once its challenge is answered (pending time counts) or missed (it is left out, and another will stand)."""
    pending, challenge = state.pending, state.challenge
    if not challenge:
        return state
    if passed:
        return state._replace(credited=state.credited + pending, pending=0, challenge="", due=0, since=0)
    why = str(Reason.IDENTITY if kind_of(challenge) is Ask.IDENTITY else Reason.CHALLENGE)
    out = {**state.excluded, why: state.excluded.get(why, 0) + pending} if pending else state.excluded
    return state._replace(pending=0, excluded=out, day=state.day - pending, challenge="", due=0, since=OVERDUE)


def asked(session: Session, state: State, answer: bool | None, rules: Rules, draw: Draw) -> State:
    """The state after its challenge was answered (right or wrong), missed, or left alone; and after a new one that is due.

    An answer counts up to the deadline, and a wrong one only so often: then nothing but the next challenge helps.
    """
    if state.challenge:
        name, _, wrong = state.challenge.rpartition(".")
        if state.at > state.due:
            state = settled(state, passed=False)
        elif answer is not None and int(wrong) < rules.tries:
            state = settled(state, passed=True) if answer else state._replace(challenge=f"{name}.{int(wrong) + 1}")
    least, most, kinds = asking_of(session.asks)
    if state.challenge or state.since < least * 1000:
        return state
    number = state.asked + 1
    drawn = draw(f"{session.person}|{session.class_id}|{number}")
    if state.since < least * 1000 + drawn % ((most - least) * 1000 + 1):
        return state
    kind = kinds[(drawn >> 40) % len(kinds)]
    return state._replace(challenge=f"{kind}.{number}.0", due=state.at + rules.answer, asked=number)
