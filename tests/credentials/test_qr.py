"""The code on the certificate is an SVG that needs nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

from yunpei.credentials.qr import qr_svg


def test_the_svg_is_whole_and_calls_nobody() -> None:
    drawn = qr_svg("https://example.test/certificates/YP2020-222222-222222")
    root = ElementTree.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox")
    assert "href" not in drawn
    assert "<style" not in drawn
    assert drawn != qr_svg("https://example.test/certificates/YP2020-222222-222223")
