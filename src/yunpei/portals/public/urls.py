"""Addresses that everyone may open, and the account's own."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.public.views import (
    account,
    certificates,
    checkpoints,
    home,
    letters,
    messages,
    notices,
    passwords,
    policies,
    registering,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", policies.listing, name="policies"),
    path("policies/<slug:circular>/<slug:programme>/", policies.programme, name="policy"),
    path("notices/", notices.listing, name="notices"),
    path("notices/<slug:number>/", notices.notice, name="notice"),
    path("notices/<slug:number>/files/<int:place>/", notices.file, name="notice_file"),
    path("open/notices.csv", notices.open_data, name="open_notices"),
    path("objections/", notices.objection_status, name="objection_status"),
    path("objections/<slug:number>/", notices.objection, name="objection"),
    path("letters/", letters.search, name="letter_search"),
    path("letters/<slug:code>/", letters.letter, name="letter"),
    path("certificates/", certificates.search, name="certificate_search"),
    path("certificates/<slug:number>/", certificates.certificate, name="certificate"),
    path("evidence/", checkpoints.listing, name="checkpoints"),
    path("evidence/checkpoints/<int:number>.txt", checkpoints.text, name="checkpoint_text"),
    path("evidence/checkpoints/<int:number>.json", checkpoints.checkpoint, name="checkpoint"),
    path("evidence/consistency/<int:old>/<int:new>.json", checkpoints.consistency, name="checkpoint_consistency"),
    path("account/", account.account, name="account"),
    path("account/place/", account.place, name="place"),
    path("account/login/", account.login, name="login"),
    path("account/code/", account.code, name="login_code"),
    path("account/code/again/", account.code_again, name="login_code_again"),
    path("account/logout/", account.logout, name="logout"),
    path("account/password/", passwords.forgot, name="password"),
    path("account/password/new/", passwords.new, name="password_new"),
    path("account/messages/", messages.listing, name="messages"),
    path("account/messages/read/", messages.read_all, name="messages_read"),
    path("account/messages/<uuid:message_id>/", messages.opened, name="message"),
    path("account/register/", registering.register, name="register"),
    path("account/organisation/", registering.organisation, name="organisation_register"),
]
