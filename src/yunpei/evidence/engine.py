"""The study clock: one heartbeat moves the state forward by the server's time. Pure: no clock, no database.

Every ms since opening is credited, pending or excluded for one reason; the three sum to elapsed server time always.
A heartbeat vouches for one stretch of content, [start, position), played since the last receipt. It earns

    min(server time passed, content played) and never more than the content that was watched, the planned length, the day's limit

so a claim can only lower what time alone would give. What is left of the interval is excluded for the reason that cut it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from yunpei.evidence.reasons import Reason
from yunpei.evidence.rules import Rules
from yunpei.evidence.types import LEFT, Claim, Kind, Session, State, day_of
from yunpei.evidence.watched import marked

# The bitmap rounds to seconds; credit may be this far ahead of it.
_ROUNDING = 1_000


class _Stretch(NamedTuple):
    """The content of one interval, ms: where it began and ended, and how far it ran ahead of the allowed rate."""

    start: int
    end: int
    ahead: int


def first(session: Session, *, day: int = 0, position: int = 0, reach: int = 0, watched: int = 0) -> State:
    """The state at opening: nothing has passed yet. `day` is what the person was credited today in other sessions, ms."""
    return State(0, session.opened, 0, 0, {}, day, position, reach, 0, 0, watched, "", 0, "")


def advance(session: Session, state: State, claim: Claim, now: int, rules: Rules) -> State:
    """The state after a heartbeat that reached the server at `now` (ms). A clock that went back counts as standing still.

    Raises ValueError when the session is closed: nothing follows a terminal receipt.
    """
    if state.closed:
        raise ValueError("nothing follows a terminal receipt")
    now = max(now, state.at)
    elapsed = now - state.at
    state = _overdue(state, now)
    stretch = _stretch(session, state, claim, elapsed, rules)
    why = _barred(session, state, claim, stretch, elapsed, now, rules)
    day = state.day if day_of(now) == day_of(state.at) else 0
    watched, lead, credit = state.watched, 0, 0
    if why is None:
        watched = marked(watched, stretch.start, stretch.end)
        played = min(elapsed, stretch.end - stretch.start + state.lead)
        room, limit = _room(session, state, day, watched)
        credit = min(played, max(room, 0))
        lead = min(rules.jitter, stretch.end - stretch.start + state.lead - played)
        excluded = _add(_add(state.excluded, limit, played - credit), Reason.PAUSED, elapsed - played)
    else:
        excluded = _add(state.excluded, why, elapsed)
    waits = bool(state.challenge)
    return State(
        state.seq + 1,
        now,
        state.credited + (0 if waits else credit),
        state.pending + (credit if waits else 0),
        excluded,
        day + credit,
        state.position if why and session.kind == Kind.DOCUMENT else stretch.end,
        max(state.reach, _reached(state, stretch, elapsed, rules)),
        lead,
        min(stretch.ahead, rules.slack),
        watched,
        state.challenge,
        state.due,
        "",
    )


def left(state: State) -> State:
    """The terminal form of a state: the learner closed the page with this heartbeat, and what it earned stands."""
    return settled(state, passed=False)._replace(closed=LEFT)


def close(state: State, now: int, why: Reason, rules: Rules) -> State:
    """The terminal state that the server writes: what passed since the last receipt counts for nothing."""
    now = max(now, state.at)
    elapsed = now - state.at
    state = settled(state, passed=False)
    return state._replace(
        seq=state.seq + 1,
        at=now,
        excluded=_add(state.excluded, Reason.GAP if elapsed > rules.gap else why, elapsed),
        day=state.day if day_of(now) == day_of(state.at) else 0,
        closed=why.value,
    )


def settled(state: State, *, passed: bool) -> State:
    """The state once its challenge is answered (pending time counts) or missed (it is excluded)."""
    if not state.challenge:
        return state
    if passed:
        return state._replace(credited=state.credited + state.pending, pending=0, challenge="", due=0)
    return state._replace(
        pending=0,
        excluded=_add(state.excluded, Reason.CHALLENGE, state.pending),
        day=max(0, state.day - state.pending),
        challenge="",
        due=0,
    )


def _overdue(state: State, now: int) -> State:
    return settled(state, passed=False) if state.challenge and now > state.due else state


def _stretch(session: Session, state: State, claim: Claim, elapsed: int, rules: Rules) -> _Stretch:
    if session.kind == Kind.DOCUMENT:  # nothing plays: reading goes on for as long as it is on screen
        start = state.position if state.position < session.planned else 0
        end = min(start + elapsed, session.planned) if claim.playing else start
        return _Stretch(start, end, 0)
    start = state.position if claim.start is None else min(claim.start, session.planned)
    end = min(claim.position, session.planned)
    ahead = state.ahead + end - start - elapsed * rules.rate // 100
    return _Stretch(start, end, max(-rules.jitter, ahead))


def _barred(
    session: Session, state: State, claim: Claim, stretch: _Stretch, elapsed: int, now: int, rules: Rules
) -> Reason | None:
    """The reason that takes the whole interval, or None."""
    if elapsed > rules.gap:
        return Reason.GAP
    if now > session.until:
        return Reason.OUTSIDE
    if elapsed < rules.spacing:
        return Reason.SPACING
    if not claim.playing:
        return Reason.PAUSED
    if not claim.visible:
        return Reason.HIDDEN
    if claim.rate > rules.rate:
        return Reason.RATE
    if stretch.start > state.reach + rules.slack or stretch.end < stretch.start:
        return Reason.SEEK
    if stretch.ahead > rules.slack:  # more content than time: named a jump unless the client vouches it was played
        return Reason.SEEK if claim.start is None else Reason.RATE
    return None


def _room(session: Session, state: State, day: int, watched: int) -> tuple[int, Reason]:
    """How much may still be credited (ms, perhaps below 0), and the reason for the rest."""
    earned = session.before + state.credited + state.pending
    room, limit = session.planned - earned, Reason.FINISHED
    if session.cap - day < room:
        room, limit = session.cap - day, Reason.DAILY_CAP
    seen = watched.bit_count() * 1000 + _ROUNDING - earned
    return (seen, Reason.REPEAT) if seen < room else (room, limit)


def _reached(state: State, stretch: _Stretch, elapsed: int, rules: Rules) -> int:
    """Where a first viewing may go on: as far as the film can have run by itself.

    Also after a lost line or a moment off screen: what was missed then is a hole to be watched again, not a wall.
    """
    if stretch.start > state.reach + rules.slack:
        return 0
    return min(stretch.end, state.reach + elapsed * rules.rate // 100)


def _add(excluded: Mapping[str, int], why: Reason, ms: int) -> Mapping[str, int]:
    return excluded if ms == 0 else {**excluded, why.value: excluded.get(why.value, 0) + ms}
