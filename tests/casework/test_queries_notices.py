"""What everyone may see of public notices, for how long, and what nobody may."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed, published, reviewed
from tests.files.conftest import docx, mp4, png, uploads, xlsx  # noqa: F401  # uploads: a store of one's own
from tests.invented import person
from yunpei.casework import actions, jobs, queries
from yunpei.casework.actions.notice import last_day
from yunpei.casework.models import CaseLine, Objection, PublicNotice
from yunpei.casework.types import CaseState
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.common.identifiers import mask_person_id
from yunpei.common.models import AuditRow
from yunpei.files import actions as files
from yunpei.files import pdf as pdf_room
from yunpei.files.types import PUBLISHABLE, FileKind

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


def attachment(there: City, data: bytes, name: str) -> str:
    return files.store(data=data, name=name, kinds=PUBLISHABLE, by=there.reviewers[0], at=AFTER).public_id


ATTACHED = {
    "xlsx": (lambda text: xlsx("王甲", text), "名单.xlsx", "工作表 Sheet1 A3"),
    "docx": (lambda text: docx("名单", text), "名单.docx", "第2段"),
    "pdf": (lambda text: pdf_room.render(f"<p>王甲 {text}</p>"), "名单.pdf", "第1页"),
}


@pytest.mark.req("R17", "R30")
@pytest.mark.parametrize("kind", ATTACHED)
def test_a_full_number_in_an_attachment_stops_publication(kind: str, there: City, studied: Studied) -> None:
    make, name, place = ATTACHED[kind]
    number, officer = claimed(there, (1, 2)), there.reviewers[0]
    reviewed(there, number)
    bad = attachment(there, make(person(7)), name)
    with pytest.raises(Invalid) as stopped:
        actions.notice_publish(number=number, files=[bad], looked=True, by=officer, at=AFTER)
    [problem] = stopped.value.problems
    assert name in problem.text.zh
    assert place in problem.text.zh
    assert mask_person_id(person(7)) in problem.text.zh
    assert not PublicNotice.objects.exists()
    row = AuditRow.objects.get(verb="notice_stopped", subject_id=number)
    assert person(7) not in str(row.detail) + str(problem)
    assert row.detail["places"] == [problem.text.zh]
    good = attachment(there, make(mask_person_id(person(7))), name)
    notice = actions.notice_publish(number=number, files=[good], by=officer, at=AFTER)
    assert queries.notice(number=notice, at=AFTER).attachments == ((1, name),)
    assert queries.notice_file(number=notice, place=1, at=AFTER) == good
    assert queries.notice(number=notice, at=AFTER + 6 * DAY).attachments == ()
    for place_, at in ((2, AFTER), (1, AFTER + 6 * DAY)):
        with pytest.raises(NotFound):
            queries.notice_file(number=notice, place=place_, at=at)


def test_a_picture_waits_for_somebody_to_look(there: City, studied: Studied) -> None:
    number, officer = claimed(there, (1,)), there.reviewers[0]
    reviewed(there, number)
    picture = attachment(there, png(), "海报.png")
    with pytest.raises(Invalid, match="人工查看"):
        actions.notice_publish(number=number, files=[picture], by=officer, at=AFTER)
    assert actions.notice_publish(number=number, files=[picture], looked=True, by=officer, at=AFTER)


def test_attachments_are_the_offices_own_and_few(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    reviewed(there, number)
    film = files.store(data=mp4(), name="a.mp4", kinds=[FileKind.MP4], by=there.reviewers[0], at=AFTER).public_id
    many = [attachment(there, xlsx("a"), "a.xlsx")] * 6
    for given in ([film], many):
        with pytest.raises(Invalid):
            actions.notice_publish(number=number, files=given, looked=True, by=there.reviewers[0], at=AFTER)
