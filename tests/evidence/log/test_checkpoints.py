"""Checkpoints bind everything, once, for good."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.evidence.log.conftest import AT, BY, happened
from tests.study_stores import Moved
from yunpei.common.identifiers_db import new_id
from yunpei.evidence import actions as clock_actions
from yunpei.evidence.log import queries
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.log.tree import stored_tree
from yunpei.evidence.models import Checkpoint, Leaf, TreeNode
from yunpei.evidence.receipt import digest, new_secret, read
from yunpei.evidence.sealing import digest as text_digest
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind
from yunpei.evidence.verifier import leaf_hash, root_of_inclusion, roots_of_consistency, signed

pytestmark = pytest.mark.django_db


def admitted(**changes: object) -> Admitted:
    given = {
        "person": str(new_id()),
        "class_id": str(new_id()),
        "lesson": str(new_id()),
        "kind": Kind.VIDEO,
        "seconds": 600,
        "until": 2**53,
    }
    return Admitted(**(given | changes))  # type: ignore[arg-type]


def test_nothing_has_no_checkpoint(study: Study) -> None:
    assert checkpoint_make(by=BY, at=AT) == 0
    assert queries.checkpoints() == []


def test_every_event_is_bound_once_and_provably(study: Study) -> None:
    happened(5)
    assert checkpoint_make(by=BY, at=AT) == 1
    assert checkpoint_make(by=BY, at=AT) == 1  # nothing new
    happened(300)
    assert checkpoint_make(by=BY, at=AT) == 2
    card = queries.checkpoint(2)
    assert (card.size, TreeNode.objects.count()) == (305, 1)
    leaves = list(Leaf.objects.order_by("number"))
    assert [leaf.number for leaf in leaves] == list(range(305))
    for proof, leaf in zip(queries.proofs(range(305), 305), leaves, strict=True):
        assert leaf.event is not None
        bound = leaf_hash(leaf.event.text.encode())
        path = [bytes.fromhex(one) for one in proof.path]
        assert root_of_inclusion(bound, proof.leaf, 305, path).hex() == card.root


def test_checkpoints_are_signed_and_linked(study: Study) -> None:
    for n in (1, 2, 300):
        happened(n)
        checkpoint_make(by=BY, at=AT)
    third, second, first = queries.checkpoints()
    keys = queries.public_keys()
    for card in (first, second, third):
        (public,) = keys.values()
        assert signed(card.text, card.signature, public)
        assert not signed(card.text + " ", card.signature, public)
    assert f'"previous":"{text_digest(second.text)}"' in third.text
    path = [bytes.fromhex(one) for one in queries.consistency(1, 3)]
    roots = bytes.fromhex(first.root), bytes.fromhex(third.root)
    assert roots_of_consistency(1, 303, roots[0], path) == roots


def test_a_session_is_bound_by_its_last_receipt(study: Study, clock: Moved) -> None:
    secret = new_secret()
    first = clock_actions.session_open(admitted=admitted(), secret=secret)
    checkpoint_make(by=BY, at=AT)
    session = first.session.id
    assert queries.bound_receipts([session]) == {session: (0, 0)}
    clock.passes(15)
    claim = Claim(playing=True, visible=True, rate=100, start=None, position=15_000)
    second = clock_actions.heartbeat(receipt=first.text, secret=secret, claim=claim)
    assert second is not None
    checkpoint_make(by=BY, at=AT)
    checkpoint_make(by=BY, at=AT)
    assert queries.bound_receipts([session]) == {session: (1, 1)}
    assert Leaf.objects.count() == 2
    assert bytes(Leaf.objects.get(number=1).hash) == leaf_hash(second.text.encode())
    assert read(second.text).previous == digest(first.text)  # so the first is bound by it too


def test_a_session_that_ended_is_bound_with_its_end(study: Study, clock: Moved) -> None:
    one = admitted()
    first = clock_actions.session_open(admitted=one, secret=new_secret())
    checkpoint_make(by=BY, at=AT)
    clock.passes(30)
    clock_actions.session_open(admitted=admitted(person=one.person), secret=new_secret())  # ends the other
    clock.passes(3600)
    checkpoint_make(by=BY, at=AT)
    assert queries.bound_receipts([first.session.id])[first.session.id][0] == 1


def test_a_checkpoint_is_never_earlier_than_the_one_before(study: Study) -> None:
    happened()
    checkpoint_make(by=BY, at=AT)
    happened()
    checkpoint_make(by=BY, at=AT.replace(year=2019))
    assert [card.at for card in queries.checkpoints()] == [AT, AT]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_event SET verb = 'void'",
        "DELETE FROM evidence_event",
        "UPDATE evidence_checkpoint SET root = ''",
        "DELETE FROM evidence_checkpoint",
        "UPDATE evidence_leaf SET number = number + 1",
        "UPDATE evidence_leaf SET number = NULL",
        "DELETE FROM evidence_leaf",
        "DELETE FROM evidence_treenode",
    ],
)
def test_what_is_evidence_is_not_changed(study: Study, statement: str) -> None:
    happened(256)
    checkpoint_make(by=BY, at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Checkpoint.objects.count() == 1


def test_a_tree_with_a_hole_proves_nothing(study: Study) -> None:
    happened(3)
    checkpoint_make(by=BY, at=AT)
    happened(1)  # waits: has no number
    with pytest.raises(LookupError):
        stored_tree().root(4)
