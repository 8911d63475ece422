"""What other rooms may name of stored files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from yunpei.common.language import Text


class FileKind(StrEnum):
    """What a file is by its content; its name and what a browser says of it count for nothing."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    MP4 = "mp4"
    VTT = "vtt"


DOCUMENTS = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPG})  # a scan of a sealed page comes as one of these
TABLES = frozenset({FileKind.XLSX, FileKind.CSV})  # what lists of people come as
PUBLISHABLE = DOCUMENTS | {FileKind.XLSX, FileKind.DOCX}  # what may hang on a public page, once it was searched
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.MP4: "video/mp4",
    FileKind.VTT: "text/vtt",
}
LIMITS = {  # bytes
    FileKind.PDF: 20 << 20,
    FileKind.PNG: 10 << 20,
    FileKind.JPG: 10 << 20,
    FileKind.XLSX: 10 << 20,
    FileKind.CSV: 20 << 20,
    FileKind.DOCX: 10 << 20,
    FileKind.MP4: 2 << 30,
    FileKind.VTT: 2 << 20,
}


@dataclass(frozen=True, slots=True)
class FileCard:
    """A stored file. `name` is the uploader's, for showing and as the name of a download, never as a path."""

    id: int
    public_id: str
    name: str
    kind: FileKind
    size: int  # bytes
    sha256: str
    duration_ms: int | None  # of a video
    stored_at: datetime
    person_id: int | None
    organisation_id: int | None
    office_id: int | None

    @property
    def media_type(self) -> str:
        """The Content-Type to answer with, together with `X-Content-Type-Options: nosniff`."""
        return MEDIA_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` up to and without `end` of the file at `path`; the portal makes the response.

    partial: answer 206 with `Content-Range: bytes start-(end-1)/total`, else 200. etag: quoted, strong.
    """

    path: Path
    start: int
    end: int
    total: int
    partial: bool
    media_type: str
    etag: str
    name: str

    @property
    def content_range(self) -> str:
        """The value of the Content-Range header of a 206."""
        return f"bytes {self.start}-{self.end - 1}/{self.total}"


class FilmState(StrEnum):
    """How far a video is with being cut for slow lines; until it is ready the upload itself is played."""

    WAITING = "waiting"
    CUTTING = "cutting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a film: a fragmented mp4 of `size` bytes whose first `head` bytes begin it.

    segments: milliseconds and bytes of each, in their order; they follow each other without a gap.
    """

    height: int
    bits: int  # a second, at most
    codecs: str
    sha256: str
    size: int
    head: int
    segments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FilmCard:
    """How far the cutting of a video is, percent, and the sizes there are, the smallest first."""

    state: FilmState
    percent: int
    renditions: tuple[Rendition, ...]


class NotSatisfiable(Exception):
    """A range that begins behind the end: answer 416 with `Content-Range: bytes */total`."""

    def __init__(self, total: int) -> None:
        super().__init__(f"no such range in {total} bytes")
        self.total = total


@dataclass(frozen=True, slots=True)
class Found:
    """A full ID number that stands in a file: where, and its masked form. The number itself is not handed on."""

    place: Text
    masked: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a search for full ID numbers saw. unread: what no program can read, where a person has to look."""

    found: tuple[Found, ...]
    unread: tuple[Text, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found and everything could be read."""
        return not self.found and not self.unread
