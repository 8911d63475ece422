"""The study clock: one heartbeat moves the state forward by the server's time. Pure: no clock, no database.

Every ms since opening is credited, pending or excluded for one reason; the three sum to elapsed server time always.
A heartbeat vouches for one stretch of content, [start, position), played since the last receipt. It earns

    min(server time passed, content played) and never more than the content that was watched, the planned length, the day's limit

so a claim can only lower what time alone would give. What is left of the interval is excluded for the reason that cut it.
"""

from __future__ import annotations

from collections.abc import Mapping

from yunpei.evidence.asking import Draw, asked, settled
from yunpei.evidence.reasons import Reason
from yunpei.evidence.rules import Rules
from yunpei.evidence.types import LEFT, Claim, Kind, Session, State, day_of
from yunpei.evidence.watched import marked

# The bitmap rounds to seconds; credit may be this far ahead of it.
_ROUNDING = 1_000


def first(session: Session) -> State:
    """The state at opening of somebody who has never studied: nothing has passed yet."""
    return State(0, session.opened, 0, 0, {}, 0, 0, 0, 0, 0, 0, "", 0, 0, 0, "")


def advance(session: Session, state: State, claim: Claim, now: int, rules: Rules, draw: Draw) -> State:
    """The state after a heartbeat that reached the server at `now` (ms). A clock that went back counts as standing still.

    draw: what the schedule of challenges is made with. Raises ValueError when the session is closed: nothing follows a
    terminal receipt.
    """
    # Taken apart at once: a name is found much faster than a field, and this runs for every heartbeat there is.
    (
        seq, at, credited, pending, excluded, day, position, reach, lead, ahead, watched, challenge, due, number, since, closed,
    ) = state  # fmt: skip
    if closed:
        raise ValueError("nothing follows a terminal receipt")
    now = max(now, at)
    elapsed = now - at
    start, end, ahead = stretch = _stretch(session, claim, position, ahead, elapsed, rules)
    why = _barred(session, claim, stretch, reach, elapsed, now, rules)
    if day_of(now) != day_of(at):
        day = pending  # if it counts, it counts for the day of the answer
    if why is None:
        watched = marked(watched, start, end)
        content = end - start + lead
        played = min(elapsed, content)
        room, limit = _room(session, credited + pending, day, watched)
        credit = min(played, max(room, 0))
        lead = min(rules.jitter, content - played)
        excluded = _add(_add(excluded, limit, played - credit), Reason.PAUSED, elapsed - played)
    else:
        lead = credit = 0
        excluded = _add(excluded, why, elapsed)
    if challenge:
        pending += credit
    else:
        credited += credit
        since += credit
    position = position if why and session.kind == Kind.DOCUMENT else end
    reach = max(reach, _reached(start, end, reach, elapsed, rules))
    ahead = min(ahead, rules.slack)
    state = State(
        seq + 1, now, credited, pending, excluded, day + credit, position, reach, lead, ahead, watched, challenge, due, number,
        since, closed,
    )  # fmt: skip
    return asked(session, state, claim.answer, rules, draw) if session.asks else state


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


def _stretch(
    session: Session, claim: Claim, position: int, ahead: int, elapsed: int, rules: Rules
) -> tuple[int, int, int]:
    """The content of one interval, ms: where it began and ended, and how far it ran ahead of the allowed rate."""
    playing, _, _, moved, told, _ = claim
    planned = session.planned
    if session.kind == Kind.DOCUMENT:  # nothing plays: reading goes on for as long as it is on screen
        start = position if position < planned else 0
        return start, min(start + elapsed, planned) if playing else start, 0
    start = position if moved is None else min(moved, planned)
    end = min(told, planned)
    return start, end, max(-rules.jitter, ahead + end - start - elapsed * rules.rate // 100)


def _barred(
    session: Session,
    claim: Claim,
    stretch: tuple[int, int, int],
    reach: int,
    elapsed: int,
    now: int,
    rules: Rules,
) -> Reason | None:
    """The reason that takes the whole interval, or None."""
    start, end, ahead = stretch
    playing, visible, rate, moved, _, _ = claim
    if elapsed > rules.gap:
        return Reason.GAP
    if now > session.until:
        return Reason.OUTSIDE
    if elapsed < rules.spacing:
        return Reason.SPACING
    if not playing:
        return Reason.PAUSED
    if not visible:
        return Reason.HIDDEN
    if rate > rules.rate:
        return Reason.RATE
    if end < start or (start > reach + rules.slack and session.kind != Kind.LIVE):  # live: one joins where it is
        return Reason.SEEK
    if ahead > rules.slack:  # more content than time: named a jump unless the client vouches it was played
        return Reason.SEEK if moved is None else Reason.RATE
    return None


def _room(session: Session, earned: int, day: int, watched: int) -> tuple[int, Reason]:
    """How much may still be credited (ms, perhaps below 0), and the reason for the rest. earned: in this session so far."""
    earned += session.before
    room, limit = session.planned - earned, Reason.FINISHED
    if session.cap - day < room:
        room, limit = session.cap - day, Reason.DAILY_CAP
    seen = watched.bit_count() * 1000 + _ROUNDING - earned
    return (seen, Reason.REPEAT) if seen < room else (room, limit)


def _reached(start: int, end: int, reach: int, elapsed: int, rules: Rules) -> int:
    """Where a first viewing may go on: as far as the film can have run by itself.

    Also after a lost line or a moment off screen: what was missed then is a hole to be watched again, not a wall.
    """
    return 0 if start > reach + rules.slack else min(end, reach + elapsed * rules.rate // 100)


def _add(excluded: Mapping[str, int], why: Reason, ms: int) -> Mapping[str, int]:
    return excluded if ms == 0 else {**excluded, str(why): excluded.get(why, 0) + ms}
