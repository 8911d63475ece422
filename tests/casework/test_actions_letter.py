"""Decision letters: frozen with the decision, signed, checkable by anyone, shown with persons masked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.casework.city import AFTER, DAY, City, Studied, accepted, approved, claimed, submitted
from tests.files.conftest import uploads  # noqa: F401  # a store of one's own
from tests.invented import person
from yunpei.casework import actions, jobs, queries
from yunpei.casework.models import DecisionLetter
from yunpei.common.errors import Invalid, NotFound
from yunpei.common.identifiers import mask_person_id
from yunpei.common.models import AuditRow, Job
from yunpei.files import queries as stored
from yunpei.messages.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.req("R31")]
LATER = AFTER + 6 * DAY


@pytest.fixture(autouse=True)
def seal(settings: object, tmp_path: Path) -> None:
    settings.YUNPEI_PAPER_SEAL = tmp_path / "paper-seal.pem"  # type: ignore[attr-defined]


def text_of(number: str, there: City) -> str:
    found = stored.file(queries.letter_file(number=number, by=there.admin))
    pages = PdfReader(io.BytesIO(stored.path(found).read_bytes())).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def made(case: str) -> DecisionLetter:
    """The letter of a case, with its paper."""
    letter = DecisionLetter.objects.get(case__number=case, voided_at=None)
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
    DecisionLetter.objects.filter(pk=letter.pk).update(content=letter.content | {"amount_fen": 1})
    assert queries.letter_by_code(letter.code).genuine is False
    DecisionLetter.objects.filter(pk=letter.pk).update(content=letter.content)
    place = stored.path(stored.file(str(letter.file)))
    place.chmod(0o640)
    data = place.read_bytes()
    place.write_bytes(data[: len(data) // 3] + b"x" + data[len(data) // 3 + 1 :])
    assert queries.letter_by_code(letter.code).genuine is False


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
