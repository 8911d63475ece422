"""Ways to slip a full ID number past the scan, each tried on a real file."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from tests.files.conftest import docx, pdf, xlsx
from tests.invented import person
from yunpei.common.identifiers import mask_person_id
from yunpei.files.full_ids import find_full_ids, masked_text

pytestmark = pytest.mark.req("R17")
ONE = person(1)
WITH_X = next(one for one in map(person, range(1, 200)) if one.endswith("X"))
OLD = "810000700101001"
FINANCIAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")


@pytest.mark.parametrize(
    "text",
    [
        f"ID{ONE}",
        f"身份证No{ONE}end",
        f"{ONE[:6]}/{ONE[6:14]}/{ONE[14:]}",
        f"{ONE[:6]}, {ONE[6:14]}, {ONE[14:]}",
        "、".join(ONE),
        ",".join(ONE),
        f"{ONE[:6]}|{ONE[6:14]}|{ONE[14:]}",
        f'"{ONE[:6]}","{ONE[6:14]}","{ONE[14:]}"',
        ONE.translate(FINANCIAL),
        "".join(chr(0x660 + int(digit)) if digit.isdigit() else digit for digit in ONE),
        "".join(chr(0x2460 + int(digit) - 1) if digit in "123456789" else digit for digit in ONE),
        f"{ONE[:6]}　{ONE[6:14]}　{ONE[14:]}",
        WITH_X[:-1] + "х",
        WITH_X[:-1] + "×",
        f"{OLD[:6]} {OLD[6:12]} {OLD[12:]}",
        f"{OLD[:6]}-{OLD[6:12]}-{OLD[12:]}",
        f"ID{OLD}",
    ],
)
def test_as_text(text: str) -> None:
    scan = find_full_ids(text.encode(), "text")
    assert scan.found
    masked = masked_text(text)
    assert not find_full_ids(masked.encode(), "text").found


def test_as_utf_16() -> None:
    assert find_full_ids(f"姓名\n{ONE}\n".encode("utf-16"), "text").found
    assert find_full_ids(f"姓名\n{ONE}\n".encode("utf-16-le"), "text").unread


def sheet(*values: str) -> bytes:
    """A workbook with these cells in row 7."""
    cells = "".join(f"<c><v>{value}</v></c>" for value in values)
    out, first = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(xlsx())) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            archive.writestr(
                name, f'<worksheet><row r="7">{cells}</row></worksheet>' if name == first else given.read(name)
            )
    return out.getvalue()


@pytest.mark.parametrize("cells", [(ONE[:6], ONE[6:14], ONE[14:]), tuple(ONE), ("王甲", ONE[:9], ONE[9:])])
def test_over_cells_of_a_row(cells: tuple[str, ...]) -> None:
    [found] = find_full_ids(sheet(*cells), "xlsx").found
    assert found.masked == mask_person_id(ONE)
    assert "7" in found.place.zh


def test_cells_apart_are_no_number() -> None:
    assert find_full_ids(sheet(ONE[:6], "王甲", ONE[6:]), "xlsx").clean


def test_in_hidden_text_of_a_document() -> None:
    vanished = f"</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>{ONE}</w:t></w:r><w:r><w:t>"
    assert find_full_ids(docx(vanished), "docx").found


def test_beside_the_pages_of_a_pdf() -> None:
    def written(change: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
        if change == "note":
            writer.add_annotation(0, FreeText(text=ONE, rect=(50, 50, 200, 100)))
        elif change == "bookmark":
            writer.add_outline_item(title=f"名单 {ONE}", page_number=0)
        elif change == "attachment":
            writer.add_attachment("名单.txt", ONE.encode())
        else:
            writer.add_metadata({"/Subject": ONE})
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    for change in ("note", "bookmark", "metadata"):
        assert find_full_ids(written(change), "pdf").found, change
    assert find_full_ids(written("attachment"), "pdf").unread
