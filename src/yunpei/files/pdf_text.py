"""The words of a PDF, page by page: so that a lesson can be read on any phone, beside its clock."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from yunpei.files import queries
from yunpei.files.types import FileCard, FileKind

_MOST_PAGES = 400
_MOST_BYTES = 20 << 20


def pages_of(found: FileCard) -> tuple[str, ...]:
    """The text of each page; empty for what is no PDF, is very long, or has only pictures of its pages."""
    if found.kind is not FileKind.PDF or found.size > _MOST_BYTES:
        return ()
    return _pages(str(queries.path(found)))


@lru_cache(maxsize=50)
def _pages(path: str) -> tuple[str, ...]:
    from pypdf import PdfReader  # a quarter of a second to import, and few pages need it
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(Path(path))
        if len(reader.pages) > _MOST_PAGES:
            return ()
        found = tuple(page.extract_text().strip() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return ()
    return found if all(found) else ()
