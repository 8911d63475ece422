"""Ids for addresses."""

from __future__ import annotations

from yunpei.common.identifiers_db import new_id


def test_they_are_of_version_7_and_differ() -> None:
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_they_sort_by_the_millisecond_they_were_made_in() -> None:
    stamps = [new_id().int >> 80 for _ in range(1000)]
    assert stamps == sorted(stamps)
