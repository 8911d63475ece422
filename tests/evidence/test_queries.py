from __future__ import annotations

from datetime import date

import pytest

from tests.evidence.test_actions import beat, opened
from tests.study_stores import START, Moved
from yunpei.evidence import queries
from yunpei.evidence.receipt import BadReceipt
from yunpei.evidence.study import Study
from yunpei.evidence.types import Receipt


def test_totals_of_a_class_by_person_and_lesson(study: Study, clock: Moved) -> None:
    for person, lesson in [("p-1", "l-1"), ("p-1", "l-2"), ("p-2", "l-1")]:
        step = opened(study, person=person, lesson=lesson)
        clock.passes(15)
        beat(study, step.text, 15_000)
    opened(study, person="p-3", class_id="c-2")
    found = queries.class_totals("c-1", study=study)
    assert {person: sorted(lessons) for person, lessons in found.items()} == {"p-1": ["l-1", "l-2"], "p-2": ["l-1"]}
    assert all(total.credited_ms == 15_000 for lessons in found.values() for total in lessons.values())
    assert queries.totals("p-9", "c-1", study=study) == {}


def test_credit_belongs_to_its_day_in_china(study: Study, clock: Moved) -> None:
    clock.passes(16 * 3600 - 40)  # 23:59:20
    step = opened(study)
    for n in range(1, 5):
        clock.passes(15)
        step = beat(study, step.text, n * 15_000)
    assert queries.credited_days("p-1", "c-1", study=study) == [
        ("l-1", date(2020, 3, 1), 30_000),
        ("l-1", date(2020, 3, 2), 30_000),
    ]
    assert step.state.day == 30_000


def test_a_changed_row_is_not_counted_in_silence(study: Study) -> None:
    step = opened(study)
    with study.store.writing() as tx:
        tx.add_receipts([Receipt(step.session.id, 1, START, step.text.replace("|0|28800000|", "|9|28800000|"))])
    with pytest.raises(BadReceipt):
        queries.totals("p-1", "c-1", study=study)


def test_the_time_is_the_stores(study: Study, clock: Moved) -> None:
    clock.passes(5)
    assert queries.server_time(study=study) == START + 5_000
