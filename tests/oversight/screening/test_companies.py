"""Firms that come to life for a class."""

from __future__ import annotations

from pathlib import Path

from tests.oversight.screening.folder import a_class, enrolled, severities

PEOPLE = [f"P{n}" for n in range(12)]


def test_a_shell_stops_a_new_firm_is_looked_at_and_an_old_one_is_honest(tmp_path: Path) -> None:
    def insured(employer: str, since: str, until: str = "") -> list[dict[str, str]]:
        return [{"person_id": f"{employer}{p}", "employer_id": employer, "from": since, "until": until} for p in PEOPLE]

    spans = insured("E1", "2020-02-20", "2020-04-15") + insured("E2", "2020-02-20") + insured("E3", "2017-02-20")
    names = ("E1", "E2", "E3")
    files = {
        "classes": [a_class(f"C-{name}", employer_id=name) for name in names],
        "roster": [
            row
            for name in names
            for p in PEOPLE
            for row in enrolled(f"{name}{p}", class_no=f"C-{name}", employer_id=name)
        ],
        "insured": spans,
    }
    assert severities(tmp_path, "dormant_company", **files) == {"C-E1": "stop", "C-E2": "look"}
