"""Addresses of learners."""

from tests.matrix.addresses.rows import LEARN, MINE, OWN_POSTED, Table

TABLE: Table = {
    "learner:home": ("/learn/", LEARN, "GET"),
    "learner:classes": ("/learn/classes/", LEARN, "GET"),
    "learner:class": ("/learn/classes/{class}/", MINE, "GET"),
    "learner:time": ("/learn/classes/{class}/time/", MINE, "GET"),
    "learner:sign_in": ("/learn/classes/{class}/sign-in/", "302 302 404 404 403 403 403 403 403 403 403 403", "POST"),
    "learner:certificate_issue": (
        "/learn/classes/{class}/certificate/",
        "302 302 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "learner:dossier": ("/learn/classes/{class}/dossier/", MINE, "GET"),
    "learner:receipts": ("/learn/classes/{class}/receipts.txt", MINE, "GET"),
    # not signed in to the class: back to its page
    "learner:lesson": (
        "/learn/classes/{class}/lessons/{lesson}/",
        "302 302 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    # the course's film is a name without a file here
    "learner:lesson_file": (
        "/learn/classes/{class}/lessons/{lesson}/file",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:lesson_stream": (
        "/learn/classes/{class}/lessons/{lesson}/stream/film.m3u8",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:university": ("/learn/university/{university}/", MINE, "GET"),
    "learner:university_receipts": ("/learn/university/{university}/receipts.txt", MINE, "GET"),
    "learner:university_course": ("/learn/university/{university}/courses/{course}/", MINE, "GET"),
    "learner:university_lesson": ("/learn/university/{university}/lessons/{lesson}/", MINE, "GET"),
    "learner:university_lesson_file": (
        "/learn/university/{university}/lessons/{lesson}/file",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:university_lesson_stream": (
        "/learn/university/{university}/lessons/{lesson}/stream/film.m3u8",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:quiz": ("/learn/classes/{class}/lessons/{lesson}/quiz/", MINE, "GET"),
    "learner:exam": ("/learn/classes/{class}/exam/", MINE, "GET"),
    "learner:paper": ("/learn/papers/{any}/", "302 404 404 404 403 403 403 403 403 403 403 403", "GET"),
    # filed as online: it has no meetings
    "learner:attend": (
        "/learn/classes/{class}/meetings/{any}/",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:enquiries": ("/learn/classes/{class}/questions/", MINE, "GET"),
    "learner:identity": ("/learn/classes/{class}/identity/", MINE, "GET"),
    # no file and no way is given
    "learner:identity_event": ("/learn/classes/{class}/identity/choose/", MINE.replace("200", "422"), "POST"),
    "learner:evaluation": ("/learn/classes/{class}/evaluation/", MINE, "GET"),
    "learner:certificates": ("/learn/certificates/", LEARN, "GET"),
    "learner:erasure": ("/learn/me/erasure/", LEARN, "GET"),
    # nothing was asked for
    "learner:erasure_withdraw": ("/learn/me/erasure/withdraw/", LEARN.replace("200", "404"), "POST"),
    "learner:me": ("/learn/me/", LEARN, "GET"),
    "learner:applications": ("/learn/applications/", LEARN, "GET"),
    "learner:application_new": ("/learn/applications/new/mohrss-2020-100days/individual-subsidy/", LEARN, "GET"),
    "learner:application": ("/learn/applications/{own}/", MINE, "GET"),
    "learner:application_why": ("/learn/applications/{own}/why/", MINE, "GET"),
    "learner:letter": (
        "/learn/applications/{own}/letter.pdf",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "learner:application_paper": ("/learn/applications/{own}/paper.pdf", MINE, "GET"),
    "learner:application_class": ("/learn/applications/{own}/class/", OWN_POSTED, "POST"),
    "learner:application_account": ("/learn/applications/{own}/account/", OWN_POSTED, "POST"),
    "learner:application_event": ("/learn/applications/{own}/submit/", OWN_POSTED, "POST"),
    "learner:application_document": ("/learn/applications/{own}/documents/x/add/", OWN_POSTED, "POST"),
    "learner:application_file": (
        "/learn/applications/{own}/files/{any}/",
        "302 404 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
}
