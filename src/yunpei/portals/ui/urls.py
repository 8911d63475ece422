"""The gallery of components."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.ui import gallery

app_name = "ui"
urlpatterns = [path("", gallery.gallery, name="gallery")]
