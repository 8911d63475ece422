"""HTML to PDF: Chinese type everywhere, and nothing from outside the page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from yunpei.files import pdf

pytestmark = pytest.mark.req("R13")
PAGE = "<html lang=zh><title>承诺书</title><body><h1>诚信承诺书</h1><p>本单位承诺：材料真实。</p></body></html>"
FOOT = '@page { @bottom-center { content: "第" counter(page) "页" } }'


def test_chinese_is_set_in_chinese_type_in_the_margins_too() -> None:
    reader = PdfReader(io.BytesIO(pdf.render(PAGE, css=FOOT)))
    text = reader.pages[0].extract_text()
    assert "诚信承诺书" in text
    assert "第1页" in text.replace(" ", "")
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    assert {"NotoSansCJKSC" in str(font.get_object()["/BaseFont"]).replace("-", "") for font in fonts} == {True}


def test_the_same_page_gives_the_same_bytes() -> None:
    assert pdf.render(PAGE) == pdf.render(PAGE)


@pytest.mark.parametrize(
    "wanted",
    [
        '<img src="http://192.0.2.1/x.png">',
        '<img src="https://example.org/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="x.png">',
        '<link rel=stylesheet href="/x.css">',
        "<style>@import url(file:///etc/x.css)</style>",
        '<style>p { background: url("//example.org/x.png") }</style><p>x</p>',
        '<object data="file:///etc/passwd"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<link rel=attachment href="file:///etc/passwd">',
    ],
)
def test_nothing_is_fetched(wanted: str) -> None:
    with pytest.raises(pdf.NoNetwork):
        pdf.render(PAGE.replace("<h1>", wanted + "<h1>"))


def test_a_picture_inside_the_page_is_drawn(tmp_path: Path) -> None:
    import base64

    from tests.files.conftest import png

    inside = f'<img src="data:image/png;base64,{base64.b64encode(png()).decode()}">'
    reader = PdfReader(io.BytesIO(pdf.render(PAGE.replace("<h1>", inside + "<h1>"))))
    assert len(reader.pages[0].images) == 1
