"""Addresses of the officers who review, pay, keep the books and inspect."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.bureau.views import cases, inbox, ledger, notices, organisations, payments

app_name = "bureau"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases/<slug:number>/", cases.case, name="case"),
    path("cases/<slug:number>/lines/<str:line>/", cases.line, name="line"),
    path("cases/<slug:number>/lines/<str:line>/decide/", cases.line_decide, name="line_decide"),
    path("cases/<slug:number>/files/<uuid:file_id>/", cases.file, name="file"),
    path("cases/<slug:number>/<slug:event>/", cases.event, name="event"),
    path("notices/", notices.listing, name="notices"),
    path("notices/<slug:number>/close/", notices.close, name="notice_close"),
    path("objections/<int:objection>/", notices.settle, name="objection_settle"),
    path("organisations/", organisations.listing, name="organisations"),
    path("organisations/<uuid:public_id>/confirm/", organisations.confirm, name="organisation_confirm"),
    path("organisations/<uuid:public_id>/licence/", organisations.licence, name="licence"),
    path("payments/", payments.listing, name="payments"),
    path("payments/new/", payments.make, name="payment_make"),
    path("payments/<slug:number>/", payments.batch, name="payment"),
    path("payments/<slug:number>/bank.xlsx", payments.bank_file, name="payment_file"),
    path("payments/<slug:number>/result/", payments.result, name="payment_result"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/ledger.xlsx", ledger.download, name="ledger_file"),
    path("ledger/budget/", ledger.grant, name="budget_grant"),
]
