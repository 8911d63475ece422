"""The inbox finds what it is asked for, in the officer's region alone, page after page, with the same queries however many."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.casework.city import AFTER, City, Studied, claimed, submitted
from tests.casework.waiting import filled
from yunpei.casework import actions, queries
from yunpei.casework.desks import place
from yunpei.casework.models import InboxRow
from yunpei.casework.queries.inbox import SOON
from yunpei.casework.types import CaseKind, CaseState, Clock, Tab, Wanted
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.people import queries as people

pytestmark = pytest.mark.django_db
TODAY = date(2020, 7, 1)
ALL = Wanted(tab=Tab.ALL)


def numbers(by: Actor, wanted: Wanted = ALL) -> list[str]:
    return [row.card.number for row in queries.inbox(by=by, wanted=wanted, today=TODAY).rows]


def test_a_case_goes_from_desk_to_desk(there: City, studied: Studied) -> None:
    claim = claimed(there)
    mine = Wanted(tab=Tab.MINE)
    assert claim in numbers(there.reviewers[0], mine)
    assert claim not in numbers(there.payer, mine)
    actions.case_refuse(number=claim, reason="不符", by=there.reviewers[0], at=AFTER)
    assert claim not in numbers(there.reviewers[0], mine)
    assert numbers(there.inspector, mine) == [claim]
    assert claim in numbers(there.finance)
    actions.case_reopen(number=claim, reason="复核", by=there.inspector, at=AFTER)
    assert claim in numbers(there.reviewers[0], mine)


def test_filters(there: City, studied: Studied) -> None:
    claim, filing = claimed(there), submitted(there, (2,))
    by = there.reviewers[0]
    whole = people.organisation(there.organisation_id).name
    assert set(numbers(by)) > {claim, filing}
    assert numbers(by, Wanted(kind=CaseKind.CLAIM)) == [claim]
    assert numbers(by, Wanted(state=CaseState.SUBMITTED)) == sorted([claim, filing])
    assert numbers(by, Wanted(text=claim.lower())) == [claim]
    assert set(numbers(by, Wanted(text=claim[:7]))) >= {claim, filing}
    assert numbers(by, Wanted(text=whole[2:5])) == numbers(by)
    assert numbers(by, Wanted(text="没有这一家")) == []
    assert numbers(by, Wanted(text=claim[3:])) == []  # a number is known by its beginning
    assert numbers(by, Wanted(programme="x")) == []
    assert numbers(by, Wanted(region="320200")) == numbers(by)
    assert numbers(by, Wanted(region="320205")) == []
    assert queries.inbox_programmes(by=by) == ["wuxi-2020-10/online"]


def test_nobody_looks_outside_their_region(there: City) -> None:
    submitted(there)
    for region in ("210200", "320000"):
        with pytest.raises(NotFound):
            queries.inbox(by=there.reviewers[0], wanted=Wanted(region=region), today=TODAY)
    for nobody in (there.admin, there.legal):
        with pytest.raises(NotFound):
            queries.inbox(by=nobody, wanted=ALL, today=TODAY)
        with pytest.raises(NotFound):
            queries.inbox_tabs(by=nobody, today=TODAY)


def test_a_row_goes_where_the_case_goes(there: City) -> None:
    number = submitted(there)
    rows = InboxRow.objects.filter(case__number=number).order_by("place")
    assert [row.place for row in rows] == ["", "32", "3202"]
    case = rows[0].case
    case.region, case.pay_region = "210211", "210200"
    place([case])
    assert [row.place for row in rows.all()] == ["", "21", "2102", "210211"]


def test_pages_follow_each_other_without_a_gap(there: City) -> None:
    held = filled(there, 60)
    by, found, after, keys = there.reviewers[0], list[str](), "", list[str]()
    while True:
        one = queries.inbox(by=by, wanted=ALL, today=TODAY, after=after)
        found += [row.card.number for row in one.rows]
        assert bool(one.before) is bool(after)
        if not one.after:
            break
        after = one.after
        keys.append(after)
    in_order = sorted(held, key=lambda one: (one.due_key, one.case_id))
    assert found == [one.case.number for one in in_order]
    assert [row.card.number for row in queries.inbox_all(by=by, wanted=ALL, today=TODAY)] == found
    last = queries.inbox(by=by, wanted=ALL, today=TODAY, after=keys[-1])
    middle = queries.inbox(by=by, wanted=ALL, today=TODAY, before=last.before)
    assert [row.card.number for row in middle.rows] == found[25:50]
    assert middle.before
    late = Wanted(tab=Tab.ALL, soonest_first=False)
    assert numbers(by, late) == found[::-1][:25]
    assert [row.card.number for row in queries.inbox(by=by, wanted=ALL, today=TODAY, after="x_y").rows] == found[:25]


def test_tabs_by_the_time_limit(there: City) -> None:
    held = filled(there, 30)
    by = there.reviewers[0]
    tabs = queries.inbox_tabs(by=by, today=TODAY)
    late = [one for one in held if one.due_on and one.due_on < TODAY]
    soon = [one for one in held if one.due_on and TODAY <= one.due_on <= TODAY + SOON]
    assert tabs[Tab.OVERDUE] == len(late) > 0
    assert tabs[Tab.SOON] == len(soon) > 0
    assert tabs[Tab.STOPPED] == sum(one.clock is Clock.STOPPED for one in held) > 0
    assert tabs[Tab.WAITING] == sum(one.clock in (Clock.NO_FIGURE, Clock.NO_CALENDAR) for one in held) > 0
    assert tabs[Tab.ALL] == 30
    rows = queries.inbox(by=by, wanted=Wanted(tab=Tab.OVERDUE), today=TODAY).rows
    assert rows
    assert all(row.overdue for row in rows)
    assert Tab.MINE not in queries.inbox_tabs(by=there.finance, today=TODAY)


def test_as_many_queries_for_many_cases(there: City, django_assert_num_queries: Any) -> None:
    by = there.reviewers[0]
    for more in (3, 200):
        filled(there, more)
        for wanted in (ALL, Wanted(tab=Tab.MINE), Wanted(text="虚构"), Wanted(state=CaseState.SUBMITTED)):
            with django_assert_num_queries(5 if wanted.text else 2):
                assert queries.inbox(by=by, wanted=wanted, today=TODAY).rows
        with django_assert_num_queries(7):
            queries.inbox_tabs(by=by, today=TODAY)
        with django_assert_num_queries(2):
            queries.workload(by=by, today=TODAY)


def test_workload(there: City) -> None:
    held = filled(there, 12)
    first, second = there.reviewers
    assert second.account_id is not None
    given = [one.case.number for one in held[:6]]
    results = actions.cases_hand_over(numbers=given, to=second.account_id, by=first, at=AFTER)
    assert all(one.failed is None for one in results)
    loads = {one.account_id: (one.open, one.overdue) for one in queries.workload(by=first, today=TODAY)}
    waiting = sum(bool(one.desk) for one in held[:6])
    assert loads == {first.account_id: (0, 0), second.account_id: (waiting, 0)}
    late = InboxRow.objects.filter(case=held[0].case_id)
    late.update(clock=Clock.RUNNING, due_on=date(2020, 6, 30), due_key=date(2020, 6, 30))
    assert queries.workload(by=first, today=TODAY)[1].overdue == 1
    assert sorted(numbers(second, Wanted(tab=Tab.HAND))) == sorted(given)
    assert numbers(first, Wanted(assigned=second.account_id)) == numbers(second, Wanted(tab=Tab.HAND))


@pytest.mark.parametrize("few", [0, 500])
def test_filters_together_find_what_fits_them_all(there: City, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(sys.modules[queries.inbox.__module__], "NUMBERS", few)  # 0: always on the way along the list
    filled(there, 60)
    by = there.reviewers[0]
    rows = list(InboxRow.objects.filter(place="3202").order_by("due_key", "case_id"))
    states = (None, CaseState.SUBMITTED, CaseState.HELD, CaseState.PAID)
    kinds = (None, CaseKind.CLASS_FILING, CaseKind.CLAIM)
    of_tab = {
        Tab.ALL: lambda row: True,
        Tab.MINE: lambda row: row.desk == "review",
        Tab.OVERDUE: lambda row: row.clock == Clock.RUNNING and row.due_key < TODAY,
        Tab.STOPPED: lambda row: row.clock == Clock.STOPPED,
        Tab.WAITING: lambda row: row.clock in (Clock.NO_FIGURE, Clock.NO_CALENDAR),
    }
    for tab, state, kind, programme in product(of_tab, states, kinds, ("", "wuxi-2020-10/online", "x")):
        wanted = Wanted(tab=tab, state=state, kind=kind, programme=programme)
        fits = [
            row.case.number
            for row in rows
            if of_tab[tab](row) and state in (None, row.state) and kind in (None, row.kind)
            if programme in ("", row.programme)
        ]
        assert numbers(by, wanted) == fits[:25], wanted


def test_a_text_that_too_many_names_have_is_said(there: City, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(there)
    assert not queries.inbox_text_short("虚构")
    monkeypatch.setattr(sys.modules[queries.inbox.__module__], "NAMES", 0)
    assert queries.inbox_text_short("虚构")
    assert not queries.inbox_text_short(" ")
