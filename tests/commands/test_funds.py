"""`yunpei funds ledger`: two signed rows a transfer, zero per transaction, from a stopped site."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.casework.city import City, Studied, approved, city, claimed
from yunpei.commands import funds
from yunpei.funds.models import Transfer


@pytest.fixture
def there(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(funds, "open_site", lambda folder: None)  # the test's own database is open already
    monkeypatch.setattr(funds, "pending", list)
    Studied().stand_in(monkeypatch)
    return city()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.req("R31")
def test_the_ledger_sums_to_zero_per_transaction(there: City, tmp_path: Path, capsys) -> None:
    number = claimed(there, (1, 2))
    approved(there, number)
    out = tmp_path / "F.csv"
    assert funds.main(["ledger", "--data", str(tmp_path), "--out", str(out)]) == 0
    found = rows(out)
    assert list(found[0]) == ["transaction", "at", "fund", "region", "account", "case", "amount_fen"]
    sums: dict[str, int] = {}
    for row in found:
        sums[row["transaction"]] = sums.get(row["transaction"], 0) + int(row["amount_fen"])
    assert len(sums) == 2
    assert set(sums.values()) == {0}
    assert len(found) == 2 * Transfer.objects.count()
    assert {row["case"] for row in found} == {"", number}
    assert {row["account"]: int(row["amount_fen"]) for row in found[2:4]} == {"budget": -44_400, "reserved": 44_400}
    assert "2" in capsys.readouterr().out


@pytest.mark.parametrize("end", [".txt", ".parquet"])
def test_other_kinds_of_file_are_refused(tmp_path: Path, end: str, capsys) -> None:
    assert funds.main(["ledger", "--out", str(tmp_path / f"F{end}")]) == 2
    assert ".csv" in capsys.readouterr().err


def test_a_site_that_is_not_up_to_date_is_left_alone(there: City, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(funds, "pending", lambda: ["funds.0002"])
    assert funds.main(["ledger", "--data", str(tmp_path), "--out", str(tmp_path / "F.csv")]) == 2
    assert "migrate" in capsys.readouterr().err
    assert not (tmp_path / "F.csv").exists()
