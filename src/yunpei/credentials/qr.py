"""The QR code on a certificate: an SVG that leads to its public check page."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> str:
    """The address as an inline SVG without fixed size or colour of the page; error correction M, for paper that is folded."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, dark="#000", light="#fff", nl=False
    )
    return out.getvalue().decode()
