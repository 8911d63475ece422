"""A firm applies with a table: bad rows beside their reasons and nothing kept, then the mended table, then submission."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.casework.applying import APPLIED, HIRED, WORK, hired, offices, table
from tests.casework.city import firm_of
from tests.classroom import SYSTEM
from tests.oversight.office import held
from tests.portals.conftest import SignedIn
from yunpei.casework import queries
from yunpei.common import clock
from yunpei.common.sheets import open_table
from yunpei.people import actions as people
from yunpei.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_bad_table_leaves_nothing_behind(signed_in: SignedIn, tmp_path: Path) -> None:
    there = offices("210200")
    firm, admin, _ = firm_of(500, region="210202")
    people.organisation_confirm(organisation_id=firm, by=SYSTEM, at=APPLIED)
    client = signed_in(admin)
    with clock.holding(APPLIED):
        page = client.post("/org/applications/new/", {"programme": WORK})["Location"]
        bad = hired(2)
        bad[0] = bad[0][:-1] + ("0" if bad[0][-1] != "0" else "1")
        with table(tmp_path, HIRED, [hired(1), bad, hired(3, group="大户")]).open("rb") as file:
            refused = client.post(f"{page}table/", {"file": file})
        told = refused.content.decode()
        number = page.strip("/").rpartition("/")[2]
        assert refused.status_code == 422
        assert "有 2 处需要改正" in told
        assert bad[0] not in told
        link = re.search(rf'href="(/org/cases/{number}/files/[^"]+)"', told)
        assert link is not None
        (tmp_path / "marked.xlsx").write_bytes(b"".join(client.get(link[1])))
        marked = open_table(tmp_path / "marked.xlsx", known=lambda text: text, key=HIRED[0])
        assert bad[0] in [str(cells[0]) for _, cells in marked.rows]
        assert not queries.lines(number=number, by=admin)
        assert not Person.objects.filter(account__isnull=True).exists()
        with table(tmp_path, HIRED, [hired(1), hired(2)]).open("rb") as file:
            client.post(f"{page}table/", {"file": file})
        assert len(queries.lines(number=number, by=admin)) == 2
        # The bureau's figures are shown as what they are: not set.
        assert "人社部门尚未设定" in client.get(page).content.decode()
        client.post(f"/org/cases/{number}/submit/")
        assert queries.case(number=number, by=admin).card.state == "submitted"
        assert number in client.get("/org/").content.decode()
        assert "核实中的事项" not in client.get(page).content.decode()
        held(number, "210200", by=there.inspector, at=APPLIED)
        assert "收到反映，正在核实" in client.get(page).content.decode()
