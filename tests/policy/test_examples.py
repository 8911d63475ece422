"""Worked examples: read as they are written, decided by both carriers, and told where they fail."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.example_runs import as_expected, by_columns, by_values, misses
from yunpei.policy.examples import examples_in, lines_of, read_examples
from yunpei.policy.faults import PackFaults
from yunpei.policy.packs import find, load, roots
from yunpei.policy.types import Expected, Outcome, Pack

SOUND = Path(__file__).parent / "broken" / "sound"
FOLDERS = [folder for versions in find([*roots()[:1], SOUND]).values() for folder in versions.values()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "packs")
    return tmp_path / "packs" / "sound-2020-1" / "online" / "2020-01-01"


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load(folder)


def write(pack: Pack, lines: str, head: str = "") -> None:
    (pack.folder / "examples" / "examples.toml").write_text(
        f'{head}\n[[examples]]\nid = "one"\nzh = "例"\nen = "One"\n{lines}', "utf-8"
    )


LINE = '{ class_start = 2020-03-02, class_end = 2020-03-06, %s expect = { outcome = "due" } },'


def test_common_facts_and_own_ones(pack: Pack) -> None:
    ten, late = read_examples(pack)
    first, second, _ = ten.example.lines
    assert (first["row"], second["row"], first["person_id"], first["class_no"], second["class_no"]) == (
        2,
        3,
        "A",
        "1",
        "2",
    )
    assert first["class_start"] == date(2020, 3, 2)
    assert ten.own == ({}, {"class_no": "2", "online_hours": 40, "planned_hours": 40}, {"class_no": "3"})
    assert ten.example.expected[2] == Expected(Outcome.REFUSED, failed=frozenset({"cap_left"}))
    assert ten.example.clause == "sound-2020-1#一"
    assert "completed" not in late.example.lines[1]
    assert late.example.params == {"cap_fen": 10000}
    assert late.example.history[0]["person_id"] == "A"
    assert lines_of([ten, late]) == 5


def test_none_and_not_known_are_two_things(pack: Pack) -> None:
    facts = 'filed_on = "", certificate_no = "?", project = "ＡＢ  c",'
    write(pack, f"lines = [\n{LINE % facts}\n]\n", '[common]\ncertificate_no = "1"\n')
    (worked,), faults = examples_in(pack.folder)
    line = worked.example.lines[0]
    assert not faults
    assert line["filed_on"] is ABSENT
    assert "certificate_no" not in line
    assert line["project"] == "abc"
    assert worked.line_of(0) == 9


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ("class_na = 1,", "did you mean class_no"),
        ("row = 4,", "there is no column row"),
        ("completed = 1,", "true or false"),
        ('completed = "yes",', "true or false"),
        ("online_hours = 1.5,", "a whole number from 0 to 2000"),
        ("online_hours = -1,", "a whole number from 0 to 2000"),
        ("online_hours = true,", "a whole number from 0 to 2000"),
        ("claimed_on = 2020-03-01T00:00:00,", "a date such as"),
        ("claimed_on = 9999-03-01,", "a date such as"),
        ('claimed_on = "",', "a date such as"),
        ('employer_kind = "企业",', "enterprise | platform"),
        ("class_no = 1,", "it must be text"),
    ],
)
def test_facts_that_can_not_be(facts: str, words: str, pack: Pack) -> None:
    write(pack, f"lines = [\n{LINE % facts}\n]\n")
    _, faults = examples_in(pack.folder)
    assert [fault.line for fault in faults] == [7]
    assert words in f"{faults[0].what.en} → {faults[0].mend.en}"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("history = [{ programme = 'a/b' }]", "amount_fen is missing"),
        ("history = [{ amount_fen = 1 }]", "programme is missing"),
        ("history = [{ programme = 'b', amount_fen = 1 }]", "circular/programme"),
        ("history = [{ programme = 'a/b', amount_fen = 1.0 }]", "whole fen"),
        ("history = [{ programme = 'a/b', amount_fen = -1 }]", "whole fen"),
        ("history = [{ programme = 'a/b', amount_fen = 1, online_hours = 3 }]", "no column online_hours"),
        ("history = [{ programme = 'a/b', amount_fen = 1, class_end = 3 }]", "a date such as"),
        ("params = { cap_fen = 1.5 }", "a whole number or a date"),
    ],
)
def test_history_and_parameters_that_can_not_be(extra: str, words: str, pack: Pack) -> None:
    write(pack, f"lines = [\n{LINE % ''}\n]\n{extra}\n")
    _, faults = examples_in(pack.folder)
    assert [fault.line for fault in faults] == [9]
    assert words in f"{faults[0].what.en} → {faults[0].mend.en}"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("params = { cap_fem = 1 }", "did you mean cap_fen"),
        ("params = { cap_fen = 2020-01-01 }", "cap_fen can't be"),
        ("params = { claim_months = 1201 }", "a whole number (months) from 0 to 1200"),
    ],
)
def test_parameters_that_the_pack_does_not_have(extra: str, words: str, pack: Pack) -> None:
    write(pack, f"lines = [\n{LINE % ''}\n]\n{extra}\n")
    with pytest.raises(PackFaults) as caught:
        read_examples(pack)
    (fault,) = caught.value.faults
    assert fault.line == 9
    assert words in f"{fault.what.en} → {fault.mend.en}"


def test_a_miss_names_the_line_and_both_results(pack: Pack) -> None:
    path = pack.folder / "examples" / "examples.toml"
    path.write_text(path.read_text("utf-8").replace("amount_fen = 30000", "amount_fen = 30001"), "utf-8")
    for carrier in ("values", "columns"):
        (miss,) = misses(pack, read_examples(pack), carrier)
        assert (miss.fault.file, miss.fault.line) == (path.resolve(), 19)
        assert miss.fault.what.en == f"example ten-yuan #2 ({carrier}): amount_fen should be 30001, is 30000"


@pytest.mark.req("R23")
@pytest.mark.parametrize("place", FOLDERS, ids=lambda place: f"{place.parent.parent.name}/{place.parent.name}")
def test_both_carriers_come_to_what_is_written(place: Path) -> None:
    pack = load(place)
    worked = read_examples(pack)
    assert not [miss.fault for carrier in ("values", "columns") for miss in misses(pack, worked, carrier)]


@pytest.mark.parametrize("place", FOLDERS, ids=lambda place: f"{place.parent.parent.name}/{place.parent.name}")
def test_both_carriers_agree_on_what_expect_does_not_say(place: Path) -> None:
    """Gross, what is left, and the checks that hold."""
    pack = load(place)
    for one in read_examples(pack):
        assert by_values(pack, one.example) == by_columns(pack, one.example)


def test_each_check_of_the_built_in_packs_fails_alone_somewhere() -> None:
    for place in FOLDERS:
        if SOUND in place.parents:
            continue
        pack = load(place)
        alone = {
            next(iter(expected.failed))
            for one in read_examples(pack)
            for expected in one.example.expected
            if len(expected.failed) == 1
        }
        assert {check.id for check in pack.checks} == alone


def test_a_decision_in_the_words_of_expect(pack: Pack) -> None:
    ten = read_examples(pack)[0].example
    assert [as_expected(pack, one) for one in by_values(pack, ten)] == list(ten.expected)
