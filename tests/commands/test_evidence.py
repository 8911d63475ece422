"""`yunpei evidence`: a dossier written, checked, touched and checked again; a checkpoint on demand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.casework.classbook import Classbook, apart, made, together
from yunpei.commands import evidence
from yunpei.evidence import study as configured
from yunpei.evidence.models import Checkpoint


@pytest.fixture
def book(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    monkeypatch.setattr(evidence, "open_site", lambda folder: None)  # the test's own database is open already
    monkeypatch.setattr(evidence, "pending", list)
    yield made(tmp_path, monkeypatch, (1, 2))
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


@pytest.mark.req("R37")
@pytest.mark.parametrize("by", ["case_number", "public_id"])
def test_a_dossier_goes_out_and_holds(book: Classbook, tmp_path: Path, by: str, capsys) -> None:
    out = tmp_path / "F.zip"
    assert evidence.main(["export", getattr(book.held, by), "--out", str(out)]) == 0
    assert evidence.main(["verify", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "全部成立"
    files = apart(out)
    roster = files["roster.jsonl"].replace(b'"employee"', b'"dispatch"', 1)
    assert roster != files["roster.jsonl"]
    assert evidence.main(["verify", str(together({**files, "roster.jsonl": roster}, tmp_path / "G.zip"))]) == 1
    assert capsys.readouterr().err == "roster.jsonl 第 1 行：与清单不符\n"


def test_no_such_class_no_such_folder(book: Classbook, tmp_path: Path, capsys) -> None:
    assert evidence.main(["export", "WX-1999-0001", "--out", str(tmp_path / "F.zip")]) == 2
    assert "WX-1999-0001" in capsys.readouterr().err
    gone = tmp_path / "no" / "F.zip"
    assert evidence.main(["export", book.held.case_number, "--out", str(gone)]) == 2
    assert "no" in capsys.readouterr().err
    assert list(tmp_path.glob("*.part")) == []


def test_a_checkpoint_now(book: Classbook, capsys) -> None:
    assert evidence.main(["checkpoint"]) == 0
    assert Checkpoint.objects.get().root in capsys.readouterr().out


def test_a_site_that_is_not_up_to_date_is_left_alone(book: Classbook, monkeypatch, capsys) -> None:
    monkeypatch.setattr(evidence, "pending", lambda: ["evidence.0001"])
    assert evidence.main(["checkpoint"]) == 2
    assert Checkpoint.objects.count() == 0


def test_checking_loads_no_django(tmp_path: Path) -> None:
    program = "import sys; from yunpei.cli import main; print(main(['evidence', 'verify', 'none.zip'])); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.split() == ["2", "False"]


@pytest.mark.req("R09", "R37")
def test_a_dossier_of_compacted_receipts_is_the_same_and_holds(book: Classbook, tmp_path: Path, capsys) -> None:
    before = apart(book.export("F.zip"))["receipts.jsonl"]
    assert evidence.main(["compact"]) == 0
    assert "压缩 0 次学习" in capsys.readouterr().out  # a day has not passed
    book.clock.passes(2 * 86_400)
    assert evidence.main(["compact"]) == 0
    assert "压缩 2 次学习" in capsys.readouterr().out  # each one's first session; the second was not left
    with configured.current().store.reading() as tx:
        assert len(list(tx._run("SELECT session FROM study_pack", ()))) == 2
    again = book.export("G.zip")
    assert apart(again)["receipts.jsonl"] == before
    assert evidence.main(["verify", str(again)]) == 0


def test_a_role_that_only_adds_does_not_compact(book: Classbook, monkeypatch, capsys) -> None:
    monkeypatch.setattr("yunpei.evidence.store_sqlite.SqliteStore.may_compact", lambda _store: False)
    assert evidence.main(["compact"]) == 2
    assert "所有者" in capsys.readouterr().err
