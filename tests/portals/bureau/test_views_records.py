"""Records of study elsewhere on the case page: what was measured beside what was brought in, files, verdicts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.city import AFTER, DAY, City, accepted
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.casework import actions
from yunpei.common.models import AuditRow
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS
from yunpei.learning import queries as learning
from yunpei.learning.records import queries
from yunpei.learning.records.types import Kind, Stated, Way
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R46")]

IN_CLASS = AFTER - 25 * DAY


@pytest.fixture
def held(there: City) -> ClassFacts:
    class_id = accepted(there, (1, 2))
    training.class_begin(class_id=class_id, at=IN_CLASS)
    held = classes.class_of(class_id)
    file = files.store(data=png(), name="学习截图.png", kinds=DOCUMENTS, by=there.admin, at=IN_CLASS)
    actions.records_add(
        class_id=class_id,
        kind=Kind.SCREENSHOT,
        way=Way.ONLINE,
        channel="云培",
        files=[file.public_id],
        stated=[Stated(one.id, date(2020, 3, 9), date(2020, 3, 9), 90) for one in classes.roster_lines(held.roster_id)],
        by=there.admin,
        at=IN_CLASS,
    )
    return held


def test_an_officer_sees_them_side_by_side_and_judges_each_person(
    there: City, held: ClassFacts, signed_in: SignedIn
) -> None:
    client = signed_in(there.reviewers[0])
    address = f"/bureau/cases/{held.case_number}/"
    page = client.get(address).content.decode()
    assert "其他平台的学习记录" in page
    assert "学习截图.png" in page
    assert "1 小时 30 分" in page
    assert name(1) in page
    assert person(1) not in page
    [batch] = queries.batches(held.id)
    lines = [part.line_id for part in batch.parts]
    judge = f"{address}records/{batch.public_id}/judge/"
    told = client.post(judge, {"line": lines[:1], "verdict": "accepted", "reason": ""}, follow=True)
    assert "请写明理由" in told.content.decode()
    client.post(judge, {"line": lines[:1], "verdict": "accepted", "reason": "截图清晰"})
    client.post(judge, {"line": lines[1:], "verdict": "rejected", "reason": "看不清姓名"})
    page = client.get(address).content.decode()
    assert "截图清晰" in page
    assert "看不清姓名" in page
    first, second = learning.side_by_side(held.id)
    assert (first.outside.paper_ms, second.outside.paper_ms) == (90 * 60_000, 0)


def test_a_file_is_given_and_its_opening_kept(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    [(file, _)] = queries.batches(held.id)[0].files
    address = f"/bureau/cases/{held.case_number}/records/files/{file}/"
    answer = signed_in(there.inspector).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == png()  # type: ignore[attr-defined]
    [row] = AuditRow.objects.filter(verb="record_file_open")
    assert (row.subject_id, row.account_id) == (file, there.inspector.account_id)


def test_who_only_sees_the_case_has_no_word_in_it(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    [batch] = queries.batches(held.id)
    judge = f"/bureau/cases/{held.case_number}/records/{batch.public_id}/judge/"
    given = {"line": [part.line_id for part in batch.parts], "verdict": "accepted", "reason": "好"}
    assert signed_in(there.finance).post(judge, given).status_code == 403
    assert queries.batches(held.id)[0].waits
