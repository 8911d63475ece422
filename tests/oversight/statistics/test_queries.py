"""Figures recounted from receipts, certificates, lines and transfers, one by one; what officers see, what anyone sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.city import AFTER, BINHU, DAY, WUXI, City, Studied, approved, claimed, officer, result_file
from tests.casework.classbook import Classbook, made
from tests.classroom import SYSTEM
from yunpei.casework import actions
from yunpei.casework.models import CaseLine
from yunpei.casework.queries.counting import cases_behind
from yunpei.common.errors import Forbidden
from yunpei.evidence import queries as evidence
from yunpei.evidence import study as configured
from yunpei.evidence.receipt import read
from yunpei.funds.models import Transfer
from yunpei.oversight.models import SiteFigure
from yunpei.oversight.statistics import queries
from yunpei.oversight.statistics.actions import figures_count
from yunpei.oversight.statistics.types import Measure, OpenCell, Split
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind
from yunpei.training import queries as training
from yunpei.training.models import SignIn, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
LATER = AFTER + 8 * DAY


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def paid_out(there: City, number: str, folder: Path) -> None:
    approved(there, number)
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    file = result_file(folder, batch, {number: "成功"}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=LATER)


def of(measure: Measure) -> int:
    return sum(SiteFigure.objects.filter(measure=measure, group="").values_list("value", flat=True))


def test_figures_equal_the_receipts_and_the_ledger(book: Classbook, tmp_path: Path) -> None:
    claim = CaseLine.objects.first()
    assert claim is not None
    paid_out(book.there, claim.case.number, tmp_path)
    figures_count(at=LATER)
    tips: Counter[str] = Counter()
    for line in training.roster_lines(book.held.roster_id):
        for text in evidence.receipts(line.person, book.held.public_id):
            one = read(text)
            tips[one.session.id] = max(tips[one.session.id], one.state.credited)
    assert of(Measure.HOURS) == sum(tips.values()) > 0
    moved = [(one.source.kind, one.target.kind, one.amount_fen) for one in Transfer.objects.select_related()]
    assert of(Measure.PAID) == sum(fen for _, target, fen in moved if target == "paid") > 0
    lines = list(CaseLine.objects.filter(state="counted"))
    assert of(Measure.GRANTED) == sum(one.amount_fen for one in lines) == of(Measure.PAID)
    assert of(Measure.SUBSIDISED) == sum(one.amount_fen > 0 for one in lines) == 3
    assert of(Measure.CLASSES) == TrainingClass.objects.exclude(state="cancelled").count() == 1
    assert of(Measure.TRAINED) == SignIn.objects.count()
    assert set(SiteFigure.objects.filter(measure=Measure.PAID).values_list("month", "region")) == {
        (date(2020, 4, 1), WUXI)
    }


def test_counting_again_changes_nothing(there: City, studied: Studied) -> None:
    claimed(there, (1, 2))
    first = figures_count(at=AFTER)
    assert figures_count(at=LATER) == first == SiteFigure.objects.count()
    assert queries.counted_at() == LATER


def test_a_group_is_counted_beside_everyone(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    person = CaseLine.objects.filter(case__number=number)[0].person
    assert person is not None
    person.groups = ["poor", "graduate"]
    person.save(update_fields=["groups"])
    approved(there, number)
    figures_count(at=LATER)
    table = queries.figure_table(year=2020, split=Split.GROUP, by=there.finance)
    assert {group: row[Measure.SUBSIDISED] for group, row in table.rows.items()} == {"poor": 1, "graduate": 1}
    assert table.total[Measure.SUBSIDISED] == 3


def test_officers_see_their_region_and_the_cases_behind(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    approved(there, number)
    figures_count(at=LATER)
    office = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=AFTER)
    elsewhere = officer(951, office, OfficeKind.REVIEW)
    assert queries.figure_table(year=2020, split=Split.REGION, by=elsewhere).rows == {}
    with CaptureQueriesContext(connection) as asked:
        table = queries.figure_table(year=2020, split=Split.REGION, by=there.inspector)
    assert len(asked) == 3
    [behind] = cases_behind(year=2020, region=BINHU, by=there.inspector)
    assert (behind.number, behind.people) == (number, 3)
    assert behind.amount_fen == table.rows[BINHU][Measure.GRANTED]
    assert cases_behind(year=2020, month=12, by=there.inspector) == []
    assert cases_behind(year=2020, by=elsewhere) == []
    for outsider in (there.admin, there.legal):
        with pytest.raises(Forbidden):
            cases_behind(year=2020, by=outsider)
        with pytest.raises(Forbidden):
            queries.figure_table(year=2020, split=Split.REGION, by=outsider)


def test_anyone_sees_no_small_number_nor_its_money(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    approved(there, number)
    figures_count(at=LATER)
    cells = queries.open_cells(year=2020)
    found = {(one.measure, one.region, one.month): one.value for one in cells}
    for measure in (Measure.SUBSIDISED, Measure.GRANTED):
        assert {found[measure, region, "2020-04"] for region in (BINHU, "")} == {None}
        assert found[measure, "", ""] is None
    assert all(isinstance(one, OpenCell) for one in cells)
    assert queries.open_cells(year=1999) == []
