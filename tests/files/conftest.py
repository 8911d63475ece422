"""Small real files of every kind, made here, and a store that goes away."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest


def png(extra: bytes = b"", note: bytes = b"") -> bytes:
    """A picture of one grey dot. note: kept in it, to tell pictures apart; extra: raw bytes that belong to no part of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    dot = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\x80"))
    said = chunk(b"tEXt", b"Comment\0" + note) if note else b""
    return b"\x89PNG\r\n\x1a\n" + dot + said + extra + chunk(b"IEND", b"")


def jpg() -> bytes:
    """The same as a photograph."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(out, "JPEG")
    return out.getvalue()


def pdf(script: str = "") -> bytes:
    """A page with nothing on it; with a script in a compressed object, which no look at the bytes shows, where given.

    Written by hand: an object stream and a cross-reference stream, ISO 32000-1, 7.5.7 and 7.5.8.
    """
    action = f"/OpenAction << /S /JavaScript /JS ({script}) >>" if script else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {action} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    ]
    places = " ".join(f"{n} {sum(len(one) + 1 for one in objects[: n - 1])}" for n in (1, 2, 3)) + " "
    packed = zlib.compress((places + "\n".join(objects)).encode())
    head = b"%PDF-1.5\n"
    inner = (
        f"4 0 obj\n<< /Type /ObjStm /N 3 /First {len(places)} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    )
    body = head + inner.encode() + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, len(head), 0), (1, len(body), 0)]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    cross = (
        f"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length {len(table)} >>\nstream\n"
    )
    return body + cross.encode() + table + f"\nendstream\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()


def xlsx(*cells: str) -> bytes:
    """A sheet with these texts, one a row."""
    import polars

    out = io.BytesIO()
    polars.DataFrame({"名单": list(cells) or ["姓名"]}).write_excel(out)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A written document with these paragraphs."""
    import zipfile

    office = "http://schemas.openxmlformats.org"
    words = f"{office}/wordprocessingml/2006/main"
    media = "application/vnd.openxmlformats"
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{office}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{media}-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml"'
            f' ContentType="{media}-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1"'
            f' Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def box(kind: bytes, *inside: bytes) -> bytes:
    """A box of an mp4."""
    data = b"".join(inside)
    return struct.pack(">I4s", 8 + len(data), kind) + data


def mp4(milliseconds: int = 90_000, brand: bytes = b"isom") -> bytes:
    """Boxes of a film that lasts so long; nobody looks at its pictures here."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, milliseconds) + bytes(80))
    return box(b"ftyp", brand + bytes(4) + b"mp41") + box(b"moov", header) + box(b"mdat", bytes(2000))


SAMPLES: dict[str, Callable[[], bytes]] = {"pdf": pdf, "png": png, "jpg": jpg, "xlsx": xlsx, "docx": docx, "mp4": mp4}


@pytest.fixture(autouse=True)
def uploads(settings: object, tmp_path: Path) -> Path:
    """A store of one's own."""
    settings.YUNPEI_UPLOADS = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"
