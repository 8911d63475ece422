"""Records of study elsewhere in a claim: frozen with it, judged by its officers, told where their channel is not filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.casework.city import AFTER, DAY, FILED, City, Studied, accepted, city, firm_of
from tests.classroom import SYSTEM
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import LockCode, Source
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.credentials import queries as credentials
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS
from yunpei.learning.records import actions as records
from yunpei.learning.records import queries as brought
from yunpei.learning.records.types import Grade, Kind, Stated, Verdict, Way
from yunpei.training import actions as training
from yunpei.training import queries as classes

pytestmark = [pytest.mark.django_db, pytest.mark.req("R46")]

IN_CLASS = FILED + 20 * DAY


@pytest.fixture
def there(db: None) -> City:
    return city()


@pytest.fixture
def class_id(there: City, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(credentials, "claim_facts", Studied().credentials)  # everyone has a certificate
    made = accepted(there, (1, 2))
    training.class_begin(class_id=made, at=FILED + 10 * DAY)
    return made


def papers(there: City, class_id: int, *, channel: str = "云培", minutes: int = 24, extra: bytes = b"") -> str:
    file = files.store(data=png(note=extra), name="截图.png", kinds=DOCUMENTS, by=there.admin, at=IN_CLASS)
    day = date(2020, 3, 9)
    return actions.records_add(
        class_id=class_id,
        kind=Kind.SCREENSHOT,
        way=Way.ONLINE,
        channel=channel,
        files=[file.public_id],
        stated=[Stated(one, day, day, minutes) for one in lines_of(class_id)],
        by=there.admin,
        at=IN_CLASS,
    )


def lines_of(class_id: int) -> list[int]:
    return [one.id for one in classes.roster_lines(classes.class_of(class_id).roster_id)]


def judge(number: str, batch: str, lines: Sequence[int], by: Actor, verdict: Verdict = Verdict.ACCEPTED) -> None:
    actions.records_judge(
        number=number, batch=batch, lines=lines, verdict=verdict, reason="截图与签到一致", by=by, at=AFTER
    )


def claimed(there: City, class_id: int) -> str:
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    return number


def hours(number: str) -> list[tuple[object, str]]:
    rows = CaseLine.objects.filter(case__number=number).order_by("place")
    return [(row.facts["online_hours"], row.sources["online_hours"]) for row in rows]


def test_a_filed_channel_is_known_by_its_name(there: City, class_id: int) -> None:
    papers(there, class_id)
    papers(there, class_id, channel="https://yunpei.example", extra=b"1")
    papers(there, class_id, channel="某微信群", extra=b"2")
    assert [(one.channel, one.filed) for one in brought.batches(class_id)] == [
        ("某微信群", False),
        ("云培", True),
        ("云培", True),
    ]
    assert {one.grade for one in brought.batches(class_id)} == {Grade.PAPER}
    assert all(one.counts for one in brought.batches(class_id))  # as the programme's pack says


def test_judged_at_the_filing_while_the_class_runs(there: City, class_id: int) -> None:
    number = Case.objects.get(training_class_id=class_id).number
    batch, lines = papers(there, class_id), lines_of(class_id)
    _, stranger, _ = firm_of(600)
    with pytest.raises(NotFound):
        judge(number, batch, lines, stranger)
    with pytest.raises(Forbidden):
        judge(number, batch, lines, there.admin)
    with pytest.raises(Forbidden):
        judge(number, batch, lines, there.payer)
    with pytest.raises(Invalid):
        judge(number, batch, [], there.reviewers[0])
    judge(number, batch, lines, there.reviewers[0])
    assert [one.paper_ms for one in brought.of_class(classes.class_of(class_id)).values()] == [24 * 60_000] * 2


def test_a_claim_freezes_the_hours_with_their_grade(there: City, class_id: int) -> None:
    number = Case.objects.get(training_class_id=class_id).number
    judge(number, papers(there, class_id), lines_of(class_id)[:1], there.reviewers[0])
    claim = claimed(there, class_id)
    assert hours(claim) == [(24, Source.PAPER), (0, Source.CLOCK)]
    with pytest.raises(Conflict):  # from now on at the claim
        judge(number, brought.batches(class_id)[0].public_id, lines_of(class_id), there.reviewers[0])


def test_a_verdict_at_the_claim_decides_that_line_again_and_no_other(there: City, class_id: int) -> None:
    batch, lines = papers(there, class_id), lines_of(class_id)
    claim = claimed(there, class_id)
    with pytest.raises(Conflict):  # not accepted yet
        judge(claim, batch, lines, there.reviewers[0])
    actions.claim_accept(number=claim, by=there.reviewers[0], at=AFTER)
    assert hours(claim) == [(0, Source.CLOCK), (0, Source.CLOCK)]
    judge(claim, batch, lines[:1], there.reviewers[0])
    assert hours(claim) == [(24, Source.PAPER), (0, Source.CLOCK)]
    first, second = CaseLine.objects.filter(case__number=claim).order_by("place")
    assert (first.decision["checks"]["min_hours"], second.decision["checks"]["min_hours"]) == (True, False)
    assert first.facts["paper_ms"] == 24 * 60_000
    judge(claim, batch, lines[:1], there.reviewers[0], Verdict.REJECTED)
    assert hours(claim)[0] == (0, Source.CLOCK)


def test_a_channel_that_is_not_filed_is_a_mismatch(there: City, class_id: int) -> None:
    number = Case.objects.get(training_class_id=class_id).number
    judge(number, papers(there, class_id, channel="某微信群"), lines_of(class_id), there.reviewers[0])
    claim = claimed(there, class_id)
    found = [one.found for one in queries.mismatches(number=claim, by=there.reviewers[0])]
    [one] = [one for one in found if one.code is LockCode.CHANNEL]
    assert (one.found.zh, one.found_source) == ("某微信群", Source.PAPER)


def test_a_filed_channel_is_none(there: City, class_id: int) -> None:
    papers(there, class_id)
    claim = claimed(there, class_id)
    found = queries.mismatches(number=claim, by=there.reviewers[0])
    assert LockCode.CHANNEL not in [one.found.code for one in found]


def test_what_is_taken_back_after_the_claim_is_shown(there: City, class_id: int) -> None:
    number = Case.objects.get(training_class_id=class_id).number
    batch = papers(there, class_id)
    judge(number, batch, lines_of(class_id), there.reviewers[0])
    claim = claimed(there, class_id)
    records.records_void(class_id=class_id, batch=batch, reason="截图有误", by=there.admin, at=AFTER)
    changed = queries.recheck(number=claim, by=there.reviewers[0], at=AFTER)
    assert [one.now.zh for one in changed if one.what.zh == "线上课时"] == ["0", "0"]


def test_each_opening_of_a_file_by_an_officer_is_kept(there: City, class_id: int) -> None:
    number = Case.objects.get(training_class_id=class_id).number
    papers(there, class_id)
    [(file, _)] = brought.batches(class_id)[0].files
    actions.record_file_open(number=number, file=file, by=there.finance, at=AFTER)
    assert AuditRow.objects.filter(verb="record_file_open", subject_id=file).count() == 1
    _, stranger, _ = firm_of(600)
    with pytest.raises(NotFound):
        actions.record_file_open(number=number, file=file, by=stranger, at=AFTER)
