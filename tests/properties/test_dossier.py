"""Any single record of a dossier that is changed, dropped, added or moved is found, in this process and by the file alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.classbook import Files, apart, made, together
from yunpei.commands import evidence
from yunpei.evidence import study as configured
from yunpei.evidence.verifier import FILES, MANIFEST

pytestmark = pytest.mark.django_db
ONE_DOSSIER = [HealthCheck.function_scoped_fixture]  # it is only read


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield made(tmp_path, monkeypatch, (1, 2)).export()
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def touched(files: Files, name: str, way: str, place: int, other: int) -> Files:
    """The files with one record, or one file that has no records, changed, dropped, added or moved."""
    lines = files[name].splitlines(keepends=True) if name.endswith(".jsonl") else [files[name]]
    if not lines:
        return {**files, name: b'{"added":1}\n'}
    place, other = place % len(lines), other % len(lines)
    if way == "changed":
        at = other * 7 % (len(lines[place]) - 1)
        lines[place] = lines[place][:at] + bytes([lines[place][at] ^ 1]) + lines[place][at + 1 :]
    elif way == "dropped":
        del lines[place]
    elif way == "added":
        lines.insert(other, lines[place])
    else:
        lines.insert(other, lines.pop(place))
    return {**files, name: b"".join(lines)}


def check(archive: Path) -> int:
    return evidence.main(["verify", str(archive)])


Touch = st.tuples(
    st.sampled_from(FILES),
    st.sampled_from(["changed", "dropped", "added", "moved"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)


def test_one_touched_record_is_found(archive: Path, tmp_path: Path, capsys) -> None:
    files = apart(archive)
    assert check(archive) == 0

    @settings(max_examples=60, suppress_health_check=ONE_DOSSIER)
    @given(touch=Touch)
    def holds(touch: tuple[str, str, int, int]) -> None:
        found = touched(files, *touch)
        same = all(found[name] == files[name] for name in FILES)
        assert check(together(found, tmp_path / "touched.zip")) == (0 if same else 1), touch

    holds()


def test_every_line_of_every_file_is_guarded(archive: Path, tmp_path: Path, capsys) -> None:
    files = apart(archive)
    for name in FILES:
        for place in range(len(files[name].splitlines()) if name.endswith(".jsonl") else 1):
            capsys.readouterr()
            assert check(together(touched(files, name, "dropped", place, 0), tmp_path / "dropped.zip")) == 1
            # A key that is gone takes the signature of the list with it.
            assert (name if name != "keys.jsonl" else MANIFEST) in capsys.readouterr().err


def test_the_file_alone_finds_it_too(archive: Path, tmp_path: Path) -> None:
    files = apart(archive)
    (tmp_path / "verify.py").write_bytes(files["verify.py"])

    def alone(found: Files) -> tuple[int, str]:
        words = [sys.executable, "-I", str(tmp_path / "verify.py"), str(together(found, tmp_path / "touched.zip"))]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    assert alone(files) == (0, "")
    for count, name in enumerate(FILES):
        way = ("changed", "dropped", "added")[count % 3]
        code, said = alone(touched(files, name, way, 0, 0))
        assert (code, said.count("\n")) == (1, 1), said
        assert "Traceback" not in said


def test_a_file_dropped_added_or_moved_is_found(archive: Path, tmp_path: Path, capsys) -> None:
    files = apart(archive)
    for name in FILES:
        less = {one: data for one, data in files.items() if one != name}
        assert check(together(less, tmp_path / "less.zip")) == 1
        assert check(together({name: files[name], **less}, tmp_path / "moved.zip")) == (0 if name == FILES[0] else 1)
    assert check(together({**files, "more.txt": b""}, tmp_path / "more.zip")) == 1
