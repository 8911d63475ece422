"""Addresses of those who run the site."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.ops import views

app_name = "ops"
urlpatterns = [
    path("", views.home, name="home"),
    path("clock/", views.clock_move, name="clock"),
]
