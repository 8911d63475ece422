"""Bytes on the disk: taken in beside their place, named by their SHA-256, never written to again."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 20


class TooLarge(Exception):
    """More bytes than any kind that is wanted here may have."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An upload on the disk, not yet kept."""

    path: Path
    size: int
    sha256: str


def path_of(sha256: str) -> Path:
    """Where the bytes of that hash lie, or would lie."""
    return Path(settings.YUNPEI_UPLOADS) / sha256[:2] / sha256


@contextmanager
def taking(data: bytes | BinaryIO, name: str, limit: int) -> Iterator[Taken]:
    """The upload as a file in a folder of its own, gone afterwards unless it was kept. Raises TooLarge above `limit` bytes.

    Memory does not grow with the upload. `name` (clean) shows in what is said of a damaged file.
    """
    root = Path(settings.YUNPEI_UPLOADS)
    (root / "taking").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root / "taking"))  # mode 700
    try:
        yield _copied(data, folder / name, limit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(data: bytes | BinaryIO, path: Path, limit: int) -> Taken:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        for chunk in _chunks(data):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Taken(path, size, digest.hexdigest())


def _chunks(data: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(CHUNK):
        yield chunk


def keep(taken: Taken) -> None:
    """Put the bytes into their place; the same bytes a second time are dropped. Survives a power cut once it returns."""
    place = path_of(taken.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    taken.path.chmod(0o440)
    taken.path.replace(place)  # atomic: a reader sees all of it or none
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
