"""A certificate is issued once to who has earned it, says it to anyone, and can be revoked."""

from __future__ import annotations

import base64
import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.classroom import IN_CLASS, PROJECT, SYSTEM, StudyStub, Town
from tests.invented import firm, name, person
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.credentials import actions, queries
from yunpei.credentials.models import Certificate
from yunpei.learning import actions as learning
from yunpei.learning import queries as learning_queries
from yunpei.learning.types import PaperKind
from yunpei.training.types import ClassFacts, FactSource


def pass_exam(held: ClassFacts, who: Actor) -> None:
    assert who.person_id
    public_id = learning.attempt_start(class_id=held.id, kind=PaperKind.EXAM, by=who, at=IN_CLASS)
    paper = learning_queries.attempt_page(public_id, person_id=who.person_id, at=IN_CLASS)
    right = {
        one.id: [place for place, option in enumerate(one.options) if option.startswith("正确")]
        for one in paper.questions
    }
    assert learning.attempt_submit(attempt_id=paper.id, answers=right, by=who, at=IN_CLASS).passed


def issue(held: ClassFacts, who: Actor, by: Actor | None = None) -> str:
    assert who.person_id
    return actions.certificate_issue(class_id=held.id, person_id=who.person_id, by=by or who, at=IN_CLASS)


@pytest.fixture
def who(there: Town, held: ClassFacts) -> Actor:
    """A learner who has earned it."""
    pass_exam(held, there.learners[1])
    return there.learners[1]


@pytest.mark.req("R19")
def test_anyone_can_check_all_of_it(held: ClassFacts, who: Actor) -> None:
    number = issue(held, who)
    shown = queries.check(number.lower().replace("-", " "))
    content = shown.content
    assert shown.valid
    assert (content.number, content.person_name, content.employer) == (number, name(1), firm(500))
    assert (content.hours, content.mark, content.project, content.class_number) == (4, 100, PROJECT, "A1")
    assert content.issued_on == date(2020, 3, 10)
    assert person(1) not in shown.canonical
    assert content.id_masked == person(1)[:4] + "*" * 12 + person(1)[-2:]
    # What a stranger would do: the standard library and one Ed25519 implementation.
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(shown.public_key))
    key.verify(base64.b64decode(shown.signature), shown.canonical.encode())
    assert json.loads(shown.canonical)["number"] == number
    (entry,) = history(subject_type="certificate", subject_id=number)
    assert entry.verb == "certificate_issue"


def test_one_stands_per_person_and_class(held: ClassFacts, who: Actor, there: Town) -> None:
    number = issue(held, who)
    assert issue(held, who) == issue(held, who, there.admin) == issue(held, who, SYSTEM) == number
    assert Certificate.objects.count() == 1


def test_nobody_gets_one_unearned_and_all_that_lacks_is_told(held: ClassFacts, there: Town, clock: StudyStub) -> None:
    with pytest.raises(Conflict) as error:
        issue(held, there.learners[1])
    assert "考试未合格" in error.value.text.zh
    with pytest.raises(Conflict) as error:
        issue(held, there.learners[2], SYSTEM)
    assert error.value.text.zh.count("；") == 2
    pass_exam(held, there.learners[1])
    clock.studied(held, there.learners[1], 30)
    with pytest.raises(Conflict) as error:
        issue(held, there.learners[1])
    assert "还差3课时" in error.value.text.zh
    assert not Certificate.objects.exists()


def test_who_may_ask_for_it(held: ClassFacts, who: Actor, there: Town) -> None:
    with pytest.raises(NotFound):
        issue(held, who, there.learners[2])
    assert there.admin.person_id
    with pytest.raises(NotFound):  # not on the roster
        actions.certificate_issue(class_id=held.id, person_id=there.admin.person_id, by=there.admin, at=IN_CLASS)


def test_what_was_changed_in_the_table_is_seen(held: ClassFacts, who: Actor) -> None:
    number = issue(held, who)
    row = Certificate.objects.get()
    for changed in (row.canonical.replace('"hours":4', '"hours":40'), row.canonical.replace(name(1), name(2))):
        assert changed != row.canonical
        Certificate.objects.filter(pk=row.pk).update(canonical=changed)
        assert not queries.check(number).genuine
    Certificate.objects.filter(pk=row.pk).update(canonical=row.canonical, key_id="gone")
    shown = queries.check(number)
    assert (shown.genuine, shown.valid, shown.public_key) == (False, False, "")


def test_revoked_for_all_to_see_and_issued_anew(held: ClassFacts, who: Actor) -> None:
    first = issue(held, who)
    with pytest.raises(Forbidden):
        actions.certificate_revoke(number=first, why="代学", by=who, at=IN_CLASS)
    with pytest.raises(Invalid):
        actions.certificate_revoke(number=first, why=" ", by=SYSTEM, at=IN_CLASS)
    with pytest.raises(NotFound):
        actions.certificate_revoke(number="YP2020-x", why="代学", by=SYSTEM, at=IN_CLASS)
    actions.certificate_revoke(number=first, why="代学", by=SYSTEM, at=IN_CLASS)
    with pytest.raises(Conflict):
        actions.certificate_revoke(number=first, why="代学", by=SYSTEM, at=IN_CLASS)
    shown = queries.check(first)
    assert (shown.genuine, shown.valid, shown.revoked_why) == (True, False, "代学")
    second = issue(held, who)
    assert second != first
    assert who.person_id
    assert [one.number for one in queries.certificates_of_person(who.person_id)] == [second, first]


@pytest.mark.req("R19")
def test_a_claim_is_told_the_number(held: ClassFacts, who: Actor, django_assert_num_queries) -> None:
    number = issue(held, who)
    with django_assert_num_queries(3):
        facts = queries.claim_facts(held.id)
    assert [one.facts["certificate_no"].value for one in facts] == [number, None]
    assert facts[0].facts["certificate_no"].source is FactSource.CERTIFICATE
    actions.certificate_revoke(number=number, why="代学", by=SYSTEM, at=IN_CLASS)
    assert queries.claim_facts(held.id)[0].facts["certificate_no"].value is None


@pytest.mark.parametrize("number", ["", "YP2020", "YP2020-222222-222222", "x" * 500, "Ｙ"])
def test_a_number_that_is_none(db: None, number: str) -> None:
    with pytest.raises(NotFound):
        queries.check(number)
