"""Full ID numbers are found wherever they hide, and nothing else is taken for one."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.conftest import docx, jpg, pdf, xlsx
from tests.invented import employer, person
from yunpei.common.identifiers import mask_person_id
from yunpei.files import pdf as pdf_room
from yunpei.files.full_ids import find_full_ids, masked_text, numbers_in

pytestmark = pytest.mark.req("R17")
ONE = person(1)


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"王甲，{ONE}。",
        f"12 {ONE}",
        f"第一{ONE}号",
        f"{ONE[:6]} {ONE[6:14]} {ONE[14:]}",
        f"{ONE[:6]}-{ONE[6:14]}-{ONE[14:]}",
        " ".join(ONE),
        "7 " + " ".join(ONE),
        "\u200b".join(ONE),
        "".join(chr(ord(digit) + 0xFEE0) for digit in ONE),
        ONE.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
        f"{ONE},{person(2)}",
        f"电话 19900000001 {ONE}",
    ],
)
def test_found_however_it_is_written(text: str) -> None:
    scan = find_full_ids(text.encode(), "text")
    assert not scan.clean
    assert scan.found[0].masked == mask_person_id(ONE)
    assert ONE not in repr(scan)
    assert ONE not in masked_text(text)


@given(
    st.integers(0, 1_000_000),
    st.text("0123456789 \n，、:号X", max_size=12),
    st.text(" \n，、:号", min_size=1, max_size=4),
)
def test_found_whatever_stands_before_it(n: int, before: str, gap: str) -> None:
    text = before + "|" + gap.strip("0123456789X") + person(n)
    assert person(n) in list(numbers_in(text))


@given(st.text("0123456789X", max_size=40))
def test_what_is_found_is_well_formed(text: str) -> None:
    for number in numbers_in(text):
        assert len(number) in (15, 18)


@pytest.mark.parametrize(
    "text",
    [
        mask_person_id(ONE),
        employer(1),
        ONE[:17] + ("1" if ONE[17] != "1" else "2"),
        ONE + "0",
        "7" + ONE,
        "6222020200012345678",
        "19900000001",
        "2020-03-02 10:00:00",
        "sha256:" + "ab" * 8 + ONE + "ab",
        "",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert find_full_ids(text.encode(), "text").clean
    assert masked_text(text) == text


def test_old_numbers_of_a_known_province() -> None:
    assert find_full_ids(b"810000700101001", "text").found
    assert find_full_ids(b"810000709901001", "text").clean
    assert find_full_ids(b"990000700101001", "text").clean


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_names_the_line(encoding: str) -> None:
    scan = find_full_ids(f"姓名,号码\n王甲,{mask_person_id(ONE)}\n李乙,{ONE}\n".encode(encoding), "text")
    assert [one.place.zh for one in scan.found] == ["第3行"]


def test_a_workbook_is_read_everywhere() -> None:
    assert find_full_ids(xlsx("王甲", mask_person_id(ONE)), "xlsx").clean
    found = find_full_ids(xlsx("王甲", ONE), "xlsx").found
    assert [(one.place.zh, one.masked) for one in found] == [("工作表 Sheet1 A3", mask_person_id(ONE))]
    split = f"<si><r><t>{ONE[:9]}</t></r><r><t>{ONE[9:]}</t></r></si>"
    hidden = {
        "xl/comments1.xml": f"<comments><comment><text><t>{ONE}</t></text></comment></comments>",
        "docProps/manager.xml": f"<Properties><Manager>{ONE}</Manager></Properties>",
        "xl/worksheets/sheet9.xml": f"<worksheet><c><v>{ONE}</v></c></worksheet>",
        "xl/split.xml": f"<sst>{split}</sst>",
        "xl/named.xml": f'<a b="{ONE}"/>',
    }
    for name, text in hidden.items():
        out = io.BytesIO(xlsx())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, text)
        assert name in find_full_ids(out.getvalue(), "xlsx").found[0].place.zh


def test_a_document_names_the_paragraph() -> None:
    scan = find_full_ids(docx("名单", f"王甲 {ONE}"), "docx")
    assert [(one.place.zh, one.masked) for one in scan.found] == [("第2段", mask_person_id(ONE))]
    assert find_full_ids(docx("名单", f"王甲 {mask_person_id(ONE)}"), "docx").clean
    out = io.BytesIO(docx("x"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/header1.xml", f"<hdr><p><r><t>{ONE[:9]}</t></r><r><t>{ONE[9:]}</t></r></p></hdr>")
        archive.writestr("word/media/image1.png", b"x")
    scan = find_full_ids(out.getvalue(), "docx")
    assert [one.place.zh for one in scan.found] == ["文档内 word/header1.xml"]
    assert [one.zh for one in scan.unread] == ["文档内 word/media/image1.png"]


def test_a_digit_a_box_is_a_number_all_the_same() -> None:
    boxes = "".join(f"<w:tc><w:p><w:r><w:t>{digit}</w:t></w:r></w:p></w:tc>" for digit in ONE)
    table = f"</w:t></w:r></w:p><w:tbl><w:tr>{boxes}</w:tr></w:tbl><w:p><w:r><w:t>"
    assert [one.place.zh for one in find_full_ids(docx(table), "docx").found] == ["表格第1行"]


def test_a_pdf_names_the_page() -> None:
    rows = "".join(f"<p>{n} A {mask_person_id(person(n))}</p>" for n in range(5))
    page = f'<html><body>{rows}<div style="break-before: page">B {ONE}</div></body></html>'
    scan = find_full_ids(pdf_room.render(page), "pdf")
    assert [(one.place.zh, one.masked) for one in scan.found] == [("第2页", mask_person_id(ONE))]
    assert find_full_ids(pdf_room.render(page.replace(ONE, mask_person_id(ONE))), "pdf").clean


def test_what_cannot_be_read_is_said() -> None:
    import base64

    picture = base64.b64encode(jpg()).decode()
    scanned = pdf_room.render(f'<html><body><img src="data:image/jpeg;base64,{picture}"></body></html>')
    assert find_full_ids(scanned, "pdf").unread
    for data, kind in (
        (jpg(), "jpg"),
        (pdf()[:60], "pdf"),
        (xlsx()[:-40], "xlsx"),
        (b"\xff\xff\xff\x81", "text"),
    ):
        scan = find_full_ids(data, kind)
        assert scan.unread
        assert not scan.clean
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
        archive.writestr("xl/bomb.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert len(find_full_ids(out.getvalue(), "xlsx").unread) == 2
