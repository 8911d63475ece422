"""Teachers, projects, certificates."""

from __future__ import annotations

from pathlib import Path

from tests.oversight.screening.folder import a_class, enrolled, severities


def test_a_teacher_in_two_firms_is_looked_at_and_beyond_a_days_hours_stops(tmp_path: Path) -> None:
    def taught(class_no: str, employer: str, teacher: str, hours: int, **more: str) -> dict[str, object]:
        return a_class(class_no, employer_id=employer, teacher_id=teacher, planned_hours=hours, **more)

    april = {"class_start": "2020-04-01", "class_end": "2020-04-10"}
    classes = [
        taught("C1", "E1", "T1", 40),
        taught("C2", "E2", "T1", 40),
        taught("C3", "E1", "T2", 260),
        taught("C4", "E2", "T2", 260),
        taught("C5", "E1", "T3", 40),
        taught("C6", "E2", "T3", 40, **april),
        taught("C7", "E1", "T4", 40),
        taught("C8", "E1", "T4", 40),
    ]
    found = severities(tmp_path, "teacher_two_places", classes=classes)
    assert found == {"C1": "look", "C2": "look", "C3": "stop", "C4": "stop"}


def test_a_project_of_another_trade_is_looked_at(tmp_path: Path) -> None:
    classes = [
        a_class("C1", project="焊工", employer_scope="餐饮服务"),
        a_class("C2", project="焊工（初级）", employer_scope="钢结构制造"),
        a_class("C3", project="安全生产", employer_scope="餐饮服务"),
        a_class("C4", project="某种新职业", employer_scope="餐饮服务"),
        a_class("C5", project="焊工"),
    ]
    assert severities(tmp_path, "outside_business", classes=classes) == {"C1": "look"}


def test_more_class_hours_than_days_have(tmp_path: Path) -> None:
    days = {"class_start": "2020-03-02", "class_end": "2020-03-03"}
    classes = [a_class(f"C{n}", planned_hours=16, **days) for n in range(3)] + [a_class("C9", planned_hours=60)]
    roster = [row for n in range(3) for row in enrolled("P1", class_no=f"C{n}")]
    roster += enrolled("P2", class_no="C0") + enrolled("P2", class_no="C1") + enrolled("P3", class_no="C9")
    assert severities(tmp_path, "hours_beyond_days", classes=classes, roster=roster) == {"P1": "stop", "P2": "look"}


def test_several_certificates_within_days(tmp_path: Path) -> None:
    ends = ("2020-03-10", "2020-03-12", "2020-03-14", "2020-06-30")
    classes = [a_class(f"C{n}", class_end=end) for n, end in enumerate(ends)]
    roster = [row for n in range(4) for row in enrolled("P1", class_no=f"C{n}")]
    roster += enrolled("P2", class_no="C0") + enrolled("P2", class_no="C3")
    assert severities(tmp_path, "certificate_burst", classes=classes, roster=roster) == {"P1": "look"}


def test_a_training_body_with_a_sudden_day(tmp_path: Path) -> None:
    quiet = [a_class(f"Q{n}", provider_id="V1", class_end=f"2020-03-{10 + n}") for n in range(4)]
    sudden = [a_class(f"S{n}", provider_id="V1", class_end="2020-03-27") for n in range(4)]
    roster = [
        row
        for one in quiet
        for row in enrolled(*(f"{one['class_no']}-{n}" for n in range(5)), class_no=one["class_no"])
    ]
    roster += [
        row
        for one in sudden
        for row in enrolled(*(f"{one['class_no']}-{n}" for n in range(15)), class_no=one["class_no"])
    ]
    found = severities(tmp_path, "certificate_burst", classes=quiet + sudden, roster=roster)
    assert found == {f"S{n}": "look" for n in range(4)}
