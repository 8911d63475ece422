"""Addresses of organisations that file classes and claim."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.organisation.views import (
    accounts,
    amendments,
    applications,
    claims,
    classes,
    courses,
    details,
    documents,
    filings,
    home,
    records,
    rosters,
)

app_name = "organisation"
urlpatterns = [
    path("", home.home, name="home"),
    path("details/", details.details, name="details"),
    path("details/licence/", details.licence, name="licence"),
    path("details/members/add/", details.member_add, name="member_add"),
    path("details/members/<int:membership>/end/", details.member_end, name="member_end"),
    path("courses/", courses.listing, name="courses"),
    path("courses/new/", courses.new, name="course_new"),
    path("courses/<uuid:course_id>/", courses.course, name="course"),
    path("courses/<uuid:course_id>/lessons/<uuid:lesson_id>/file", courses.lesson_file, name="course_file"),
    path("courses/<uuid:course_id>/lessons/<uuid:lesson_id>/remove/", courses.lesson_remove, name="lesson_remove"),
    path("courses/<uuid:course_id>/questions/add/", courses.question_add, name="question_add"),
    path(
        "courses/<uuid:course_id>/questions/<uuid:question_id>/remove/",
        courses.question_remove,
        name="question_remove",
    ),
    path("courses/<uuid:course_id>/<slug:event>/", courses.event, name="course_event"),
    path("filings/new/", filings.new, name="filing_new"),
    path("filings/<slug:number>/", filings.filing, name="filing"),
    path("filings/<slug:number>/amend/", amendments.propose, name="amendment"),
    path("filings/<slug:number>/amendments/<int:amendment>/<slug:event>/", amendments.answer, name="amendment_answer"),
    path("filings/<slug:number>/roster/", rosters.roster, name="roster"),
    path("filings/<slug:number>/roster/<uuid:upload>/", rosters.uploaded, name="roster_upload"),
    path("classes/<uuid:class_id>/", classes.class_page, name="class"),
    path("classes/<uuid:class_id>/close/", classes.close, name="class_close"),
    path("classes/<uuid:class_id>/claim/", claims.begin, name="claim_begin"),
    path("classes/<uuid:class_id>/records/", records.listing, name="records"),
    path("classes/<uuid:class_id>/records/import/", records.bring, name="records_import"),
    path("classes/<uuid:class_id>/records/add/", records.add, name="records_add"),
    path("classes/<uuid:class_id>/records/<uuid:batch>/void/", records.void, name="records_void"),
    path("applications/new/", applications.new, name="application_new"),
    path("applications/<slug:number>/", applications.application, name="application"),
    path("applications/<slug:number>/table/", applications.table, name="application_table"),
    path("applications/<slug:number>/lines/<str:line>/remove/", applications.line_remove, name="line_remove"),
    path("claims/<slug:number>/", claims.claim, name="claim"),
    path("claims/<slug:number>/lines/<str:line>/", claims.line, name="line"),
    path("cases/<slug:number>/paper.pdf", documents.paper, name="paper"),
    path("cases/<slug:number>/letter.pdf", documents.letter, name="letter"),
    path("cases/<slug:number>/accounts/", accounts.accounts, name="accounts"),
    path("cases/<slug:number>/accounts.xlsx", accounts.table, name="accounts_table"),
    path("cases/<slug:number>/<slug:event>/", documents.event, name="event"),
    path("cases/<slug:number>/documents/<str:requirement>/add/", documents.add, name="document_add"),
    path("cases/<slug:number>/files/<uuid:file_id>/", documents.file, name="file"),
]
