"""Finding and loading packs: every fault at once, the digest, and folders from outside."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from yunpei.policy.faults import PackFaults
from yunpei.policy.listing import listed
from yunpei.policy.packs import (
    UnknownProgramme,
    find,
    folder_of,
    load,
    load_programme,
    programme_of,
    roots,
    trace_of,
    version_folders,
)

SOUND = Path(__file__).parent / "broken" / "sound"
ONLINE = "sound-2020-1/online"


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sound packs in a folder of their own that YUNPEI_POLICIES names; returns the online programme's version."""
    root = tmp_path / "packs"
    shutil.copytree(SOUND, root)
    monkeypatch.setenv("YUNPEI_POLICIES", str(root))
    return root / ONLINE / "2020-01-01"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_bytes(text.replace(old, new).encode())


def test_the_built_in_programmes_are_found() -> None:
    assert {
        "dalian-2020-41/institution-online",
        "dalian-2020-41/sme-training",
        "liaoning-2020-16/sme-online",
        "wuxi-2020-10/online",
        "wuxi-2020-10/pre-job",
    } <= set(find(roots()[:1]))


def test_folders_of_the_environment_come_after_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUNPEI_POLICIES", os.pathsep.join((str(tmp_path / "a"), "", str(tmp_path / "b"))))
    assert roots()[1:] == [tmp_path / "a", tmp_path / "b"]
    assert list(find()) == list(find(roots()[:1]))  # neither is there


def test_a_pack_from_outside_is_loaded(outside: Path) -> None:
    pack = load_programme(ONLINE)
    assert pack.folder == outside.resolve()
    assert (pack.programme, pack.version, pack.until) == (ONLINE, date(2020, 1, 1), None)
    assert pack.name.en == "Online training"
    assert pack.checks[1].clauses == ("sound-2020-1#二",)
    assert pack.clauses["sound-2020-1#二"] == "完成培训后，原则上3个月内提出申请。"
    assert pack.group == {ONLINE, "sound-2020-1/hall"}
    assert [value.value for value in pack.parameters["rate_fen"].values] == [1000, 1200]
    assert trace_of(pack).parameters == {"rate_fen", "cap_fen", "claim_months"}


def test_the_latest_version_is_taken_unless_another_is_asked_for(outside: Path) -> None:
    shutil.copytree(outside, outside.parent / "2020-07-01")
    assert load_programme(ONLINE).version == date(2020, 7, 1)
    assert load_programme(f"{ONLINE}@2020-01-01").version == date(2020, 1, 1)
    with pytest.raises(UnknownProgramme, match="there are: 2020-01-01、2020-07-01"):
        folder_of(f"{ONLINE}@2020-02-30")
    with pytest.raises(UnknownProgramme, match=ONLINE):
        folder_of("sound-2020-1/elsewhere")


def test_the_built_in_pack_is_not_replaced_by_one_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = find()["wuxi-2020-10/online"]
    shutil.copytree(roots()[0] / "wuxi-2020-10", tmp_path / "wuxi-2020-10")
    monkeypatch.setenv("YUNPEI_POLICIES", str(tmp_path))
    assert find()["wuxi-2020-10/online"] == own


@pytest.mark.parametrize("depth", range(4))
def test_any_depth_may_be_named(depth: int) -> None:
    place = (SOUND / ONLINE / "2020-01-01").parents[2 - depth] if depth < 3 else SOUND / ONLINE / "2020-01-01"
    found = version_folders(place)
    assert SOUND / ONLINE / "2020-01-01" in found
    assert len(found) == (2 if depth < 2 else 1)
    assert programme_of(found[-1]) == ONLINE


def test_hidden_folders_are_passed_by(outside: Path) -> None:
    shutil.copytree(outside.parent, outside.parents[2] / "sound-2020-1" / ".old")
    assert len(version_folders(outside.parents[2])) == 2


def test_all_faults_are_told_at_once(outside: Path) -> None:
    change(outside / "programme.toml", 'claimant = "enterprise"', 'claimant = "anyone"')
    change(outside / "rule.py", "hours > 0", "hours > 0.5")
    change(outside / "rule.py", "line.completed", "not line.completed")
    change(outside / "parameters" / "figures.toml", "verified = false", "verified = 0")
    change(outside.parents[1] / "circular.toml", 'status = "unknown"', 'status = "over"')
    with pytest.raises(PackFaults) as caught:
        load(outside)
    found = [(fault.file.name, fault.line) for fault in caught.value.faults]
    assert found == [("circular.toml", 9), ("programme.toml", 5), ("figures.toml", 7), ("rule.py", 12), ("rule.py", 13)]
    assert str(caught.value).count(" → ") == 5


def test_the_digest_is_of_what_decides(outside: Path) -> None:
    first = load(outside).digest
    (outside / "notes.txt").write_text("not a part")
    for path in outside.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(outside).digest == first
    change(outside.parents[1] / "circular.toml", 'title_en = "Notice', 'title_en = "The notice')
    assert load(outside).digest == first


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rule.py", "hours > 0", "hours > 1"),
        ("programme.toml", "Hours are at most", "Hours are not more than"),
        ("parameters/figures.toml", "value = 1000", "value = 1001"),
        ("examples/examples.toml", "10 yuan", "Ten yuan"),
        ("../../circular.toml", "每课时10元", "每课时十元"),
        ("../../circular.toml", "990100", "990200"),
    ],
)
def test_the_digest_changes_with(name: str, old: str, new: str, outside: Path) -> None:
    first = load(outside).digest
    change(outside / name, old, new)
    assert load(outside).digest != first


def test_a_file_read_with_a_byte_order_mark(outside: Path) -> None:
    for path in (outside / "rule.py", outside / "programme.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(outside).name.zh == "线上培训补贴"


def test_a_faulty_pack_from_outside_hides_no_other(outside: Path) -> None:
    (outside / "rule.py").unlink()
    entries = {entry.programme: entry for entry in listed()}
    assert "wuxi-2020-10/online" in entries
    assert entries["sound-2020-1/hall"].note is None
    note = entries[ONLINE].note
    assert note is not None
    assert "(faults: 1)" in note.en
    assert entries[ONLINE].as_json()["packs"] == []
    assert len(entries["sound-2020-1/hall"].as_json()["packs"]) == 1


def test_a_rule_that_fails_on_symbols_is_a_fault_and_no_crash(outside: Path) -> None:
    """Grammar and kinds leave nothing to fail here; should they, it is told like any other fault."""
    pack = load(outside)
    with pytest.raises(PackFaults, match=r"rule\.py:4: "):
        trace_of(replace(pack, rule=lambda line, before, params, o: line.nothing))


def test_a_rule_whose_figures_could_wrap_is_refused_at_its_line(outside: Path) -> None:
    change(outside / "rule.py", "hours * params.rate_fen", "hours * params.rate_fen * params.cap_fen")
    with pytest.raises(PackFaults, match=r"rule\.py:8: "):
        load(outside)


EVIDENCE = """
[[evidence]]
id = "{grade}"
zh = "平台导出的记录"
en = "a platform's export"
clause = "{clause}"
"""


def test_a_programme_says_which_records_from_elsewhere_count(outside: Path) -> None:
    assert load(outside).evidence == ()
    clause = next(iter(load(outside).clauses)).rpartition("#")[2]
    with (outside / "programme.toml").open("a", encoding="utf-8") as file:
        file.write(EVIDENCE.format(grade="platform", clause=clause))
    [one] = load(outside).evidence
    assert (one.id, one.text.en) == ("platform", "a platform's export")
    assert one.clause is not None
    assert one.clause.endswith(clause)


@pytest.mark.parametrize(
    ("grade", "clause", "told"), [("hearsay", "", "platform | paper"), ("paper", "no such", "no such")]
)
def test_a_grade_that_is_none_and_a_clause_that_is_not_there_are_faults(
    outside: Path, grade: str, clause: str, told: str
) -> None:
    clause = clause or next(iter(load(outside).clauses)).rpartition("#")[2]
    with (outside / "programme.toml").open("a", encoding="utf-8") as file:
        file.write(EVIDENCE.format(grade=grade, clause=clause))
    with pytest.raises(PackFaults) as found:
        load(outside)
    assert told in str(found.value)


@pytest.mark.req("R46")
def test_the_programmes_that_name_outside_platforms_count_their_records() -> None:
    counted = {name: [one.id for one in load_programme(name).evidence] for name in find(roots()[:1])}
    assert {name: grades for name, grades in counted.items() if grades} == {
        "dalian-2020-41/institution-online": ["platform"],
        "dalian-2020-41/sme-training": ["platform", "paper"],
        "liaoning-2020-16/sme-online": ["platform", "paper"],
        "wuxi-2020-10/online": ["platform", "paper"],
    }
