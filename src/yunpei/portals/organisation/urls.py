"""Addresses of organisations that file classes and claim."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.organisation.views import claims, classes, documents, filings, home, rosters

app_name = "organisation"
urlpatterns = [
    path("", home.home, name="home"),
    path("filings/new/", filings.new, name="filing_new"),
    path("filings/<slug:number>/", filings.filing, name="filing"),
    path("filings/<slug:number>/roster/", rosters.roster, name="roster"),
    path("classes/<uuid:class_id>/", classes.class_page, name="class"),
    path("classes/<uuid:class_id>/close/", classes.close, name="class_close"),
    path("classes/<uuid:class_id>/claim/", claims.begin, name="claim_begin"),
    path("claims/<slug:number>/", claims.claim, name="claim"),
    path("claims/<slug:number>/lines/<str:line>/", claims.line, name="line"),
    path("cases/<slug:number>/<slug:event>/", documents.event, name="event"),
    path("cases/<slug:number>/documents/<str:requirement>/add/", documents.add, name="document_add"),
    path("cases/<slug:number>/files/<uuid:file_id>/", documents.file, name="file"),
]
