"""Addresses of platform selection, below platforms/."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.bureau.views import platforms

urlpatterns = [
    path("", platforms.home, name="platforms"),
    path("calls/new/", platforms.new, name="platform_call_new"),
    path("calls/<uuid:call>/", platforms.call, name="platform_call"),
    path("calls/<uuid:call>/<slug:event>/", platforms.call_event, name="platform_call_event"),
    path("batches/new/", platforms.batch, name="platform_batch"),
    path("batches/<int:number>/list/", platforms.batch_list, name="platform_batch_list"),
    path("objections/<int:objection>/<slug:event>/", platforms.objection, name="platform_objection"),
    path("<uuid:platform>/", platforms.platform, name="platform"),
    path("<uuid:platform>/file/", platforms.file, name="platform_file"),
    path("<uuid:platform>/<slug:event>/", platforms.platform_event, name="platform_event"),
]
