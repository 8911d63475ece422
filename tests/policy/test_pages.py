"""Rule pages hold all that a pack says, word for word, in both languages, and are the same every time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from yunpei.policy import markdown as md
from yunpei.policy.examples import read_examples
from yunpei.policy.packs import find, load, roots
from yunpei.policy.pages import INDEX, LANGUAGES, MARK, differences, page, pages, write

SOUND = Path(__file__).parent / "broken" / "sound"
FOLDERS = [folder for versions in find(roots()[:1]).values() for folder in versions.values()]
BOTH = pytest.mark.parametrize("language", LANGUAGES)
ALL = pytest.mark.parametrize("folder", FOLDERS, ids=lambda place: f"{place.parent.parent.name}/{place.parent.name}")
ONLINE = SOUND / "sound-2020-1" / "online" / "2020-01-01"


def made(folder: Path, language: str) -> str:
    pack = load(folder)
    return page(pack, read_examples(pack), language)


@pytest.mark.req("R25")
@ALL
@BOTH
def test_nothing_of_a_pack_is_left_out(folder: Path, language: str) -> None:
    pack = load(folder)
    text = made(folder, language)
    sentences = [line for sentence in pack.clauses.values() for line in sentence.strip().splitlines()]
    assert all(f"> {md.plain(line)}" in text for line in sentences)
    for check in pack.checks:
        assert f"| `{check.id}` | {md.plain(check.text.in_language(language))} |" in text
    for parameter in pack.parameters.values():
        assert f"`{parameter.name}`" in text or f"`--param {parameter.name}=…`" in text
        for value in parameter.values:
            assert value.why is None or md.plain(value.why.in_language(language)) in text
    told = [*pack.silent, *(one.text for one in pack.readings), pack.name, pack.circular.title]
    told += [item.text for items in (pack.forms, pack.documents, pack.steps, pack.deadlines) for item in items]
    assert not [one for one in told if md.plain(one.in_language(language)) not in text]
    for worked in read_examples(pack):
        assert f"| `{worked.example.id}` |" in text
    assert (folder / "rule.py").read_text("utf-8").strip() in text
    assert pack.circular.number in text


@BOTH
def test_what_stands_below_a_clause(language: str) -> None:
    text = made(ONLINE, language)
    section = re.search(r"### 二\n(.*?)\n## ", text, re.DOTALL)
    assert section is not None
    told = section[1]
    assert "> 完成培训后，原则上3个月内提出申请。" in told
    assert "`claimed_in_time`" in told
    assert "`claim_months`" in told
    assert "`scope_employer`" not in told
    assert ("in principle" if language == "en" else "原则上 |") in told
    assert ("step `claim`" if language == "en" else "步骤 `claim`") in told


def test_what_is_open_is_said() -> None:
    text = made(ONLINE, "en")
    assert "- `rate_fen` 12.00 yuan: From a repost" in text
    assert "**no**" in text
    assert "How long a class hour is, is not said" in text
    assert "完成培训 `completed`" in text
    hall = made(ONLINE.parents[1] / "hall" / "2020-01-01", "en")
    assert "- Subsidy per person (fen): `--param per_person_fen=…`. The text has no figure" in hall
    assert "Clauses that this programme does not cite" not in hall


def test_a_circular_without_a_date_says_so() -> None:
    pack = next(load(folder) for folder in FOLDERS if load(folder).circular.dated is None)
    assert "the text at hand shows no date" in page(pack, [], "en")
    assert "所据文本未见日期" in page(pack, [], "zh")


def test_examples_as_a_table() -> None:
    rows = [line for line in made(ONLINE, "en").splitlines() if line.startswith(("| `ten-yuan`", "| `late`", "|   |"))]
    assert rows == [
        "| `ten-yuan` | 10 yuan per class hour, at most 500 (一) |   | due | 200.00 |   |",
        "|   |   | `class_no` 2, `online_hours` 40, `planned_hours` 40 | due | 300.00 |   |",
        "|   |   | `class_no` 3 | refused | 0.00 | `cap_left` |",
        "| `late` | Late needs discretion; not knowing of completion leaves it open (二) | `cap_fen` 100.00 yuan<br>"
        "earlier: `programme` sound-2020-1/hall, `employer_id` F, `class_no` 9, `amount` 40.00 yuan<br>"
        "`claimed_on` 2020-06-07 | discretion | 60.00 if allowed | `claimed_in_time` |",
        "|   |   | person B, `completed` not known | undetermined | 0.00 | `? completed` |",
    ]


@BOTH
def test_pages_are_the_same_every_time(language: str) -> None:
    assert made(ONLINE, language) == made(ONLINE, language)


@ALL
@BOTH
def test_tables_have_as_many_cells_in_every_row(folder: Path, language: str) -> None:
    counts: list[int] = []
    for line in made(folder, language).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if cells and counts:
            assert cells == counts[-1], line
        counts = [*counts, cells] if cells else []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a*b_c", r"a\*b_c"),
        ("_so_", r"\_so\_"),
        ("see <http://x>", r"see \<http://x>"),
        ("a|b", r"a\|b"),
        ("one\ntwo", "one two"),
        ("`code`", r"\`code\`"),
    ],
)
def test_text_stays_itself(text: str, written: str) -> None:
    assert md.plain(text) == written


def test_a_folder_of_pages(tmp_path: Path) -> None:
    all_pages, faults = pages(find([SOUND]))
    assert not faults
    names = [f"sound-2020-1/{name}.{language}.md" for name in ("hall", "online") for language in LANGUAGES]
    assert list(all_pages) == [*names, INDEX]
    assert differences(tmp_path, all_pages) == ([], [*names, INDEX], [])
    assert write(tmp_path, all_pages) == []
    assert differences(tmp_path, all_pages) == ([], [], [])
    for link in re.findall(r"\]\(([^)]+)\)", all_pages[INDEX]):
        assert (tmp_path / link).is_file()
    for link in re.findall(r"\]\(([^)]+)\)", all_pages[names[0]].split("\n# ")[0]):
        assert (tmp_path / "sound-2020-1" / link).is_file()


def test_what_differs_is_missing_or_left_over(tmp_path: Path) -> None:
    all_pages, _ = pages(find([SOUND]))
    write(tmp_path, all_pages)
    (tmp_path / INDEX).write_text(all_pages[INDEX] + "more")
    (tmp_path / "sound-2020-1" / "hall.zh.md").unlink()
    (tmp_path / "old.en.md").write_text(f"{MARK}\n\nan old page")
    (tmp_path / "mine.md").write_text("notes of someone")
    assert differences(tmp_path, all_pages) == ([INDEX], ["sound-2020-1/hall.zh.md"], ["mine.md", "old.en.md"])
    assert write(tmp_path, all_pages) == ["mine.md"]
    assert differences(tmp_path, all_pages) == ([], [], ["mine.md"])


def test_versions_have_pages_of_their_own(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "packs")
    online = tmp_path / "packs" / "sound-2020-1" / "online"
    shutil.copytree(online / "2020-01-01", online / "2020-07-01")
    names = list(pages(find([tmp_path / "packs"]))[0])
    assert "sound-2020-1/online@2020-07-01.zh.md" in names
    assert "sound-2020-1/online.zh.md" not in names
    assert "sound-2020-1/hall.zh.md" in names


def test_a_faulty_pack_has_no_page(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "packs")
    (tmp_path / "packs" / "sound-2020-1" / "hall" / "2020-01-01" / "rule.py").unlink()
    all_pages, faults = pages(find([tmp_path / "packs"]))
    assert [fault.file.name for fault in faults] == ["rule.py"]
    assert "sound-2020-1/online.en.md" in all_pages
    assert "sound-2020-1/hall.en.md" not in all_pages
