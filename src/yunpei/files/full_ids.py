"""Full ID numbers where none may stand: looked for in what is about to be published."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

from yunpei.common.identifiers import area_known, mask_person_id, person_id_problem
from yunpei.common.language import Text
from yunpei.files.office_texts import Parts, document_parts, workbook_parts
from yunpei.files.types import Found, Scan

# Digits with blanks or signs between them, as people write them to be read out, or a table as text has them. Looked for at
# every place: in "12 320…" the number begins at the second group, and a search that goes on behind its last guess would miss it.
_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-\u2010-\u2015._·,;:/|、\"']{0,3}"
# Within the letters and digits of a digest it is no number; after a word (ID320…, 3202…abc) it is.
_EIGHTEEN = re.compile(rf"(?<![0-9])(?=([1-9](?:{_BETWEEN}[0-9]){{16}}{_BETWEEN}[0-9Xx])(?![0-9]))", re.ASCII)
_FIFTEEN = re.compile(rf"(?<![0-9])(?=([1-9][0-9]{{5}}{_BETWEEN}[0-9]{{6}}{_BETWEEN}[0-9]{{3}})(?![0-9]))", re.ASCII)
_LETTERS_BEFORE, _LETTERS_AFTER = re.compile(r"[A-Za-z]*$", re.ASCII), re.compile(r"[A-Za-z]*", re.ASCII)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789")
_OTHER_DIGIT = re.compile(r"[^\W\D0-9]")  # of other scripts: ٣, ३
_LOOK_LIKE_X = str.maketrans("хХ×", "xXX")  # Cyrillic, and the sign of multiplication


def numbers_in(text: str) -> Iterator[str]:
    """Every well-formed ID number in a text after NFKC: 18 characters however spaced, or the old 15; Chinese digits too.

    A credit code is no ID number: its 7th to 14th characters give no date of 1900 or later.
    """
    plain = _plain(text)
    spelt = plain.translate(_CHINESE_DIGITS)
    # Both: 一 before a number is a word as often as a digit, and a digit would hide where the number begins.
    for version in (plain, spelt) if spelt != plain else (plain,):
        for match in _EIGHTEEN.finditer(version):
            if person_id_problem(_bare(match[1])) is None and _alone(version, match):
                yield match[1]
        for match in _FIFTEEN.finditer(version):
            if _old_number(_bare(match[1])) and _alone(version, match):
                yield match[1]


def _plain(text: str) -> str:
    """The text in plain digits, sign by sign."""
    folded = unicodedata.normalize("NFKC", text).translate(_LOOK_LIKE_X)
    return _OTHER_DIGIT.sub(lambda sign: str(unicodedata.decimal(sign[0], sign[0])), folded)


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether the letters on both sides, if any, are a word and not the hexadecimal digits of a digest."""
    before = _LETTERS_BEFORE.search(text, max(0, match.start() - 20), match.start())
    after = _LETTERS_AFTER.match(text, match.end(1))
    assert before is not None
    assert after is not None
    return all(not one or re.search("[^a-fA-F]", one) for one in (before[0], after[0]))


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
    plain = _plain(text)
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
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else () if b"\0" in data else ("utf-8-sig", "gb18030"):
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
            yield Text("PDF 书签", "PDF bookmarks"), "\n\n\n\n".join(_titles(reader.outline))
            for name in reader.attachments:
                yield Text(f"PDF 内附文件 {name[:80]}", f"file attached to the PDF {name[:80]}"), None
            for number, page in enumerate(reader.pages, 1):
                place = Text(f"第{number}页", f"page {number}")
                text = page.extract_text()
                yield place, text
                yield place, "\n\n\n\n".join(_noted(page))
                if not text.strip() and page.images:
                    yield (
                        Text(f"第{number}页是图片，须人工查看", f"page {number} is a picture: a person must look"),
                        None,
                    )
    except Exception:  # noqa: BLE001  # whatever a damaged PDF makes the parser raise
        yield Text("PDF 无法打开", "the PDF does not open"), None


def _titles(outline: Iterable[Any]) -> Iterator[str]:
    """The titles of a PDF's bookmarks, those below others too."""
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def _noted(page: Any) -> Iterator[str]:
    """Comments on a page, and what stands in its form fields."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        held = (note.get(key) for key in ("/Contents", "/V", "/DV", "/T", "/TU", "/RC"))
        yield from (str(one) for one in held if one is not None)
