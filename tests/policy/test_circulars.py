"""The packs quote the circulars to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yunpei.policy.packs import find, load

PACKS = {f"{name}@{version}": folder for name, versions in find().items() for version, folder in versions.items()}


def bare(text: str) -> str:
    """Without white space: a scan breaks lines and paragraphs where the printed sentence does not."""
    return re.sub(r"\s", "", text)


@pytest.mark.req("R32")
@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_clause_stands_in_the_text(name: str, shared_sources: Path) -> None:
    circular = load(PACKS[name]).circular
    (source,) = shared_sources.glob(f"{circular.source}_*.txt")
    text = bare(source.read_text("utf-8"))
    missing = [clause for clause, sentence in circular.clauses.items() if bare(sentence) not in text]
    assert not missing
    assert circular.clauses


def test_a_misquoted_sentence_is_noticed(shared_sources: Path) -> None:
    (source,) = shared_sources.glob("004_*.txt")
    text = bare(source.read_text("utf-8"))
    assert "18.5元/课时" in text
    assert "19.5元/课时" not in text
