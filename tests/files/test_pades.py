"""Signed papers: whoever opens one sees who signed it, and a changed byte."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yunpei.files import pades, pdf

AT = datetime(2020, 4, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def seal(settings: object, tmp_path: Path) -> Path:
    settings.YUNPEI_PAPER_SEAL = tmp_path / "data" / "paper-seal.pem"  # type: ignore[attr-defined]
    return tmp_path / "data" / "paper-seal.pem"


def paper() -> bytes:
    return pades.sign(pdf.render("<h1>决定书</h1><p>1000 元</p>"), reason="测试", at=AT)


def test_a_signed_paper_holds_and_a_changed_one_does_not(seal: Path) -> None:
    signed = paper()
    assert pades.holds(signed, at=AT)
    assert seal.stat().st_mode & 0o777 == 0o600
    place = signed.index(b"/Type /Catalog") if b"/Type /Catalog" in signed else len(signed) // 3
    assert not pades.holds(signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :], at=AT)
    assert not pades.holds(signed + b"\n%more\n%%EOF\n", at=AT)
    assert not pades.holds(pdf.render("<p>unsigned</p>"), at=AT)
    assert not pades.holds(b"no pdf", at=AT)


def test_another_sites_signature_is_not_ours(seal: Path) -> None:
    signed, first = paper(), pades.fingerprint(AT)
    seal.unlink()
    assert pades.fingerprint(AT) != first
    assert not pades.holds(signed, at=AT)


def test_the_key_is_made_once_and_lasts(seal: Path) -> None:
    first = pades.fingerprint(AT)
    assert pades.fingerprint(AT + timedelta(days=400)) == first
    assert len(first) == 64


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler is not installed")
def test_another_program_says_the_same(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    place.write_bytes(paper())
    said = subprocess.run(["pdfsig", "-nocert", place], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "2020" in said
