"""The zip that an .xlsx is, opened as something a stranger made: every size is bounded before it is believed."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

from yunpei.common.language import Text
from yunpei.common.sheets.model import UnreadableFile

MOST_BYTES = 600 << 20  # uncompressed, all members; a million full lines of 20 columns take about that
MOST_MEMBERS = 10_000
MOST_RATIO = 400  # of one member above 10 MiB; a million identical rows reach 60, deflate's bombs 1,000
BIG_MEMBER = 10 << 20
MOST_DIRECTORY = 4 << 20  # bytes the zip's directory may take
LONGEST_TOKEN = 1 << 20  # bytes of one tag, comment or attribute
CHUNK = 1 << 16

# All that zipfile, zlib and expat raise on a damaged file.
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
    OSError,
)

StartHandler = Callable[[str, dict[str, str]], None]


class Package:
    """An opened .xlsx: bounded, its parts found by their relations. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(_Bounded(self._file))
            self._members = self._checked_members()
        except UnreadableFile:
            self._file.close()
            raise
        except DAMAGE as fault:
            self._file.close()
            raise self.broken(fault) from None

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()

    def __del__(self) -> None:
        # A caller that refuses the file for its header never walks the rows, whose end would close it.
        if hasattr(self, "_file"):
            self._file.close()

    def _checked_members(self) -> dict[str, zipfile.ZipInfo]:
        members: dict[str, zipfile.ZipInfo] = {}
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            raise self.error(f"压缩包里有 {len(infos)} 个文件，太多了", f"{len(infos)} files inside are too many")
        total = sum(info.file_size for info in infos)
        if total > MOST_BYTES:
            raise self.error(
                f"解压后有 {total >> 20} MB，超过上限 {MOST_BYTES >> 20} MB（可能是压缩炸弹）",
                f"{total >> 20} MB when unpacked, the limit is {MOST_BYTES >> 20} MB (a zip bomb?)",
            )
        for info in infos:
            if info.file_size > BIG_MEMBER and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                raise self.error(
                    f"{info.filename[:60]} 的压缩率不合常理（可能是压缩炸弹）",
                    f"{info.filename[:60]} is compressed beyond belief (a zip bomb?)",
                )
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            if name in members:
                raise self.error(f"压缩包里 {info.filename[:60]} 出现两次", f"{info.filename[:60]} is in the zip twice")
            members[name] = info
        return members

    def has(self, name: str) -> bool:
        """Whether the zip holds a member of that name, letter case aside as in Excel."""
        return name.lower() in self._members

    def size(self, name: str) -> int:
        """Bytes of a member when unpacked, as the zip states them."""
        return self._members[name.lower()].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member's bytes in pieces; a wrong size or checksum, or a cut file, raises UnreadableFile."""
        info = self._members[name.lower()]
        if info.flag_bits & 1:
            raise self.error("工作簿有密码", "the workbook has a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.error("压缩方法不是 xlsx 所用的", "compressed in a way that .xlsx does not use")
        left = info.file_size
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(CHUNK):
                    left -= len(chunk)
                    yield chunk
        except DAMAGE as fault:
            raise self.broken(fault) from None
        if left:
            raise self.error(
                f"{info.filename[:60]} 的长度与目录不符", f"{info.filename[:60]} has not the size the zip states"
            )

    def parse(self, chunks: Iterable[bytes], parser: expat.XMLParserType) -> Iterator[None]:
        """Feed a member's bytes to the parser, giving way after each piece; refuses DTDs, entities and giant tokens."""
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.XmlDeclHandler = self._refuse_encoding
        fed = 0
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > LONGEST_TOKEN + CHUNK:
                    raise self.error("XML 里有长得不合常理的标记", "a tag inside is long beyond belief")
                yield
            parser.Parse(b"", True)
        except DAMAGE as fault:
            raise self.broken(fault) from None
        yield

    def read_elements(self, name: str, start: StartHandler) -> None:
        """Call `start` with the local name and attributes of every element of a small part."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes: start(local(tag), attributes)
        for _ in self.parse(self.chunks(name), parser):
            pass

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id → (kind, member name) of a part; the kind is the last word of its type."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = unquote(attributes.get("Target", "")).replace("\\", "/")
                target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", str(len(found)))] = (kind, posixpath.normpath(target))

        if self.has(name):
            self.read_elements(name, start)
        return found

    def _refuse_doctype(self, *_: object) -> None:
        raise self.error(
            "XML 里有 DTD 或实体定义（可能是攻击）", "the XML inside defines a DTD or entities (an attack?)"
        )

    def _refuse_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise self.error(
                f"XML 的编码是 {encoding[:20]}，不是 UTF-8", f"the XML inside is in {encoding[:20]}, not UTF-8"
            )

    def error(self, zh: str, en: str) -> UnreadableFile:
        """The error for this file with its mend."""
        return UnreadableFile(
            Text(
                f"{self.path.name}：{zh}；请用 Excel 或 WPS 打开，另存为新的 .xlsx。",
                f"{self.path.name}: {en}; open it in Excel or WPS and save it as a new .xlsx.",
            )
        )

    def broken(self, fault: Exception) -> UnreadableFile:
        """The error for damage that a parser met."""
        why = str(fault)[:120] or type(fault).__name__
        return self.error(f"文件已损坏或不完整（{why}）", f"the file is damaged or cut short ({why})")


class _Bounded:
    """A file that refuses giant reads: zipfile takes the length of the directory from the file itself."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, MOST_DIRECTORY + 1) if size >= 0 else MOST_DIRECTORY + 1)
        if len(data) > MOST_DIRECTORY:
            raise zipfile.BadZipFile("the directory is too long")
        return data


def local(tag: str) -> str:
    """An element's name without its prefix: x:row → row."""
    return tag.rpartition(":")[2]
