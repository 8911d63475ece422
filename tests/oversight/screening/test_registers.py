"""People whom a register rules out, and those whom it does not."""

from __future__ import annotations

from pathlib import Path

from tests.oversight.screening.folder import MONDAY as DAY
from tests.oversight.screening.folder import a_class, enrolled, findings, severities, studied


def test_a_pension_before_the_class_stops_and_one_during_it_is_looked_at(tmp_path: Path) -> None:
    rows = [{"person_id": "P1", "since": "2020-03-02"}, {"person_id": "P2", "since": "2020-03-10"}]
    rows += [{"person_id": "P3", "since": "2020-03-28"}]
    files = {"roster": enrolled("P1", "P2", "P3", "P4"), "classes": [a_class()], "retired": rows}
    assert severities(tmp_path, "retired", **files) == {"P1": "stop", "P2": "look"}


def test_a_student_for_the_whole_class_stops_and_a_graduate_of_that_month_is_looked_at(tmp_path: Path) -> None:
    rows = [
        {"person_id": "P1", "school": "虚构学院", "from": "2018-09-01", "until": ""},
        {"person_id": "P2", "school": "虚构学院", "from": "2016-09-01", "until": "2020-03-15"},
        {"person_id": "P3", "school": "虚构学院", "from": "2015-09-01", "until": "2019-06-30"},
    ]
    files = {"roster": enrolled("P1", "P2", "P3"), "classes": [a_class()], "students": rows}
    assert severities(tmp_path, "student", **files) == {"P1": "stop", "P2": "look"}


def test_public_staff_are_named_with_their_body(tmp_path: Path) -> None:
    rows = [{"person_id": "P1", "body": "虚构局", "from": "2010-01-01", "until": ""}]
    (one,) = findings(tmp_path, "public_staff", roster=enrolled("P1"), classes=[a_class()], payroll=rows)
    assert one["severity"] == "stop"
    assert one["employer_id"] == "E1"
    assert "虚构局" in one["evidence"]


def test_who_studies_after_death_stops_and_who_died_in_mid_class_is_looked_at(tmp_path: Path) -> None:
    deceased = [
        {"person_id": p, "on": on} for p, on in (("P1", "2020-01-01"), ("P2", "2020-03-05"), ("P3", "2020-03-05"))
    ]
    sessions = [studied("P2", DAY.replace(day=9)), studied("P3", DAY.replace(day=4))]
    files = {"roster": enrolled("P1", "P2", "P3"), "classes": [a_class()], "deceased": deceased, "sessions": sessions}
    assert severities(tmp_path, "deceased", **files) == {"P1": "stop", "P2": "stop", "P3": "look"}


def test_insured_elsewhere_alone_stops_and_a_change_of_job_is_looked_at(tmp_path: Path) -> None:
    def span(person: str, employer: str, since: str, until: str = "") -> dict[str, str]:
        return {"person_id": person, "employer_id": employer, "from": since, "until": until}

    insured = [
        span("P1", "E2", "2019-01-01"),
        span("P2", "E2", "2019-01-01", "2020-03-10"),
        span("P2", "E1", "2020-03-11"),
        span("P3", "E1", "2019-01-01"),
        span("P4", "E2", "2019-01-01", "2020-02-28"),
        span("P4", "E1", "2020-03-01"),
        span("D1", "E2", "2019-01-01"),
    ]
    roster = enrolled("P1", "P2", "P3", "P4") + enrolled("D1", worker_kind="dispatched")
    files = {"roster": roster, "classes": [a_class()], "insured": insured}
    assert severities(tmp_path, "insured_elsewhere", **files) == {"P1": "stop", "P2": "look"}


def test_someone_in_no_insurance_record_is_looked_at_only_where_nearly_everyone_is_in_one(tmp_path: Path) -> None:
    people = [f"P{n}" for n in range(20)]
    insured = [{"person_id": p, "employer_id": "E1", "from": "2019-01-01", "until": ""} for p in people[1:]]
    files = {"roster": enrolled(*people), "classes": [a_class()], "insured": insured}
    assert severities(tmp_path, "not_insured", **files) == {"P0": "look"}
    files["insured"] = insured[:10]
    assert severities(tmp_path, "not_insured", **files) == {}
