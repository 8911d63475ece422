"""Checkpoints for everyone: the page, the same for programs, and the proof that one continues another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.evidence.log.conftest import AT, BY, happened
from tests.study_stores import KEYS, Moved
from yunpei.evidence import study as configured
from yunpei.evidence.log import queries
from yunpei.evidence.log.checkpoints import checkpoint_make
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.verifier import roots_of_consistency, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three(db: None, tmp_path: Path) -> Iterator[None]:
    made = Study(open_store(str(tmp_path / "study.sqlite3"), Moved()), KEYS)
    configured.configure(lambda: made)
    for count in (1, 2, 3):
        happened(count)
        checkpoint_make(by=BY, at=AT)
    yield
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def test_the_page_shows_roots_and_keys(client: Client) -> None:
    shown = client.get("/evidence/").content.decode()
    for card in queries.checkpoints():
        assert card.root in shown
    assert all(public in shown for public in queries.public_keys().values())
    assert "/evidence/consistency/2/3.json" in shown
    assert "/evidence/consistency/0/1.json" not in shown


@pytest.mark.parametrize("before", ["", "2", "x", "9" * 40, "-1", "²"])
def test_older_ones_are_asked_for(client: Client, before: str) -> None:
    answer = client.get("/evidence/", {"before": before})
    assert answer.status_code == 200
    if before == "2":
        assert queries.checkpoint(1).root in answer.content.decode()
        assert queries.checkpoint(2).root not in answer.content.decode()


def test_a_program_checks_it_from_what_it_gets(client: Client) -> None:
    (public,) = queries.public_keys().values()
    found = client.get("/evidence/checkpoints/2.json").json()
    assert signed(found["text"], found["signature"], public)
    assert json.loads(found["text"])["root"] == found["root"]
    raw = client.get("/evidence/checkpoints/2.txt").content.decode()
    assert raw == f"{found['text']}\n{found['signature']}"
    proof = client.get("/evidence/consistency/1/3.json").json()
    roots = bytes.fromhex(proof["old"]["root"]), bytes.fromhex(proof["new"]["root"])
    path = [bytes.fromhex(one) for one in proof["consistency"]]
    assert roots_of_consistency(proof["old"]["size"], proof["new"]["size"], roots[0], path) == roots


@pytest.mark.parametrize(
    "address", ["checkpoints/4.json", "checkpoints/0.txt", "consistency/3/1.json", "consistency/1/9.json"]
)
def test_what_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"/evidence/{address}").status_code == 404
