"""What an organisation types, as the rooms take it."""

from __future__ import annotations

import pytest

from yunpei.portals.organisation.forms import FirmForm


@pytest.mark.parametrize(("typed", "fen"), [("1,200.50", 120_050), ("3000000", 300_000_000), ("", None)])
@pytest.mark.parametrize("field", ["revenue_fen", "assets_fen"])
def test_a_firms_money_is_typed_in_yuan_and_kept_in_fen(field: str, typed: str, fen: int | None) -> None:
    form = FirmForm({field: typed})
    form.is_valid()
    assert form.cleaned_data[field] == fen


def test_an_amount_that_is_none_is_told_beside_its_field() -> None:
    assert "revenue_fen" in FirmForm({"revenue_fen": "很多"}).errors
