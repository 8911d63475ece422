"""Money that must wait waits, with the reason in front of officer and applicant; what is honest goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed, reviewed
from tests.oversight.office import pensioners
from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.types import LineState
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.oversight import actions, jobs, queries
from yunpei.oversight.models import Finding, Hold, RegisterRow
from yunpei.oversight.types import HoldState

pytestmark = pytest.mark.django_db


@pytest.mark.req("R36")
def test_a_pensioner_of_a_register_is_held_before_review_and_the_others_are_paid(
    there: City, studied: Studied, tmp_path: Path
) -> None:
    number = claimed(there, (1, 2))
    pensioners(there, tmp_path, 1)
    approved(there, number)
    lines = cases.lines(number=number, by=there.admin)
    assert [one.state for one in lines] == [LineState.HELD, LineState.COUNTED]
    assert "核实" in lines[0].why
    assert "养老金" not in lines[0].why
    seen = queries.case_oversight(number=number, by=there.reviewers[0])
    assert seen is not None
    assert [(one.rule, one.severity, one.held) for one in seen.findings] == [("retired", "stop", True)]
    assert "2019-05-01" in seen.findings[0].evidence.zh
    assert "has drawn a pension since 2019-05-01" in seen.findings[0].evidence.en
    assert queries.case_oversight(number=number, by=there.payer) is None
    told = queries.holds_of_case(number=number, by=there.admin)
    assert [(one.state, one.placed_by) for one in told] == [(HoldState.PLACED, "")]


def test_the_job_finds_it_before_any_officer_looks_and_a_release_lasts_while_the_evidence_does(
    there: City, studied: Studied, tmp_path: Path
) -> None:
    number = claimed(there, (1, 2))
    jobs.screen(at=AFTER)
    assert not Hold.objects.exists()
    pensioners(there, tmp_path, 1)
    jobs.screen(at=AFTER)
    assert cases.lines(number=number, by=there.admin)[0].state is LineState.HELD
    hold = Hold.objects.get()
    for by, refused in ((there.reviewers[0], Forbidden), (there.admin, NotFound)):
        with pytest.raises(refused):
            actions.hold_release(hold=hold.pk, reason="查清", by=by, at=AFTER)
    with pytest.raises(Invalid):
        actions.hold_release(hold=hold.pk, reason=" ", by=there.inspector, at=AFTER)
    actions.hold_release(hold=hold.pk, reason="返聘，另有劳动合同", by=there.inspector, at=AFTER)
    assert cases.lines(number=number, by=there.admin)[0].state is LineState.COUNTED
    with pytest.raises(Conflict):
        actions.hold_release(hold=hold.pk, reason="再来", by=there.inspector, at=AFTER)
    actions.case_screen(number=number, at=AFTER + DAY)
    assert not Hold.objects.filter(state=HoldState.PLACED).exists()
    pensioners(there, tmp_path, 1, since=date(2018, 1, 1), at=AFTER + DAY)
    jobs.screen(at=AFTER + DAY)
    again = Hold.objects.get(state=HoldState.PLACED)
    assert again.finding is not None
    assert "2018-01-01" in again.finding.figures
    assert Finding.objects.filter(gone_at__isnull=False).count() == 1


def test_a_class_wide_stop_holds_the_case_until_it_is_released(
    there: City, studied: Studied, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = claimed(there, (1,))
    stop_class(monkeypatch)
    with pytest.raises(Conflict, match="此案暂停：监督"):
        reviewed(there, number)
    jobs.screen(at=AFTER)
    found = cases.case(number=number, by=there.admin)
    assert found.card.state == "held"
    assert found.steps[-1].event == "hold"
    assert "核实" in found.steps[-1].reason
    hold = Hold.objects.get(state=HoldState.PLACED)
    casework.case_release(number=number, reason="误会", by=there.reviewers[0], at=AFTER)
    with pytest.raises(Conflict, match="此案暂停"):  # released in casework, but not by oversight
        casework.review_first(number=number, by=there.reviewers[0], at=AFTER)
    actions.hold_release(hold=hold.pk, reason="已核实", by=there.inspector, at=AFTER)
    casework.review_first(number=number, by=there.reviewers[0], at=AFTER)


def stop_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one rule stop every class."""
    import polars as pl

    from yunpei.oversight.screening import screening
    from yunpei.oversight.screening.findings import found
    from yunpei.oversight.screening.rules import Rule
    from yunpei.oversight.screening.study import Study

    def everywhere(study: Study, _rule: Rule) -> pl.DataFrame:
        return found(
            study.table("classes"),
            stop=pl.lit(True),
            says="not_insured",
            figures=[pl.lit("甲")],
            score=9.0,
        )

    monkeypatch.setattr(screening, "CHECKS", {**screening.CHECKS, "certificate_burst": everywhere})


def test_registers_are_kept_sealed_and_every_fault_is_told(there: City, tmp_path: Path) -> None:
    from yunpei.common.sheets.write import write_xlsx
    from yunpei.oversight.types import RegisterKind

    assert pensioners(there, tmp_path, 1, 2) == 2
    assert pensioners(there, tmp_path, 1, 2) == 2
    kept = RegisterRow.objects.order_by("id")
    assert kept.count() == 2
    assert "2019" not in kept[0].sealed
    path = tmp_path / "bad.xlsx"
    write_xlsx(path, ["身份证号码", "领取养老金起"], [["11010119900307123", "2019-05-01"], ["", "昨天"]])
    with pytest.raises(Invalid) as refused:
        actions.register_put(kind=RegisterKind.RETIRED, as_of=date(2020, 3, 1), path=path, by=there.inspector, at=AFTER)
    said = str(refused.value)
    assert "第 2 行 person_id" in said
    assert "第 3 行 since：不是日期" in said
    with pytest.raises(Forbidden):
        actions.register_put(
            kind=RegisterKind.RETIRED, as_of=date(2020, 3, 1), path=path, by=there.reviewers[0], at=AFTER
        )
