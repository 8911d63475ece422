"""Full ID numbers where none may stand: looked for in what is about to be published."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from xml.etree import ElementTree

from yunpei.common.identifiers import area_known, mask_person_id, person_id_problem
from yunpei.common.language import Text
from yunpei.files.office_texts import Parts, document_parts, workbook_parts
from yunpei.files.types import Found, Scan

# Digits with blanks, hyphens or dots between them, as people write them to be read out. Looked for at every place: in
# "12 320…" the number begins at the second group, and a search that goes on behind its last guess would miss it.
_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-\u2010-\u2015._·]{0,3}"
_EIGHTEEN = re.compile(
    rf"(?<![0-9A-Za-z])(?=([1-9](?:{_BETWEEN}[0-9]){{16}}{_BETWEEN}[0-9Xx])(?![0-9A-Za-z]))", re.ASCII
)
_FIFTEEN = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{14}(?![0-9A-Za-z])", re.ASCII)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def numbers_in(text: str) -> Iterator[str]:
    """Every well-formed ID number in a text after NFKC: 18 characters however spaced, or the old 15; Chinese digits too.

    A credit code is no ID number: its 7th to 14th characters give no date of 1900 or later.
    """
    plain = unicodedata.normalize("NFKC", text)
    spelt = plain.translate(_CHINESE_DIGITS)
    # Both: 一 before a number is a word as often as a digit, and a digit would hide where the number begins.
    for version in (plain, spelt) if spelt != plain else (plain,):
        for match in _EIGHTEEN.finditer(version):
            if person_id_problem(_bare(match[1])) is None:
                yield match[1]
        yield from (match[0] for match in _FIFTEEN.finditer(version) if _old_number(match[0]))


def _bare(number: str) -> str:
    return re.sub(r"[^0-9Xx]", "", number)


def _old_number(digits: str) -> bool:
    """Whether 15 digits could be a number of before 1999: known province, birth date in the 20th century."""
    try:
        date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    except ValueError:
        return False
    return area_known(digits)


def masked_text(text: str) -> str:
    """The text with every full ID number in it masked; without one, the text itself, untouched."""
    found = list(numbers_in(text))
    if not found:
        return text
    plain = unicodedata.normalize("NFKC", text)
    for version in (plain, plain.translate(_CHINESE_DIGITS)):
        if all(number in version for number in found):
            for number in found:
                version = version.replace(number, _mask(number))
            return version
    return "*" * len(text)


def _mask(number: str) -> str:
    return mask_person_id(_bare(number))


def find_full_ids(data: bytes, kind: str) -> Scan:
    """Full ID numbers in a file about to be published. kind: "text" (also CSV, HTML), "xlsx", "docx" or "pdf".

    Any other kind, pages without text and damaged files come back as `unread`: a person must look at them. The answer
    holds places and masked forms, never a number.
    """
    readers = {
        "text": _text_parts,
        "xlsx": _package_parts(workbook_parts),
        "docx": _package_parts(document_parts),
        "pdf": _pdf_parts,
    }
    if kind not in readers:
        return Scan((), (Text("图片或视频，须人工查看", "a picture or film: a person must look"),))
    found, unread = list[Found](), list[Text]()
    for place, text in readers[kind](data):
        if text is None:
            unread.append(place)
        else:
            found += [Found(place, _mask(number)) for number in numbers_in(text)]
    return Scan(tuple(dict.fromkeys(found)), tuple(unread))


def _text_parts(data: bytes) -> Parts:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            yield Text(f"第{number}行", f"line {number}"), line
        return
    yield Text("文字编码无法识别", "text in an unknown encoding"), None


def _package_parts(read: Callable[[bytes], Parts]) -> Callable[[bytes], Parts]:
    """The reader of an office file, with what is damaged said as unread."""

    def parts(data: bytes) -> Parts:
        from yunpei.common.sheets.package import DAMAGE

        try:
            yield from read(data)
        except (*DAMAGE, ElementTree.ParseError):
            yield Text("文件无法打开", "the file does not open"), None

    return parts


def _pdf_parts(data: bytes) -> Parts:
    from pypdf import PdfReader

    try:
        with PdfReader(io.BytesIO(data)) as reader:
            yield (
                Text("PDF 属性", "PDF properties"),
                "\n\n\n\n".join(str(value) for value in (reader.metadata or {}).values()),
            )
            for number, page in enumerate(reader.pages, 1):
                place = Text(f"第{number}页", f"page {number}")
                text = page.extract_text()
                yield place, text
                if not text.strip() and page.images:
                    yield (
                        Text(f"第{number}页是图片，须人工查看", f"page {number} is a picture: a person must look"),
                        None,
                    )
    except Exception:  # noqa: BLE001  # whatever a damaged PDF makes the parser raise
        yield Text("PDF 无法打开", "the PDF does not open"), None
