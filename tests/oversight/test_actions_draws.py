"""A draw is committed to before its seed, drawn after it, replayed by anyone, and inspected by those who were drawn alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, claimed, firm_of, officer
from yunpei.casework import queries as cases
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.oversight import actions, drawing, queries
from yunpei.oversight.models import Hold
from yunpei.oversight.types import DrawState, InspectionResult, InspectionState
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind

pytestmark = pytest.mark.django_db
SEED_DAY = date(2020, 4, 6)
LATER = AFTER + 5 * DAY


def colleagues(there: City, *numbers: int) -> list[Actor]:
    """More inspectors of the city's office, on its list."""
    found = [officer(n, there.places["inspection"], OfficeKind.INSPECTION) for n in numbers]
    for one in (*found, there.inspector):
        actions.inspector_state(barred=(), by=one, at=AFTER)
    return found


def draft(there: City, inspectors: int = 2) -> str:
    return actions.draw_make(
        title="2020年第二季度抽查",
        wanted={"enterprises": 1, "inspectors": inspectors},
        seed_rule="虚构彩票2020年4月6日开奖号码",
        seed_not_before=SEED_DAY,
        by=there.inspector,
        at=AFTER,
    )


@pytest.mark.req("R34")
def test_from_the_lists_to_the_published_result(there: City, studied: Studied, tmp_path: Path) -> None:
    number = claimed(there)
    team = colleagues(there, 910, 911)
    with pytest.raises(Invalid, match="only 2 inspectors"):
        draft(there, 3)  # the organiser is on the list of inspectors, and not in the draw
    held = draft(there)
    with pytest.raises(NotFound):
        queries.public_draw(held)
    commitment = actions.draw_commit(number=held, by=there.inspector, at=AFTER)
    card, _, _ = queries.public_draw(held)
    assert (card.commitment, card.published.get("seed")) == (commitment, None)
    for at in (AFTER, AFTER + DAY):
        with pytest.raises(Conflict, match="才产生"):
            actions.draw_draw(number=held, seed="01,07", by=there.inspector, at=at)
    actions.draw_draw(number=held, seed="01,07", by=there.inspector, at=LATER)
    card, drawn, _ = queries.public_draw(held)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(card.published, ensure_ascii=False), encoding="utf-8")
    script = Path(drawing.__file__)
    ran = subprocess.run([sys.executable, "-I", script, path], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "holds: 1 enterprises drawn as published\n")
    assert len(drawn[0].inspectors) == 2
    visit = {"visited_on": date(2020, 4, 7), "found": "现场无人上课", "result": InspectionResult.SERIOUS}
    for by, refused in ((there.inspector, Forbidden), (there.reviewers[0], Forbidden)):
        with pytest.raises(refused):
            actions.inspection_report(inspection=drawn[0].id, **visit, by=by, at=LATER)  # type: ignore[arg-type]
    actions.inspection_report(inspection=drawn[0].id, **visit, stop=True, by=team[0], at=LATER)  # type: ignore[arg-type]
    assert cases.case(number=number, by=there.admin).card.state == "held"
    assert Hold.objects.get().placed_by_id == team[0].account_id
    _, drawn, _ = queries.public_draw(held)
    assert drawn[0].found == ""
    with pytest.raises(Invalid):
        actions.inspection_publish(inspection=drawn[0].id, looked=False, by=team[1], at=LATER)
    actions.inspection_publish(inspection=drawn[0].id, looked=True, by=team[1], at=LATER)
    _, drawn, _ = queries.public_draw(held)
    assert (drawn[0].state, drawn[0].found) == (InspectionState.PUBLISHED, "现场无人上课")


def test_conflicts_are_excluded_by_statement_and_by_membership(there: City, studied: Studied) -> None:
    claimed(there)
    first, second, _third = colleagues(there, 910, 911, 912)
    code = people.organisation(there.organisation_id).credit_code
    with pytest.raises(Invalid, match="没有这个单位"):
        actions.inspector_state(barred=("91990000000000000X",), by=first, at=AFTER)
    actions.inspector_state(barred=(code,), by=first, at=AFTER)
    held = draft(there)
    actions.draw_commit(number=held, by=there.inspector, at=AFTER)
    actions.draw_draw(number=held, seed="x", by=there.inspector, at=LATER)
    names = {row[1] for row in queries.inspectors(by=second) if row[0] == first.account_id}
    _, drawn, _ = queries.public_draw(held)
    assert not names & set(drawn[0].inspectors)


def test_a_commitment_given_up_stays_in_public_with_its_reason(there: City, studied: Studied) -> None:
    claimed(there)
    colleagues(there, 910, 911)
    held = draft(there)
    with pytest.raises(Conflict):
        actions.draw_draw(number=held, seed="x", by=there.inspector, at=LATER)  # nothing was committed to
    with pytest.raises(Conflict, match="已到"):
        actions.draw_commit(number=held, by=there.inspector, at=LATER)
    actions.draw_commit(number=held, by=there.inspector, at=AFTER)
    with pytest.raises(Invalid):
        actions.draw_cancel(number=held, reason="", by=there.inspector, at=AFTER)
    actions.draw_cancel(number=held, reason="名单漏列", by=there.inspector, at=AFTER)
    card, drawn, why = queries.public_draw(held)
    assert (card.state, drawn, why) == (DrawState.CANCELLED, [], "名单漏列")


def test_an_enterprise_with_a_hold_weighs_more_and_a_complaint_tells_nothing(there: City, studied: Studied) -> None:
    number = claimed(there)
    code = people.organisation(there.organisation_id).credit_code
    firm_of(530)
    actions.complaint_make(region="320200", about="某单位", text="无人上课", credit_code=code, at=AFTER)
    from yunpei.oversight.risk import weights

    assert [(one["id"], one["weight"]) for one in weights("320200")] == [(code, 1)]
    complaint = queries.complaints(by=there.inspector, at=AFTER)[0]
    actions.complaint_accept(complaint=complaint.id, by=there.inspector, at=AFTER)
    actions.complaint_hold(complaint=complaint.id, case=number, by=there.inspector, at=AFTER)
    assert weights("320200")[0]["weight"] == 1
