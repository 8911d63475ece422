"""What changed between two versions of a programme."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from yunpei.common.language import language
from yunpei.policy.diffing import compare
from yunpei.policy.examples import read_examples
from yunpei.policy.packs import load

SOUND = Path(__file__).parent / "broken" / "sound"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YUNPEI_LANG", "en")
    language.cache_clear()
    yield
    language.cache_clear()


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions of the online programme, the same to begin with."""
    shutil.copytree(SOUND, tmp_path / "packs")
    old = tmp_path / "packs" / "sound-2020-1" / "online" / "2020-01-01"
    new = old.parent / "2020-07-01"
    shutil.copytree(old, new)
    return old, new


def parts(versions: tuple[Path, Path]) -> dict[str, list[str]]:
    old, new = map(load, versions)
    found = compare(old, new, read_examples(old), read_examples(new))
    return {part.heading.en: list(part.lines) for part in found}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_changed(versions: tuple[Path, Path]) -> None:
    assert parts(versions) == {}


def test_a_figure_changed(versions: tuple[Path, Path]) -> None:
    figures = versions[1] / "parameters" / "figures.toml"
    change(figures, "value = 50000,", "value = 60000,")
    change(versions[1] / "examples" / "examples.toml", "{ cap_fen = 10000 }", "{ cap_fen = 10001 }")
    change(versions[1] / "examples" / "examples.toml", "if_allowed_fen = 6000", "if_allowed_fen = 6001")
    found = parts(versions)
    assert found["Parameters"] == ["cap_fen: 500.00 yuan sound-2020-1#一 → 600.00 yuan sound-2020-1#一"]
    assert found["Worked examples"] == ["ten-yuan #2 (2020-01-01): due 300.00 yuan → due 400.00 yuan"]
    assert set(found) == {"Parameters", "Worked examples"}


def test_a_check_a_reading_and_the_rule_changed(versions: tuple[Path, Path]) -> None:
    programme, rule = versions[1] / "programme.toml", versions[1] / "rule.py"
    change(
        programme,
        '"须完成培训", en = "The training is completed", clause = "二"',
        '"须完成全部培训", en = "All of the training is completed", clause = ["一", "二"]',
    )
    change(programme, 'clause = "二", force = "in_principle"', 'clause = "二", force = "must"')
    change(programme, "Hours are at most the planned ones", "No hour beyond the plan")
    change(programme, 'payer = "虚构市人社局"', 'payer = "虚构市公共实训中心"')
    change(programme, "Claim after the training", "Claim when the training is over")
    change(programme, "most_lines = 4", "most_lines = 5")
    change(rule, '"hours_positive": hours > 0', '"hours_positive": line.online_hours > 0')
    found = parts(versions)
    assert found["Checks"] == [
        "completed: The training is completed; sound-2020-1#二 → All of the training is completed; sound-2020-1#一, sound-2020-1#二",
        "claimed_in_time: in_principle → must",
    ]
    assert found["Our readings"] == [
        "removed Hours are at most the planned ones (sound-2020-1#一)",
        "added No hour beyond the plan (sound-2020-1#一)",
    ]
    assert found["Programme"] == [
        "payer: 虚构市人社局 → 虚构市公共实训中心",
        "most lines of a person: 4 → 5",
        "step claim: Claim after the training; sound-2020-1#二 → Claim when the training is over; sound-2020-1#二",
    ]
    assert found["Rule"][:2] == ["--- 2020-01-01", "+++ 2020-07-01"]
    assert '+            "hours_positive": line.online_hours > 0,' in found["Rule"]
    assert found["Worked examples"] == [
        "late #1 (2020-01-01): discretion 60.00 yuan [claimed_in_time] → refused 0.00 yuan [claimed_in_time]"
    ]


def test_things_added_and_removed(versions: tuple[Path, Path]) -> None:
    programme, rule = versions[1] / "programme.toml", versions[1] / "rule.py"
    change(
        programme,
        '  { id = "scope_employer", zh = "单位须为企业", en = "The employer is an enterprise", clause = "一", force = "must" },\n',
        "",
    )
    change(
        programme,
        '  { id = "cap_left"',
        '  { id = "insured", zh = "须参保", en = "The person is insured", clause = "一", force = "must" },\n  { id = "cap_left"',
    )
    change(programme, 'facts = ["employer_kind", ', 'facts = ["insured", ')
    change(rule, '            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),\n', "")
    change(rule, '            "cap_left"', '            "insured": line.insured,\n            "cap_left"')
    change(programme, "reading = [{", 'reading = []\nforms = [{ stage = "claim", id = "roster",')
    found = parts(versions)
    assert found["Checks"] == [
        "removed scope_employer: The employer is an enterprise; must; sound-2020-1#一",
        "added insured: The person is insured; must; sound-2020-1#一",
    ]
    assert found["Columns of the roster"] == ["facts: removed employer_kind", "facts: added insured"]
    assert found["Programme"] == ["added form roster claim: Hours are at most the planned ones; sound-2020-1#一"]
    assert (
        "late #2 (2020-01-01): undetermined 0.00 yuan ? completed → undetermined 0.00 yuan ? completed, insured"
        in found["Worked examples"]
    )


def test_an_example_that_a_version_can_not_decide(versions: tuple[Path, Path]) -> None:
    programme = versions[1] / "programme.toml"
    change(programme, '"class_start", "class_end"]', '"class_start", "class_end", "project"]')
    change(programme, "most_lines = 4", "most_lines = 4\nuntil = 2021-12-31")
    examples = versions[1] / "examples" / "examples.toml"
    change(examples, "[common]", '[common]\nproject = "甲"')
    lines = parts(versions)["Worked examples"]
    assert lines[0].startswith("ten-yuan #1 (2020-01-01): due 200.00 yuan → can't be decided")


def test_the_facts_of_a_programme_changed(versions: tuple[Path, Path]) -> None:
    programme, figures = versions[1] / "programme.toml", versions[1] / "parameters" / "figures.toml"
    change(programme, 'counts_with = ["sound-2020-1/hall"]\n', "")
    change(
        programme.parents[2] / "hall" / "2020-01-01" / "programme.toml", 'counts_with = ["sound-2020-1/online"]\n', ""
    )
    change(programme, "\n[inputs]", '\n[public_notice]\ndays = 5\nunit = "calendar"\n\n[inputs]')
    change(
        figures,
        'values = [{ value = 3, clause = "二", verified = true }]',
        'set_by = "bureau"\nwhy_zh = "未写"\nwhy_en = "Not said"\nvalues = []',
    )
    change(figures, "until = 2020-06-30", "from = 2020-01-01, until = 2020-06-30")
    change(versions[1] / "examples" / "examples.toml", "[common]", "[common_params]\nclaim_months = 3\n[common]")
    found = parts(versions)
    assert found["Programme"] == ["counts with: sound-2020-1/hall → –", "public notice: – → days = 5, unit = calendar"]
    assert found["Parameters"] == [
        "rate_fen: 10.00 yuan until 2020-06-30 sound-2020-1#一 → 10.00 yuan 2020-01-01 to 2020-06-30 sound-2020-1#一",
        "claim_months: 3 months sound-2020-1#二 → set by the bureau",
    ]
    assert (
        "ten-yuan #1 (2020-01-01): due 200.00 yuan → undetermined 0.00 yuan ? claim_months" in found["Worked examples"]
    )
