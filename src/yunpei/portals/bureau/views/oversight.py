"""The inspectors' first page: what waits, which registers cases are held against; and letting a hold go."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.oversight import actions, queries
from yunpei.portals.bureau.oversight_forms import RegisterForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried


@page("officer_inspect")
def home(request: HttpRequest) -> HttpResponse:
    """Cases that wait, and registers."""
    return _home(request, RegisterForm())


@require_POST
@page("officer_inspect")
def register_put(request: HttpRequest) -> HttpResponse:
    """Take a register in, or show every bad row."""
    form, by = RegisterForm(request.POST, request.FILES), actor(request)
    rows = list[int]()

    def put(given: dict[str, object]) -> None:
        path = Path(cast(TemporaryUploadedFile, given.pop("file")).temporary_file_path())
        rows.append(actions.register_put(path=path, by=by, at=now(), **given))  # type: ignore[arg-type]

    if tried(form, put):
        flash.say(request, _("已收入 %(n)s 行；在办的案件将重新筛查。") % {"n": rows[0]})
        return redirect("bureau:oversight")
    return _home(request, form)


def _home(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    by = actor(request)
    values = {
        "waiting": queries.cases_waiting(by=by),
        "registers": queries.registers_in(by=by),
        "form": form,
    }
    return render(request, "bureau/oversight.html", values, status=422 if form.is_bound else 200)


@require_POST
@page("officer_inspect")
def release(request: HttpRequest, hold: int) -> HttpResponse:
    """Release a hold with its reason."""
    by = actor(request)
    back = reverse("bureau:case", args=[queries.hold_case(hold=hold, by=by)]) + "#oversight"
    reason = request.POST.get("reason", "")
    return act(
        request,
        lambda: actions.hold_release(hold=hold, reason=reason, by=by, at=now()),
        done=_("已解除。"),
        back=back,
    )
