"""A region's two directories: published in batches by its reviewing officers."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.catalogue import directories
from yunpei.catalogue.directories import NewEntry
from yunpei.catalogue.types import Directory
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.portals.bureau.directory_forms import BatchForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import actor, now, page, tried


@page("officer_review")
def directory(request: HttpRequest, directory: str) -> HttpResponse:
    """What stands in it today; publish the next batch."""
    if directory not in set(Directory):
        raise NotFound
    which, by = Directory(directory), actor(request)
    standing = directories.entries_on(which, on=day_of(now()), region=by.region or "")
    form = BatchForm(request.POST or None, standing=standing)
    if request.method == "POST" and tried(form, lambda given: _published(which, given, by)):
        flash.say(request, _("本批目录已发布。"))
        return redirect("bureau:directory", directory=directory)
    values = {"directory": which, "directories": list(Directory), "form": form, "kinds": directories.KINDS[which]}
    return render(request, "bureau/directory.html", values)


def _published(which: Directory, given: dict[str, object], by: Actor) -> None:
    entries = _read(which, str(given["entries"]))
    out = [int(one) for one in given["out"]]  # type: ignore[attr-defined]  # a list of ids, as the form gives it
    directories.batch_publish(directory=which, title=str(given["title"]), entries=entries, out=out, by=by, at=now())


def _read(which: Directory, text: str) -> list[NewEntry]:
    """Lines of kind, name, code, scope, since, until, parted by tabs or bars. Raises Invalid with every bad line."""
    kinds = {str(WORDS["entry_kind"][kind.value]): kind for kind in directories.KINDS[which]}
    found, problems = [], []
    for n, line in enumerate((row for row in text.splitlines() if row.strip()), start=1):
        cells = [cell.strip() for cell in re.split(r"[|\uff5c\t]", line)]
        kind, name, code, scope, since, until = (cells + [""] * 6)[:6]
        try:
            days = date.fromisoformat(since), date.fromisoformat(until) if until else None
            found.append(NewEntry(kinds[kind], name, code, scope, *days))
        except (ValueError, KeyError):
            said = Text(
                f"第{n}行：应为 类型|名称|编码|范围|开始日期|结束日期，日期如 2020-03-01",
                f"line {n}: kind|name|code|scope|since|until, dates like 2020-03-01",
            )
            problems.append(Problem("entries", said))
    if problems:
        raise Invalid(problems)
    return found
