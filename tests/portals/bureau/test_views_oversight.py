"""Inspectors' pages, walked as they are used; what the public and the organisation see of the same things."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.casework.city import AFTER, DAY, City, Studied, claimed, officer
from tests.oversight.office import pensioners
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.oversight import actions, drawing, queries
from yunpei.oversight.models import Hold, Inspection
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind

pytestmark = pytest.mark.django_db
LATER = AFTER + 5 * DAY


def seen(client: Client, path: str) -> str:
    """A page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def posted(client: Client, path: str, **given: Any) -> str:
    """A form that is taken, and the page after it."""
    answer = client.post(path, given, follow=True)
    assert answer.status_code == 200, (path, answer.content.decode()[-3000:])
    return answer.content.decode()


def picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    made.seek(0)
    made.name = "现场.png"
    return made


@pytest.mark.req("R36")
def test_a_register_a_finding_and_its_release(
    there: City, studied: Studied, signed_in: SignedIn, tmp_path: Path
) -> None:
    number = claimed(there, (1, 2))
    inspector, admin = signed_in(there.inspector), signed_in(there.admin)
    bad = io.BytesIO("身份证号码,领取养老金起\n1,昨天\n".encode())
    bad.name = "退休.csv"
    answer = inspector.post("/bureau/oversight/registers/", {"kind": "retired", "as_of": "2020-03-31", "file": bad})
    assert answer.status_code == 422
    assert "第 2 行 since：不是日期" in answer.content.decode()
    pensioners(there, tmp_path, 1)
    actions.case_screen(number=number, at=AFTER)
    assert number in seen(inspector, "/bureau/oversight/")
    page = seen(inspector, f"/bureau/cases/{number}/")
    assert "自 2019-05-01 起领取养老金" in page
    assert "自 2019-05-01" in seen(signed_in(there.reviewers[0]), f"/bureau/cases/{number}/")
    assert "自 2019-05-01" not in seen(signed_in(there.payer), f"/bureau/cases/{number}/")
    own = seen(admin, f"/org/claims/{number}/")
    assert "身份或参保情况需要核实" in own
    assert "养老金" not in own
    hold = Hold.objects.get()
    page = posted(inspector, f"/bureau/oversight/holds/{hold.pk}/release/", reason="返聘，有合同")
    assert "已解除" in page
    assert "返聘，有合同" in page
    assert "返聘" not in seen(admin, f"/org/claims/{number}/")


@pytest.mark.req("R34")
def test_a_draw_from_the_form_to_the_public_page(there: City, studied: Studied, signed_in: SignedIn) -> None:
    claimed(there)
    organiser, nobody = signed_in(there.inspector), Client()
    team = [officer(n, there.places["inspection"], OfficeKind.INSPECTION) for n in (910, 911)]
    for one in team:
        posted(signed_in(one), "/bureau/oversight/draws/inspector/", barred="")
    given = {"title": "二季度抽查", "enterprises": 1, "inspectors": 2, "seed_rule": "某日开奖号码"}
    refused = organiser.post("/bureau/oversight/draws/", {**given, "seed_not_before": "2020-04-02"})
    assert refused.status_code == 422
    posted(organiser, "/bureau/oversight/draws/", **given, seed_not_before="2020-04-06")
    held = queries.draws(by=there.inspector)[0].number
    posted(organiser, f"/bureau/oversight/draws/{held}/commit/")
    assert "seed" not in json.loads(nobody.get(f"/draws/{held}.json").content)
    with clock.holding(LATER):
        posted(organiser, f"/bureau/oversight/draws/{held}/draw/", seed="07,11")
        seen(organiser, f"/bureau/oversight/draws/{held}/")
        seen(organiser, "/bureau/oversight/draws/")
        held_visit, drawn = Inspection.objects.get(), signed_in(team[0])
        visit = {"visited_on": "2020-04-07", "found": "照常上课", "result": "sound", "photos": picture()}
        page = posted(drawn, f"/bureau/oversight/inspections/{held_visit.public_id}/", **visit)
        assert "照常上课" not in seen(nobody, f"/draws/{held}/")
        photo = str(held_visit.photos.get().file)
        assert nobody.get(f"/inspections/{held_visit.public_id}/photos/{photo}/").status_code == 404
        page = posted(drawn, f"/bureau/oversight/inspections/{held_visit.public_id}/publish/", looked="yes")
        assert "已公布" in page
        seen(drawn, f"/bureau/oversight/inspections/{held_visit.public_id}/")
        assert "照常上课" in seen(nobody, f"/draws/{held}/")
        assert nobody.get(f"/inspections/{held_visit.public_id}/photos/{photo}/").status_code == 200
    assert drawing.replay(json.loads(nobody.get(f"/draws/{held}.json").content))
    assert nobody.get("/draws/drawing.py").content == Path(drawing.__file__).read_bytes()
    seen(nobody, "/draws/")


@pytest.mark.req("R35")
def test_a_complaint_and_its_answer(there: City, signed_in: SignedIn) -> None:
    nobody, inspector = Client(), signed_in(there.inspector)
    assert nobody.post("/complaints/", {"region": "320211"}).status_code == 422
    seen(nobody, "/complaints/")
    page = posted(nobody, "/complaints/", region="320211", about="虚构公司", text="无人上课")
    code = page.partition("big-figure")[2].partition(">")[2].partition("<")[0]
    assert "回执码" not in seen(nobody, "/complaints/").partition("<h1>")[0]  # shown once
    (card,) = queries.complaints(by=there.inspector, at=AFTER)
    assert card.number in seen(inspector, "/bureau/oversight/complaints/")
    posted(inspector, f"/bureau/oversight/complaints/{card.id}/accept/")
    seen(inspector, f"/bureau/oversight/complaints/{card.id}/")
    posted(inspector, f"/bureau/oversight/complaints/{card.id}/answer/", answer="已查实")
    assert "已查实" in posted(nobody, "/complaints/status/", code=code)


@pytest.mark.req("R36", "R50")
def test_a_penalty_its_appeal_and_the_export(there: City, signed_in: SignedIn, at: Any) -> None:
    firm = people.organisation(there.organisation_id)
    first, admin, nobody = signed_in(there.inspector), signed_in(there.admin), Client()
    second = signed_in(officer(910, there.places["inspection"], OfficeKind.INSPECTION))
    given = {"organisation": firm.credit_code, "kind": "listed", "facts": "虚报", "basis": "四.5"}
    assert first.post("/bureau/oversight/penalties/", given).status_code == 422
    posted(first, "/bureau/oversight/penalties/", **given, months=12)
    number = queries.penalties(by=there.inspector)[0].number
    assert "没有处理决定" in seen(admin, "/org/penalties/")
    assert first.post(f"/bureau/oversight/penalties/{number}/impose/").status_code == 403
    posted(second, f"/bureau/oversight/penalties/{number}/impose/")
    assert firm.name in seen(nobody, "/dishonest/")
    assert firm.credit_code in nobody.get("/open/dishonest.csv").content.decode()
    posted(admin, f"/org/penalties/{number}/appeal/", said="有考勤")
    seen(admin, "/org/penalties/")
    seen(first, f"/bureau/oversight/penalties/{number}/")
    seen(first, "/bureau/oversight/penalties/")
    record = json.loads(first.get("/bureau/oversight/penalties/credit.json").content)["records"][0]
    assert (record["number"], record["state"], record["until"]) == (number, "appealed", "2021-04-02")
    assert first.get("/bureau/oversight/penalties/credit.csv").content.decode().count(number) == 1
    with clock.holding(datetime(2021, 4, 3, 2, tzinfo=AFTER.tzinfo)):
        assert firm.name not in seen(nobody, "/dishonest/")
