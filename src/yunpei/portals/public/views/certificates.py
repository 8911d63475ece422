"""Anyone may check a certificate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.common.errors import NotFound
from yunpei.credentials import queries as credentials
from yunpei.portals.public.forms import CertificateForm
from yunpei.portals.ui.pages import page
from yunpei.portals.ui.serving import served


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Type the number, or scan the code and come straight to the certificate."""
    form = CertificateForm(request.GET or None)
    if form.is_valid():
        try:
            found = credentials.check(form.cleaned_data["number"].strip())
        except NotFound:
            form.add_error("number", _("没有这个编号的证书；请对照证书逐位检查"))
        else:
            return redirect("certificate", number=found.content.number)
    return render(request, "public/certificate_search.html", {"form": form})


@page()
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Its full content, whether the signature holds, and whether it was revoked."""
    return render(request, "public/certificate.html", {"found": credentials.check(number)})


@page()
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    """The signed PDF of a certificate that stands."""
    return served(request, credentials.certificate_file(number), download=True)
