from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest

from tests.study_stores import KEYS, START, Moved
from yunpei.evidence import actions, queries, replay
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import BadReceipt, Read
from yunpei.evidence.store import Chosen
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind


def admitted(**other: Any) -> Admitted:
    given = {
        "person": "p-1",
        "class_id": "c-1",
        "lesson": "l-1",
        "kind": Kind.VIDEO,
        "seconds": 600,
        "until": START + 10**10,
    }
    return Admitted(**{**given, **other})


def opened(study: Study, **other: Any) -> Read:
    return actions.session_open(admitted=admitted(**other), secret="secret", study=study)


def beat(study: Study, last: str, position: int, **other: Any) -> Read:
    claim = Claim(True, True, 100, None, position)
    done = actions.heartbeat(receipt=last, secret="secret", claim=claim, study=study, **other)
    assert done is not None
    return done


def test_a_session_goes_on_where_the_last_one_ended(study: Study, clock: Moved) -> None:
    first = opened(study)
    clock.passes(15)
    beat(study, first.text, 15_000, leaves=True)
    clock.passes(3_600)
    second = opened(study)
    assert second.state.position == second.state.reach == 15_000
    assert second.session.before == second.state.day == 15_000
    clock.passes(15)
    beat(study, second.text, 30_000)
    total = queries.totals("p-1", "c-1", study=study)["l-1"]
    assert (total.credited_ms, total.elapsed_ms, total.stretches) == (30_000, 30_000, ((0, 30),))


def test_opening_ends_the_other_session(study: Study, clock: Moved) -> None:
    first = opened(study)
    clock.passes(10)
    opened(study, lesson="l-2")
    clock.passes(5)
    late = beat(study, first.text, 15_000)
    assert late.state.closed == "parallel"
    assert late.state.excluded == {"parallel": 10_000}
    assert queries.totals("p-1", "c-1", study=study)["l-1"].credited_ms == 0


def test_a_lost_answer_is_given_again_whatever_is_said_now(study: Study, clock: Moved) -> None:
    first = opened(study)
    clock.passes(15)
    answer = beat(study, first.text, 15_000)
    clock.passes(20)
    again = beat(study, first.text, 590_000)
    assert again == answer


def test_many_openings_at_once_leave_one(study: Study) -> None:
    threads = [threading.Thread(target=opened, args=(study,), kwargs={"lesson": f"l-{n}"}) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with study.store.reading() as tx:
        rows = tx.sessions(Chosen(person="p-1"))
    assert len(rows) == 6
    assert [row.closed is None for row in rows] == [False] * 5 + [True]
    for before, after in pairwise(rows):
        assert before.closed is not None
        assert before.closed <= after.opened


@pytest.mark.parametrize(
    ("chosen", "ended"),
    [
        ({"class_id": "c-1"}, {"p-1", "p-2"}),
        ({"person": "p-1"}, {"p-1"}),
        ({"person": "p-2", "class_id": "c-2"}, set()),
    ],
)
def test_closing_ends_what_was_chosen(study: Study, chosen: dict[str, str], ended: set[str]) -> None:
    steps = {person: opened(study, person=person) for person in ("p-1", "p-2")}
    assert actions.sessions_close(reason=Reason.OUTSIDE, study=study, **chosen) == len(ended)
    assert actions.sessions_close(reason=Reason.OUTSIDE, study=study, **chosen) == 0
    closed = {person for person, step in steps.items() if beat(study, step.text, 0).state.closed}
    assert closed == ended


def test_closing_everything_has_to_be_meant(study: Study) -> None:
    with pytest.raises(ValueError, match="person or a class"):
        actions.sessions_close(reason=Reason.OUTSIDE, study=study)


def test_a_day_is_counted_over_all_sessions(study: Study, clock: Moved) -> None:
    step = opened(study, cap_ms=40_000)
    for n in (15_000, 30_000):
        clock.passes(15)
        step = beat(study, step.text, n)
    step = opened(study, lesson="l-2", cap_ms=40_000)
    clock.passes(15)
    step = beat(study, step.text, 15_000)
    assert step.state.credited == 10_000
    assert step.state.excluded == {"daily_cap": 5_000}


def test_a_receipt_that_is_too_old_takes_no_heartbeat(study: Study, clock: Moved) -> None:
    step = opened(study)
    clock.passes(31 * 60)
    claim = Claim(True, True, 100, None, 0)
    assert actions.heartbeat(receipt=step.text, secret="secret", claim=claim, study=study) is None
    opened(study)
    total = queries.totals("p-1", "c-1", study=study)["l-1"]
    assert total.excluded_ms == {"gap": 31 * 60_000}


def test_a_secret_of_another_session_is_refused(study: Study) -> None:
    step = opened(study)
    with pytest.raises(BadReceipt):
        actions.heartbeat(receipt=step.text, secret="other", claim=Claim(True, True, 100, None, 0), study=study)


@pytest.mark.parametrize("other", [{"person": "a|b"}, {"lesson": ""}, {"seconds": 0}, {"seconds": 7 * 3600}])
def test_what_receipts_cannot_hold_is_refused(study: Study, other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"ids|seconds"):
        opened(study, **other)


def test_an_auditor_finds_what_was_changed(study: Study, clock: Moved) -> None:
    step = opened(study)
    for n in range(1, 4):
        clock.passes(15)
        step = beat(study, step.text, n * 15_000)
    actions.sessions_close(reason=Reason.OUTSIDE, person="p-1", study=study)
    texts = queries.receipts("p-1", "c-1", study=study)
    assert len(texts) == 5
    assert replay.fault(texts, KEYS) is None
    assert replay.fault(texts[:2] + texts[3:], KEYS) == (2, "does not follow the receipt before it")
    assert replay.fault(texts[1:], KEYS) == (0, "not the first receipt of a session")
    assert replay.fault([texts[0], texts[1].replace("|15000|", "|16000|", 1)], KEYS) == (
        1,
        "the signature does not hold",
    )


def test_an_operator_with_the_key_still_has_to_do_the_arithmetic(study: Study, clock: Moved) -> None:
    from yunpei.evidence.receipt import sign, verify

    first = opened(study)
    clock.passes(15)
    honest = verify(beat(study, first.text, 15_000).text, KEYS)
    forged = sign(honest.session, honest.state._replace(credited=60_000), honest.claim, first.text, KEYS)
    assert replay.fault([first.text, forged.text], KEYS) == (1, "the arithmetic does not follow")
