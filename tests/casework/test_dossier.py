"""A class's dossier: complete, the same for the same state, checked without us, and found out when a record is touched."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.casework.city import AFTER
from tests.casework.classbook import Classbook, apart, made, signed_again, studied, together
from yunpei.casework.actions.dossier import dossier_export
from yunpei.casework.models import Case
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.models import AuditRow
from yunpei.evidence import study as configured
from yunpei.evidence import verifier
from yunpei.evidence.log import actions as log
from yunpei.evidence.models import Checkpoint, Event
from yunpei.evidence.verifier import FILES, Fault
from yunpei.training import queries as training

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classbook]:
    yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def records(files: dict[str, bytes], name: str) -> list[dict]:
    return [json.loads(line) for line in files[name].decode().splitlines()]


def test_it_holds_and_says_what(book: Classbook) -> None:
    files = apart(book.export())
    assert tuple(files) == FILES
    said = [en for _, en in verifier.check(book.folder / "F.zip")]
    assert "33 receipts of 6 sessions: chained; credited + pending + excluded = elapsed; hours agree" in said
    assert any(one.endswith("proofs: all bound by the checkpoint") for one in said)
    assert len(records(files, "roster.jsonl")) == len(records(files, "study.jsonl")) == 3
    assert files["dossier.pdf"].startswith(b"%PDF")
    assert records(files, "decision.jsonl")[0]["record"] == "claim"
    assert "师傅" not in files["events.jsonl"].decode()  # a commitment stands for it


def test_all_of_the_class_is_in_it(book: Classbook) -> None:
    files = apart(book.export())

    def counted(name: str, record: str = "") -> int:
        return sum(one.get("record", "") == record for one in records(files, name))

    assert [counted("meetings.jsonl", one) for one in ("meeting", "attendance")] == [1, 3]
    assert [counted("records.jsonl", one) for one in ("batch", "study")] == [2, 6]
    assert [counted(one) for one in ("exam.jsonl", "practical.jsonl", "certificates.jsonl")] == [1, 2, 2]
    assert records(files, "meetings.jsonl")[0]["ms"] == 2 * 7_200_000  # the third was taken off
    assert [one["void_reason"] for one in records(files, "practical.jsonl")] == ["记错人", ""]
    assert [one["revoked_why"] for one in records(files, "certificates.jsonl")] == ["发现代学", ""]


def test_no_full_number_and_no_inner_id_is_in_it(book: Classbook) -> None:
    from tests.invented import person

    files = apart(book.export())
    for name, data in files.items():
        assert not any(person(n).encode() in data for n in (1, 2, 3)), name
    assert {tuple(one) for one in records(files, "roster.jsonl")} == {
        ("filed", "id_masked", "name", "person", "post", "signed_in_at", "worker_kind")
    }


def test_the_same_state_gives_the_same_bytes(book: Classbook) -> None:
    first = book.export("1.zip").read_bytes()
    rows = Event.objects.count(), Checkpoint.objects.count()
    assert book.export("2.zip").read_bytes() == first
    assert (Event.objects.count(), Checkpoint.objects.count()) == rows
    assert AuditRow.objects.filter(verb="dossier_export").count() == 2
    studied(book.held, book.clock)
    assert book.export("3.zip").read_bytes() != first
    verifier.check(book.folder / "3.zip")
    verifier.check(book.folder / "1.zip")


def test_the_lone_file_checks_it_without_the_program(book: Classbook, tmp_path: Path) -> None:
    files = apart(book.export())
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    key = records(files, "keys.jsonl")[0]["public"]

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", str(tmp_path / "verify.py"), *words],
            capture_output=True,
            text=True,
            check=False,
            env={"LANG": "en_US.UTF-8", "PYTHONUTF8": "1"},
        )
        return done.returncode, done.stdout + done.stderr

    code, said = run(str(tmp_path / "F.zip"), "--key", key)
    assert (code, said.splitlines()[-1]) == (0, "everything holds")
    code, said = run(str(tmp_path / "F.zip"), "--key", "A" * 43 + "=")
    assert (code, said) == (1, "keys.jsonl, line 1: is not the public key that was given\n")
    assert b"import yunpei" not in files["verify.py"]
    assert b"from yunpei" not in files["verify.py"]


def test_erasing_values_leaves_the_proof(book: Classbook) -> None:
    book.export("before.zip")
    person = training.roster_lines(book.held.roster_id)[0].person
    Case.objects.update(state="closed", changed_at=AFTER)  # so long ago that nothing has to be kept
    long_after = AFTER + timedelta(days=3 * 366)
    assert log.values_erase(person=person, why="本人申请", by=log_keeper(), at=long_after).erased == 2
    verifier.check(book.folder / "before.zip")
    book.export("after.zip")
    verifier.check(book.folder / "after.zip")


def log_keeper():
    from yunpei.common.actor import Actor

    return Actor.system("tests")


def test_who_may(book: Classbook) -> None:
    out = book.folder / "F.zip"
    reviewer = book.there.reviewers[0]
    dossier_export(class_id=book.held.id, out=out, by=reviewer, at=AFTER)
    out.unlink()
    for by, refused in ((book.there.admin, Forbidden), (book.there.payer, Forbidden)):
        with pytest.raises(refused):
            dossier_export(class_id=book.held.id, out=out, by=by, at=AFTER)
    with pytest.raises(NotFound):
        dossier_export(class_id=book.held.id + 99, out=out, by=reviewer, at=AFTER)
    assert not out.exists()


# ---- someone who holds the signing key forges it: what checkpoints and arithmetic still find ------------------------------


def _receipt(lines: dict[str, list[str]], change) -> None:
    found = json.loads(lines["receipts.jsonl"][2])
    parts = found["receipt"].split("|")
    change(parts)
    lines["receipts.jsonl"][2] = verifier.canonical({"receipt": "|".join(parts)})


def _more_credit(parts: list[str]) -> None:
    parts[16] = str(int(parts[16]) + 1000)


def _tip_changed(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["receipts.jsonl"][5])
    parts = found["receipt"].split("|")
    parts[35] = "A" * 43
    lines["receipts.jsonl"][5] = verifier.canonical({"receipt": "|".join(parts)})


def _hours(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["study.jsonl"][0])
    lines["study.jsonl"][0] = verifier.canonical({**found, "hours": found["hours"] + 1})


def _session_dropped(lines: dict[str, list[str]]) -> None:
    del lines["receipts.jsonl"][:6]


def _event_added(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["events.jsonl"][0])
    lines["events.jsonl"].append(verifier.canonical({**found, "id": "0" * 36}))


def _more_money(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["decision.jsonl"][1])
    lines["decision.jsonl"][1] = verifier.canonical({**found, "amount_fen": found["amount_fen"] + 1})


def _roster(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["roster.jsonl"][0])
    lines["roster.jsonl"][0] = verifier.canonical({**found, "name": "另一人"})


def _stands_again(name: str, line: int, *fields: str):
    def change(lines: dict[str, list[str]]) -> None:
        found = json.loads(lines[name][line])
        lines[name][line] = verifier.canonical({**found, **dict.fromkeys(fields)})

    return change


def _said(name: str, line: int, **more):
    def change(lines: dict[str, list[str]]) -> None:
        found = json.loads(lines[name][line])
        lines[name][line] = verifier.canonical({**found, **more})

    return change


def _proof_moved(lines: dict[str, list[str]]) -> None:
    lines["proofs.jsonl"][0], lines["proofs.jsonl"][1] = lines["proofs.jsonl"][1], lines["proofs.jsonl"][0]


def _path_changed(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["proofs.jsonl"][0])
    lines["proofs.jsonl"][0] = verifier.canonical({**found, "path": ["00" * 32, *found["path"][1:]]})


def _consistency_changed(lines: dict[str, list[str]]) -> None:
    found = json.loads(lines["checkpoints.jsonl"][1])
    lines["checkpoints.jsonl"][1] = verifier.canonical({**found, "consistency": ["00" * 32, *found["consistency"][1:]]})


def _stamped(lines: dict[str, list[str]], checkpoint: int) -> None:
    """A stamp over the first checkpoint, said to be of another one."""
    first = json.loads(lines["checkpoints.jsonl"][0])
    digest = hashlib.sha256(f"{first['text']}\n{first['signature']}".encode()).digest()
    token = base64.b64encode(b"\x30\x22\x04\x20" + digest).decode()
    lines["stamps.jsonl"] = [verifier.canonical({"checkpoint": checkpoint, "token": token})]


def test_a_stamp_is_over_its_own_checkpoint(book: Classbook) -> None:
    files = apart(book.export())
    verifier.check(signed_again(files, book.folder, book.folder / "right.zip", lambda lines: _stamped(lines, 1)))
    with pytest.raises(Fault) as found:
        verifier.check(signed_again(files, book.folder, book.folder / "wrong.zip", lambda lines: _stamped(lines, 2)))
    assert (found.value.file, found.value.line) == ("stamps.jsonl", 1)


def _checkpoint_dropped(lines: dict[str, list[str]]) -> None:
    del lines["checkpoints.jsonl"][0]


@pytest.mark.parametrize(
    ("change", "file", "line"),
    [
        (lambda lines: _receipt(lines, _more_credit), "receipts.jsonl", 3),
        (_tip_changed, "seal.jsonl", 1),
        (_hours, "study.jsonl", 1),
        (_session_dropped, "study.jsonl", 1),
        (_event_added, "seal.jsonl", 1),
        (_more_money, "decision.jsonl", 0),
        (_roster, "seal.jsonl", 1),
        (_said("meetings.jsonl", 1, ms=7_200_001), "meetings.jsonl", 2),
        (_said("meetings.jsonl", 0, ms=7_200_000 * 3), "meetings.jsonl", 0),
        (_stands_again("meetings.jsonl", 3, "voided_at"), "meetings.jsonl", 4),
        (_said("meetings.jsonl", 0, teacher="另一人"), "seal.jsonl", 1),
        (_said("records.jsonl", 1, ms=1), "records.jsonl", 0),
        (_said("records.jsonl", 1, batch="another"), "records.jsonl", 2),
        (_said("records.jsonl", 2, person="nobody"), "records.jsonl", 3),
        (_stands_again("records.jsonl", 4, "voided_at"), "seal.jsonl", 1),
        (_said("exam.jsonl", 0, points=6), "exam.jsonl", 1),
        (_said("exam.jsonl", 0, points=6, mark=60), "exam.jsonl", 1),
        (_said("practical.jsonl", 1, mark=95), "practical.jsonl", 2),
        (_stands_again("practical.jsonl", 0, "voided_at"), "practical.jsonl", 1),
        (_stands_again("certificates.jsonl", 0, "revoked_at"), "certificates.jsonl", 1),
        (_said("certificates.jsonl", 0, revoked_why="x"), "seal.jsonl", 1),
        (_proof_moved, "proofs.jsonl", 2),
        (_path_changed, "events.jsonl", 1),
        (_consistency_changed, "checkpoints.jsonl", 2),
        (_checkpoint_dropped, "checkpoints.jsonl", 1),
    ],
)
def test_a_key_holder_cannot_forge_what_is_bound(book: Classbook, change, file: str, line: int) -> None:
    forged = signed_again(apart(book.export()), book.folder, book.folder / "forged.zip", change)
    with pytest.raises(Fault) as found:
        verifier.check(forged)
    # Where arithmetic does not see it, the seal does: the records are not those whose digest became a leaf.
    assert (found.value.file, found.value.line) == (file, line)


def test_what_is_signed_again_without_a_change_holds(book: Classbook) -> None:
    again = signed_again(apart(book.export()), book.folder, book.folder / "again.zip", lambda lines: None)
    verifier.check(again)
    assert together(apart(again), book.folder / "zipped.zip").exists()
    verifier.check(book.folder / "zipped.zip")
