"""Numbers that can be read aloud, typed badly, and not guessed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from yunpei.credentials.numbers import ALPHABET, new_number, plain_number


def test_its_form() -> None:
    made = {new_number(2020) for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(rf"YP2020-[{ALPHABET}]{{6}}-[{ALPHABET}]{{6}}", one) for one in made)


def test_typed_as_people_type() -> None:
    number = new_number(2021)
    for typed in (number.lower(), number.replace("-", ""), f"  {number} ", number.replace("-", " - ")):
        assert plain_number(typed) == number


@given(place=st.integers(7, 19), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    number = new_number(2020)
    if number[place] not in ("-", other):
        assert plain_number(number[:place] + other + number[place + 1 :]) is None


@given(place=st.integers(7, 18))
def test_neighbours_changed_over_are_noticed(place: int) -> None:
    number = new_number(2020)
    one, other = number[place], number[place + 1]
    if "-" not in (one, other) and one != other:
        assert plain_number(number[:place] + other + one + number[place + 2 :]) is None


@given(text=st.text(max_size=40))
def test_nothing_else_is_a_number(text: str) -> None:
    found = plain_number(text)
    assert found is None or plain_number(found) == found
