"""The gallery of components, the choice of the language and of large print."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from yunpei.portals.ui import gallery, large_print

app_name = "ui"
urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("language/", set_language, name="language"),
    path("large-print/", large_print.switch, name="large_print"),
]
