"""The papers to be signed: the Liaoning annex with all its fields and promises, and the others' own sentences."""

from __future__ import annotations

import pytest

from tests.casework.city import AFTER, DRAFTED, City, Studied, drafted, ended
from yunpei.casework import actions
from yunpei.casework.models import Case
from yunpei.casework.papers import paper_html, paper_pdf
from yunpei.people import actions as people
from yunpei.policy.packs import load_programme

pytestmark = pytest.mark.django_db


@pytest.mark.req("R23", "R49")
def test_the_annex_has_every_field_and_all_seven_promises(there: City, studied: Studied) -> None:
    people.organisation_edit(
        organisation_id=there.organisation_id,
        industry="工业",
        headcount=86,
        revenue_fen=123_450_000,
        by=there.admin,
        at=AFTER,
    )
    number = actions.claim_open(class_id=ended(there, (1, 2)), by=there.admin, at=AFTER)
    pack = load_programme("liaoning-2020-16/sme-online")
    Case.objects.filter(number=number).update(
        programme=pack.programme, pack_version=pack.version, pack_digest=pack.digest
    )
    page = paper_html(number=number, by=there.admin)
    columns = pack.circular.clauses["附件.栏目"].split()
    assert len(columns) == 12
    assert [
        name for name in columns if f"<th>{name}</th>" not in page and name not in page.replace("姓名", " 姓名")
    ] == []
    promises = [pack.circular.clauses[f"附件.承诺{n}"] for n in "一二三四五六"]
    assert all(promise in page for promise in promises)
    assert "本企业为 工业 行业，2019年底从业人员 86 人，营业收入 123.45 万元" in page
    assert pack.circular.clauses["附件.声明"] in page
    assert "年　月　日" in page
    actions.undertaking_sign(number=number, by=there.legal, at=AFTER)
    assert "由法定代表人本人账号于 2020-04-02 10:00 确认签署" in paper_html(number=number, by=there.legal)


@pytest.mark.req("R12")
def test_wuxi_gets_the_sentences_of_its_circular(there: City) -> None:
    number = drafted(there, (1, 2))
    page = paper_html(number=number, by=there.admin)
    assert "原表样式不在手头" in page
    assert "不得组织线下培训" in page
    actions.undertaking_scan(number=number, file="00000000-0000-7000-8000-000000000001", by=there.admin, at=DRAFTED)
    assert "扫描件" in paper_html(number=number, by=there.admin)
    assert paper_pdf(number=number, by=there.admin)[:5] == b"%PDF-"
