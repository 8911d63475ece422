"""An address as a QR code that a page can show."""

from __future__ import annotations

import base64

from yunpei.credentials.qr import qr_svg


def picture(address: str) -> str:
    """The code as the `src` of an image: a picture that cannot run anything, as the page's policy allows."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address).encode()).decode()
