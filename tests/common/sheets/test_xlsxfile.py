"""XLSX: our two ways of reading agree, and both agree with other readers and writers."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.corpus import HEADER, LINE_A, A, known, one_sheet, pack, text_row
from yunpei.common.sheets import Cell, UnreadableFile, open_table, sharedtexts, text_of
from yunpei.common.sheets.excel import DATE, ELAPSED, NUMBER, TIME, format_meaning, moment
from yunpei.common.sheets.header import RawRow
from yunpei.common.sheets.write import write_xlsx
from yunpei.common.sheets.xlsxfile import Workbook


def raw(path: Path, by_pattern: bool) -> list[RawRow] | str:
    """All rows of the first sheet, or how reading it failed."""
    try:
        book = Workbook(path)
        reader = book.reader()
        reader.by_pattern = by_pattern
        return list(reader.rows(book.package, book.sheets[0].member))
    except UnreadableFile:
        return "unreadable"


# Pieces of worksheets as programs write them, and as they should not: every chain of them must read the same both ways.
CELL = st.sampled_from(
    [
        '<c r="A{row}" t="inlineStr"><is><t>甲</t></is></c>',
        '<c r="A{row}" t="s"><v>1</v></c>',
        '<c r="B{row}"><v>23</v></c>',
        '<c r="B{row}" s="1"><v>43891.5</v></c>',
        '<c r="C{row}" s="1" t="n"><v>60</v></c>',
        '<c r="C{row}" t="e"><v>#N/A</v></c>',
        '<c r="D{row}" t="b"><v>1</v></c>',
        '<c r="D{row}" s="2"/>',
        '<c r="D{row}" s="2" />',
        '<c r="E{row}"><f>A1+1</f><v>7</v></c>',
        '<c r="E{row}"><f>A1+1</f></c>',
        '<c r="E{row}"><f>A1&amp;"x"</f><v/></c>',
        '<c r="E{row}" t="str"><f aca="false">""</f><v></v></c>',
        '<c r="F{row}" t="str"><f t="shared" si="0"/><v>_x0041_</v></c>',
        '<c r="F{row}" t="inlineStr"><is><t xml:space="preserve"> a&lt;b </t></is></c>',
        '<c r="G{row}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>',
        '<c r="H{row}" t="d"><v>2020-03-01T00:00:00</v></c>',
        '<c r="AB{row}"><v>1e3</v></c>',
        "<c><v>5</v></c>",
        '<c t="s" r="I{row}"><v>0</v></c>',
        '<c r="J{row}" t="s"><v>99</v></c>',
        '<c r="J{row}"><v>x</v></c>',
        '<c r="J{row}" t="inlineStr"><v>x</v></c>',
        '<c r="J{row}"><is><t>x</t></is></c>',
        '<c r="J1"><v>1</v></c>',
        '<c r="XFE{row}"><v>1</v></c>',
        "<!-- no -->",
        "\n ",
        '<c r="K{row}"><v><![CDATA[12]]></v></c>',
        '<c r="K{row}" t="str"><v>a\r\nb</v></c>',
    ]
)
ROW = st.tuples(
    st.sampled_from(
        ['<row r="{row}">', '<row r="{row}" spans="1:8" hidden="0">', '<row r="{row}" hidden="1">', "<row>", '<row ht="1" r="{row}">']
    ),
    st.lists(CELL, max_size=5).map(lambda cells: "".join(dict.fromkeys(cells))),
    st.sampled_from(["", "", "", "\n", "<!-- <row><c><v>1</v></c></row> -->", '<row r="{row}"/>', "<row/>", "text"]),
)  # fmt: skip


@given(rows=st.lists(ROW, max_size=6), ending=st.sampled_from(["", "", "", "<row"]))
def test_both_ways_of_reading_agree(tmp_path_factory: pytest.TempPathFactory, rows: list, ending: str) -> None:
    xml = "".join(
        (begin + cells + "</row>").replace("{row}", str(2 * number)) + between.replace("{row}", str(2 * number + 1))
        for number, (begin, cells, between) in enumerate(rows, start=1)
    )
    shared = "<sst><si><t>零</t></si><si><t>一</t></si></sst>"
    path = pack(tmp_path_factory.mktemp("xlsx") / "a.xlsx", one_sheet(xml + ending, shared=shared))
    assert raw(path, by_pattern=True) == raw(path, by_pattern=False)


@pytest.mark.parametrize(
    ("before", "rows"),
    [
        (f"<!-- <sheetData>{text_row(1, HEADER)}{text_row(2, LINE_A)} -->", text_row(1, ("x",))),
        ("", f'<row r="1"><!-- </row>{text_row(2, LINE_A)} --><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'),
        ("", text_row(1, ("x",)) + f"<?x </row>{text_row(2, LINE_A)} ?>"),
        ("", text_row(1, ("x",)) + f"<!-- {text_row(2, LINE_A)} -->"),
        ("", text_row(1, ("x",)) + f'<row r="2"><!-- </row>{text_row(3, LINE_A)} --></row>'),
    ],
)
def test_rows_in_comments_are_no_rows(tmp_path: Path, before: str, rows: str) -> None:
    path = pack(tmp_path / "a.xlsx", one_sheet(rows, before=before))
    assert raw(path, by_pattern=True) == raw(path, by_pattern=False) == [(1, ["x"], 0)]


def test_the_pattern_takes_what_programs_write(tmp_path: Path) -> None:
    """Else the agreement above would be that of one way with itself."""
    for writer in (_with_openpyxl, _with_xlsxwriter):
        path = writer(tmp_path)
        book = Workbook(path)
        reader = book.reader()
        reader._start_cell = None  # type: ignore[assignment, method-assign]
        assert len(list(reader.rows(book.package, book.sheets[0].member))) == 2
        book.close()


def _with_openpyxl(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([A, "甲", 24, datetime.date(2020, 3, 1), True])
    book.save(folder / "openpyxl.xlsx")
    return folder / "openpyxl.xlsx"


def _with_xlsxwriter(folder: Path) -> Path:
    write_xlsx(folder / "xlsxwriter.xlsx", HEADER, [[A, "甲", 24, datetime.date(2020, 3, 1), True]])
    return folder / "xlsxwriter.xlsx"


VALUES: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e14, 1e14)
    .filter(lambda number: number == 0 or abs(number) > 1e-9)
    .map(lambda number: float(f"{number:.15g}")),
    st.dates(datetime.date(1900, 1, 1)),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(9999, 1, 1)).map(
        lambda at: at.replace(microsecond=0)
    ),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20),
)
TABLES = st.lists(st.lists(VALUES, min_size=4, max_size=4), max_size=6)


@given(table=TABLES, epoch1904=st.booleans())
def test_what_openpyxl_writes(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[Cell]], epoch1904: bool
) -> None:
    book = openpyxl.Workbook()
    if epoch1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        table = [[_from_1904(cell) for cell in row] for row in table]
    sheet = book.active
    sheet.append(HEADER)
    for number, row in enumerate(table, start=2):
        for column, cell in enumerate([A, *row], start=1):
            target = sheet.cell(number, column)
            target.value = cell
            target.data_type = "s" if isinstance(cell, str) else target.data_type
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    book.save(path)
    read = [[text_of(cell) for cell in cells] for _, cells in open_table(path, known=known, key="person_id").rows]
    assert read == [[A, *(text_of(cell) for cell in row)] for row in table]


def _from_1904(cell: Cell) -> Cell:
    return (
        cell.replace(year=max(cell.year, 1905))
        if isinstance(cell, datetime.date) and cell.day < 29
        else None
        if isinstance(cell, datetime.date)
        else cell
    )


@given(table=TABLES)
def test_calamine_reads_the_same(tmp_path_factory: pytest.TempPathFactory, table: list[list[Cell]]) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    # Calamine has no 29 February 1900, and shifts the days before it.
    table = [[None if isinstance(cell, datetime.date) and cell.year == 1900 else cell for cell in row] for row in table]
    write_xlsx(path, HEADER, [[A, *row] for row in table])
    ours = [[text_of(cell) for cell in cells] for _, cells in open_table(path, known=known, key="person_id").rows]
    theirs = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    assert ours == [[text_of(cell) for cell in row] for row in theirs]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", NUMBER), ("0.00", NUMBER), ('0.00"dm"', NUMBER), ("#,##0;[Red]-#,##0", NUMBER), ("0.00E+00", NUMBER), ("@", NUMBER),
        ("[$-804]General", NUMBER), ("G/通用格式", NUMBER), ('0"年"', NUMBER), ("[DBNum1][$-804]General", NUMBER), ("\\d0", NUMBER),
        ("yyyy-mm-dd", DATE), ('yyyy"年"m"月"d"日"', DATE), ('[$-804]yyyy"年"m"月"d"日";@', DATE), ("m/d/yy h:mm", DATE), ("mmm", DATE),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", DATE), ("[DBNum1][$-804]yyyy年m月d日", DATE), ("e-m-d", DATE), ("aaaa", NUMBER),
        ("h:mm", TIME), ("上午/下午 h:mm", TIME), ("h:mm AM/PM", TIME), ("mm:ss.0", TIME), ("[h]:mm:ss", ELAPSED), ("[mm]:ss", ELAPSED),
    ],
)  # fmt: skip
def test_formats(code: str, meaning: int) -> None:
    assert format_meaning(164, code) == meaning


@given(st.dates(datetime.date(1900, 3, 1)))
def test_days_of_both_calendars(day: datetime.date) -> None:
    assert moment((day - datetime.date(1899, 12, 30)).days, DATE, date1904=False) == day
    if day >= datetime.date(1904, 1, 1):
        assert moment((day - datetime.date(1904, 1, 1)).days, DATE, date1904=True) == day


def test_noise_below_a_millisecond_is_no_time() -> None:
    assert moment(43890.999999999, DATE, date1904=False) == datetime.date(2020, 3, 1)
    assert moment(43891.354166666664, DATE, date1904=False) == datetime.datetime(2020, 3, 1, 8, 30)


def test_too_many_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharedtexts, "MOST_MEMORY", 1_000)
    path = pack(
        tmp_path / "a.xlsx", one_sheet(text_row(1, HEADER), shared="<sst>" + "<si><t>x</t></si>" * 50 + "</sst>")
    )
    with pytest.raises(UnreadableFile, match="CSV"):
        open_table(path, known=known, key="person_id")


def test_a_missing_part_is_no_missing_format(tmp_path: Path) -> None:
    """Without its styles a date would silently be a number."""
    members = one_sheet(text_row(1, HEADER) + text_row(2, LINE_A))
    del members["xl/styles.xml"]
    with pytest.raises(UnreadableFile, match=re.escape("xl/styles.xml")):
        open_table(pack(tmp_path / "a.xlsx", members), known=known, key="person_id")


def test_an_unused_table_leaves_no_open_file(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", one_sheet(text_row(1, HEADER) + text_row(2, LINE_A)))
    table = open_table(path, known=known, key="person_id")
    del table  # a ResourceWarning would fail this run


def test_a_formula_fault_is_told_once_and_before_the_rows(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "a.xlsx",
        one_sheet(text_row(1, HEADER) + f'<row r="2"><c r="A2"><v>{A[:9]}</v></c><c r="C2"><f>1</f></c></row>'),
    )
    table = open_table(path, known=known, key="person_id")
    assert len(table.problems) == 1
    (_, cells), = table.rows  # fmt: skip
    assert len(table.problems) == 1
    assert text_of(cells[2]) == "#未计算"


def test_a_long_sheet_is_a_stream(tmp_path: Path) -> None:
    rows = "".join(text_row(number, LINE_A) for number in range(2, 100_002))
    path = pack(tmp_path / "long.xlsx", one_sheet(text_row(1, HEADER) + rows))
    script = (
        "import sys; from pathlib import Path; from yunpei.common.sheets import open_table\n"
        "known = dict(zip('身份证号码 姓名 线上课时'.split(), 'person_id person_name online_hours'.split())).get\n"
        "assert sum(1 for _ in open_table(Path(sys.argv[1]), known=known, key='person_id').rows) == 100_000\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000
