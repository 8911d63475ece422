"""Anyone may check a decision letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import queries
from yunpei.common.errors import NotFound
from yunpei.portals.public.forms import LetterForm
from yunpei.portals.ui.pages import page


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Type the code, or scan it and come straight to the letter."""
    form = LetterForm(request.GET or None)
    if form.is_valid():
        code = "".join(sign for sign in form.cleaned_data["code"].upper() if sign.isascii() and sign.isalnum())
        try:
            queries.letter_by_code(code)
        except NotFound:
            form.add_error("code", _("没有这个验证码的决定书；请对照决定书逐位检查"))
        else:
            return redirect("letter", code=code)
    return render(request, "public/letter_search.html", {"form": form})


@page()
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """What it says with persons masked, whether the signature holds, and whether the decision still stands."""
    return render(request, "public/letter.html", {"found": queries.letter_by_code(code)})
