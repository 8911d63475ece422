"""Stored forms of an ID number: what goes in comes out, for its own row only, and equal numbers are found."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import person
from yunpei.common.secrets import Unreadable
from yunpei.people import idnumbers

pytestmark = pytest.mark.req("R01")

PEOPLE = st.integers(0, 13_000_000).map(person)
ROWS = st.uuids()
SPELLINGS = st.sampled_from(["{}", " {}", "{}\t", "'{}", "\u200b{}", "{}\u3000"])


@given(PEOPLE, ROWS)
def test_what_goes_in_comes_out(number: str, row: UUID) -> None:
    kept = idnumbers.kept(number, row)
    assert idnumbers.opened(kept.encrypted, row) == number
    assert number not in kept.encrypted + kept.blind + kept.masked
    assert kept.masked.count("*") == 12


@given(PEOPLE, ROWS, ROWS)
def test_a_value_opens_in_its_own_row_only(number: str, row: UUID, other: UUID) -> None:
    kept = idnumbers.kept(number, row)
    if row != other:
        with pytest.raises(Unreadable) as refused:
            idnumbers.opened(kept.encrypted, other)
        assert number not in str(refused.value)


@given(PEOPLE, PEOPLE, SPELLINGS)
def test_the_index_is_equal_for_equal_numbers_alone(one: str, other: str, spelling: str) -> None:
    assert idnumbers.blind(spelling.format(one.lower())) == idnumbers.blind(one)
    assert (idnumbers.blind(one) == idnumbers.blind(other)) is (one == other)


@given(PEOPLE)
def test_equal_numbers_are_stored_differently(number: str) -> None:
    row = uuid4()
    assert idnumbers.kept(number, row).encrypted != idnumbers.kept(number, row).encrypted


@pytest.mark.parametrize("text", ["", "123", person(1)[:17], person(1)[:17] + "Y"])
def test_only_well_formed_numbers_are_kept(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        idnumbers.kept(text, uuid4())
    assert len(text) < 6 or text not in str(refused.value)
