"""Numbers of the arithmetic from seconds to fen, each marked as what it is: on every page the same, to the millisecond."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yunpei.evidence.reasons import REASONS, Explained, Reason

register = template.Library()
HOURS = frozenset(("online_hours", "offline_hours", "hours"))  # parts that are no time


@register.filter
def seconds(ms: int) -> str:
    """Milliseconds as seconds to the last of them, 1,444.9: sums on a page come out."""
    return f"{ms // 1000:,}" + f".{ms % 1000:03d}".rstrip("0").rstrip(".")


@register.filter
def left_out(code: str) -> Explained:
    """Why time does not count."""
    return REASONS[Reason(code)]


@register.simple_tag
def counted(part: str, value: int) -> SafeString:
    """A number marked with what it is: time as seconds, its value in ms; class hours as they are."""
    shown = value if part in HOURS else seconds(value)
    return format_html('<data data-part="{}" value="{}">{}</data>', part, str(value), shown)
