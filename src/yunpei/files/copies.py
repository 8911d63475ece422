"""Files that the program writes for somebody and keeps for a while: by their SHA-256 among the uploads, named by no upload."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from yunpei.files import keeping, queries
from yunpei.files.models import StoredFile
from yunpei.files.types import Piece

LARGEST = 16 << 30


def copy_keep(path: Path) -> tuple[str, int]:
    """Keep what was written there; its SHA-256 and size. The same bytes a second time are kept once."""
    with path.open("rb") as data, keeping.taking(data, path.name, LARGEST) as taken:
        keeping.keep(taken)
        return taken.sha256, taken.size


def copy_piece(sha256: str, size: int, name: str, wanted: str, if_range: str) -> Piece:
    """What to answer to a GET with this Range header. Raises as queries.piece."""
    return queries.piece_of(sha256, size, "application/zip", name, wanted=wanted, if_range=if_range)


def copy_drop(sha256: str) -> None:
    """Let the bytes go once the transaction stands, unless an upload has the same."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        transaction.on_commit(lambda: keeping.path_of(sha256).unlink(missing_ok=True))
