"""Lines that were decided here, rehearsed: which they are, whose, and what counted before them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.city import AFTER, PROGRAMME, City, Studied, approved, claimed, officer
from tests.classroom import SYSTEM
from tests.commands.test_decide import roster
from tests.commands.test_rehearse import in_year, someone
from yunpei.casework import queries
from yunpei.casework.models import CaseLine
from yunpei.casework.queries import rehearsal
from yunpei.casework.types.rehearsal import RehearsalAsked
from yunpei.common.errors import Forbidden, Invalid
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind

pytestmark = pytest.mark.django_db

ASKED = RehearsalAsked(f"{PROGRAMME}@2020-01-26")
DALIAN = RehearsalAsked("dalian-2020-41/sme-training")


def elsewhere() -> object:
    office = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=AFTER)
    return officer(951, office, OfficeKind.REVIEW)


def test_the_figures_are_what_was_decided(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    first = there.reviewers[0]
    assert queries.decided_years(by=first) == []  # submitted, not approved
    approved(there, number)
    [year] = queries.decided_years(by=first)
    assert (year.year, year.programme, year.lines, year.districts) == (2020, PROGRAMME, 3, ("320211",))
    one = queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=first)
    assert one.paid is not None
    assert one.total.before is not None
    assert one.total.lines == one.total.persons == 3
    assert one.total.after.fen == one.total.before.fen == 3 * 24 * 1850
    assert (one.total.gaining, one.total.losing, one.total.open) == (0, 0, 0)
    assert {breakdown.dimension for breakdown in one.breakdowns} == {"employer_size", "region", "worker_kind"}


def test_only_the_asked_year_programme_and_district(there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2)))
    by = there.inspector
    for changed in ({"year": 2019}, {"programme": "dalian-2020-41/sme-training"}, {"district": "320205"}):
        asked = {"year": 2020, "programme": PROGRAMME, "district": "320211", **changed}
        one = queries.rehearse_decided(asked=ASKED, by=by, **asked)  # type: ignore[arg-type]
        assert one.total.lines == 0
    assert (
        queries.rehearse_decided(year=2020, programme=PROGRAMME, district="320211", asked=ASKED, by=by).total.lines == 2
    )


def test_a_line_taken_out_was_nothing_then_and_a_removed_one_is_not_there(there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2, 3)))
    lines = list(CaseLine.objects.order_by("place"))
    CaseLine.objects.filter(pk=lines[0].pk).update(state="removed", reserved_fen=0)
    CaseLine.objects.filter(pk=lines[1].pk).update(state="refused", reserved_fen=0)
    one = queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=there.reviewers[0])
    assert one.total.before is not None
    assert (one.total.lines, one.total.before.lines, one.total.after.lines) == (2, 1, 2)
    assert (one.total.gaining, one.total.gained_fen) == (1, 24 * 1850)


def test_money_of_earlier_years_counts(there: City, studied: Studied) -> None:
    """444 yuan of a year before leave 56 of the cap of 500."""
    approved(there, claimed(there, (1,)))
    approved(there, claimed(there, (1,)))
    first, second = CaseLine.objects.order_by("id")
    assert (first.amount_fen, second.amount_fen) == (44_400, 5_600)
    CaseLine.objects.filter(pk=first.pk).update(decided_at=datetime(2019, 12, 31, 15, 59, tzinfo=UTC))
    by = there.reviewers[0]
    one = queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=by)
    assert (one.total.lines, one.total.after.fen, one.total.losing) == (1, 5_600, 0)
    assert [year.year for year in queries.decided_years(by=by)] == [2020, 2019]
    CaseLine.objects.filter(pk=first.pk).update(decided_at=datetime(2019, 12, 31, 16, tzinfo=UTC))  # 2020 in China
    assert queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=by).total.lines == 2


def test_another_programme_is_set_against_what_was_decided(there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2)))
    one = queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=DALIAN, by=there.reviewers[0])
    assert one.total.before is not None
    assert one.total.before.fen == 2 * 44_400
    assert [(lack.name, lack.after) for lack in one.lacks]  # nobody has set when the epidemic period ended
    compared = queries.rehearse_decided(
        year=2020, programme=PROGRAMME, asked=RehearsalAsked(ASKED.programme, ASKED.programme), by=there.reviewers[0]
    )
    assert compared.baseline is not None
    assert (compared.paid, compared.total.gaining, compared.total.losing) == (None, 0, 0)


def test_another_city_sees_nothing_and_others_may_not_ask(there: City, studied: Studied, tmp_path: Path) -> None:
    approved(there, claimed(there, (1,)))
    stranger = elsewhere()
    assert queries.decided_years(by=stranger) == []  # type: ignore[arg-type]
    assert queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=stranger).total.lines == 0  # type: ignore[arg-type]
    for by in (there.admin, there.payer, there.finance, SYSTEM):
        for ask in (
            lambda by=by: queries.decided_years(by=by),
            lambda by=by: queries.rehearsal_versions(by=by),
            lambda by=by: queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=by),
            lambda by=by: queries.rehearse_file(path=tmp_path, asked=ASKED, by=by),
        ):
            with pytest.raises(Forbidden):
                ask()


def test_a_file_or_every_bad_cell_of_it(there: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by = there.reviewers[0]
    good = roster(tmp_path, *(someone(n, **in_year(2020), 实发金额="100") for n in range(3)))
    found = queries.rehearse_file(path=good, asked=ASKED, by=by)
    assert found.rehearsal is not None
    assert found.rehearsal.total.before is not None
    assert found.rehearsal.total.before.fen == 30_000
    bad = roster(tmp_path, someone(1, 身份证号码="1"), someone(2, 结束日期="x"), name="bad.csv")
    found = queries.rehearse_file(path=bad, asked=ASKED, by=by)
    assert found.rehearsal is None
    assert [cell.row for cell in found.bad] == [2, 3]
    monkeypatch.setattr(rehearsal, "MOST_LINES", 2)
    with pytest.raises(Invalid) as refused:
        queries.rehearse_file(path=good, asked=ASKED, by=by)
    assert f"yunpei policy rehearse {ASKED.programme} --on" in refused.value.problems[0].text.zh


def test_too_many_lines_are_not_worked_out(there: City, studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(there, claimed(there, (1, 2)))
    monkeypatch.setattr(rehearsal, "MOST_LINES", 1)
    with pytest.raises(Invalid) as refused:
        queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=there.reviewers[0])
    assert refused.value.problems[0].field == "decided"


def test_an_unknown_version_is_told(there: City) -> None:
    with pytest.raises(Invalid):
        queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=RehearsalAsked("no/such"), by=there.reviewers[0])


def test_queries_do_not_grow_with_the_lines(there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2, 3, 4, 5, 6)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.rehearse_decided(year=2020, programme=PROGRAMME, asked=ASKED, by=there.reviewers[0])
    assert len(asked) <= 5
