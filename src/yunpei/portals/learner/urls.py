"""Addresses of those who study."""

from __future__ import annotations

from django.urls import path

from yunpei.portals.learner.views import classes, files, me, papers

app_name = "learner"
urlpatterns = [
    path("", classes.home, name="home"),
    path("classes/", classes.listing, name="classes"),
    path("classes/<uuid:class_id>/", classes.class_page, name="class"),
    path("classes/<uuid:class_id>/sign-in/", classes.sign_in, name="sign_in"),
    path("classes/<uuid:class_id>/certificate/", classes.certificate, name="certificate_issue"),
    path("classes/<uuid:class_id>/receipts.txt", me.receipts, name="receipts"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/", classes.lesson, name="lesson"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/file", files.lesson_file, name="lesson_file"),
    path("classes/<uuid:class_id>/lessons/<uuid:lesson_id>/quiz/", papers.quiz, name="quiz"),
    path("classes/<uuid:class_id>/exam/", papers.exam, name="exam"),
    path("papers/<uuid:attempt_id>/", papers.paper, name="paper"),
    path("certificates/", me.certificates, name="certificates"),
    path("me/", me.me, name="me"),
]
