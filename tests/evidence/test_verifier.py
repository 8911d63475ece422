"""Hostile and malformed archives end with one sentence and exit code 1 or 2, never with a traceback."""

from __future__ import annotations

import base64
import json
import struct
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yunpei.evidence import verifier
from yunpei.evidence.dossier import Draft
from yunpei.evidence.verifier import FILES, main

KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def sign(text: str) -> str:
    return base64.b64encode(KEY.sign(text.encode())).decode()


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def told(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main([str(path)])
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return code, said.err


def signed_pack(folder: Path, **lines: list[str]) -> Path:
    """An archive in good form whose manifest is signed, with such lines in its files: only what they say can be wrong."""
    draft = Draft(folder)
    keys = [verifier.canonical({"key": "k1", "algorithm": "ed25519", "public": PUBLIC})]
    for name in FILES[2:-1]:
        if name.endswith(".jsonl"):
            draft.put(name, {"keys": keys, **lines}.get(name.removesuffix(".jsonl"), []))
        else:
            draft.put_bytes(name, b"")
    draft.finish(folder / "F.zip", number="A1", key="k1", sign=sign)
    return folder / "F.zip"


@pytest.mark.parametrize(
    "data", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, b"PK\x05\x06" + b"\xff" * 18], ids=range(4)
)
def test_what_is_no_archive(tmp_path: Path, data: bytes, capsys) -> None:
    path = tmp_path / "F.zip"
    path.write_bytes(data)
    assert told(path, capsys)[0] == 2


def test_what_is_not_there_or_a_folder(tmp_path: Path, capsys) -> None:
    assert told(tmp_path / "none.zip", capsys)[0] == 2
    assert told(tmp_path, capsys)[0] == 2


def test_an_empty_archive(tmp_path: Path, capsys) -> None:
    assert told(zipped(tmp_path / "F.zip"), capsys)[0] == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\b", "verify.py/", "\x1b[31m.jsonl"])
def test_other_names(tmp_path: Path, name: str, capsys) -> None:
    whole = [(one, b"") for one in FILES]
    code, said = told(zipped(tmp_path / "F.zip", *whole, (name, b"")), capsys)
    assert code == 1
    assert "\x1b" not in said


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(tmp_path: Path, capsys) -> None:
    whole = [(one, b"") for one in FILES]
    assert told(zipped(tmp_path / "F.zip", *whole, whole[0]), capsys)[0] == 1
    assert told(zipped(tmp_path / "G.zip", whole[0], *whole[:-1]), capsys)[0] == 1


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path, capsys) -> None:
    whole = [(one, b"0" * 1000 if one == "events.jsonl" else b"") for one in FILES]
    path = zipped(tmp_path / "F.zip", *whole)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"events.jsonl") - 46  # in the central directory
    data[entry + 24 : entry + 28] = struct.pack("<I", 0xFFFF_FFF0)
    path.write_bytes(data)
    code, said = told(path, capsys)
    assert code == 1
    assert said.startswith("events.jsonl")


def test_more_than_was_declared_is_not_read(tmp_path: Path, capsys) -> None:
    """A member that unpacks to more than its entry says is cut there, and is not what the manifest lists."""
    path = signed_pack(tmp_path, events=["{}"] * 100)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"events.jsonl") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 3)
    path.write_bytes(data)
    assert told(path, capsys)[0] == 1


def test_an_encrypted_or_odd_member(tmp_path: Path, capsys) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(tmp_path / "F.zip", "w", method) as archive:
            for name in FILES:
                archive.writestr(name, b"")
        assert told(tmp_path / "F.zip", capsys)[0] == 1


def test_a_long_line_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(verifier, "LONGEST_LINE", 5000)
    code, said = told(signed_pack(tmp_path, events=["0" * 6000]), capsys)
    assert (code, said.startswith("events.jsonl")) == (1, True)


@pytest.mark.parametrize("cut", [10, 200, 1000])
def test_a_cut_archive(tmp_path: Path, cut: int, capsys) -> None:
    path = signed_pack(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert told(path, capsys)[0] in (1, 2)


def test_every_byte_of_a_member_counts(tmp_path: Path, capsys) -> None:
    path = signed_pack(tmp_path, events=["{}"] * 20)
    data = bytearray(path.read_bytes())
    start = data.index(b"events.jsonl") + len("events.jsonl")
    data[start + 3] ^= 0xFF
    path.write_bytes(data)
    assert told(path, capsys)[0] == 1


CLASS = {"class": "c", "number": "A1", "hour_seconds": 60, "accumulate": "class"}
ODD = [
    "[]",
    "0",
    "null",
    '"x"',
    "{}",
    "{",
    "[" * 100_000,
    '{"a":' * 50_000,
    "9" * 5000,
    "NaN",
    '{"person":{}}',
    "\\u0000",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("name", ["class", "roster", "receipts", "study", "events", "exam", "keys", "checkpoints"])
def test_lines_of_another_form(tmp_path: Path, name: str, text: str, capsys) -> None:
    right = {"class": [json.dumps(CLASS)], "roster": [json.dumps({"person": "p"})]}
    code, said = told(signed_pack(tmp_path, **{**right, name: [text]}), capsys)
    assert code == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hour_seconds", 0),
        ("hour_seconds", -60),
        ("hour_seconds", "60"),
        ("hour_seconds", None),
        ("accumulate", "year"),
        ("accumulate", []),
        ("class", {}),
    ],
)
def test_a_class_of_another_form(tmp_path: Path, field: str, value: object, capsys) -> None:
    assert told(signed_pack(tmp_path, **{"class": [json.dumps({**CLASS, field: value})]}), capsys)[0] == 1


def test_a_file_that_is_not_utf8(tmp_path: Path, capsys) -> None:
    path = zipped(tmp_path / "F.zip", *((name, b"\xff\xfe\n") for name in FILES))
    assert told(path, capsys)[0] == 1
