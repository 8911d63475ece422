"""HTML to PDF, with Chinese type and without a network."""

from __future__ import annotations

from typing import Any

# In @page too: its margin boxes, where page numbers stand, do not inherit from the page's content.
_TYPE = """
@page { size: A4; margin: 22mm 20mm; font-family: "Noto Sans CJK SC", sans-serif; font-size: 9pt }
html { font-family: "Noto Sans CJK SC", sans-serif; font-size: 10.5pt; line-height: 1.5 }
"""


class NoNetwork(Exception):
    """A page asked for something that is not in it."""


def render(html: str, *, css: str = "") -> bytes:
    """The PDF of an HTML page; `css` goes over our own type. Pictures only as `data:` addresses, inside the page.

    The same page gives the same bytes. Raises NoNetwork for any other address: a page must not be able to read the disk
    or call anyone.
    """
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    refused = list[str]()
    fetcher = _fetcher(refused)
    try:
        # With a base, a relative address is an address too, and is refused; without one it would be passed over.
        page = HTML(string=html, base_url="page:/", url_fetcher=fetcher)
        sheets = [CSS(string=sheet, base_url="page:/", url_fetcher=fetcher) for sheet in (_TYPE, css) if sheet]
        made: bytes = page.write_pdf(stylesheets=sheets)
    except FatalURLFetchingError:
        made = b""
    if refused:  # asked even where nothing was raised: inside an SVG WeasyPrint swallows everything
        raise NoNetwork(f"a PDF is made from its page alone, and this one wants {refused[0][:40]}")
    return made


def _fetcher(refused: list[str]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class InsideOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                refused.append(url)
                raise FatalURLFetchingError
            return super().fetch(url, headers)

    return InsideOnly()
