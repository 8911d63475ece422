"""A case's tables say what the rooms know, under opaque ids, and the rules work on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.city import AFTER, END, START, City, Studied, claimed
from tests.invented import person
from tests.oversight.office import pensioners
from yunpei.casework import queries as cases
from yunpei.common.clock import start_of
from yunpei.evidence import queries as evidence
from yunpei.evidence.types import Studied as Span
from yunpei.oversight import actions
from yunpei.oversight.models import Finding, Hold
from yunpei.oversight.tables import gather
from yunpei.people import queries as people

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


def test_what_is_gathered(there: City, studied: Studied, tmp_path: Path) -> None:
    number = claimed(there, (1, 2))
    pensioners(there, tmp_path, 2, 3)
    gathered = gather(cases.subject(number))
    roster, classes = gathered.tables["roster"], gathered.tables["classes"]
    assert sorted(roster["person_id"]) == sorted(gathered.persons)
    assert not {person(1), person(2)} & set(roster["person_id"])
    assert classes.row(0, named=True) | {} == {
        "class_no": gathered.class_number,
        "employer_id": people.organisation(there.organisation_id).credit_code,
        "provider_id": None,
        "project": "电工",
        "class_start": START,
        "class_end": END,
        "teacher_id": None,
        "planned_hours": 24.0,
        "employer_scope": None,
    }
    retired = gathered.tables["retired"]  # of the register only the row about a person of the case
    assert [row in gathered.persons for row in retired["person_id"]] == [True]


def test_study_in_two_places_at_once_is_held(there: City, studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    number = claimed(there, (1, 2))
    case = cases.subject(number)
    both = people.persons([one.person_id or 0 for one in case.lines])
    doubled, honest = (both[one.person_id or 0].public_id for one in case.lines)
    first = int(start_of(START).timestamp() * 1000) + 9 * HOUR
    spans = [
        Span(who, f"L{place}", first + place * 24 * HOUR + late, first + place * 24 * HOUR + late + HOUR, HOUR, device)
        for place in range(8)
        for who, late, device in ((doubled, 0, "a"), (doubled, 600_000, "b"), (honest, 7_211_000 * (place + 1), "c"))
    ]
    monkeypatch.setattr(evidence, "studied", lambda _class_id: spans)
    assert actions.case_screen(number=number, at=AFTER) > 0
    assert set(Hold.objects.values_list("line", flat=True)) == {Finding.objects.get(rule="parallel_study").line}
    assert [str(one.state) for one in cases.lines(number=number, by=there.admin)] == ["held", "counted"]
