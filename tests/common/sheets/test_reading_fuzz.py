"""Random and mutated files: a table or an UnreadableFile, nothing else; and never a wrong answer in silence."""

from __future__ import annotations

from pathlib import Path

import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import HEADER, LINE_A, LINE_B, A, B, csv_text, known, one_sheet, pack, text_row
from yunpei.common.sheets import UnreadableFile, open_table, text_of
from yunpei.common.sheets.write import write_csv, write_xlsx

_SHARED = "<sst><si><t>零</t></si><si><t>一</t></si></sst>"
_XML = text_row(1, HEADER) + text_row(2, LINE_A) + text_row(3, LINE_B).replace(
    "</row>", '<c r="F3" s="1"><v>43891</v></c><c r="G3" t="s"><v>1</v></c><c r="H3"><f>1+1</f><v>2</v></c></row>'
)  # fmt: skip


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def outcome(path: Path, *, probe: bool = True) -> object:
    """The rows as texts, or None where the file was refused. Anything else that is raised fails the test."""
    try:
        table = open_table(path, known=known, key="person_id", probe=probe)
        rows = [(number, [text_of(cell) for cell in cells]) for number, cells in table.rows]
    except UnreadableFile as fault:
        said = fault.text
    else:
        return table.header, rows
    assert path.name in said.zh
    assert path.name in said.en
    assert A not in said.en
    return None


def valid(folder: Path, ending: str) -> bytes:
    path = folder / f"valid.{ending}"
    if not path.exists():
        if ending == "csv":
            path.write_text(csv_text(HEADER, LINE_A, LINE_B), encoding="utf-8")
        elif ending == "xlsx":
            pack(path, one_sheet(_XML, shared=_SHARED))
        else:
            polars.DataFrame([LINE_A, LINE_B], schema=HEADER, orient="row").write_parquet(path)
    return path.read_bytes()


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "set", "cut", "drop", "double"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 255),
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, mutations: list[tuple[str, float, int]]) -> bytes:
    changed = bytearray(content)
    for kind, where, value in mutations:
        if not changed:
            break
        place = int(where * len(changed))
        if kind == "flip":
            changed[place] ^= value
        elif kind == "set":
            changed[place] = value
        elif kind == "cut":
            del changed[place:]
        elif kind == "drop":
            del changed[place : place + value]
        else:
            changed[place:place] = changed[place : place + value]
    return bytes(changed)


@settings(max_examples=300)
@given(content=st.binary(max_size=400), ending=st.sampled_from(["csv", "xlsx", "parquet", "xls", "xlsm", "tsv"]))
@example(content=b"PK\x05\x06" + b"\0" * 18, ending="xlsx")
@example(content=b"PAR1" + b"\0" * 4 + b"PAR1", ending="parquet")
@example(content=b"\xff\xfe\xfe\xff", ending="csv")
def test_random_bytes(folder: Path, content: bytes, ending: str) -> None:
    path = folder / f"random.{ending}"
    path.write_bytes(content)
    outcome(path)


@settings(max_examples=400)
@given(mutations=MUTATIONS)
def test_mutated_csv(folder: Path, mutations: list[tuple[str, float, int]]) -> None:
    path = folder / "mutated.csv"
    path.write_bytes(mutated(valid(folder, "csv"), mutations))
    outcome(path)


@settings(max_examples=20)  # each starts a process: see parquetfile.read_frame
@given(mutations=MUTATIONS)
def test_mutated_parquet(folder: Path, mutations: list[tuple[str, float, int]]) -> None:
    path = folder / "mutated.parquet"
    path.write_bytes(mutated(valid(folder, "parquet"), mutations))
    outcome(path)


@settings(max_examples=600)
@given(mutations=MUTATIONS)
def test_a_mutated_sheet_is_refused_or_reads_the_same(folder: Path, mutations: list[tuple[str, float, int]]) -> None:
    """Checksums guard every part of an .xlsx, so damage must never change what is read."""
    content = valid(folder, "xlsx")
    path = folder / "mutated.xlsx"
    path.write_bytes(mutated(content, mutations))
    assert outcome(path) in (None, outcome(folder / "valid.xlsx"))


@settings(max_examples=600)
@given(mutations=MUTATIONS, part=st.sampled_from(sorted(one_sheet(_XML, shared=_SHARED))))
def test_mutated_parts_with_right_checksums(folder: Path, mutations: list[tuple[str, float, int]], part: str) -> None:
    members: dict[str, str | bytes] = dict(one_sheet(_XML, shared=_SHARED))
    members[part] = mutated(str(members[part]).encode(), mutations)
    outcome(pack(folder / "parts.xlsx", members))  # type: ignore[arg-type]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(
    lambda text: text[:1] not in "'=+-@＝＋－＠" or not text
)


@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=6))
def test_a_table_is_the_same_in_every_format(folder: Path, rows: list[tuple[str, ...]]) -> None:
    lines = [(A if number % 2 else B, *row) for number, row in enumerate(rows)]
    wanted = HEADER, [(number, [text_of(cell) for cell in line]) for number, line in enumerate(lines, start=2)]
    write_csv(folder / "same.csv", HEADER, lines)
    write_xlsx(folder / "same.xlsx", HEADER, lines)
    polars.DataFrame(lines, schema=dict.fromkeys(HEADER, polars.String), orient="row").write_parquet(
        folder / "same.parquet"
    )
    for ending in ("csv", "xlsx", "parquet"):
        assert outcome(folder / f"same.{ending}", probe=False) == wanted, ending


def test_the_mutations_do_harm(folder: Path) -> None:
    """Else the properties above would hold of nothing."""
    content = valid(folder, "xlsx")
    refused = 0
    for place in range(0, len(content), 7):
        (folder / "harm.xlsx").write_bytes(mutated(content, [("flip", place / len(content), 0x55)]))
        refused += outcome(folder / "harm.xlsx") is None
    assert refused > 50
