"""Accounts and phones of several persons."""

from __future__ import annotations

from pathlib import Path

from tests.oversight.screening.folder import enrolled, findings, severities


def test_a_couples_account_is_looked_at_and_that_of_many_stops(tmp_path: Path) -> None:
    roster = enrolled("P1", "P2", bank_account="6200 1") + enrolled("Q1", "Q2", "Q3", "Q4", "Q5", bank_account="62002")
    found = severities(tmp_path, "shared_bank_account", roster=roster + enrolled("R1", bank_account="62003"))
    assert found == {"P1": "look", "P2": "look"} | dict.fromkeys(("Q1", "Q2", "Q3", "Q4", "Q5"), "stop")


def test_a_family_firms_phone_is_at_most_looked_at(tmp_path: Path) -> None:
    roster = enrolled("P1", "P2", "P3", phone="1990 0000001") + enrolled(
        *(f"Q{n}" for n in range(7)), phone="19900000002"
    )
    assert set(severities(tmp_path, "shared_phone", roster=roster).values()) == {"look"}


def test_accounts_are_compared_without_blanks_and_shown_by_their_end(tmp_path: Path) -> None:
    roster = enrolled("P1", bank_account="6200 0000-0001") + enrolled("P2", bank_account="620000000001")
    one, _ = findings(tmp_path, "shared_bank_account", roster=roster)
    assert "0001" in one["evidence"]
    assert "620000000001" not in one["evidence"]
