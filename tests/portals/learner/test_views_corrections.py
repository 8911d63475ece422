"""A person's own application: hours and certificate from our own records, and each correction beside its place."""

from __future__ import annotations

import pytest

from tests.casework.applying import APPLIED, person_applies
from tests.casework.city import AFTER, DAY, DRAFTED, City, Studied, ended, submitted
from tests.portals.conftest import SignedIn
from yunpei.casework import actions, queries
from yunpei.casework.models import Case
from yunpei.casework.types import Source
from yunpei.common import clock
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.training import queries as training

PROGRAMME = "mohrss-2020-100days/individual-subsidy"
TYPED = {"project": "电工", "class_start": "2020-03-02", "class_end": "2020-03-31", "online_hours": "80"}


@pytest.mark.req("R46")
def test_what_our_rooms_know_is_not_asked_and_nobody_says_otherwise(
    there: City, studied: Studied, signed_in: SignedIn
) -> None:
    class_id = ended(there, (1, 2))
    number, person = person_applies(PROGRAMME, "320211", facts=TYPED)
    client, page = signed_in(person), f"/learn/applications/{number}/"
    with clock.holding(APPLIED):
        assert 'name="online_hours"' in client.get(page).content.decode()
        client.post(f"{page}class/", {"class": training.class_of(class_id).public_id})
        shown = client.get(page).content.decode()
    assert 'name="online_hours"' not in shown
    assert "学习时钟（实测）" in shown
    [line] = queries.claim_preview(number=number, by=person, at=APPLIED)
    assert line.online_hours == 24
    part = queries.case(number=number, by=person).application
    assert part is not None
    sources = {one.name: one.source for one in part.recorded[line.id]}
    assert sources["online_hours"] is Source.CLOCK
    assert sources["certificate_no"] is Source.CERTIFICATE
    assert not [one for one in queries.plan_problems(number=number, by=person, at=APPLIED) if one.field in TYPED]


@pytest.mark.req("R46")
def test_only_ones_own_class_and_only_once(there: City, studied: Studied) -> None:
    class_id = ended(there, (2,))
    number, person = person_applies(PROGRAMME, "320211", facts=TYPED)
    with pytest.raises(NotFound):
        actions.application_class(number=number, class_id=class_id, by=person, at=APPLIED)
    claim = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    actions.claim_submit(number=claim, by=there.admin, at=AFTER)
    own, second = person_applies(PROGRAMME, "320211", n=2, facts=TYPED)
    actions.application_class(number=own, class_id=class_id, by=second, at=APPLIED)
    problems = queries.plan_problems(number=own, by=second, at=APPLIED)
    assert "class" in {one.field for one in problems}
    with pytest.raises(Invalid):
        actions.application_submit(number=own, by=second, at=APPLIED)
    actions.application_class(number=own, class_id=None, by=second, at=APPLIED)
    assert "class" not in {one.field for one in queries.plan_problems(number=own, by=second, at=APPLIED)}


@pytest.mark.req("R30")
def test_each_correction_stands_beside_its_field(there: City, signed_in: SignedIn) -> None:
    number, person = person_applies(PROGRAMME, "320211", facts=TYPED)
    Case.objects.filter(number=number).update(
        state="submitted", review_office_id=there.places["review"], region="320200"
    )
    items = [("online_hours", "与证书不符"), ("", "请尽快")]
    actions.case_return(number=number, items=items, by=there.reviewers[0], at=APPLIED)
    with clock.holding(APPLIED + DAY):
        shown = signed_in(person).get(f"/learn/applications/{number}/").content.decode()
    assert shown.count("与证书不符") == 3  # above, beside the field, on the time line
    assert 'href="#id_online_hours"' in shown
    assert 'id="id_online_hours_asked"' in shown
    assert shown.count("请尽快") == 2


@pytest.mark.req("R30")
def test_a_claims_corrections_stand_beside_its_lines_and_papers(
    there: City, studied: Studied, signed_in: SignedIn
) -> None:
    number = actions.claim_open(class_id=ended(there, (1,)), by=there.admin, at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    actions.case_return(number=number, items=[("lines", "多报一人")], by=there.reviewers[0], at=AFTER)
    shown = signed_in(there.admin).get(f"/org/claims/{number}/").content.decode()
    assert shown.count("多报一人") == 3
    with pytest.raises(Conflict):
        actions.case_return(number=number, items=[("lines", "再来")], by=there.reviewers[0], at=AFTER)


@pytest.mark.req("R30")
def test_a_filings_corrections_stand_beside_its_fields_roster_and_papers(there: City, signed_in: SignedIn) -> None:
    number = submitted(there)
    papers = [one.id for one in queries.case(number=number, by=there.admin).documents if one.needed]
    wanted = ["headcount", "channel_link", "roster", "undertaking", *(one for one in papers if one != "roster")]
    items = [(field, f"补正第{place}处") for place, field in enumerate(dict.fromkeys(wanted), start=10)]
    actions.case_return(number=number, items=items, by=there.reviewers[0], at=DRAFTED)
    shown = signed_in(there.admin).get(f"/org/filings/{number}/").content.decode()
    assert {words: shown.count(words) for _, words in items} == {words: 3 for _, words in items}
