"""The words of a PDF, page by page; nothing where there are none to be had."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from yunpei.files import pdf, pdf_text, queries
from yunpei.files.types import FileKind

WORDS = "<h1>安全手册</h1><p>发现有人触电，先切断电源。</p>"


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(queries, "path", lambda _: tmp_path / "file")
    pdf_text._pages.cache_clear()
    return tmp_path / "file"


def card(kind: FileKind = FileKind.PDF, size: int = 1_000) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, size=size)


def test_each_page_has_its_words(on_disk: Path) -> None:
    on_disk.write_bytes(pdf.render(f'{WORDS}<p style="break-before: page">第二页</p>', css="p { font-size: 12pt }"))
    first, second = pdf_text.pages_of(card())  # type: ignore[arg-type]
    assert "先切断电源" in first
    assert second == "第二页"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", pdf.render("<p></p>")])
def test_a_file_without_words(on_disk: Path, data: bytes) -> None:
    on_disk.write_bytes(data)
    assert pdf_text.pages_of(card()) == ()  # type: ignore[arg-type]


def test_what_is_not_read_at_all(on_disk: Path) -> None:
    assert pdf_text.pages_of(card(kind=FileKind.MP4)) == ()  # type: ignore[arg-type]
    assert pdf_text.pages_of(card(size=30 << 20)) == ()  # type: ignore[arg-type]
