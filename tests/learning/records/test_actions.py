"""Records from elsewhere: brought in whole, graded, judged, voided; what they add to the hours of a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.classroom import END, HOUR, IN_CLASS, START, StudyStub, Town, opened, town
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.invented import name, person
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.common.sheets.write import write_xlsx
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS, TABLES
from yunpei.learning import queries as learning
from yunpei.learning.models import RecordBatch
from yunpei.learning.records import actions, queries
from yunpei.learning.records.types import Filed, Grade, Kind, Outside, Stated, Verdict, Way
from yunpei.training import actions as training
from yunpei.training import queries as training_queries
from yunpei.training.types import Accumulate, ClassFacts, FactSource, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.req("R46")]

CHANNEL = ("中国职业培训在线", "https://px.class.com.cn/")
FILED = Filed((CHANNEL,), frozenset((Grade.PLATFORM, Grade.PAPER)))
OFFICER = Actor(account_id=None, roles=frozenset(("officer_review",)), name="审核员")
HEADER = ("身份证号", "姓名", "学习日期", "学习时长", "课程名称")
Row = tuple[Any, ...]


@pytest.fixture
def held(there: Town, clock: StudyStub) -> ClassFacts:
    found = opened(there, (1, 2))
    training.class_begin(class_id=found.id, at=IN_CLASS)
    return training_queries.class_of(found.id)


def sheet(tmp_path: Path, rows: Sequence[Row], header: Sequence[str] = HEADER) -> bytes:
    place = tmp_path / "export.xlsx"
    write_xlsx(place, header, rows)
    return place.read_bytes()


def kept(there: Town, data: bytes, label: str = "导出.xlsx", kinds: Any = TABLES) -> str:
    return files.store(data=data, name=label, kinds=kinds, by=there.admin, at=IN_CLASS).public_id


def brought(
    there: Town,
    held: ClassFacts,
    data: bytes,
    *,
    platform: str = "class-com-cn",
    filed: Filed = FILED,
    channel: str = "",
) -> Any:
    file = kept(there, data)
    found = queries.export_read(class_id=held.id, platform=platform, file=file, by=there.admin)
    assert not found.bad
    return actions.export_bring(
        class_id=held.id,
        platform=platform,
        channel=channel,
        file=file,
        records=found.records,
        filed=filed,
        by=there.admin,
        at=IN_CLASS,
    )


def line(held: ClassFacts, who: Actor) -> int:
    return training_queries.line_of_person(held.id, who.person_id or 0).id


def papers(
    there: Town, held: ClassFacts, stated: Sequence[Stated], *, data: bytes | None = None, **changes: Any
) -> str:
    given = {
        "kind": Kind.SCREENSHOT,
        "way": Way.ONLINE,
        "channel": "微信群",
        "files": [kept(there, data or png(), "截图.png", DOCUMENTS)],
        "filed": FILED,
        "note": "",
        **changes,
    }
    return actions.papers_bring(class_id=held.id, stated=stated, by=there.admin, at=IN_CLASS, **given)


def judged(held: ClassFacts, batch: str, lines: Sequence[int], verdict: Verdict = Verdict.ACCEPTED) -> set[int]:
    return actions.records_judge(
        class_id=held.id, batch=batch, lines=lines, verdict=verdict, reason="已逐人核对", by=OFFICER, at=IN_CLASS
    )


def outside(held: ClassFacts, who: Actor) -> Outside:
    return queries.of_class(held)[line(held, who)]


def facts(held: ClassFacts, who: Actor) -> Any:
    return next(one.facts for one in learning.claim_facts(held.id) if one.person_id == who.person_id)


def test_a_filed_platforms_export_counts_beside_the_clock_and_says_so(
    there: Town, held: ClassFacts, clock: StudyStub, tmp_path: Path
) -> None:
    one = there.learners[1]
    clock.studied(held, one, 60)
    data = sheet(
        tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工"), (person(2), name(2), "2020年3月9日", 2, "电工")]
    )
    found = brought(there, held, data)
    assert (found.people, found.rows, found.again) == (2, 2, False)
    [batch] = queries.batches(held.id)
    assert (batch.grade, batch.channel, batch.filed, batch.counts) == (Grade.PLATFORM, CHANNEL[0], True, True)
    known = facts(held, one)
    assert (
        known["online_hours"].value == 5
    )  # two lessons of a minute measured, three minutes elsewhere, an hour is a minute
    assert known["online_hours"].source is FactSource.PLATFORM
    assert known["credited_ms"].value == 2 * HOUR * 1000
    assert known["platform_ms"].value == 3 * HOUR * 1000
    assert known["channel"].value == CHANNEL[0]
    assert "平台记录180秒" in known["online_hours"].note.zh
    [row] = AuditRow.objects.filter(verb="records_import")
    assert person(1) not in str(row.detail)


def test_the_same_file_again_changes_nothing(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    data = sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")])
    first = brought(there, held, data)
    again = brought(there, held, data)
    assert again == replace(first, again=True)
    assert RecordBatch.objects.count() == AuditRow.objects.filter(verb="records_import").count() == 1
    actions.records_void(class_id=held.id, batch=first.batch, reason="导错了班", by=there.admin, at=IN_CLASS)
    assert not brought(there, held, data).again


def test_an_export_of_a_channel_that_is_not_filed_is_paper(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    one = there.learners[1]
    data = sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")])
    found = brought(there, held, data, filed=replace(FILED, channels=[("云培", "https://yunpei.example")]))
    assert queries.batches(held.id)[0].grade is Grade.PAPER
    assert (outside(held, one).platform_ms, outside(held, one).waiting_ms) == (0, 180_000)
    assert facts(held, one)["online_hours"].value == 0
    assert judged(held, found.batch, [line(held, one)]) == {line(held, one)}
    assert (outside(held, one).paper_ms, outside(held, one).waiting_ms) == (180_000, 0)
    known = facts(held, one)
    assert (known["online_hours"].value, known["online_hours"].source) == (3, FactSource.PAPER)
    assert (known["channel"].value, known["channel"].source) == ("中国职业培训在线", FactSource.PAPER)


def test_what_the_programme_does_not_count_is_kept_and_adds_nothing(
    there: Town, held: ClassFacts, tmp_path: Path
) -> None:
    one = there.learners[1]
    found = brought(
        there,
        held,
        sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")]),
        filed=replace(FILED, grades=frozenset()),
    )
    assert not queries.batches(held.id)[0].counts
    judged(held, found.batch, [line(held, one)])
    assert facts(held, one)["online_hours"].value == 0


def test_time_that_was_measured_counts_once(there: Town, held: ClassFacts, clock: StudyStub, tmp_path: Path) -> None:
    """The clock stub has a minute of each lesson at the beginning of 2 and 3 March, 08:00 in China."""
    one = there.learners[1]
    clock.studied(held, one, 60)
    header = ("身份证号", "开始时间", "学习时长")
    rows = [(person(1), "2020-03-02 08:00:00", 2), (person(1), "2020-03-05 08:00:00", 1)]
    brought(there, held, sheet(tmp_path, rows, header))
    assert outside(held, one).platform_ms == 2 * 60_000  # one of the three minutes was measured too
    assert facts(held, one)["online_hours"].value == 4


def test_a_days_total_beside_measured_time_is_told_to_the_officer(
    there: Town, held: ClassFacts, clock: StudyStub, tmp_path: Path
) -> None:
    one = there.learners[1]
    clock.studied(held, one, 60)
    brought(there, held, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 2), 3, "电工")]))
    found = outside(held, one)
    assert (found.platform_ms, found.unsure_ms) == (2 * 60_000, 60_000)


def test_what_one_class_counted_no_other_can(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    one = there.learners[1]
    brought(there, held, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")]))
    other = opened(there, (1,), number="A2", case_number="WX-2020-0002", course_id=held.course_id)
    training.class_begin(class_id=other.id, at=IN_CLASS)
    brought(there, other, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 4, "电工")]))
    assert outside(training_queries.class_of(other.id), one).platform_ms == 60_000
    assert outside(held, one).platform_ms == 180_000


def test_papers_wait_for_an_officer_and_one_who_rejects_keeps_them_visible(there: Town, held: ClassFacts) -> None:
    one, two = there.learners[1], there.learners[2]
    stated = [Stated(line(held, who), date(2020, 3, 9), date(2020, 3, 9), 4) for who in (one, two)]
    batch = papers(there, held, stated)
    assert queries.batches(held.id)[0].waits
    assert facts(held, one)["online_hours"].value == 0
    judged(held, batch, [line(held, one)])
    judged(held, batch, [line(held, two)], Verdict.REJECTED)
    assert (facts(held, one)["online_hours"].value, facts(held, two)["online_hours"].value) == (4, 0)
    [card] = queries.batches(held.id)
    assert [(part.verdict, part.reason) for part in card.parts] == [
        (Verdict.ACCEPTED, "已逐人核对"),
        (Verdict.REJECTED, "已逐人核对"),
    ]
    assert not card.waits


def test_an_officer_may_reject_a_platforms_record_too(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    one = there.learners[1]
    found = brought(there, held, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")]))
    judged(held, found.batch, [line(held, one)], Verdict.REJECTED)
    assert outside(held, one).platform_ms == 0


def test_a_void_counts_no_more_and_stays(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    one = there.learners[1]
    found = brought(there, held, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")]))
    with pytest.raises(Invalid):
        actions.records_void(class_id=held.id, batch=found.batch, reason=" ", by=there.admin, at=IN_CLASS)
    actions.records_void(class_id=held.id, batch=found.batch, reason="导错了班", by=there.admin, at=IN_CLASS)
    assert queries.of_class(held) == {}
    assert facts(held, one)["online_hours"].value == 0
    [card] = queries.batches(held.id)
    assert (card.void_reason, card.voided_at, card.people) == ("导错了班", IN_CLASS, 1)
    with pytest.raises(Conflict):
        actions.records_void(class_id=held.id, batch=found.batch, reason="又一次", by=there.admin, at=IN_CLASS)
    with pytest.raises(Conflict):
        judged(held, found.batch, [line(held, one)])


def test_offline_hours_from_a_sign_in_sheet(there: Town, clock: StudyStub) -> None:
    held = opened(there, (1,), mode=Mode.BLENDED)
    training.class_begin(class_id=held.id, at=IN_CLASS)
    one = there.learners[1]
    assert "offline_hours" not in facts(held, one)
    stated = [Stated(line(held, one), date(2020, 3, 9), date(2020, 3, 9), 4)]
    batch = papers(there, held, stated, kind=Kind.SHEET, way=Way.OFFLINE, channel="实训车间")
    assert "offline_hours" not in facts(held, one)
    judged(held, batch, [line(held, one)])
    known = facts(held, one)
    assert (known["offline_hours"].value, known["offline_hours"].source) == (4, FactSource.PAPER)
    assert (known["online_hours"].value, known["online_hours"].source) == (0, FactSource.CLOCK)


def test_everything_wrong_with_papers_is_told_at_once(there: Town, held: ClassFacts) -> None:
    mine = line(held, there.learners[1])
    stated = [
        Stated(mine, END, START, 10),
        Stated(mine, date(2020, 3, 9), date(2020, 3, 9), 24 * 60 + 1),
        Stated(0, date(2020, 3, 9), date(2020, 3, 9), 10),
    ]
    with pytest.raises(Invalid) as told:
        papers(there, held, stated, kind=Kind.EXPORT, way=Way.OFFLINE, channel=" ")
    fields = [problem.field for problem in told.value.problems]
    assert fields.count("lines") == 4
    assert {"kind", "way", "channel"} <= set(fields)
    assert not RecordBatch.objects.exists()


def test_a_class_that_counts_by_the_day_wants_single_days(there: Town, clock: StudyStub) -> None:
    held = opened(there, (1,), accumulate=Accumulate.DAY)
    training.class_begin(class_id=held.id, at=IN_CLASS)
    mine = line(held, there.learners[1])
    with pytest.raises(Invalid, match="逐日"):
        papers(there, held, [Stated(mine, date(2020, 3, 9), date(2020, 3, 10), 10)])


def test_only_its_own_people_bring_in_and_only_an_officer_judges(there: Town, held: ClassFacts, tmp_path: Path) -> None:
    stranger = town((), firm_number=510).admin
    found = brought(there, held, sheet(tmp_path, [(person(1), name(1), date(2020, 3, 9), 3, "电工")]))
    with pytest.raises(NotFound):
        actions.records_void(class_id=held.id, batch=found.batch, reason="不是我的", by=stranger, at=IN_CLASS)
    with pytest.raises(Forbidden):
        actions.records_judge(
            class_id=held.id,
            batch=found.batch,
            lines=[1],
            verdict=Verdict.ACCEPTED,
            reason="好",
            by=there.admin,
            at=IN_CLASS,
        )
    theirs = files.store(data=png(), name="a.png", kinds=DOCUMENTS, by=stranger, at=IN_CLASS)
    stated = [Stated(line(held, there.learners[1]), START, START, 10)]
    with pytest.raises(NotFound):
        papers(there, held, stated, files=[theirs.public_id])


def test_a_class_that_has_not_begun_takes_none(there: Town, clock: StudyStub) -> None:
    held = opened(there, (1,))
    with pytest.raises(Conflict):
        papers(there, held, [Stated(line(held, there.learners[1]), START, START, 10)])


def test_each_opening_of_a_file_leaves_its_row(there: Town, held: ClassFacts) -> None:
    papers(there, held, [Stated(line(held, there.learners[1]), START, START, 10)])
    [(file, _)] = queries.batches(held.id)[0].files
    for _ in range(2):
        actions.record_file_open(class_id=held.id, file=file, by=OFFICER, at=IN_CLASS)
    assert AuditRow.objects.filter(verb="record_file_open", subject_id=file).count() == 2
    other = kept(there, b"a,b,c\n1,2,3\n", "x.csv")
    with pytest.raises(NotFound):
        actions.record_file_open(class_id=held.id, file=other, by=OFFICER, at=IN_CLASS)


def test_the_database_refuses_a_platform_grade_without_a_filed_export(held: ClassFacts) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordBatch.objects.create(
            training_class_id=held.id,
            kind=Kind.SCREENSHOT,
            channel="微信群",
            filed=False,
            grade=Grade.PLATFORM,
            way=Way.ONLINE,
            counts=True,
            digest="x",
            brought_at=IN_CLASS,
        )
