"""Every fault that a pack can have is found, alone, with file, line and a mend: see the folders of `broken`."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from yunpei.policy.checking import Report, check
from yunpei.policy.packs import roots

BROKEN = Path(__file__).parent / "broken"
SOUND = BROKEN / "sound"
FAULTS = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir() and folder != SOUND)

# What design and issue name, and the folder that has it.
NAMED = {
    "overlapping versions": ["overlapping-versions"],
    "the same programme and date in two roots": ["same-version-in-two-roots"],
    "clauses that do not exist": ["clause-that-does-not-exist", "example-unknown-clause"],
    "a check without text": ["check-without-text", "check-not-in-programme"],
    "a parameter with a gap in its dates": ["parameter-gap", "parameter-gap-at-the-start"],
    "raw ~ and or not": ["rule-tilde", "rule-and", "rule-or", "rule-not"],
    "an unused parameter or check": ["unused-parameter", "unused-check"],
    "an example that fails": ["example-that-fails"],
    "an unknown key with the nearest known": ["unknown-key"],
    "bad TOML": ["bad-toml", "not-utf8"],
    "a rule that imports": ["rule-imports"],
    "a rule that opens a file": ["rule-opens-a-file"],
    "a rule that reaches a dunder": ["rule-reaches-a-dunder"],
    "a rule that loops": ["rule-loops"],
    "a rule with floats": ["rule-uses-a-float", "rule-divides"],
    "a rule that calls a builtin": ["rule-calls-a-builtin"],
    "a figure beyond 64 bits": ["rule-overflow"],
    "no class_once": ["class-once-missing"],
    "counts_with unknown or one-sided": ["counts-with-unknown", "counts-with-one-sided"],
    "a region of no known form": ["region-form"],
    "unverified without why": ["unverified-without-why"],
    "a missing file": ["no-circular", "no-programme", "no-rule", "no-examples"],
}


def built(fault: str, place: Path) -> list[Path]:
    """The sound packs with the files of a fault laid over them, in `place`; returns the roots."""
    wanted = expected_of(fault)
    first, second = place / "first", place / "second"
    shutil.copytree(SOUND, first)
    for name in wanted.get("second", []):
        source, target = SOUND / name, second / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for path in (BROKEN / fault).rglob("*"):
        if path.is_file() and path.name != "expected.toml":
            name = path.relative_to(BROKEN / fault)
            target = place / name if name.parts[0] == "second" else first / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for source, target in wanted.get("copy", {}).items():
        shutil.copytree(SOUND / source, first / target)
    for name in wanted.get("without", []):
        path = first / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [first, second] if second.is_dir() else [first]


def expected_of(fault: str) -> dict[str, Any]:
    return tomllib.loads((BROKEN / fault / "expected.toml").read_text("utf-8"))


def check_built(fault: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    places = built(fault, place)
    monkeypatch.setenv("YUNPEI_POLICIES", os.pathsep.join(map(str, places)))
    return check(places)


@pytest.mark.req("R22")
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_alone(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = expected_of(fault)
    faults = check_built(fault, tmp_path, monkeypatch).faults
    assert len(faults) == 1, "\n".join(map(str, faults))
    found = faults[0]
    root = tmp_path if wanted["file"].startswith("second/") else tmp_path / "first"
    assert (found.file.relative_to(root).as_posix(), found.line) == (wanted["file"], wanted["line"])
    assert wanted["words"] in f"{found.what.en} → {found.mend.en}"
    assert found.what.zh
    assert found.mend.zh
    assert found.mend.en


@pytest.mark.req("R22")
def test_every_fault_that_the_design_names_has_a_folder() -> None:
    missing = {kind: name for kind, names in NAMED.items() for name in names if name not in FAULTS}
    assert not missing


def test_the_sound_packs_are_sound() -> None:
    report = check([SOUND])
    assert not report.faults, "\n".join(map(str, report.faults))
    assert len(report.folders) == 2


def test_the_built_in_packs_are_sound() -> None:
    report = check(roots()[:1])
    assert not report.faults, "\n".join(map(str, report.faults))
    assert len(report.folders) >= 5
