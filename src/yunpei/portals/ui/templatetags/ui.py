"""Components and formats that every portal's templates are built of. See them all at /ui/."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yunpei.casework.types import CaseDetail, CheckRow
from yunpei.common.clock import SHANGHAI
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.portals.ui import class_parts, flash, labels, language, regions

register = template.Library()
PARTS = "ui/parts/"


# ---- formats ------------------------------------------------------------------------------------------------------------


@register.filter
def say(text: Text | str | None) -> str:
    """A sentence of the rooms in the page's language."""
    return "" if text is None else str(text)


register.filter("zh", language.marked)


@register.filter
def aside(text: Any) -> SafeString:
    """A remark in the brackets of the page's language."""
    return format_html(_("（{}）"), text)


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as `1,444.00`; a dash where nothing is known."""
    return "—" if fen is None else yuan_shown(fen)


@register.filter
def span(ms: int | None) -> str:
    """Milliseconds as people say them: 12 分 05 秒. Seconds are rounded down: nothing is promised that was not earned."""
    seconds = (ms or 0) // 1000
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return _("%(h)d 小时 %(m)02d 分") % {"h": hours, "m": minutes}
    return _("%(m)d 分 %(s)02d 秒") % {"m": minutes, "s": rest}


@register.filter
def lasting(seconds: int | None) -> str:
    """Seconds of a planned length, as `span` says them."""
    return span((seconds or 0) * 1000)


@register.filter
def still(ms: int | None) -> str:
    """As `span`, rounded up to the second: what is still to be done is never told too short."""
    return span(-(-(ms or 0) // 1000) * 1000)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as 2020-06-01 or 1 Jun 2020, of a moment its date in China; a dash for none."""
    if value is None:
        return "—"
    return language.day_written(value.astimezone(SHANGHAI) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as 2020-06-01 09:30 or 1 Jun 2020 09:30, Asia/Shanghai; a dash for none."""
    return "—" if value is None else f"{day(value)} {value.astimezone(SHANGHAI):%H:%M}"


@register.filter
def word(value: Any, table: str) -> labels.Word:
    """The plain word of a coded value: {{ mode|word:"mode" }}."""
    return labels.word(table, str(value))


@register.filter
def because(why: str) -> str:
    """Why a line is not counted: the program's own words in the page's language, an officer's as they were written."""
    first, _space, number = why.partition(" ")
    return f"{labels.word('because', first)} {number}".strip() if first in labels.WORDS["because"] else why


@register.filter
def verdicts(checks: Iterable[CheckRow]) -> list[dict[str, Any]]:
    """Checks in three groups, what stands in the way first: failed, open, passed. folded: their clauses are a click away."""
    listed = list(checks)
    groups = ((False, _("不符合的条件"), "bad"), (None, _("未定的条件"), "warn"), (True, _("符合的条件"), "good"))
    found = [
        {"title": title, "tone": tone, "folded": ok is True, "checks": [one for one in listed if one.ok is ok]}
        for ok, title, tone in groups
    ]
    return [group for group in found if group["checks"]]


@register.filter
def clause(full: str | None) -> str:
    """A clause as people cite it: without the circular's id in front."""
    return (full or "").rpartition("#")[2]


@register.filter
def circular(programme: str) -> str:
    """`wuxi-2020-10/online` → its circular."""
    return programme.partition("/")[0]


@register.filter
def programme(name: str) -> str:
    """`wuxi-2020-10/online` → the programme within its circular."""
    return name.partition("/")[2]


@register.filter
def region(code: str | None) -> str:
    """The name of a region; its code where it has none here."""
    return regions.name(code) if code else "—"


@register.filter
def asked_about(field: str, case: CaseDetail) -> str:
    """What a correction is about, in words: a field of the plan, a fact, the roster, the undertaking, a document of the case."""
    asked = case.application.asked if case.application is not None else ()
    named = {one.name: say(one.text) for one in asked} | {row.id: say(row.text) for row in case.documents}
    for table in ("plan_field", "case_part", "step_item"):
        named |= {name: str(words) for name, words in labels.WORDS[table].items()}
    return str(named.get(field, field))


@register.filter
def happened(event: str) -> str:
    """An event of a case as a sentence; all ways out of a hold are one, and all ways back from the judicial authority."""
    for name in ("release", "given_back"):
        event = name if event.startswith(f"{name}_to_") else event
    return str(labels.word("happened", event))


@register.filter
def corrected(field: str, case: CaseDetail) -> str:
    """The id of the place on the page where it is corrected."""
    asked = case.application.asked if case.application is not None else ()
    if field in labels.WORDS["plan_field"] or field in {one.name for one in asked}:
        return f"id_{field}"
    return field if field in labels.WORDS["case_part"] else "documents"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """One entry of a mapping; None where there is none."""
    return mapping.get(key) if mapping else None


# ---- components ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "status.html")
def status(table: str, value: Any, audience: str = "public") -> dict[str, Any]:
    """A state as a tag: word and tone, in the words of the audience."""
    label = labels.find(table, str(value))
    return {"word": label.to(audience), "tone": label.tone}


register.inclusion_tag(PARTS + "teaching.html")(class_parts.teaching)
register.inclusion_tag(PARTS + "online_share.html")(class_parts.online_share)


@register.inclusion_tag(PARTS + "field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """A form's field: label, control, hint and errors, tied together for screen readers."""
    widget = bound.field.widget
    shape = getattr(widget, "input_type", "")
    described = [f"{bound.id_for_label}_hint"] if (hint or bound.help_text) else []
    asked = getattr(bound.form, "corrections", {}).get(bound.name, ())
    described += [f"{bound.id_for_label}_asked"] if asked else []
    described += [f"{bound.id_for_label}_error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "optional": not bound.field.required and bound.name not in getattr(bound.form, "needed_later", ()),
        "control": bound.as_widget(attrs=attrs),
        "hint": hint or bound.help_text,
        "asked": asked,
        "is_box": shape == "checkbox",
        "is_group": getattr(widget, "allow_multiple_selected", False) or shape == "radio",
    }


@register.inclusion_tag(PARTS + "errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form, all of it, above it: each line leads to its field."""
    rows = []
    if form is not None and form.errors:
        rows = [(None, text) for text in form.non_field_errors()]
        rows += [(form[name], text) for name in form.errors if name in form.fields for text in form.errors[name]]
    return {"rows": rows}


@register.inclusion_tag(PARTS + "notice.html")
def notice(text: Any, tone: str = "info", title: str = "") -> dict[str, Any]:
    """A coloured box with a sentence: info, good, warn or bad."""
    return {"text": say(text), "tone": tone, "title": title}


@register.inclusion_tag(PARTS + "progress.html")
def progress(value: int, most: int, label: str, shown: str = "") -> dict[str, Any]:
    """How much of something is done; `shown` is the sentence beside it."""
    return {"value": min(value, most), "most": max(most, 1), "label": label, "shown": shown or f"{value} / {most}"}


@register.inclusion_tag(PARTS + "empty.html")
def nothing(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """A page with nothing on it yet: what it will show, and what to do first."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag(PARTS + "steps.html")
def steps(rows: Iterable[Any]) -> dict[str, Any]:
    """A story in steps: each row has text, state (done, now, next, stopped), and may have note and href."""
    return {"rows": rows}


@register.inclusion_tag(PARTS + "pager.html", takes_context=True)
def pager(context: template.RequestContext, page: Any) -> dict[str, Any]:
    """Links to the other pages of a list, with the filters kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag(PARTS + "flash.html", takes_context=True)
def flashes(context: template.RequestContext) -> dict[str, Any]:
    """What the last request wanted to say, once."""
    return {"rows": flash.taken(context["request"])}


@register.simple_tag(takes_context=True)
def nav_link(context: template.RequestContext, name: str, text: str, icon: str = "", exact: bool = False) -> SafeString:
    """A link of a bar, marked where the page lies below it. exact: only on its own page, for the first of a portal."""
    href = _address(name)
    path = context["request"].path
    return _link(href, str(text), icon, path == href if exact else path.startswith(href))


@cache
def _address(name: str) -> str:
    return reverse(name)


@lru_cache(maxsize=500)  # the same few on every page
def _link(href: str, text: str, icon: str, here: bool) -> SafeString:
    mark = mark_safe(' aria-current="page"') if here else ""
    if not icon:
        return format_html('<a href="{}"{}>{}</a>', href, mark, text)
    drawing = f"{static('ui/icons.svg')}#{icon}"
    picture = '<svg aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    return format_html('<a href="{}"{}>' + picture + "<span>{}</span></a>", href, mark, drawing, text)


@register.simple_tag(takes_context=True)
def here(context: template.RequestContext) -> str:
    """Where the reader comes back to after the language was changed."""
    return language.here(context["request"])


@register.simple_tag
def amount(value: Any, unit: str) -> str:
    """A figure of a circular with its unit; fen are shown as yuan."""
    if isinstance(value, date):
        return day(value)
    if unit == "fen":
        return _("%(yuan)s 元") % {"yuan": yuan_shown(value)}
    return f"{value} {labels.word('figure', unit)}"
