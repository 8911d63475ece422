"""CSV: encodings, delimiters and damage, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.corpus import HEADER, LINE_A, LINE_B, A, csv_text, known
from yunpei.common.sheets import UnreadableFile, open_table, text_of
from yunpei.common.sheets.csvfile import CHUNK, encoding_of


def error_of(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(open_table(path, known=known, key="person_id").rows)
    return caught.value.text.en


@pytest.mark.parametrize("pad", range(CHUNK - 6, CHUNK + 3))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_signs_cut_by_the_reading_pieces(tmp_path: Path, pad: int, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a" * pad + "\n甲㐂𠮷\n".encode(encoding))
    assert encoding_of(path) == {"utf-8": "utf-8-sig"}.get(encoding, encoding)


@pytest.mark.parametrize("before", [0, 5, CHUNK - 1, CHUNK, CHUNK + 1])
def test_the_offset_of_the_bad_byte_is_named(tmp_path: Path, before: int) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\n" * before + b"\xff\xff,")
    assert f"near line {before + 1} (byte offset {before}, 0xFF)" in error_of(path)


def test_a_sign_cut_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    content = csv_text(HEADER, LINE_A, LINE_B).encode() + "甲".encode()[:2]
    path.write_bytes(content)
    assert f"byte offset {len(content) - 2}" in error_of(path)


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    """As GB18030 the whole file would decode, into wrong names."""
    path = tmp_path / "list.csv"
    content = b"person_id,person_name,online_hours\n" + (f"{A}," + "甲乙" + ",24\n").encode() * 20
    damaged = content + A.encode() + b",\xe7\x94,24\n"
    assert damaged.decode("gb18030")
    path.write_bytes(damaged)
    assert f"byte offset {len(content) + len(A) + 1}" in error_of(path)


def test_a_damaged_utf16_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xff\xfe" + "甲".encode("utf-16-le") + b"\x00\xd8")
    assert "no valid UTF-16" in error_of(path)


def test_the_delimiter_that_names_most_columns_wins(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "说明,一,二,三\n" + "\t".join(HEADER) + "\n" + "\t".join((A, "甲,一", *LINE_A[2:])) + "\n", encoding="utf-8"
    )
    table = open_table(path, known=known, key="person_id")
    assert [[text_of(cell) for cell in cells] for _, cells in table.rows] == [[A, "甲,一", *LINE_A[2:]]]


def test_a_remark_over_lines_is_no_swallowed_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(csv_text(HEADER, (A, '"甲,乙\n丙,丁,戊"', *LINE_A[2:])), encoding="utf-8")
    assert [number for number, _ in open_table(path, known=known, key="person_id").rows] == [2]


@pytest.mark.parametrize("at", [(0, 0), (1, 1), (0, 2), (2, 4)])
def test_swallowed_rows_are_never_silent(tmp_path: Path, at: tuple[int, int]) -> None:
    """A quote opens in one row and the next one closes it two rows on, at any place."""
    first, last = list(LINE_A), list(LINE_B)
    first[at[0]] = '"' + first[at[0]]
    last[at[1]] += '"'
    path = tmp_path / "list.csv"
    path.write_text(csv_text(HEADER, tuple(first), LINE_A, tuple(last), LINE_B), encoding="utf-8")
    assert "row 2: a quote" in error_of(path)


def test_row_numbers_go_by_records(tmp_path: Path) -> None:
    """A cell over lines takes one row, as in a spreadsheet."""
    path = tmp_path / "list.csv"
    path.write_text(csv_text(("题\n目" and '"题\n目"',), HEADER, (A, '"甲\r\n一"'), LINE_B), encoding="utf-8")
    assert [number for number, _ in open_table(path, known=known, key="person_id").rows] == [3, 4]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\u2028\u2029\x85'), max_size=12)


@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    comma=st.sampled_from([",", ";", "\t"]),
)
def test_any_encoding_delimiter_and_line_end(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str, end: str, comma: str
) -> None:
    lines = [(A, *(cell.replace(comma, " ") for cell in row)) for row in rows]
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    path.write_bytes(csv_text(HEADER, *lines, end=end, comma=comma).encode(encoding))
    table = open_table(path, known=known, key="person_id")
    assert [[text_of(cell) for cell in cells] for _, cells in table.rows] == [
        [text_of(cell) for cell in line] for line in lines
    ]


def test_a_long_file_is_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write(csv_text(HEADER))
        for _ in range(300):
            file.write(csv_text(LINE_A) * 2_000)
    script = (
        "import sys; from pathlib import Path; from yunpei.common.sheets import open_table\n"
        "known = dict(zip('身份证号码 姓名 线上课时'.split(), 'person_id person_name online_hours'.split())).get\n"
        "assert sum(1 for _ in open_table(Path(sys.argv[1]), known=known, key='person_id').rows) == 600_000\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000
