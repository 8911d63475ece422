"""Decision letters: frozen with the decision, signed, checkable by anyone, shown with persons masked."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from tests.casework.city import AFTER, DAY, City, Studied, accepted, approved, claimed, published, submitted
from tests.files.conftest import uploads  # noqa: F401  # a store of one's own
from tests.funds.test_append_only import Editor
from tests.invented import person
from yunpei.casework import actions, jobs, queries
from yunpei.casework.models import DecisionLetter, Objection
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Invalid, NotFound
from yunpei.common.identifiers import mask_person_id
from yunpei.common.models import AuditRow, Job
from yunpei.files import queries as stored
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.messages.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.req("R31")]
LATER = AFTER + 6 * DAY
KEPT = import_module("yunpei.casework.migrations.0005_letters_kept")


@pytest.fixture(autouse=True)
def seal(settings: object, tmp_path: Path) -> None:
    settings.YUNPEI_PAPER_SEAL = tmp_path / "paper-seal.pem"  # type: ignore[attr-defined]


def text_of(number: str, there: City) -> str:
    found = stored.file(queries.letter_file(number=number, by=there.admin))
    pages = PdfReader(io.BytesIO(stored.path(found).read_bytes())).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def made(case: str, place: int = 0) -> DecisionLetter:
    """The letter of a case, or the supplement in a place, with its paper."""
    letter = DecisionLetter.objects.filter(case__number=case, voided_at=None).order_by("id")[place]
    jobs.letter_make(number=letter.number, at=LATER)
    letter.refresh_from_db()
    return letter


def test_an_approved_claim_gets_its_letter(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    approved(there, number)
    assert Job.objects.filter(name="casework.letter_make").exists()
    with pytest.raises(NotFound):
        queries.letter_file(number=number, by=there.admin)
    letter = made(number)
    told = Message.objects.filter(text_zh__contains="决定书").count()
    jobs.letter_make(number=letter.number, at=LATER + DAY)  # again: nothing changes
    assert Message.objects.filter(text_zh__contains="决定书").count() == told > 0
    assert AuditRow.objects.filter(verb="letter_make", subject_id=number).count() == 1
    words = text_of(number, there)
    amount = queries.case(number=number, by=there.admin).card.amount_fen
    for part in ("准予补贴 2 人", f"{amount // 100}", "行政复议", mask_person_id(person(1)), letter.number):
        assert part in words
    assert person(1) not in words + str(letter.content)
    assert letter.content["clauses"]
    for who in (there.admin, there.reviewers[0], there.payer):
        assert queries.letter_file(number=number, by=who) == str(letter.file)


def test_anyone_checks_it_by_its_code_and_sees_no_name(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    waiting = DecisionLetter.objects.get(case__number=number)
    assert queries.letter_by_code(waiting.code).genuine is None
    letter = made(number)
    typed = f" {letter.code[:4].lower()}-{letter.code[4:]} "
    found = queries.letter_by_code(typed)
    assert found.genuine is True
    name = letter.content["lines"][0]["name"]
    assert name not in str(found.content)
    assert name[0] + "*" in str(found.content)
    assert found.content["amount_fen"] == letter.content["amount_fen"] > 0
    with pytest.raises(NotFound):
        queries.letter_by_code("0" * 16)


def test_a_changed_letter_is_told_apart(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    letter = made(number)
    KEPT.release(None, Editor())  # whoever is above the database
    DecisionLetter.objects.filter(pk=letter.pk).update(content=letter.content | {"amount_fen": 1})
    assert queries.letter_by_code(letter.code).genuine is False
    DecisionLetter.objects.filter(pk=letter.pk).update(content=letter.content)
    place = stored.path(stored.file(str(letter.file)))
    place.chmod(0o640)
    data = bytearray(place.read_bytes())
    data[len(data) // 3] ^= 1
    place.write_bytes(data)
    assert queries.letter_by_code(letter.code).genuine is False


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"number": "JD-0"},
        {"code": "0"},
        {"digest": "0"},
        {"issued_at": AFTER},
        {"file": None},
        {"supplement_to": 1},
    ],
)
def test_the_database_keeps_what_it_says(there: City, studied: Studied, change: dict[str, object]) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    mine = DecisionLetter.objects.filter(pk=made(number).pk)
    if "supplement_to" in change:
        change = {"supplement_to": mine.get()}
    with pytest.raises(IntegrityError, match="as it was written"), transaction.atomic():
        mine.update(**change)
    with pytest.raises(IntegrityError, match="as it was written"), transaction.atomic():
        mine._raw_delete(mine.db)
    mine.update(voided_at=LATER)  # once: the case is taken up again
    with pytest.raises(IntegrityError, match="as it was written"), transaction.atomic():
        mine.update(voided_at=None)


@pytest.mark.req("R30")
@pytest.mark.parametrize("uphold", [True, False])
def test_an_objection_settled_after_the_approval_gets_a_supplement(there: City, studied: Studied, uphold: bool) -> None:
    number = claimed(there, (1, 2))
    notice = published(there, number)
    actions.objection_make(notice=notice, row=1, text="不是职工", by=NOBODY, at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=LATER)
    actions.claim_approve(number=number, by=there.reviewers[1], at=LATER)
    assert made(number).content["counted"] == 1
    [objection] = Objection.objects.all()
    actions.objection_settle(
        objection=objection.pk, uphold=uphold, answer="经核实的答复", by=there.reviewers[0], at=LATER
    )
    letter = made(number, 1)
    counted, fen = (0, 0) if uphold else (1, 44_400)
    said = letter.content
    assert (said["counted"], said["not_counted"], said["amount_fen"]) == (counted, 1 - counted, fen)
    assert [line["place"] for line in said["lines"]] == [1]
    assert said["supplements"] == made(number).number
    shown = queries.case(number=number, by=there.admin).letter
    assert shown is not None
    assert [one.number for one in shown.supplements] == [letter.number]
    assert queries.letter_file(number=number, by=there.admin) == str(made(number).file)
    assert queries.letter_file(number=number, by=there.admin, letter=letter.number) == str(letter.file)
    pages = PdfReader(io.BytesIO(stored.path(stored.file(str(letter.file))).read_bytes())).pages
    words = "".join(page.extract_text() for page in pages).replace("\n", "")
    for part in ("补充决定书", "经核实的答复", said["supplements"], "不计入 1 人" if uphold else "444.00"):
        assert part in words
    assert queries.letter_by_code(letter.code).genuine is True


@pytest.mark.req("R36")
def test_only_what_is_decided_otherwise_gets_a_supplement(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    lines = [one.id for one in queries.lines(number=number, by=there.admin)]
    hold: dict[str, Any] = {"number": number, "line": lines[0], "reason": "核查", "by": there.inspector, "at": LATER}
    actions.line_hold(**{**hold, "at": AFTER})
    actions.line_settle(**{**hold, "at": AFTER}, keep=True)  # before the approval there is no letter
    approved(there, number)
    actions.line_hold(**hold)
    actions.line_settle(**hold, keep=True)  # as the letter says
    assert DecisionLetter.objects.filter(case__number=number).count() == 1
    actions.line_hold(**hold)
    actions.line_settle(**hold, keep=False)
    assert made(number, 1).content["not_counted"] == 1
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    rows = books.batch_rows(number=batch, by=there.payer)
    actions.batch_answers(number=batch, answers=[Answer(2, row.number, True) for row in rows], by=there.payer, at=LATER)
    actions.recovery_open(number=number, lines={lines[1]: 400}, reason="部分虚报", by=there.inspector, at=LATER)
    assert made(number, 2).content["amount_fen"] == 44_000
    actions.recovery_open(number=number, lines={lines[1]: None}, reason="虚报", by=there.inspector, at=LATER)
    last = made(number, 3).content
    assert (last["amount_fen"], last["not_counted"], last["lines"][0]["reasons"]) == (0, 1, ["虚报"])


def test_a_refusal_says_why_and_a_reopened_one_holds_no_more(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    actions.case_refuse(number=number, reason="材料不实", by=there.reviewers[0], at=AFTER)
    letter = made(number)
    words = text_of(number, there)
    assert "不予批准" in words
    assert "材料不实" in words
    assert letter.content["amount_fen"] == 0
    actions.case_reopen(number=number, reason="复核", by=there.inspector, at=AFTER + DAY)
    assert queries.letter_by_code(letter.code).voided_at == AFTER + DAY
    with pytest.raises(NotFound):
        queries.letter_file(number=number, by=there.admin)
    actions.case_refuse(number=number, reason="仍不实", by=there.reviewers[0], at=AFTER + DAY)
    assert made(number).number != letter.number


def test_a_filing_gets_one_too_and_no_decision_none(there: City, studied: Studied) -> None:
    waiting = submitted(there, (3,))
    assert queries.case(number=waiting, by=there.admin).letter is None
    accepted(there, (1,))
    letter = DecisionLetter.objects.get()
    assert "准予备案" in text_of(made(letter.case.number).case.number, there)


def test_a_decision_that_is_rolled_back_leaves_no_letter(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    with pytest.raises(Invalid):
        actions.case_refuse(number=number, reason=" ", by=there.reviewers[0], at=AFTER)
    assert not DecisionLetter.objects.filter(case__number=number).exists()


@pytest.mark.req("R04")
def test_the_page_says_who_acts_next_and_until_when(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    first, second = there.reviewers

    def step() -> tuple[str, str, object]:
        found = queries.case(number=number, by=there.admin).next
        assert found is not None
        return found.who.zh, found.what.zh, found.by

    office = step()[0]
    assert step()[1] == "核对材料，决定是否受理"
    actions.case_return(number=number, items=[("lines", "补材料")], by=first, at=AFTER)
    assert step()[:2] == ("您", "按逐项意见补正后再提交")
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    actions.claim_accept(number=number, by=first, at=AFTER)
    assert step()[:2] == (office, "初审")
    actions.review_first(number=number, by=first, at=AFTER)
    actions.review_second(number=number, by=second, at=AFTER)
    notice = actions.notice_publish(number=number, by=first, at=AFTER)
    assert step()[2] == queries.notice(number=notice, at=AFTER).card.ends_on is not None
    actions.notice_close(number=notice, by=first, at=LATER)
    assert step() == (office, "作出决定", None)
    actions.claim_approve(number=number, by=second, at=LATER)
    assert step()[1] == "拨付补贴"
