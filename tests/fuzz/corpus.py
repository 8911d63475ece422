"""Broken and odd files, built in code when a test asks for them; no binary fixture is ever stored.

`build(folder)` writes them all and says of each what a reader must make of it. The people in them are invented: the
area code 99 is assigned to nobody, the checksums are right.
"""

from __future__ import annotations

import datetime
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HEADER = ("身份证号码", "姓名", "线上课时", "开班日期", "结束日期")
KNOWN = {
    "身份证号码": "person_id",
    "姓名": "person_name",
    "线上课时": "online_hours",
    "线下课时": "offline_hours",
    "开班日期": "class_start",
    "结束日期": "class_end",
    "person_id": "person_id",
    "person_name": "person_name",
    "online_hours": "online_hours",
    "class_start": "class_start",
    "class_end": "class_end",
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Expectation:
    """What reading the file must give: an error that says `error`, or these lines and words said about them."""

    error: str = ""  # a piece of the English message
    rows: tuple[int, ...] = ()  # real row numbers of the lines
    ids: tuple[str, ...] = ()
    first: tuple[str, ...] = ()  # canonical text of the first line
    warning: str = ""
    problem: str = ""
    skipped: tuple[tuple[int, int, str], ...] | None = None


Entry = tuple[Path, Expectation]


def known(text: str) -> str | None:
    """The column that a header of this corpus means."""
    return KNOWN.get(text)


def person_id(number: int) -> str:
    """An ID number of an invented person, with a right checksum, from an area that is not assigned."""
    body = f"99010119900101{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


A, B = person_id(1), person_id(2)
LINE_A = (A, "甲一", "24", "2020-03-01", "2020-03-08")
LINE_B = (B, "乙二", "30", "2020-03-02", "2020-03-09")


# ---- CSV ----------------------------------------------------------------------------------------------------------------


def csv_text(*lines: tuple[str, ...], end: str = "\r\n", comma: str = ",") -> str:
    """Lines of plain cells as CSV."""
    return "".join(comma.join(line) + end for line in lines)


_PLAIN = csv_text(HEADER, LINE_A, LINE_B)
_TWO = Expectation(rows=(2, 3), ids=(A, B), first=LINE_A)


def _csv_files() -> dict[str, tuple[bytes, Expectation]]:
    return _csv_encodings() | _csv_layouts() | _csv_damage()


def _csv_encodings() -> dict[str, tuple[bytes, Expectation]]:
    return {
        "plain.csv": (_PLAIN.encode(), _TWO),
        "bom.csv": (b"\xef\xbb\xbf" + _PLAIN.encode(), _TWO),
        "gb18030.csv": (
            _PLAIN.encode("gb18030"),
            Expectation(rows=(2, 3), ids=(A, B), first=LINE_A, warning="GB18030"),
        ),
        "utf16le.csv": (b"\xff\xfe" + _PLAIN.encode("utf-16-le"), _TWO),
        "utf16be.csv": (b"\xfe\xff" + _PLAIN.encode("utf-16-be"), _TWO),
        "utf16_without_bom.csv": (_PLAIN.encode("utf-16-le"), Expectation(error="UTF-16 without a BOM")),
        "tabs.csv": (csv_text(HEADER, LINE_A, LINE_B, comma="\t").encode(), _TWO),
        "semicolons.csv": (csv_text(HEADER, LINE_A, LINE_B, comma=";").encode(), _TWO),
        "mixed_line_ends.csv": (
            ",".join(HEADER).encode() + b"\r" + ",".join(LINE_A).encode() + b"\n" + ",".join(LINE_B).encode() + b"\r\n",
            _TWO,
        ),
    }


def _csv_layouts() -> dict[str, tuple[bytes, Expectation]]:
    return {
        "empty.csv": (b"", Expectation(error="0 bytes")),
        "only_bom.csv": (b"\xef\xbb\xbf", Expectation(error="no header")),
        "only_header.csv": (csv_text(HEADER).encode(), Expectation()),
        "blank_lines.csv": (
            ("\r\n" + csv_text(HEADER) + "\r\n,,,,\r\n" + csv_text(LINE_A) + "\r\n\r\n").encode(),
            Expectation(rows=(5,), ids=(A,), skipped=((3, 4, ""),)),
        ),
        "footers.csv": (
            csv_text(HEADER, LINE_A, ("", "合 计", "24"), ("制表人：丙三", "", "")).encode(),
            Expectation(rows=(2,), ids=(A,), skipped=((3, 3, "合 计"), (4, 4, "制表人：丙三"))),
        ),
        "repeated_header.csv": (
            csv_text(HEADER, LINE_A, HEADER, LINE_B).encode(),
            Expectation(rows=(2, 4), ids=(A, B), skipped=((3, 3, HEADER[0]),)),
        ),
        "two_headers.csv": (
            csv_text(HEADER, ("person_id", "person_name", "online_hours", "class_start", "class_end"), LINE_A).encode(),
            Expectation(rows=(3,), ids=(A,), skipped=((2, 2, "person_id"),)),
        ),
        "same_header_twice.csv": (
            csv_text((*HEADER, "姓名"), LINE_A).encode(),
            Expectation(problem="twice", rows=(2,)),
        ),
        "same_meaning_twice.csv": (
            csv_text((*HEADER, "person_name"), LINE_A).encode(),
            Expectation(problem="both mean", rows=(2,)),
        ),
        "beyond_the_header.csv": (
            csv_text(HEADER, (*LINE_A, "滑"), LINE_B).encode(),
            Expectation(rows=(2, 3), ids=(A, B), warning="Rows 2 hold something to the right"),
        ),
    }


def _csv_damage() -> dict[str, tuple[bytes, Expectation]]:
    swallowing = csv_text(HEADER, (A, '"甲一', *LINE_A[2:]), (B, '乙二"', *LINE_B[2:]))
    return {
        "nul.csv": (csv_text(HEADER, (A, "甲\0一")).encode(), Expectation(error="row 2: holds a NUL")),
        "unclosed_quote.csv": (
            csv_text(HEADER, LINE_A, (B, '"乙二')).encode(),
            Expectation(error="row 3: a quote is not closed"),
        ),
        "unclosed_quote_long.csv": (
            csv_text(HEADER, (A, '"甲一'), *[LINE_B] * 400).encode(),
            Expectation(error="row 2: an unclosed quote swallows"),
        ),
        "swallowed_row.csv": (swallowing.encode(), Expectation(error="row 2: a quote seems unclosed")),
        "quote_in_the_wrong_place.csv": (
            csv_text(HEADER, (A, '"甲"一')).encode(),
            Expectation(error="row 2: a quote in the wrong"),
        ),
        "cell_over_lines.csv": (
            csv_text(HEADER, (A, '"甲\n一"', *LINE_A[2:]), LINE_B).encode(),
            Expectation(rows=(2, 3), ids=(A, B)),
        ),
        "giant_cell.csv": (
            csv_text(HEADER, (A, "甲" * 200_000)).encode(),
            Expectation(error="row 2: a cell of more than"),
        ),
        "giant_line.csv": (
            csv_text(HEADER).encode() + b"a," * (1 << 20),
            Expectation(error="row 2: a line of more than"),
        ),
        "damaged_utf8.csv": (
            csv_text(HEADER, *[LINE_A] * 9).encode() + b"\xe7\x94," + LINE_B[0].encode(),
            Expectation(error="byte offset"),
        ),
        "neither_encoding.csv": (b"a,b\r\n\xff\xff\r\n", Expectation(error="byte offset 5")),
        "no_header.csv": (csv_text(("甲", "乙"), LINE_A).encode(), Expectation(error=f"{A[:3]}***************")),
        "really_a_zip.csv": (b"PK\x03\x04" + b"\0" * 60, Expectation(error="change the ending to .xlsx")),
        "really_html.csv": (b"<html><table><tr><td>1", Expectation(error="web page")),
    }


# ---- XLSX ---------------------------------------------------------------------------------------------------------------

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet {_NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="21"/>'
    "</cellXfs></styleSheet>"
)


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet around its rows."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet {_NS}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text_row(number: int, texts: tuple[str, ...], start: int = 0, marks: str = "") -> str:
    """One row of inline texts."""
    cells = "".join(
        f'<c r="{chr(65 + start + index)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for index, text in enumerate(texts)
        if text
    )
    return f'<row r="{number}"{marks}>{cells}</row>'


def parts(
    sheets: dict[str, str], *, workbook: str = "", shared: str = "", hidden: tuple[str, ...] = ()
) -> dict[str, str]:
    """The members of a workbook with these sheets."""
    listed, relations = "", ""
    found = {}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>'
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        found[f"xl/worksheets/sheet{number}.xml"] = xml
    relations += f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    if shared:
        relations += f'<Relationship Id="rIdT" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        found["xl/sharedStrings.xml"] = shared
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {_RELS}><Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_OFFICE}">{workbook}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {_RELS}>{relations}</Relationships>",
        "xl/styles.xml": STYLES,
        **found,
    }


def pack(path: Path, members: dict[str, str], level: int = 1) -> Path:
    """Write the members as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def one_sheet(rows: str, *, before: str = "", after: str = "", workbook: str = "", shared: str = "") -> dict[str, str]:
    """A workbook of one sheet."""
    return parts({"名单": sheet_xml(rows, before, after)}, workbook=workbook, shared=shared)


_ROWS = text_row(1, HEADER) + text_row(2, LINE_A) + text_row(3, LINE_B)
_LONE_A = f'<c r="A2" t="inlineStr"><is><t>{A}</t></is></c>'


def _dates(serials: tuple[str, ...], style: int) -> str:
    cells = "".join(
        f'<c r="{chr(68 + index)}2" s="{style}"><v>{serial}</v></c>' for index, serial in enumerate(serials)
    )
    return text_row(1, HEADER) + f'<row r="2">{_LONE_A}{cells}</row>'


def _values(cells: str) -> str:
    return text_row(1, HEADER) + f'<row r="2">{_LONE_A}{cells}</row>'


def _one(*texts: str, **more: str) -> Expectation:
    return Expectation(rows=(2,), ids=(A,), first=(A, *texts), **more)  # type: ignore[arg-type]


def _xlsx_values() -> dict[str, tuple[dict[str, str], Expectation]]:
    rich = (
        f"<sst {_NS}><si><r><t>甲</t></r><r><t>一</t></r><rPh><t>JIA</t></rPh></si><si><t>a_x000D_&amp;b</t></si></sst>"
    )
    return {
        "plain.xlsx": (one_sheet(_ROWS), _TWO),
        "dates_1900.xlsx": (one_sheet(_dates(("43891", "43898.354166666664"), 1)), _one("", "", "2020-03-01", "2020-03-08 08:30:00")),
        "dates_1904.xlsx": (
            one_sheet(_dates(("42429", "42436"), 3), workbook='<workbookPr date1904="1"/>'),
            _one("", "", "2020-03-01", "2020-03-08"),
        ),
        "dates_chinese_format.xlsx": (one_sheet(_dates(("43891", "43898"), 2)), _one("", "", "2020-03-01", "2020-03-08")),
        "dates_29_february_1900.xlsx": (one_sheet(_dates(("60", "61"), 1)), _one("", "", "1900-02-29", "1900-03-01")),
        "dates_early.xlsx": (one_sheet(_dates(("0", "59"), 1)), _one("", "", "1900-01-00", "1900-02-28")),
        "dates_impossible.xlsx": (one_sheet(_dates(("-5", "2958466"), 1)), _one("", "", "-5", "2958466")),
        "dates_general.xlsx": (one_sheet(_dates(("43891", "43898.5"), 0)), _one("", "", "43891", "43898.5")),
        "times.xlsx": (one_sheet(_dates(("0.5", "1.25"), 4)), _one("", "", "12:00:00", "1900-01-01 06:00:00")),
        "error_values.xlsx": (one_sheet(_values('<c r="B2" t="e"><v>#N/A</v></c>')), _one("#N/A", "", "", "")),
        "booleans.xlsx": (one_sheet(_values('<c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>0</v></c>')), _one("true", "false", "", "")),
        "numbers.xlsx": (
            one_sheet(_values('<c r="B2"><v>2.10203199901011E+17</v></c><c r="C2"><v>23.0</v></c><c r="D2"><v>990203199901011234</v></c>')),
            _one("2.10203199901011E+17", "23", "9.90203199901011E+17", ""),
        ),
        "rich_text.xlsx": (
            one_sheet(_values('<c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c>'), shared=rich),
            _one("甲一", "a\r&b", "", ""),
        ),
        "formulas_with_values.xlsx": (
            one_sheet(_values('<c r="B2" t="str"><f>""</f><v></v></c><c r="C2"><f>12*2</f><v>24</v></c>')),
            _one("", "24", "", ""),
        ),
        "formulas_without_values.xlsx": (
            one_sheet(_values('<c r="C2"><f>12*2</f></c><c r="D2"><f>A1</f><v/></c>')),
            Expectation(rows=(2,), ids=(A,), problem="column C “线上课时”, rows 2: a formula without"),
        ),
        "formula_in_the_total.xlsx": (
            one_sheet(_values("") + '<row r="3"><c r="B3" t="inlineStr"><is><t>合计</t></is></c><c r="C3"><f>SUM(C2)</f></c></row>'),
            Expectation(rows=(2,), ids=(A,), skipped=((3, 3, "合计"),)),
        ),
        "namespace_prefix.xlsx": (
            parts({"名单": sheet_xml(_ROWS).replace("</", "</x:").replace("<c", "<x:c").replace("<row", "<x:row")
                   .replace("<is>", "<x:is>").replace("<t>", "<x:t>").replace("<sheetData>", "<x:sheetData>")
                   .replace("<worksheet xmlns=", "<x:worksheet xmlns:x=")}),
            _TWO,
        ),
    }  # fmt: skip


def _xlsx_headers() -> dict[str, tuple[dict[str, str], Expectation]]:
    merged = '<mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>'
    groups = text_row(1, ("身份证号码", "姓名", "课时", "", "开班日期", "结束日期")) + text_row(
        2, ("", "", "线上课时", "线下课时")
    )
    return {
        "merged_title.xlsx": (
            one_sheet(text_row(1, ("培训名单",)) + text_row(3, HEADER) + text_row(4, LINE_A), after=merged),
            Expectation(rows=(4,), ids=(A,)),
        ),
        "merged_header.xlsx": (
            one_sheet(
                text_row(1, HEADER) + '<row r="2"><c r="A2"/></row>' + text_row(3, LINE_A),
                after='<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
            ),
            Expectation(rows=(3,), ids=(A,), skipped=((2, 2, ""),)),
        ),
        "header_of_two_rows.xlsx": (
            one_sheet(groups + text_row(3, (A, "甲一", "24", "3", "2020-03-01", "2020-03-08"))),
            Expectation(
                rows=(3,), ids=(A,), first=(A, "甲一", "24", "3", "2020-03-01", "2020-03-08"), warning="two rows"
            ),
        ),
        "merged_lines.xlsx": (
            one_sheet(_ROWS, after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'),
            Expectation(rows=(2, 3), ids=(A, B), warning="Merged cells B2:B3"),
        ),
    }


def _xlsx_layouts() -> dict[str, tuple[dict[str, str], Expectation]]:
    offset = text_row(5, HEADER, 2) + text_row(6, LINE_A, 2) + text_row(9, LINE_B, 2)
    other = sheet_xml(text_row(1, ("说明",)))
    hidden = sheet_xml(text_row(1, HEADER) + text_row(2, LINE_A))
    filtered = (
        text_row(1, HEADER) + text_row(2, LINE_A, marks=' hidden="1"') + text_row(3, LINE_B, marks=' hidden="true"')
    )
    return {
        "starts_at_c5.xlsx": (one_sheet(offset), Expectation(rows=(6, 9), ids=(A, B), skipped=((7, 8, ""),))),
        "hidden_rows.xlsx": (
            one_sheet(filtered),
            Expectation(rows=(2, 3), ids=(A, B), warning="Hidden rows were read too: 2–3"),
        ),
        "hidden_column.xlsx": (
            one_sheet(_ROWS, before='<cols><col min="2" max="2" hidden="1"/></cols>'),
            Expectation(rows=(2, 3), ids=(A, B), warning="Hidden columns were read too: B"),
        ),
        "second_sheet.xlsx": (
            parts({"封面": other, "名单": sheet_xml(_ROWS), "空": sheet_xml("")}),
            Expectation(rows=(2, 3), ids=(A, B), warning="“名单” was read, not: 封面."),
        ),
        "hidden_sheet_last.xlsx": (
            parts({"藏": hidden, "名单": sheet_xml(_ROWS)}, hidden=("藏",)),
            Expectation(rows=(2, 3), ids=(A, B), warning="not: 藏"),
        ),
        "only_hidden_sheet.xlsx": (
            parts({"藏": hidden, "空": other}, hidden=("藏",)),
            Expectation(rows=(2,), ids=(A,), warning="is hidden"),
        ),
        "empty_sheet.xlsx": (one_sheet(""), Expectation(error="The first rows hold: nothing")),
        "only_header.xlsx": (one_sheet(text_row(1, HEADER)), Expectation()),
        "no_sheets.xlsx": (parts({}), Expectation(error="The first rows hold: nothing")),
        "stray_cell_at_the_end.xlsx": (
            one_sheet(_ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            Expectation(rows=(2, 3), ids=(A, B), warning="Rows 1048576 hold something to the right"),
        ),
    }


def _xlsx_attacks() -> dict[str, tuple[dict[str, str], Expectation]]:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    giant = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * (1 << 20)}</t></is></c></row>'
    return {
        "billion_laughs.xlsx": (parts({"名单": laughs + f"<worksheet {_NS}/>"}), Expectation(error="DTD")),
        "billion_laughs_in_texts.xlsx": (
            one_sheet(_ROWS, shared=laughs + f"<sst {_NS}><si><t>&b;</t></si></sst>"),
            Expectation(error="DTD"),
        ),
        "giant_attribute.xlsx": (
            parts({"名单": f'<worksheet {_NS} a="{"0123456789abcdef" * (1 << 19)}"/>'}),
            Expectation(error="long beyond belief"),
        ),
        "giant_text.xlsx": (one_sheet(giant), Expectation(error="more than")),
        "path_traversal.xlsx": (one_sheet(_ROWS) | {"../../../../tmp/yunpei-escaped": "x", "/etc/yunpei-escaped": "x"}, _TWO),
        "external_sheet.xlsx": (
            one_sheet(_ROWS) | {"xl/_rels/workbook.xml.rels": f"<Relationships {_RELS}>"
             f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="../../../etc/passwd"/></Relationships>'},
            Expectation(error="is not in the file"),
        ),
        "rows_out_of_order.xlsx": (one_sheet(text_row(3, HEADER) + text_row(2, LINE_A)), Expectation(error="row 2 after row 3")),
        "cell_in_the_wrong_row.xlsx": (
            one_sheet(text_row(1, HEADER) + f'<row r="2">{_LONE_A.replace("A2", "A7")}</row>'),
            Expectation(error="cell A7 in row 2"),
        ),
        "cell_twice.xlsx": (one_sheet(text_row(1, HEADER) + f'<row r="2">{_LONE_A}{_LONE_A}</row>'), Expectation(error="a cell twice")),
        "row_too_far.xlsx": (one_sheet(_ROWS + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), Expectation(error="row 1048577")),
        "unknown_text.xlsx": (one_sheet(_values('<c r="B2" t="s"><v>7</v></c>')), Expectation(error="damaged")),
        "not_a_number.xlsx": (one_sheet(_values('<c r="B2"><v>abc</v></c>')), Expectation(error="damaged")),
        "two_values.xlsx": (one_sheet(_values('<c r="B2"><v>1</v><v>2</v></c>')), Expectation(error="two values")),
        "broken_xml.xlsx": (one_sheet(_ROWS + "<row"), Expectation(error="damaged")),
        "utf16_inside.xlsx": (parts({"名单": sheet_xml(_ROWS).replace("UTF-8", "GBK")}), Expectation(error="in GBK, not UTF-8")),
        "row_in_a_comment.xlsx": (one_sheet(_ROWS + f"<!-- {text_row(4, LINE_A)} -->"), _TWO),
        "really_word.xlsx": ({"word/document.xml": "<x/>"}, Expectation(error="a Word file")),
        "just_a_zip.xlsx": ({"a.txt": "x"}, Expectation(error="holds no workbook")),
    }  # fmt: skip


def _million_empty_rows(path: Path) -> Expectation:
    empty = "".join(f'<row r="{row}" spans="1:5" s="1" customFormat="1" ht="15"/>' for row in range(3, 1_000_003))
    pack(path, one_sheet(text_row(1, HEADER) + text_row(2, LINE_A) + empty))
    return Expectation(rows=(2,), ids=(A,), skipped=())


def _zip_bomb(path: Path) -> Expectation:
    pack(path, one_sheet(_ROWS + " " * (64 << 20)), level=9)
    return Expectation(error="zip bomb")


def _truncated(path: Path) -> Expectation:
    pack(path, one_sheet(_ROWS))
    path.write_bytes(path.read_bytes()[:-200])
    return Expectation(error="damaged or cut short")


def _patched(path: Path, change: Callable[[bytearray, int], None]) -> None:
    """Change a field of the directory entry of the sheet; `change` gets the bytes and where the entry begins."""
    pack(path, one_sheet(_ROWS))
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\x01\x02")
    while b"sheet1.xml" not in content[place : place + 46 + 40]:
        place = content.find(b"PK\x01\x02", place + 4)
    change(content, place)
    path.write_bytes(content)


def _lying_size(path: Path) -> Expectation:
    _patched(path, lambda content, place: struct.pack_into("<I", content, place + 24, 100))
    return Expectation(error="damaged or cut short")


def _lying_large_size(path: Path) -> Expectation:
    _patched(path, lambda content, place: struct.pack_into("<I", content, place + 24, 0x7FFFFFFF))
    return Expectation(error="the limit is 600 MB")


def _bad_checksum(path: Path) -> Expectation:
    _patched(path, lambda content, place: struct.pack_into("<I", content, place + 16, 1))
    return Expectation(error="damaged or cut short")


def _password_bit(path: Path) -> Expectation:
    _patched(path, lambda content, place: struct.pack_into("<H", content, place + 8, 1))
    return Expectation(error="password")


def _foreign_method(path: Path) -> Expectation:
    _patched(path, lambda content, place: struct.pack_into("<H", content, place + 10, 12))
    return Expectation(error="does not use")


def _many_members(path: Path) -> Expectation:
    pack(path, one_sheet(_ROWS) | {f"x/{number}": "" for number in range(10_001)})
    return Expectation(error="too many")


def _member_twice(path: Path) -> Expectation:
    pack(path, one_sheet(_ROWS) | {"xl/worksheets/SHEET1.xml": sheet_xml(text_row(1, HEADER))})
    return Expectation(error="twice")


def _with_openpyxl(path: Path) -> Expectation:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append([A, "甲一", "=12*2", datetime.date(2020, 3, 1), datetime.datetime(2020, 3, 8)])
    book.save(path)
    return Expectation(rows=(2,), ids=(A,), problem="column C “线上课时”, rows 2: a formula without")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_OTHER: dict[str, tuple[bytes, Expectation]] = {
    "empty.xlsx": (b"", Expectation(error="0 bytes")),
    "really_html.xlsx": (b"<html><body><table><tr><td>1</td></tr></table>", Expectation(error="web page")),
    "really_csv.xlsx": (_PLAIN.encode(), Expectation(error="change the ending to .csv")),
    "old.xls": (_OLE, Expectation(error=".xls files are not supported")),
    "really_old.xlsx": (_OLE, Expectation(error="old .xls workbook")),
    "biff.xlsx": (b"\x09\x08\x10\x00" + b"\0" * 90, Expectation(error="old .xls workbook")),
    "encrypted.xlsx": (_OLE + "EncryptedPackage".encode("utf-16-le"), Expectation(error="with a password")),
    "head_only.xlsx": (b"PK\x03\x04", Expectation(error="damaged or cut short")),
    "sheet.ods": (b"PK\x03\x04mimetype", Expectation(error=".ods files are not supported")),
    "sheet.et": (_OLE, Expectation(error=".et files are not supported")),
    "list.dat": (b"a,b,c", Expectation(error="unknown ending")),
    "garbage.parquet": (b"PAR1" + bytes(range(256)) + b"PAR1", Expectation(error="damaged or cut short")),
    "cut.parquet": (b"PAR1\x15\x04", Expectation(error="damaged or cut short")),
    "really_csv.parquet": (_PLAIN.encode(), Expectation(error="not Parquet")),
}
_MADE: dict[str, Callable[[Path], Expectation]] = {
    "million_empty_rows.xlsx": _million_empty_rows,
    "zip_bomb.xlsx": _zip_bomb,
    "truncated.xlsx": _truncated,
    "lying_size.xlsx": _lying_size,
    "lying_large_size.xlsx": _lying_large_size,
    "bad_checksum.xlsx": _bad_checksum,
    "password_bit.xlsx": _password_bit,
    "foreign_method.xlsx": _foreign_method,
    "many_members.xlsx": _many_members,
    "member_twice.xlsx": _member_twice,
    "openpyxl_formulas.xlsx": _with_openpyxl,
}


def names() -> list[str]:
    """The names of all files, without making them."""
    return [*_csv_files(), *_OTHER, *_xlsx_values(), *_xlsx_headers(), *_xlsx_layouts(), *_xlsx_attacks(), *_MADE]


def build(folder: Path) -> dict[str, Entry]:
    """Write every file into `folder`; name → (path, what reading it must give)."""
    found: dict[str, Entry] = {}
    for name, (content, expected) in (_csv_files() | _OTHER).items():
        path = folder / name
        path.write_bytes(content)
        found[name] = path, expected
    for name, (members, expected) in (_xlsx_values() | _xlsx_headers() | _xlsx_layouts() | _xlsx_attacks()).items():
        found[name] = pack(folder / name, members), expected
    for name, make in _MADE.items():
        found[name] = folder / name, make(folder / name)
    return found
