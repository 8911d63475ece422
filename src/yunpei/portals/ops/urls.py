"""Addresses of those who run the site."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.ops.views import (
    accounts,
    archives,
    calendar,
    dossiers,
    erasures,
    experts,
    home,
    nominations,
    offices,
)

app_name = "ops"
urlpatterns = [
    path("", home.home, name="home"),
    path("clock/", home.clock_move, name="clock"),
    path("calendar/", calendar.listing, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("calendar/<int:year>/remove/", calendar.remove, name="calendar_remove"),
    path("calendar/<int:year>/close/", calendar.close, name="calendar_close"),
    path("calendar/<int:year>/reopen/", calendar.reopen, name="calendar_reopen"),
    path("offices/", offices.listing, name="offices"),
    path("offices/new/", offices.new, name="office_new"),
    path("offices/<uuid:office_id>/", offices.office, name="office"),
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/new/", accounts.new, name="account_new"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/propose/<slug:role>/", nominations.propose, name="nomination_make"),
    path("accounts/<uuid:account_id>/<slug:event>/", accounts.event, name="account_event"),
    path("experts/", experts.listing, name="experts"),
    path("experts/<int:account>/leave/", experts.leave, name="expert_leave"),
    path("nominations/", nominations.listing, name="nominations"),
    path("nominations/<uuid:nomination>/<slug:event>/", nominations.decide, name="nomination_event"),
    path("archives/", archives.archives, name="archives"),
    path("archives/purge/", archives.propose, name="purge_propose"),
    path("archives/purges/<uuid:purge>/<slug:event>/", archives.decide, name="purge_event"),
    path("archives/keeps/", archives.place, name="keep_place"),
    path("archives/keeps/<int:keep>/lift/", archives.lift, name="keep_lift"),
    path("erasures/", erasures.listing, name="erasures"),
    path("erasures/<uuid:erasure>/<slug:event>/", erasures.event, name="erasure_event"),
    path("dossiers/", dossiers.find, name="dossier_find"),
    path("dossiers/<slug:number>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:number>/<uuid:copy>.zip", dossiers.file, name="dossier_file"),
    path("looks/", archives.looks, name="looks"),
    path("roles/<int:role>/end/", accounts.role_end, name="role_end"),
]
