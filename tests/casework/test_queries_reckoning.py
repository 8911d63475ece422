"""Seconds → class hours → fen: the same for learner, teacher, employer, bureau and auditor, to the last millisecond."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests import classroom
from tests.casework.applying import Offices, offices
from tests.casework.city import AFTER, DAY, DRAFTED, FILED, City, firm_of
from tests.casework.test_programmes_filed import LAST_DAY, Tale, filed, firm_there, papers
from tests.classroom import IN_CLASS, SYSTEM, enter, signed_up
from tests.credentials.test_actions import pass_exam
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.learning.test_on_the_spot import meet
from tests.portals.conftest import SignedIn, signed_in  # noqa: F401  # a client of each
from tests.study_stores import KEYS, Moved
from yunpei.casework import actions, queries
from yunpei.casework.actions.dossier import dossier_export
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import CaseKind, Channel
from yunpei.catalogue import queries as catalogue
from yunpei.common import clock as site_clock
from yunpei.common.actor import Actor
from yunpei.evidence import actions as clock_actions
from yunpei.evidence import study as configured
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import new_secret
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim
from yunpei.evidence.types import Kind as Clocked
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS, TABLES
from yunpei.learning.records.types import Kind, RecordRow, Stated, Verdict, Way
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]

SITE = ("中国职业培训在线", "https://px.class.com.cn/")
TALE = Tale(
    "dalian-2020-41/sme-training",
    "210200",
    "210202",
    0,
    figures=LAST_DAY,
    plan={
        "mode": "blended",
        "online_hours": 3,
        "offline_hours": 1,
        "channels": (Channel(SITE[0], "platform", SITE[1]),),
    },
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Mixed:
    """A class of Dalian in which person 1 has time of every kind."""

    there: Offices
    firm: City
    held: ClassFacts
    who: Actor
    clock: Moved

    @property
    def filing(self) -> str:
        return Case.objects.get(training_class_id=self.held.id, kind=CaseKind.CLASS_FILING).number


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uploads: Path) -> Iterator[Mixed]:  # noqa: F811
    moved = Moved((IN_CLASS - EPOCH) // timedelta(milliseconds=1))
    study = Study(open_store(str(tmp_path / "study.sqlite3"), moved), KEYS)
    configured.configure(lambda: study)
    monkeypatch.setattr(classroom, "LESSON_SECONDS", 5_400)
    there, firm = offices(TALE.office), firm_there(TALE)
    for name, value in TALE.figures.items():
        actions.figure_set(
            programme=TALE.programme, name=name, value=value, reason="市公告", by=there.reviewers[0], at=DRAFTED
        )
    class_id = actions.filing_accept(number=filed(TALE, firm), by=there.reviewers[0], at=FILED)
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    made = Mixed(there, firm, classes.class_of(class_id), signed_up(1), moved)
    enter(made.held, made.who)
    watched(made)
    yield made
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def watched(mixed: Mixed) -> None:
    """75 minutes and a bit of two lessons: played, paused, hidden, and off the line for a while."""
    line = classes.line_of_person(mixed.held.id, mixed.who.person_id or 0)
    for lesson in catalogue.lessons(mixed.held.course_id)[:2]:
        secret = new_secret()
        admitted = Admitted(line.person, mixed.held.public_id, lesson.public_id, Clocked.VIDEO, lesson.seconds, 2**53)
        receipt = clock_actions.session_open(admitted=admitted, secret=secret)
        at = 0
        for beat in range(160):
            playing, visible = beat % 50 != 7, beat % 50 != 11
            mixed.clock.passes(61.5 if beat == 90 else 14.503)
            at += 14_503 if playing else 0
            claim = Claim(playing, visible, 100, None, at)
            answer = clock_actions.heartbeat(receipt=receipt.text, secret=secret, claim=claim)
            assert answer is not None
            receipt = answer


def elsewhere(mixed: Mixed) -> None:
    """A platform's export, a screenshot that an officer accepts and one that waits, a meeting, a sheet of another one."""
    held, admin = mixed.held, mixed.firm.admin
    line = classes.line_of_person(held.id, mixed.who.person_id or 0).id

    def kept(data: bytes, kinds: Any) -> str:
        return files.store(data=data, name="记录", kinds=kinds, by=admin, at=IN_CLASS).public_id

    begin = IN_CLASS + DAY
    rows = [RecordRow(2, line, begin, begin + timedelta(hours=2), 1_900_500, "电工")]
    actions.records_import(
        class_id=held.id, platform="class-com-cn", channel="", file=kept("甲,乙\n1,2\n".encode(), TABLES), rows=rows,
        by=admin, at=IN_CLASS,
    )  # fmt: skip
    for n, (kind, way, minutes, judged) in enumerate(
        [
            (Kind.SCREENSHOT, Way.ONLINE, 37, True),
            (Kind.SCREENSHOT, Way.ONLINE, 11, False),
            (Kind.SHEET, Way.OFFLINE, 50, True),
        ]
    ):
        day = date(2020, 3, 14 + n)
        batch = actions.records_add(
            class_id=held.id, kind=kind, way=way, channel=SITE[0], files=[kept(png(note=bytes([n])), DOCUMENTS)],
            stated=[Stated(line, day, day, minutes)], by=admin, at=IN_CLASS,
        )  # fmt: skip
        if judged:
            actions.records_judge(
                number=mixed.filing, batch=batch, lines=[line], verdict=Verdict.ACCEPTED, reason="已核对",
                by=mixed.there.reviewers[0], at=IN_CLASS,
            )  # fmt: skip


def figures(page: str) -> list[tuple[str, str]]:
    """Every number of the arithmetic that a page states: what it is, and its value in ms, class hours or fen."""
    return in_order(re.findall(r'<data data-part="(\w+)" value="(-?\d+)">', page))


def in_order(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The reasons of one row by name: they may stand in any order."""
    rows = groupby(found, key=lambda one: one[0] in set(Reason))
    return [one for reasons, row in rows for one in (sorted(row) if reasons else row)]


def read(signed_in: SignedIn, who: Actor, address: str, at: datetime) -> list[tuple[str, str]]:  # noqa: F811
    with site_clock.holding(at):
        answer = signed_in(who).get(address)
    assert answer.status_code == 200, address
    return figures(answer.content.decode())


def test_all_are_shown_the_same_arithmetic(mixed: Mixed, signed_in: SignedIn, tmp_path: Path) -> None:  # noqa: F811
    elsewhere(mixed)
    held, who, firm = mixed.held, mixed.who, mixed.firm
    meet_at = IN_CLASS + 8 * DAY
    meet(firm, held, meet_at, who)  # type: ignore[arg-type]  # a city has an administrator, as a town has
    line = classes.line_of_person(held.id, who.person_id or 0)
    own, person = f"/learn/classes/{held.public_id}/time/", f"/org/classes/{held.public_id}/people/{line.person}/"
    running = IN_CLASS + 10 * DAY
    before = read(signed_in, who, own, running)
    assert before == read(signed_in, firm.admin, person, running)
    assert dict(before)["amount"] == "0"
    pass_exam(held, who)
    training.class_close(class_id=held.id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=held.id, by=firm.admin, at=AFTER)
    papers(number, firm.admin, firm.legal, CaseKind.CLAIM)
    actions.claim_submit(number=number, by=firm.admin, at=AFTER)
    card = next(one for one in queries.lines(number=number, by=firm.admin) if one.person == line.name)
    shown = read(signed_in, who, own, AFTER)
    for reader, address in (
        (firm.admin, person),
        (firm.admin, f"/org/claims/{number}/lines/{card.id}/"),
        (mixed.there.reviewers[0], f"/bureau/cases/{number}/lines/{card.id}/"),
        (mixed.there.inspector, f"/bureau/cases/{number}/lines/{card.id}/"),
    ):
        assert read(signed_in, reader, address, AFTER) == shown, address
    parts = dict(shown)
    assert {
        "platform": "1900500",
        "paper": "2220000",
        "attended": "10800000",
        "sheet": "3000000",
    }.items() <= parts.items()
    assert (parts["online_hours"], parts["offline_hours"], parts["waiting"]) == ("3", "5", "660000")
    assert parts["amount"] == "4000"  # eight hours of four planned, at ten yuan
    assert [one for one in shown if one not in before] == [("amount", "4000")]
    assert in_dossier(held, line.person, number, tmp_path / "F.zip") == shown


def in_dossier(held: ClassFacts, person: str, number: str, out: Path) -> list[tuple[str, str]]:
    """What the dossier says of a person, in the order of the pages."""
    dossier_export(class_id=held.id, out=out, by=SYSTEM, at=AFTER)
    with zipfile.ZipFile(out) as found:
        kept = {
            name: [json.loads(row) for row in found.read(name).decode().splitlines()]
            for name in ("study.jsonl", "decision.jsonl")
        }
    mine = next(one for one in kept["study.jsonl"] if one["person"] == person)
    fen = next(one["amount_fen"] for one in kept["decision.jsonl"] if one.get("person") == person)
    by_lesson = [
        part
        for one in mine["lessons"]
        for part in [*((name, one[name]) for name in ("elapsed", "credited", "pending")), *one["excluded"].items()]
    ]
    clock = [*((name, mine[name]) for name in ("elapsed", "credited", "pending")), *mine["excluded"].items()]
    beside = [(name, mine[name]) for name in ("platform", "paper", "attended", "sheet")]
    hours = [(name, mine[name]) for name in ("online_hours", "offline_hours")]
    late = [(name, mine[name]) for name in ("waiting", "unsure") if mine[name]]
    whole = ("hours", mine["online_hours"] + mine["offline_hours"])
    return in_order(
        [(name, str(value)) for name, value in (*clock, *beside, *hours, whole, *late, *by_lesson, ("amount", fen))]
    )


def test_what_is_not_known_is_named_and_never_guessed(mixed: Mixed) -> None:
    person_id = mixed.who.person_id or 0

    def detail() -> Any:
        return queries.reckoning(class_id=mixed.held.id, person_id=person_id, at=IN_CLASS)

    found = detail()
    assert (found.case, found.card.outcome, found.card.amount_fen) == ("", "refused", 0)  # not completed
    assert found.if_open_fen is None
    meet(mixed.firm, mixed.held, IN_CLASS + 8 * DAY, mixed.who)  # type: ignore[arg-type]
    elsewhere(mixed)
    pass_exam(mixed.held, mixed.who)
    found = detail()
    assert (found.card.outcome, found.card.amount_fen, found.if_open_fen) == ("undetermined", 0, 4000)
    assert any("仍" in one or "在职" in one or "still" in one for one in found.missing), found.missing
    assert any(check.clauses for check in found.checks)


def test_what_changed_after_the_decision_is_told(mixed: Mixed) -> None:
    training.class_close(class_id=mixed.held.id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=mixed.held.id, by=mixed.firm.admin, at=AFTER)
    papers(number, mixed.firm.admin, mixed.firm.legal, CaseKind.CLAIM)
    actions.claim_submit(number=number, by=mixed.firm.admin, at=AFTER)
    row = CaseLine.objects.get(case__number=number, person_id=mixed.who.person_id or 0)

    def moved() -> list[tuple[str, int]]:
        found = queries.line(number=number, line=str(row.public_id), by=mixed.firm.admin)
        return [(name.en, before) for name, before, _ in found.moved]

    assert moved() == []
    CaseLine.objects.filter(pk=row.pk).update(facts={**row.facts, "online_hours": 9})
    assert moved() == [("class hours online", 9)]


def test_another_firm_sees_nobody(mixed: Mixed, signed_in: SignedIn) -> None:  # noqa: F811
    _, stranger, _ = firm_of(700)
    line = classes.line_of_person(mixed.held.id, mixed.who.person_id or 0)
    address = f"/org/classes/{mixed.held.public_id}/people/{line.person}/"
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(mixed.firm.admin).get(address.replace(line.person, mixed.held.public_id)).status_code == 404


def test_a_large_class_costs_one_person_no_more(
    mixed: Mixed, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    rows = [classroom.row(n) for n in range(10, 60)]
    training.roster_add(class_id=mixed.held.id, rows=rows, by=mixed.firm.admin, at=IN_CLASS)
    with django_assert_max_num_queries(45):
        queries.reckoning(class_id=mixed.held.id, person_id=mixed.who.person_id or 0, at=IN_CLASS)
