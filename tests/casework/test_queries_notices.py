"""What everyone may see of public notices, for how long, and what nobody may."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed, published
from tests.invented import person
from yunpei.casework import actions, jobs, queries
from yunpei.casework.actions.notice import last_day
from yunpei.casework.models import CaseLine, Objection, PublicNotice
from yunpei.casework.types import CaseState
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.mark.req("R30")
def test_numbers_are_masked_and_names_go_away_by_themselves(there: City, studied: Studied) -> None:
    notice = published(there, claimed(there, (1, 2)))
    running = repr(queries.notice(number=notice, at=AFTER + 5 * DAY))
    assert person(1) not in running
    assert person(1)[:4] + "*" * 12 + person(1)[-2:] in running
    over = queries.notice(number=notice, at=AFTER + 6 * DAY)
    assert (over.people, over.shows_names, over.card.people) == ((), False, 2)
    assert [one.number for one in queries.notices(at=AFTER, running=True)] == [notice]
    assert queries.notices(at=AFTER + 6 * DAY, running=True) == []


def test_a_full_number_stops_publication(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    CaseLine.objects.filter(place=1).update(name=f"张{person(1)}")
    with pytest.raises(Invalid, match="身份证"):
        published(there, number)
    assert not PublicNotice.objects.exists()


def test_the_end_waits_for_a_calendar_that_is_not_there() -> None:
    from datetime import date

    assert last_day(date(2020, 4, 30), 5, "working") == date(2020, 5, 11)
    assert last_day(date(2020, 4, 30), 5, "calendar") == date(2020, 5, 5)
    assert last_day(date(2049, 12, 30), 5, "working") is None


def test_an_objection_needs_words_a_notice_and_time(there: City, studied: Studied) -> None:
    notice = published(there, claimed(there, (1,)))
    with pytest.raises(Invalid):
        actions.objection_make(notice=notice, row=1, text="  ", by=NOBODY, at=AFTER)
    with pytest.raises(NotFound):
        actions.objection_make(notice=notice, row=2, text="异议", by=NOBODY, at=AFTER)
    with pytest.raises(Conflict):
        actions.objection_make(notice=notice, row=1, text="异议", by=NOBODY, at=AFTER + 6 * DAY)
    code = actions.objection_make(
        notice=notice, row=None, text="整体有误", name="某人", contact="13900000000", by=NOBODY, at=AFTER
    )
    assert "13900000000" not in str(Objection.objects.values())
    assert queries.objection_by_code(f" {code[:8]}-{code[8:]} ").contact == ""
    [seen] = queries.objections(case="WX-2020-0001-C1", by=there.reviewers[0])
    assert seen.contact == "13900000000"
    for who in (there.admin, NOBODY):
        with pytest.raises(NotFound):
            queries.objections(case="WX-2020-0001-C1", by=who)
    with pytest.raises(Conflict, match="整个公示"):
        actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)


@pytest.mark.req("R30")
def test_the_calendar_closes_notices_and_files_claims_away(there: City, studied: Studied) -> None:
    first, second = claimed(there, (1,)), claimed(there, (2,))
    published(there, first)
    notice = published(there, second)
    actions.objection_make(notice=notice, row=None, text="整体有误", by=NOBODY, at=AFTER)
    for _ in range(2):
        jobs.notices_close(at=AFTER + 5 * DAY)
        assert PublicNotice.objects.filter(closed_at__isnull=False).count() == 0
    for _ in range(2):
        jobs.notices_close(at=AFTER + 6 * DAY)
        assert PublicNotice.objects.filter(closed_at__isnull=False).count() == 1
    later = AFTER + 7 * DAY
    actions.claim_approve(number=first, by=there.reviewers[0], at=later)
    batch = actions.batch_make(cases=[first], by=there.payer, at=later)
    from yunpei.funds import queries as books
    from yunpei.funds.bank import Answer

    [row] = books.batch_rows(number=batch, by=there.payer)
    actions.batch_answers(number=batch, answers=[Answer(2, row.number, True)], by=there.payer, at=later)
    jobs.claims_close(at=later)
    assert queries.case(number=first, by=there.admin).card.state is CaseState.PAID
    assert queries.case(number=first[:-3], by=there.admin).card.claim_state is CaseState.PAID
    for _ in range(2):
        jobs.claims_close(at=later + jobs.LOOKED_AT)
    assert queries.case(number=first, by=there.admin).card.state is CaseState.CLOSED
    assert queries.case(number=first[:-3], by=there.admin).card.state is CaseState.CLOSED


def test_lists_cost_the_same_for_many(there: City, studied: Studied, django_assert_num_queries) -> None:
    approved(there, claimed(there, (1, 2, 3)))
    for n in range(4):
        published(there, claimed(there, (10 + n,)))
    with django_assert_num_queries(1):
        assert len(queries.cases(by=there.reviewers[0])) == 10
    with django_assert_num_queries(1):
        assert len(queries.notices(at=AFTER)) == 5
    with django_assert_num_queries(1):
        assert len(queries.open_notices()) == 5
    with django_assert_num_queries(3):
        assert len(queries.lines(number="WX-2020-0001-C1", by=there.reviewers[0])) == 3
