"""Opening, moving on and ending sessions: what happens inside one transaction of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from yunpei.evidence import engine
from yunpei.evidence.asking import Draw, asked, asking_of
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import ID, BadReceipt, Keyring, Read, sign, verify
from yunpei.evidence.rules import CURRENT, RULES
from yunpei.evidence.store import Chosen, SessionRow, Transaction
from yunpei.evidence.types import Admitted, Claim, Receipt, Session, State, day_of


class Heartbeat(NamedTuple):
    """A checked heartbeat: the receipt it goes on from, what the client says, whether the page closes with it."""

    last: Read
    claim: Claim
    leaves: bool = False


def begin(tx: Transaction, admitted: Admitted, new_id: Callable[[], str], device: str, keys: Keyring) -> Read:
    """Open a session and end the person's other open one.

    device: fingerprint of the device's secret. Raises ValueError for ids that receipts cannot hold and for lessons longer
    than the rules allow, BadReceipt when a stored receipt that counts here was changed.
    """
    rules = CURRENT
    if not all(ID.fullmatch(part) for part in (admitted.person, admitted.class_id, admitted.lesson)):
        raise ValueError("ids in receipts are 1 to 64 letters, digits and ._~-")
    if not 0 < admitted.seconds <= rules.lesson_seconds:
        raise ValueError(f"a lesson has 1 to {rules.lesson_seconds} seconds, not {admitted.seconds}")
    if admitted.asks:
        asking_of(admitted.asks)
    tx.lock_person(admitted.person)
    _end_others(tx, admitted.person, device, keys)
    latest = _last(tx, Chosen(person=admitted.person), keys)
    # Of one lesson each session starts from the last one's end, so the last one knows all.
    same = _last(tx, Chosen(admitted.person, admitted.class_id, admitted.lesson), keys)
    held = _last(tx, Chosen(admitted.person, admitted.class_id), keys)
    # Another worker's batch may be a little ahead of this one: a person's sessions follow each other all the same.
    opened = max(tx.now, latest.state.at) if latest else tx.now
    session = Session(
        id=new_id(),
        opened=opened,
        person=admitted.person,
        class_id=admitted.class_id,
        lesson=admitted.lesson,
        kind=admitted.kind.value,
        planned=admitted.seconds * 1000,
        rules=rules.version,
        device=device,
        before=same.session.before + same.state.credited if same else 0,
        cap=rules.cap if admitted.cap_ms is None else admitted.cap_ms,
        until=admitted.until,
        asks=admitted.asks,
    )
    state = _carried(engine.first(session), opened, latest, same, held)
    if session.asks:  # what the last session left unanswered stands from the first moment of this one
        state = asked(session, state, None, rules, partial(keys.draw, keys.current))
    first = sign(session, state, None, "", keys)
    tx.add_session(SessionRow(session.id, session.person, session.class_id, session.lesson, opened, None))
    tx.add_receipts([first.row])
    return first


def _carried(state: State, opened: int, latest: Read | None, same: Read | None, held: Read | None) -> State:
    """The first state with what goes on from the person's sessions before: the day, the lesson, the class's challenges."""
    if latest and day_of(latest.state.at) == day_of(opened):
        state = state._replace(day=latest.state.day)
    if same:
        position, reach, watched = same.state.position, same.state.reach, same.state.watched
        state = state._replace(position=min(position, reach), reach=reach, watched=watched)
    if held:
        state = state._replace(asked=held.state.asked, since=held.state.since)
    return state


def _end_others(tx: Transaction, person: str, device: str, keys: Keyring) -> None:
    """The person's other open session ends, for `device` where it was opened by another one."""
    for row in tx.sessions(Chosen(person=person, only_open=True)):
        tip = tx.tip(row.id)
        here = tip is None or verify(tip.text, keys).session.device == device
        end(tx, [row], Reason.PARALLEL if here else Reason.DEVICE, keys)


def advance(tx: Transaction, beats: Sequence[Heartbeat], keys: Keyring) -> list[Read | None]:
    """The next receipt of each heartbeat, stored; None where the last receipt is too old to go on from.

    Where a next one is stored already (an answer was lost, the session was ended) it is that one, whatever the heartbeat
    says now. None of the heartbeats may come after a terminal receipt.
    """
    now = tx.now
    draw = partial(keys.draw, keys.current)
    made = [_next(beat, now, keys, draw) for beat in beats]
    kept = iter(tx.add_receipts([mine.row for mine in made if mine]))
    found: list[Read | None] = []
    ended = []
    for beat, mine in zip(beats, made, strict=True):
        stored = next(kept) if mine else tx.receipt(beat.last.session.id, beat.last.state.seq + 1)
        if mine and stored and stored.text == mine.text:
            found.append(mine)
            if mine.state.closed:
                ended.append((mine.session.id, mine.state.at))
        else:
            found.append(_read(stored, keys))
    if ended:
        tx.end_sessions(ended)
    return found


def end(tx: Transaction, rows: Iterable[SessionRow], why: Reason, keys: Keyring) -> list[Receipt]:
    """Write the terminal receipt of each session. Sessions that have one already are left alone."""
    ended = []
    for row in rows:
        done = _terminal(tx, row.id, why, keys)
        if done is not None:
            ended.append(done)
    tx.end_sessions([(receipt.session, receipt.at) for receipt in ended])
    return ended


def _read(stored: Receipt | None, keys: Keyring) -> Read | None:
    """What was stored before. A row that somebody changed is none: it must not fail the heartbeats beside it."""
    try:
        return verify(stored.text, keys) if stored else None
    except BadReceipt:
        return None


def _next(beat: Heartbeat, now: int, keys: Keyring, draw: Draw) -> Read | None:
    (session, state, text), claim, leaves = beat
    rules = RULES[session.rules]
    if now > state.at + rules.expiry:
        return None
    state = engine.advance(session, state, claim, now, rules, draw)
    return sign(session, engine.left(state) if leaves else state, claim, text, keys)


def _terminal(tx: Transaction, session: str, why: Reason, keys: Keyring) -> Receipt | None:
    """A heartbeat of another worker may take the place first: then the next place is tried."""
    while True:
        tip = tx.tip(session)
        if tip is None:
            return None
        last = verify(tip.text, keys)
        if last.state.closed:
            return None
        state = engine.close(last.state, tx.now, why, RULES[last.session.rules])
        mine = sign(last.session, state, None, last.text, keys).row
        if tx.add_receipts([mine])[0].text == mine.text:
            return mine


def _last(tx: Transaction, chosen: Chosen, keys: Keyring) -> Read | None:
    row = tx.last_session(chosen)
    tip = tx.tip(row.id) if row else None
    return verify(tip.text, keys) if tip else None
