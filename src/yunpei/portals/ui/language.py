"""Pages in two languages: what stands in Chinese on an English page, how a day is written, and the button between the two."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from yunpei.common.language import spoken

# From one Chinese character to the last one before other letters or markup: 锡人社办〔2020〕10号 is one stretch.
_ONE = r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
CHINESE = re.compile(rf"{_ONE}(?:[^A-Za-z<>&]*{_ONE})?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def marked(text: Any) -> Any:
    """What people or circulars wrote: on an English page its Chinese is marked, so that a screen reader changes its voice."""
    if text is None or spoken() == "zh" or not CHINESE.search(str(text)):
        return text
    shown = CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', conditional_escape(text))
    # One element, whatever is in it: a label or a button sets its children apart.
    return SafeString(shown if CHINESE.fullmatch(str(text)) else f"<span>{shown}</span>")


def day_written(value: date) -> str:
    """2020-06-01, in English 1 Jun 2020."""
    if spoken() == "zh":
        return value.strftime("%Y-%m-%d")
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def here(request: HttpRequest) -> str:
    """Where the reader stands, to come back to: the page itself, or the one whose form was sent, for what was sent has no page."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return request.headers.get("Referer", "")
