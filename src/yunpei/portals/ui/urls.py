"""The gallery of components, and the choice of the language."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from yunpei.portals.ui import gallery

app_name = "ui"
urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("language/", set_language, name="language"),
]
