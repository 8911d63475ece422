"""Many cases at once: each by itself and as if alone, audited, with a reason for what failed and nothing half done."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, FILED, City, Studied, claimed, firm_of, submitted
from tests.casework.waiting import filled
from yunpei.casework import actions, queries
from yunpei.casework.actions import batch
from yunpei.casework.models import Assignment, Case, CaseStep, SavedFilter
from yunpei.casework.types import CaseState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.language import Text
from yunpei.common.models import AuditRow
from yunpei.training import queries as training
from yunpei.training.types import Accumulate

pytestmark = pytest.mark.django_db


def done(there: City, event: str, numbers: list[str], by: Actor | None = None, reason: str = "") -> list[str]:
    """The numbers for which it was done."""
    who = by or there.reviewers[0]
    results = actions.cases_batch(numbers=numbers, event=event, reason=reason, by=who, at=AFTER)
    assert [one.number for one in results] == list(dict.fromkeys(numbers))
    return [one.number for one in results if one.failed is None]


def state(number: str) -> str:
    return Case.objects.get(number=number).state


def test_claims_go_through_both_reviews(there: City, studied: Studied) -> None:
    number, other = claimed(there), submitted(there, (2,))
    assert done(there, "accept", [number, number]) == [number]
    assert done(there, "pass", [number, other]) == [number]
    assert done(there, "pass", [number]) == []  # the second reviewer is another person
    assert state(number) == CaseState.FIRST_REVIEW
    assert done(there, "pass", [number], there.reviewers[1]) == [number]
    assert done(there, "pass", [number]) == []
    assert state(number) == CaseState.SECOND_REVIEW
    verbs = AuditRow.objects.filter(subject_id=number).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["claim_accept", "review_first", "review_second"]


def test_one_reason_for_all_that_are_returned_or_refused(there: City) -> None:
    some = [submitted(there, (n,)) for n in (1, 2, 3)]
    assert done(there, "return", some[:2], reason="缺公章") == some[:2]
    for number in some[:2]:
        assert CaseStep.objects.get(case__number=number, event="return").items == [["content", "缺公章"]]
    assert done(there, "refuse", [*some[1:], "WX-2020-9999"], reason="不符") == some[1:]
    assert [state(one) for one in some] == ["returned", "refused", "refused"]
    assert AuditRow.objects.get(subject_id=some[2], verb="case_refuse").detail["reason"] == "不符"


def test_what_fails_changes_nothing_and_the_others_go_on(there: City, monkeypatch: pytest.MonkeyPatch) -> None:
    first, broken, last = (submitted(there, (n,)) for n in (1, 2, 3))
    whole = actions.filing_accept

    def fails_late(*, number: str, **given: object) -> None:
        whole(number=number, **{**given, "hour_seconds": 60, "at": FILED})  # type: ignore[arg-type]
        if number == broken:
            raise Conflict(Text("同时被他人改动", "changed by someone else"))

    monkeypatch.setattr(batch, "filing_accept", fails_late)
    assert done(there, "accept", [first, broken, last]) == [first, last]
    assert [state(one) for one in (first, broken, last)] == ["approved", "submitted", "approved"]
    assert not AuditRow.objects.filter(subject_id=broken, verb="filing_accept").exists()


@pytest.mark.parametrize(
    ("event", "numbers", "reason"),
    [("x", ["a"], "x"), ("refuse", ["a"], " "), ("return", ["a"], ""), ("accept", [], ""), ("accept", None, "")],
)
def test_nothing_begins_with_a_question_that_is_none(
    there: City, event: str, numbers: list[str] | None, reason: str
) -> None:
    many = [f"{n}" for n in range(batch.MOST + 1)]
    with pytest.raises(Invalid):
        actions.cases_batch(
            numbers=many if numbers is None else numbers, event=event, reason=reason, by=there.reviewers[0], at=AFTER
        )


def test_a_batch_gives_no_right_that_one_has_not(there: City) -> None:
    number = submitted(there)
    for who in (there.payer, there.finance, there.admin):
        assert done(there, "refuse", [number], who, "x") == []
    assert state(number) == CaseState.SUBMITTED


def test_handing_over_stays_inside_the_office(there: City) -> None:
    [row] = filled(there, 1)
    number = row.case.number
    first, second = there.reviewers
    assert second.account_id
    assert there.payer.account_id
    with pytest.raises(Invalid):
        actions.cases_hand_over(numbers=[number], to=there.payer.account_id, by=first, at=AFTER)
    with pytest.raises(Forbidden):
        actions.cases_hand_over(numbers=[number], to=second.account_id, by=there.admin, at=AFTER)
    assert there.finance.account_id
    [result] = actions.cases_hand_over(numbers=[number], to=there.finance.account_id, by=there.finance, at=AFTER)
    assert result.failed is not None
    for to in (second, first):
        assert to.account_id
        [result] = actions.cases_hand_over(numbers=[number], to=to.account_id, by=first, at=AFTER)
        assert result.failed is None
    assert Assignment.objects.get().account_id == first.account_id
    rows = AuditRow.objects.filter(verb="case_hand_over").order_by("id")
    assert [row.detail for row in rows] == [
        {"from": None, "to": second.account_id},
        {"from": second.account_id, "to": first.account_id},
    ]


def test_filters_are_kept_by_name_for_their_owner(there: City) -> None:
    first, second = there.reviewers
    for query in ("tab=all", "tab=overdue"):
        actions.filter_save(name=" 超期 ", query=query, by=first, at=AFTER)
    assert queries.saved_filters(by=first) == [("超期", "tab=overdue")]
    assert queries.saved_filters(by=second) == []
    with pytest.raises(NotFound):
        actions.filter_drop(name="超期", by=second, at=AFTER)
    for name in ("", " ", "长" * 41):
        with pytest.raises(Invalid):
            actions.filter_save(name=name, query="", by=first, at=AFTER)
    _, stranger, _ = firm_of(700)
    with pytest.raises(Forbidden):
        actions.filter_save(name="x", query="", by=stranger, at=AFTER)
    actions.filter_drop(name="超期", by=first, at=AFTER)
    assert not SavedFilter.objects.exists()


def test_a_batch_chooses_the_class_hour_that_circulars_leave_open(there: City) -> None:
    some = [submitted(there, (n,)) for n in (1, 2)]
    results = actions.cases_batch(
        numbers=some, event="accept", hour_seconds=60, accumulate=Accumulate.DAY, by=there.reviewers[0], at=FILED
    )
    assert [one.failed for one in results] == [None, None]
    for number in some:
        class_id = Case.objects.get(number=number).training_class_id
        assert class_id is not None
        hour = training.class_of(class_id).hour
        assert (hour.seconds, hour.accumulate) == (60, Accumulate.DAY)
