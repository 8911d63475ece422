"""Addresses of those who study."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.learner.views import (
    applications,
    asking,
    classes,
    erasing,
    files,
    identity,
    me,
    meetings,
    papers,
    university,
)

app_name = "learner"
urlpatterns = [
    path("", classes.home, name="home"),
    path("classes/", classes.listing, name="classes"),
    path("classes/<uuid:class_id>/", classes.class_page, name="class"),
    path("classes/<uuid:class_id>/sign-in/", classes.sign_in, name="sign_in"),
    path("classes/<uuid:class_id>/certificate/", classes.certificate, name="certificate_issue"),
    path("classes/<uuid:class_id>/time/", classes.time, name="time"),
    path("classes/<uuid:class_id>/receipts.txt", me.receipts, name="receipts"),
    path("classes/<uuid:class_id>/dossier/", me.dossier, name="dossier"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/", classes.lesson, name="lesson"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/file", files.lesson_file, name="lesson_file"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/stream/<str:name>", files.stream, name="lesson_stream"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/quiz/", papers.quiz, name="quiz"),
    path("classes/<uuid:class_id>/meetings/<uuid:meeting_id>/", meetings.attend, name="attend"),
    path("classes/<uuid:class_id>/questions/", asking.enquiries, name="enquiries"),
    path("classes/<uuid:class_id>/identity/", identity.identity, name="identity"),
    path("classes/<uuid:class_id>/identity/<slug:event>/", identity.event, name="identity_event"),
    path("classes/<uuid:class_id>/evaluation/", asking.evaluation, name="evaluation"),
    path("classes/<uuid:class_id>/exam/", papers.exam, name="exam"),
    path("university/<uuid:university_id>/", university.home, name="university"),
    path("university/<uuid:university_id>/receipts.txt", university.receipts, name="university_receipts"),
    path("university/<uuid:university_id>/courses/<uuid:course_id>/", university.course, name="university_course"),
    path("university/<uuid:university_id>/lessons/<uuid:lesson_id>/", university.lesson, name="university_lesson"),
    path(
        "university/<uuid:university_id>/lessons/<uuid:lesson_id>/file",
        university.lesson_file,
        name="university_lesson_file",
    ),
    path(
        "university/<uuid:university_id>/lessons/<uuid:lesson_id>/stream/<str:name>",
        university.stream,
        name="university_lesson_stream",
    ),
    path("papers/<uuid:attempt_id>/", papers.paper, name="paper"),
    path("certificates/", me.certificates, name="certificates"),
    path("applications/", applications.listing, name="applications"),
    path("applications/new/<slug:circular>/<slug:programme>/", applications.new, name="application_new"),
    path("applications/<slug:number>/", applications.application, name="application"),
    path("applications/<slug:number>/why/", applications.why, name="application_why"),
    path("applications/<slug:number>/paper.pdf", applications.paper, name="application_paper"),
    path("applications/<slug:number>/letter.pdf", applications.letter, name="letter"),
    path("applications/<slug:number>/class/", applications.class_named, name="application_class"),
    path("applications/<slug:number>/account/", applications.account, name="application_account"),
    path("applications/<slug:number>/<slug:event>/", applications.event, name="application_event"),
    path(
        "applications/<slug:number>/documents/<str:requirement>/add/",
        applications.document_add,
        name="application_document",
    ),
    path("applications/<slug:number>/files/<uuid:file_id>/", applications.file, name="application_file"),
    path("me/", me.me, name="me"),
    path("me/erasure/", erasing.erasure, name="erasure"),
    path("me/erasure/withdraw/", erasing.withdraw, name="erasure_withdraw"),
]
