"""Every broken or odd file of the corpus is read as it must be, in bounded memory, or refused with a reason."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.corpus import Entry, Expectation, build, known, names
from yunpei.common.sheets import Table, UnreadableFile, open_table, text_of

MEMORY = 1536 << 20  # bytes of address space that the bombs get
# Opens every file named on the standard input in one process and tells how it went, and the most memory it took.
WORKER = f"""
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from tests.fuzz.corpus import known
from yunpei.common.sheets import UnreadableFile, open_table
told = {{}}
for name in json.load(sys.stdin):
    try:
        table = open_table(Path(name), known=known, key="person_id")
        told[name] = sum(1 for _ in table.rows)
    except UnreadableFile as fault:
        told[name] = fault.text.en
# Not ru_maxrss: a child inherits that of its parent.
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(json.dumps({{"told": told, "peak_kb": peak}}))
"""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Entry]:
    return build(tmp_path_factory.mktemp("corpus"))


@pytest.mark.req("R22")
@pytest.mark.parametrize("name", names())
def test_each_file_is_read_as_it_must_be(corpus: dict[str, Entry], name: str) -> None:
    path, expected = corpus[name]
    if expected.error:
        with pytest.raises(UnreadableFile) as caught:
            list(open_table(path, known=known, key="person_id").rows)
        assert expected.error in caught.value.text.en
        assert name in caught.value.text.zh
        assert "990101199001010" not in str(caught.value), "an ID number in a message"
        return
    table = open_table(path, known=known, key="person_id")
    _compare(table, list(table.rows), expected)


def _compare(table: Table, rows: list, expected: Expectation) -> None:
    key = table.columns["person_id"]
    assert tuple(number for number, _ in rows) == expected.rows
    assert all(len(cells) == len(table.header) for _, cells in rows)
    if expected.ids:
        assert tuple(text_of(cells[key]) for _, cells in rows) == expected.ids
    if expected.first:
        assert tuple(text_of(cell) for cell in rows[0][1]) == expected.first
    if expected.skipped is not None:
        assert tuple(table.skipped) == expected.skipped
    for said, wanted in (
        ([text.en for text in table.warnings], expected.warning),
        ([text.en for _, text in table.problems], expected.problem),
    ):
        assert bool(said) is bool(wanted), said
        assert wanted in " ".join(said)


def test_bombs_stay_within_their_memory(corpus: dict[str, Entry]) -> None:
    """With Polars' threads out of the way: they reserve address space, which is what the limit counts."""
    files = {str(path): expected for path, expected in corpus.values() if path.suffix != ".parquet"}
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        input=json.dumps(list(files)),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert not done.stderr
    answer = json.loads(done.stdout)
    for name, expected in files.items():
        told = answer["told"][name]
        assert expected.error in told if expected.error else told == len(expected.rows), name
    assert answer["peak_kb"] < 120_000


def test_no_member_is_ever_unpacked(corpus: dict[str, Entry]) -> None:
    list(open_table(corpus["path_traversal.xlsx"][0], known=known, key="person_id").rows)
    assert not list(Path("/tmp").glob("yunpei-escaped*"))
    assert not list(Path("/etc").glob("yunpei-escaped*"))


def test_a_csv_needs_no_library(corpus: dict[str, Entry]) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.fuzz.corpus import known; before = set(sys.modules)\n"
        "from yunpei.common.sheets import open_table\n"
        f"assert list(open_table(Path({str(corpus['plain.csv'][0])!r}), known=known, key='person_id').rows)\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    # The corpus itself imports zipfile; the reader's own imports are what is counted.
    script = script.replace("from tests.fuzz.corpus import known", "known = dict(zip('身份证号码 姓名 线上课时'.split(),"
                            " 'person_id person_name online_hours'.split())).get")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(
        {"polars", "python_calamine", "xlsxwriter", "zipfile", "xml", "pyexpat", "decimal", "tempfile"}
    )


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, why in (
        (tmp_path / "none.csv", "no such file"),
        (tmp_path, "not a plain file"),
        (tmp_path / "a\0b.csv", "cannot be"),
    ):
        with pytest.raises(UnreadableFile, match=r".") as caught:
            open_table(path, known=known, key="person_id")
        assert why in caught.value.text.en
