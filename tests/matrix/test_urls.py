"""URL × role: every address of the site, opened by everyone. A new address fails here until it is entered.

Each row says what a GET (or POST, where only that is taken) gives: to nobody, a learner, an organisation's administrator,
an administrator of another organisation, a reviewing, a paying and a finance officer, an officer of another city, operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.casework.city import AFTER, BUDGET, DAY, DRAFTED, City, Studied, city, claimed, firm_of, officer, published
from tests.classroom import SYSTEM, signed_up
from tests.funds.money import paid
from yunpei.casework import actions, queries
from yunpei.casework.types import CaseKind, IntakeWay
from yunpei.catalogue import queries as catalogue
from yunpei.common import clock
from yunpei.common.actor import NOBODY, Actor
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, RecoveryKind
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OfficeKind, Role
from yunpei.training import queries as training

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "learner", "admin", "stranger", "review", "pay", "finance", "elsewhere", "ops")
OPEN = "200 200 200 200 200 200 200 200 200"
LEARN = "302 200 200 200 403 403 403 403 403"  # whoever has a person behind the account and no office may study
MINE = "302 200 404 404 403 403 403 403 403"  # a class of the learner alone
ORG = "302 403 200 200 403 403 403 403 403"
FIRM = "302 403 200 404 403 403 403 403 403"
BUREAU = "302 403 403 403 200 200 200 200 403"
CITY = "302 403 403 403 200 200 200 404 403"
REVIEW = "302 403 403 403 200 403 403 200 403"
WINDOW = "302 403 403 403 200 403 403 404 403"
BOOKS = "302 403 403 403 403 200 200 403 403"
OPS = "302 403 403 403 403 403 403 403 200"
INSPECT = "302 403 403 403 403 403 403 403 403"
NONE = "404 404 404 404 404 404 404 404 404"
FIRM_POSTED = "302 403 302 404 403 403 403 403 403"
OWN_POSTED = "302 302 404 404 403 403 403 403 403"
POSTED = {
    "REVIEW": "302 403 403 403 302 403 403 302 403",
    "PAY": "302 403 403 403 403 302 403 403 403",
}

# name → (path, what each role gets, method)
TABLE: dict[str, tuple[str, str, str]] = {
    "healthz": ("/healthz", OPEN, "GET"),
    "readyz": ("/readyz", OPEN, "GET"),
    "ui:gallery": ("/ui/", OPEN, "GET"),
    "ui:language": ("/ui/language/", "302 302 302 302 302 302 302 302 302", "POST"),
    "ui:large_print": ("/ui/large-print/", "302 302 302 302 302 302 302 302 302", "POST"),
    "home": ("/", OPEN, "GET"),
    "policies": ("/policies/", OPEN, "GET"),
    "policy": ("/policies/wuxi-2020-10/online/", OPEN, "GET"),
    "calculator": ("/policies/wuxi-2020-10/online/calculator/", OPEN, "GET"),
    "calculator_roster": ("/policies/wuxi-2020-10/online/calculator/roster/", OPEN, "GET"),
    "open_figures": ("/figures/", OPEN, "GET"),
    "open_figures_csv": ("/open/figures.csv", OPEN, "GET"),
    "open_figures_json": ("/open/figures.json", OPEN, "GET"),
    "demand": ("/needs/", OPEN, "GET"),
    "open_demand": ("/open/demand.csv", OPEN, "GET"),
    "needs": ("/needs/own/", "302 200 200 200 403 403 403 403 403", "GET"),
    "need_withdraw": ("/needs/own/{any}/withdraw/", "302 404 404 404 403 403 403 403 403", "POST"),
    "notices": ("/notices/", OPEN, "GET"),
    "notice": ("/notices/{notice}/", OPEN, "GET"),
    "notice_file": ("/notices/{notice}/files/1/", NONE, "GET"),  # its term is over
    "open_notices": ("/open/notices.csv", OPEN, "GET"),
    "objection_status": ("/objections/", OPEN, "GET"),
    "objection": ("/objections/{notice}/", OPEN, "GET"),
    "draws": ("/draws/", OPEN, "GET"),
    "draw_script": ("/draws/drawing.py", OPEN, "GET"),
    # nothing was committed to
    "draw": ("/draws/CC-320200-2020-0001/", NONE, "GET"),
    "draw_file": ("/draws/CC-320200-2020-0001.json", NONE, "GET"),
    "inspection_photo": ("/inspections/{any}/photos/{any}/", NONE, "GET"),
    "complaint": ("/complaints/", OPEN, "GET"),
    "complaint_status": ("/complaints/status/", OPEN, "GET"),
    "dishonest": ("/dishonest/", OPEN, "GET"),
    "open_dishonest": ("/open/dishonest.csv", OPEN, "GET"),
    "letter_search": ("/letters/", OPEN, "GET"),
    "letter": ("/letters/{letter}/", OPEN, "GET"),
    "courses": ("/courses/?words=电工", OPEN, "GET"),
    "course": ("/courses/{course}/", NONE, "GET"),  # the firm's own, not in the catalogue
    "teachers": ("/teachers/", OPEN, "GET"),
    "directory": ("/directories/bodies/", OPEN, "GET"),
    "reviews": ("/reviews/", "302 200 200 200 200 403 403 200 200", "GET"),
    # at no gate any more: nobody judges it
    "review": ("/reviews/{course}/", "302 404 404 404 404 403 403 404 404", "GET"),
    "review_file": ("/reviews/{course}/lessons/{lesson}/file", "302 404 404 404 404 403 403 404 404", "GET"),
    "certificate_search": ("/certificates/", OPEN, "GET"),
    "certificate": ("/certificates/YP0000-000000-000000/", NONE, "GET"),
    "certificate_paper": ("/certificates/YP0000-000000-000000/certificate.pdf", NONE, "GET"),
    "checkpoints": ("/evidence/", OPEN, "GET"),
    "checkpoint": ("/evidence/checkpoints/999.json", NONE, "GET"),
    "checkpoint_text": ("/evidence/checkpoints/999.txt", NONE, "GET"),
    "checkpoint_consistency": ("/evidence/consistency/998/999.json", NONE, "GET"),
    "account": ("/account/", "302 200 200 200 200 200 200 200 200", "GET"),
    "place": ("/account/place/", "302 302 302 302 302 302 302 302 302", "POST"),
    "login": ("/account/login/", OPEN, "GET"),
    "login_code": ("/account/code/", "302 302 302 302 302 302 302 302 302", "GET"),
    "login_code_again": ("/account/code/again/", "302 302 302 302 302 302 302 302 302", "POST"),
    "messages": ("/account/messages/", "302 200 200 200 200 200 200 200 200", "GET"),
    "messages_read": ("/account/messages/read/", "302 302 302 302 302 302 302 302 302", "POST"),
    "message": ("/account/messages/{any}/", "302 404 404 404 404 404 404 404 404", "POST"),
    "password": ("/account/password/", OPEN, "GET"),
    "password_new": ("/account/password/new/", "302 302 302 302 302 302 302 302 302", "GET"),
    "register": ("/account/register/", OPEN, "GET"),
    "organisation_register": ("/account/organisation/", "302 200 200 200 403 403 403 403 403", "GET"),
    "learner:home": ("/learn/", LEARN, "GET"),
    "learner:classes": ("/learn/classes/", LEARN, "GET"),
    "learner:class": ("/learn/classes/{class}/", MINE, "GET"),
    "learner:sign_in": ("/learn/classes/{class}/sign-in/", "302 302 404 404 403 403 403 403 403", "POST"),
    "learner:certificate_issue": ("/learn/classes/{class}/certificate/", "302 302 404 404 403 403 403 403 403", "POST"),
    "learner:receipts": ("/learn/classes/{class}/receipts.txt", MINE, "GET"),
    # not signed in to the class: back to its page
    "learner:lesson": ("/learn/classes/{class}/lessons/{lesson}/", "302 302 404 404 403 403 403 403 403", "GET"),
    # the course's film is a name without a file here
    "learner:lesson_file": (
        "/learn/classes/{class}/lessons/{lesson}/file",
        "302 404 404 404 403 403 403 403 403",
        "GET",
    ),
    "learner:lesson_stream": (
        "/learn/classes/{class}/lessons/{lesson}/stream/film.m3u8",
        "302 404 404 404 403 403 403 403 403",
        "GET",
    ),
    "learner:quiz": ("/learn/classes/{class}/lessons/{lesson}/quiz/", MINE, "GET"),
    "learner:exam": ("/learn/classes/{class}/exam/", MINE, "GET"),
    "learner:paper": ("/learn/papers/{any}/", "302 404 404 404 403 403 403 403 403", "GET"),
    # filed as online: it has no meetings
    "learner:attend": ("/learn/classes/{class}/meetings/{any}/", "302 404 404 404 403 403 403 403 403", "GET"),
    "learner:enquiries": ("/learn/classes/{class}/questions/", MINE, "GET"),
    "learner:evaluation": ("/learn/classes/{class}/evaluation/", MINE, "GET"),
    "learner:certificates": ("/learn/certificates/", LEARN, "GET"),
    "learner:me": ("/learn/me/", LEARN, "GET"),
    "learner:applications": ("/learn/applications/", LEARN, "GET"),
    "learner:application_new": ("/learn/applications/new/mohrss-2020-100days/individual-subsidy/", LEARN, "GET"),
    "learner:application": ("/learn/applications/{own}/", MINE, "GET"),
    "learner:application_why": ("/learn/applications/{own}/why/", MINE, "GET"),
    "learner:letter": ("/learn/applications/{own}/letter.pdf", "302 404 404 404 403 403 403 403 403", "GET"),
    "learner:application_paper": ("/learn/applications/{own}/paper.pdf", MINE, "GET"),
    "learner:application_class": ("/learn/applications/{own}/class/", OWN_POSTED, "POST"),
    "learner:application_account": ("/learn/applications/{own}/account/", OWN_POSTED, "POST"),
    "learner:application_event": ("/learn/applications/{own}/submit/", OWN_POSTED, "POST"),
    "learner:application_document": ("/learn/applications/{own}/documents/x/add/", OWN_POSTED, "POST"),
    "learner:application_file": (
        "/learn/applications/{own}/files/{any}/",
        "302 404 404 404 403 403 403 403 403",
        "GET",
    ),
    "organisation:home": ("/org/", ORG, "GET"),
    "organisation:penalties": ("/org/penalties/", ORG, "GET"),
    # nothing was imposed
    "organisation:penalty_answer": (
        "/org/penalties/CF-320200-2020-0001/appeal/",
        "302 403 404 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:details": ("/org/details/", ORG, "GET"),
    # no scan was stored for these firms
    "organisation:licence": ("/org/details/licence/", "302 403 404 404 403 403 403 403 403", "GET"),
    "organisation:member_add": ("/org/details/members/add/", "302 403 422 422 403 403 403 403 403", "POST"),
    "organisation:member_end": ("/org/details/members/0/end/", "302 403 404 404 403 403 403 403 403", "POST"),
    "organisation:courses": ("/org/courses/", ORG, "GET"),
    "organisation:course_new": ("/org/courses/new/", ORG, "GET"),
    "organisation:course": ("/org/courses/{course}/", FIRM, "GET"),
    # the course's film is a name without a file here
    "organisation:course_file": (
        "/org/courses/{course}/lessons/{lesson}/file",
        "302 403 404 404 403 403 403 403 403",
        "GET",
    ),
    "organisation:course_stream": (
        "/org/courses/{course}/lessons/{lesson}/stream/film.m3u8",
        "302 403 404 404 403 403 403 403 403",
        "GET",
    ),
    "organisation:course_describe": ("/org/courses/{course}/about/", FIRM, "GET"),
    "organisation:course_films": ("/org/courses/{course}/films/", FIRM, "GET"),
    "organisation:lesson": ("/org/courses/{course}/lessons/{lesson}/", FIRM, "GET"),
    "organisation:course_version": ("/org/courses/{course}/version/", FIRM_POSTED, "POST"),
    "organisation:course_delete": ("/org/courses/{course}/delete/", FIRM_POSTED, "POST"),
    "organisation:lesson_captions": ("/org/courses/{course}/lessons/{lesson}/captions/", FIRM_POSTED, "POST"),
    "organisation:lesson_move": ("/org/courses/{course}/lessons/{lesson}/move/up/", FIRM_POSTED, "POST"),
    "organisation:teachers": ("/org/teachers/", ORG, "GET"),
    "organisation:teacher_leave": ("/org/teachers/{any}/leave/", "302 403 404 404 403 403 403 403 403", "POST"),
    "organisation:upload_begin": ("/org/uploads/", "302 403 422 422 403 403 403 403 403", "POST"),
    "organisation:upload_part": ("/org/uploads/{any}/?offset=0", "302 403 404 404 403 403 403 403 403", "POST"),
    "organisation:upload_end": ("/org/uploads/{any}/end/", "302 403 404 404 403 403 403 403 403", "POST"),
    # published: nothing in it changes any more, and the page says so
    "organisation:lesson_remove": (
        "/org/courses/{course}/lessons/{lesson}/remove/",
        "302 403 302 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:bank_import": ("/org/courses/{course}/questions/import/", FIRM.replace("200", "409"), "GET"),
    "organisation:bank_example": ("/org/courses/{course}/questions/example.xlsx", FIRM, "GET"),
    "organisation:bank_marked": ("/org/courses/{course}/questions/marked/{any}/", FIRM.replace("200", "404"), "GET"),
    "organisation:question_add": (
        "/org/courses/{course}/questions/add/",
        "302 403 409 404 403 403 403 403 403",
        "GET",
    ),
    "organisation:question_remove": (
        "/org/courses/{course}/questions/{any}/remove/",
        "302 403 404 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:course_event": ("/org/courses/{course}/publish/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:filing_new": ("/org/filings/new/", ORG, "GET"),
    "organisation:filing": ("/org/filings/{filing}/", FIRM, "GET"),
    "organisation:amendment": ("/org/filings/{filing}/amend/", FIRM, "GET"),
    # nothing was proposed
    "organisation:amendment_answer": (
        "/org/filings/{filing}/amendments/1/accept/",
        "302 403 404 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:roster": ("/org/filings/{filing}/roster/", FIRM, "GET"),
    "organisation:roster_upload": ("/org/filings/{filing}/roster/{any}/", "302 403 404 404 403 403 403 403 403", "GET"),
    "organisation:class": ("/org/classes/{class}/", FIRM, "GET"),
    "organisation:class_progress": ("/org/classes/{class}/progress/", FIRM, "GET"),
    "organisation:class_live": ("/org/classes/{class}/now/", FIRM, "GET"),
    "organisation:course_figures": ("/org/courses/{course}/figures/", FIRM, "GET"),
    "organisation:class_close": ("/org/classes/{class}/close/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:claim_begin": ("/org/classes/{class}/claim/", "302 403 302 404 403 403 403 403 403", "POST"),
    # filed as online: it has no meetings
    "organisation:meetings": ("/org/classes/{class}/meetings/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting": ("/org/classes/{class}/meetings/{any}/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_screen": ("/org/classes/{class}/meetings/{any}/screen/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_sheet": ("/org/classes/{class}/meetings/{any}/sheet.xlsx", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_event": ("/org/classes/{class}/meetings/{any}/void/", FIRM.replace("200", "404"), "POST"),
    "organisation:exam": ("/org/classes/{class}/exam/", FIRM, "GET"),
    # no such grade
    "organisation:grade": ("/org/classes/{class}/exam/void/", FIRM.replace("200", "404"), "POST"),
    "organisation:enquiries": ("/org/classes/{class}/questions/", FIRM, "GET"),
    "organisation:enquiry_event": ("/org/classes/{class}/questions/{any}/answer/", FIRM.replace("200", "404"), "POST"),
    "organisation:records": ("/org/classes/{class}/records/", FIRM, "GET"),
    "organisation:records_import": ("/org/classes/{class}/records/import/", FIRM, "GET"),
    "organisation:records_add": ("/org/classes/{class}/records/add/", FIRM, "GET"),
    # nothing was brought in
    "organisation:records_void": (
        "/org/classes/{class}/records/{any}/void/",
        "302 403 404 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:application_new": ("/org/applications/new/", ORG, "GET"),
    "organisation:application": ("/org/applications/{application}/", FIRM, "GET"),
    "organisation:application_table": (
        "/org/applications/{application}/table/",
        "302 403 422 404 403 403 403 403 403",
        "POST",
    ),
    # nobody is on it yet
    "organisation:line_remove": (
        "/org/applications/{application}/lines/{any}/remove/",
        "302 403 404 404 403 403 403 403 403",
        "POST",
    ),
    "organisation:claim": ("/org/claims/{claim}/", FIRM, "GET"),
    "organisation:line": ("/org/claims/{claim}/lines/{line}/", FIRM, "GET"),
    "organisation:event": ("/org/cases/{claim}/submit/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:document_add": ("/org/cases/{claim}/documents/x/add/", "302 403 302 404 403 403 403 403 403", "POST"),
    "organisation:letter": ("/org/cases/{claim}/letter.pdf", FIRM, "GET"),
    "organisation:paper": ("/org/cases/{claim}/paper.pdf", FIRM, "GET"),
    # the programme pays the firm: nobody's own account is asked for
    "organisation:accounts": ("/org/cases/{claim}/accounts/", "302 403 404 404 403 403 403 403 403", "GET"),
    "organisation:accounts_table": ("/org/cases/{claim}/accounts.xlsx", FIRM, "GET"),
    "organisation:file": ("/org/cases/{claim}/files/{any}/", "302 403 404 404 403 403 403 403 403", "GET"),
    "bureau:inbox": ("/bureau/", BUREAU, "GET"),
    "bureau:inbox_export": ("/bureau/inbox/inbox.csv", BUREAU, "GET"),
    # no name is given: said on the inbox
    "bureau:filter_keep": ("/bureau/inbox/filters/", "302 403 403 403 302 302 302 302 403", "POST"),
    # nothing is ticked
    "bureau:inbox_batch": ("/bureau/inbox/batch/", "302 403 403 403 422 422 422 422 403", "POST"),
    "bureau:workload": ("/bureau/inbox/workload/", BUREAU, "GET"),
    "bureau:directory": ("/bureau/directories/bodies/", REVIEW, "GET"),
    "bureau:intakes": ("/bureau/intake/", REVIEW, "GET"),
    "bureau:intake": ("/bureau/intake/{paper}/", WINDOW, "GET"),
    # no file is given
    "bureau:intake_people": ("/bureau/intake/{paper}/people/", WINDOW.replace("200", "422"), "POST"),
    "bureau:intake_line_remove": ("/bureau/intake/{paper}/lines/{any}/remove/", WINDOW.replace("200", "404"), "POST"),
    "bureau:intake_document": ("/bureau/intake/{paper}/documents/x/", WINDOW.replace("200", "302"), "POST"),
    # much is missing: said on its page
    "bureau:intake_hand_in": ("/bureau/intake/{paper}/hand-in/", WINDOW.replace("200", "302"), "POST"),
    "bureau:case": ("/bureau/cases/{claim}/", CITY, "GET"),
    "bureau:line": ("/bureau/cases/{claim}/lines/{line}/", CITY, "GET"),
    # finance and pay see the case and have no word in it: 403 from the room
    "bureau:line_decide": ("/bureau/cases/{claim}/lines/{line}/decide/", "302 403 403 403 302 403 403 404 403", "POST"),
    # a claim's facts are measured, not looked up: only an application has such lines
    "bureau:line_found": (
        "/bureau/cases/{claim}/lines/{line}/found/",
        "302 403 403 403 404 404 404 404 403",
        "POST",
    ),
    "bureau:packs": ("/bureau/packs/", REVIEW, "GET"),
    # comes with the program: there is nothing to approve
    "bureau:pack": (
        "/bureau/packs/wuxi-2020-10/online/2020-01-26/",
        "302 403 403 403 404 403 403 404 403",
        "GET",
    ),
    # too late for it, and said on its page
    "bureau:mismatches_accept": (
        "/bureau/cases/{claim}/mismatches/PL03/accept-all/",
        "302 403 403 403 302 403 403 404 403",
        "POST",
    ),
    # pay and finance see the filing and have no word in it
    "bureau:amendment": ("/bureau/cases/{filing}/amend/", "302 403 403 403 200 403 403 404 403", "GET"),
    # nothing was proposed
    "bureau:amendment_answer": (
        "/bureau/cases/{filing}/amendments/1/accept/",
        "302 403 403 403 404 403 403 404 403",
        "POST",
    ),
    "bureau:mismatch_accept": (
        "/bureau/cases/{claim}/mismatches/0/accept/",
        "302 403 403 403 302 403 403 404 403",
        "POST",
    ),
    # past its first review: nothing is judged any more, and the page says so
    "bureau:records_judge": (
        "/bureau/cases/{claim}/records/{any}/judge/",
        "302 403 403 403 302 403 403 404 403",
        "POST",
    ),
    "bureau:record_file": ("/bureau/cases/{claim}/records/files/{any}/", "302 403 403 403 404 404 404 404 403", "GET"),
    "bureau:file": ("/bureau/cases/{claim}/files/{any}/", "302 403 403 403 404 404 404 404 403", "GET"),
    "bureau:letter": ("/bureau/cases/{claim}/letter.pdf", CITY, "GET"),
    "bureau:paper": ("/bureau/cases/{claim}/paper.pdf", CITY, "GET"),
    "bureau:event": ("/bureau/cases/{claim}/accept/", "302 403 403 403 302 403 403 404 403", "POST"),
    # the inspectors' alone; none is among these
    "bureau:oversight": ("/bureau/oversight/", INSPECT, "GET"),
    "bureau:register_put": ("/bureau/oversight/registers/", INSPECT, "POST"),
    "bureau:hold_release": ("/bureau/oversight/holds/1/release/", INSPECT, "POST"),
    "bureau:draws": ("/bureau/oversight/draws/", INSPECT, "GET"),
    "bureau:inspector": ("/bureau/oversight/draws/inspector/", INSPECT, "POST"),
    "bureau:draw": ("/bureau/oversight/draws/CC-320200-2020-0001/", INSPECT, "GET"),
    "bureau:draw_event": ("/bureau/oversight/draws/CC-320200-2020-0001/commit/", INSPECT, "POST"),
    "bureau:inspection": ("/bureau/oversight/inspections/{any}/", INSPECT, "GET"),
    "bureau:inspection_publish": ("/bureau/oversight/inspections/{any}/publish/", INSPECT, "POST"),
    "bureau:complaints": ("/bureau/oversight/complaints/", INSPECT, "GET"),
    "bureau:complaint": ("/bureau/oversight/complaints/{any}/", INSPECT, "GET"),
    "bureau:complaint_event": ("/bureau/oversight/complaints/{any}/accept/", INSPECT, "POST"),
    "bureau:penalties": ("/bureau/oversight/penalties/", INSPECT, "GET"),
    "bureau:credit_records": ("/bureau/oversight/penalties/credit.csv", INSPECT, "GET"),
    "bureau:penalty": ("/bureau/oversight/penalties/CF-320200-2020-0001/", INSPECT, "GET"),
    "bureau:penalty_event": ("/bureau/oversight/penalties/CF-320200-2020-0001/impose/", INSPECT, "POST"),
    "bureau:notices": ("/bureau/notices/", REVIEW, "GET"),
    "bureau:notice_close": ("/bureau/notices/{notice}/close/", "302 403 403 403 302 403 403 404 403", "POST"),
    "bureau:objection_settle": ("/bureau/objections/{objection}/", "302 403 403 403 200 403 403 404 403", "GET"),
    "bureau:figures": ("/bureau/figures/", BUREAU, "GET"),
    # a figure of Dalian's: the officer of Dalian alone sets it
    "bureau:figure": (
        "/bureau/figures/dalian-2020-41/institution-online/rate_fen/",
        "302 403 403 403 404 403 403 200 403",
        "GET",
    ),
    "bureau:rehearsal": ("/bureau/rehearsal/", REVIEW, "GET"),
    "bureau:rehearsal_file": ("/bureau/rehearsal/rehearsal.xlsx", "302 403 403 403 422 403 403 422 403", "POST"),
    "bureau:statistics": ("/bureau/statistics/", BUREAU, "GET"),
    "bureau:statistics_file": ("/bureau/statistics/statistics.xlsx", BUREAU, "GET"),
    "bureau:statistics_cases": ("/bureau/statistics/cases/", BUREAU, "GET"),
    "bureau:archives": ("/bureau/archives/", REVIEW, "GET"),
    # an inspecting officer's alone; none is among these
    "bureau:archive_export": ("/bureau/archives/export/", "302 403 403 403 403 403 403 403 403", "POST"),
    "bureau:archive_keep": ("/bureau/archives/{claim}/keep/", "302 403 403 403 403 403 403 403 403", "POST"),
    "bureau:organisations": ("/bureau/organisations/", BUREAU, "GET"),
    "bureau:organisation_confirm": (
        "/bureau/organisations/{firm}/confirm/",
        "302 403 403 403 302 403 403 404 403",
        "POST",
    ),
    "bureau:licence": ("/bureau/organisations/{firm}/licence/", "302 403 403 403 404 404 404 404 403", "GET"),
    "bureau:payments": ("/bureau/payments/", BOOKS, "GET"),
    "bureau:payment_make": ("/bureau/payments/new/", POSTED["PAY"], "POST"),
    "bureau:payment": ("/bureau/payments/{batch}/", BOOKS, "GET"),
    "bureau:payment_file": ("/bureau/payments/{batch}/file/", "302 403 403 403 403 200 403 403 403", "GET"),
    "bureau:payment_result": ("/bureau/payments/{batch}/result/", "302 403 403 403 403 422 403 403 403", "POST"),
    "bureau:ledger": ("/bureau/ledger/", BOOKS, "GET"),
    "bureau:register": ("/bureau/ledger/register/", BOOKS, "GET"),
    "bureau:reconciliation": ("/bureau/ledger/reconciliation/", BOOKS, "GET"),
    "bureau:evaluation": ("/bureau/ledger/evaluation/", BOOKS, "GET"),
    "bureau:ledger_file": ("/bureau/ledger/ledger.xlsx", BOOKS, "GET"),
    "bureau:budget_restore": ("/bureau/ledger/restore/", "302 403 403 403 403 403 200 403 403", "GET"),
    "bureau:recoveries": ("/bureau/ledger/recoveries/", BOOKS, "GET"),
    "bureau:recovery": ("/bureau/ledger/recoveries/{recovery}/", BOOKS, "GET"),
    "bureau:recovery_demand": (
        "/bureau/ledger/recoveries/{recovery}/demand/",
        "302 403 403 403 403 422 403 403 403",
        "POST",
    ),
    "bureau:recovery_receipt": (
        "/bureau/ledger/recoveries/{recovery}/receipt/",
        "302 403 403 403 403 422 403 403 403",
        "POST",
    ),
    "bureau:recovery_write_off": (
        "/bureau/ledger/recoveries/{recovery}/write-off/",
        "302 403 403 403 403 403 422 403 403",
        "POST",
    ),
    # an inspecting officer's alone; none is among these
    "bureau:case_recover": ("/bureau/cases/{claim}/recover/", "302 403 403 403 403 403 403 403 403", "GET"),
    "bureau:budget_grant": ("/bureau/ledger/budget/", "302 403 403 403 403 403 200 403 403", "GET"),
    "ops:home": ("/ops/", OPS, "GET"),
    "ops:archives": ("/ops/archives/", OPS, "GET"),
    # no reason is given: said on its page
    "ops:purge_propose": ("/ops/archives/purge/", "302 403 403 403 403 403 403 403 302", "POST"),
    "ops:purge_proof": ("/ops/archives/purges/{any}/proof.json", "302 403 403 403 403 403 403 403 404", "GET"),
    # the security and the audit administrator's alone; see tests/portals/ops/test_views_archives.py
    "ops:purge_event": ("/ops/archives/purges/{any}/carry_out/", "302 403 403 403 403 403 403 403 403", "POST"),
    "ops:keep_lift": ("/ops/archives/keeps/0/lift/", "302 403 403 403 403 403 403 403 403", "POST"),
    "ops:looks": ("/ops/looks/", "302 403 403 403 403 403 403 403 403", "GET"),
    "ops:calendar": ("/ops/calendar/", OPS, "GET"),
    "ops:calendar_year": ("/ops/calendar/2020/", OPS, "GET"),
    "ops:calendar_remove": ("/ops/calendar/2020/remove/", "302 403 403 403 403 403 403 403 404", "POST"),
    "ops:calendar_close": ("/ops/calendar/2020/close/", "302 403 403 403 403 403 403 403 302", "POST"),
    "ops:calendar_reopen": ("/ops/calendar/2020/reopen/", "302 403 403 403 403 403 403 403 404", "POST"),
    "ops:experts": ("/ops/experts/", OPS, "GET"),
    "ops:expert_leave": ("/ops/experts/0/leave/", "302 403 403 403 403 403 403 403 404", "POST"),
    "ops:offices": ("/ops/offices/", OPS, "GET"),
    "ops:office_new": ("/ops/offices/new/", OPS, "GET"),
    "ops:office": ("/ops/offices/{office}/", OPS, "GET"),
    "ops:accounts": ("/ops/accounts/", OPS, "GET"),
    "ops:account_new": ("/ops/accounts/new/", OPS, "GET"),
    "ops:account": ("/ops/accounts/{account}/", OPS, "GET"),
    "ops:account_event": ("/ops/accounts/{account}/x/", "302 403 403 403 403 403 403 403 404", "POST"),
    "ops:role_end": ("/ops/roles/0/end/", "302 403 403 403 403 403 403 403 404", "POST"),
    "ops:clock": ("/ops/clock/", "302 403 403 403 403 403 403 403 404", "POST"),  # no demo: there is no such clock
    # last: it closes the sessions
    "logout": ("/account/logout/", "302 302 302 302 302 302 302 302 302", "POST"),
}


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every named address of the site."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            assert one.name, f"an address without a name: {one.pattern}"
            yield space + one.name


def test_every_address_is_in_the_table() -> None:
    assert sorted(addresses(get_resolver())) == sorted(TABLE)


def people_of(there: City) -> dict[str, Actor]:
    learner = signed_up(1)
    _, stranger, _ = firm_of(700)
    dalian = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=DRAFTED)
    operator = signed_up(950)
    assert operator.account_id is not None
    people.membership_grant(account_id=operator.account_id, role=Role.OPS, by=SYSTEM, at=DRAFTED)
    return {
        "learner": learner,
        "admin": there.admin,
        "stranger": stranger,
        "review": there.reviewers[0],
        "pay": there.payer,
        "finance": there.finance,
        "elsewhere": officer(951, dalian, OfficeKind.REVIEW),
        "ops": operator,
    }


def test_who_gets_what(monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    there = city()
    who = people_of(there)
    clients = {"nobody": Client()}
    for name, actor in who.items():
        assert actor.account_id is not None
        clients[name] = Client()
        clients[name].force_login(get_user_model().objects.get(pk=actor.account_id))
    known = places_of(there) | drafts_of(who)
    wrong = []
    with clock.holding(AFTER + 7 * DAY):
        for name, (path, row, method) in TABLE.items():
            address = path.format(**known)
            for role, status in zip(ROLES, row.split(), strict=True):
                answer = clients[role].generic(method, address)
                if answer.status_code != int(status):
                    wrong.append(f"{name} for {role}: {answer.status_code} instead of {status}")
    assert not wrong, "\n" + "\n".join(wrong)


def places_of(there: City) -> dict[str, str | int | UUID]:
    """A case that is in payment, with an objection waiting at its notice."""
    claim = claimed(there, (1, 2))
    detail = queries.case(number=claim, by=there.admin)
    assert detail.class_id is not None
    held = training.class_of(detail.class_id)
    notice = approved_with_objection(there, claim)
    [objection] = queries.objections_open(by=there.reviewers[0])
    letter = queries.case(number=claim, by=there.admin).letter
    assert letter is not None
    actions.letter_make(number=letter.number, at=AFTER + 6 * DAY)
    batch = actions.batch_make(cases=[claim], by=there.payer, at=AFTER + 6 * DAY)
    assert books.batch_rows(number=batch, by=there.payer)
    return {
        "claim": claim,
        "paper": on_paper(there),
        "filing": detail.filing_number,
        "line": queries.lines(number=claim, by=there.admin)[0].id,
        "class": held.public_id,
        "lesson": catalogue.lessons(held.course_id)[0].public_id,
        "course": catalogue.course(held.course_id).public_id,
        "notice": notice,
        "letter": letter.code,
        "objection": objection.id,
        "batch": batch,
        "recovery": asked_back(there),
        "firm": people_queries.organisation(there.organisation_id).public_id,
        "office": people_queries.offices()[0].public_id,
        "account": people_queries.accounts(by=SYSTEM)[0].public_id,
        "any": uuid4(),
    }


def on_paper(there: City) -> str:
    """A class filing that came by post and is not handed in yet."""
    return actions.intake_open(
        kind=CaseKind.CLASS_FILING,
        credit_code=people_queries.organisation(there.organisation_id).credit_code,
        programme="wuxi-2020-10/online",
        way=IntakeWay.POST,
        received_on=AFTER.date(),
        file="00000000-0000-7000-8000-000000000008",
        by=there.reviewers[0],
        at=AFTER,
    )


def drafts_of(who: dict[str, Actor]) -> dict[str, str]:
    """The learner's own application, and one of the firm."""
    own = actions.personal_draft(
        programme="mohrss-2020-100days/individual-subsidy", region="320211", by=who["learner"], at=AFTER
    )
    firm = actions.application_draft(programme="mohrss-2020-100days/project-training", by=who["admin"], at=AFTER)
    return {"own": own, "application": firm}


def asked_back(there: City) -> str:
    """A recovery of money that was paid."""
    items = [LineAmount("line", 500)]
    paid(there, *items)
    kind = RecoveryKind.FINDING
    return funds.recovery_open(
        budget=BUDGET, case="C1", kind=kind, items=items, reason="虚报", by=there.inspector, at=AFTER
    )


def approved_with_objection(there: City, claim: str) -> str:
    notice = published(there, claim)
    actions.objection_make(notice=notice, row=2, text="此人未参加培训", by=NOBODY, at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    actions.claim_approve(number=claim, by=there.reviewers[1], at=AFTER + 6 * DAY)
    return notice
