"""Addresses of organisations."""

from tests.matrix.addresses.rows import FIRM, FIRM_POSTED, ORG, ORG_POSTED, Table

TABLE: Table = {
    "organisation:home": ("/org/", ORG, "GET"),
    "organisation:penalties": ("/org/penalties/", ORG, "GET"),
    # nothing was imposed
    "organisation:penalty_answer": (
        "/org/penalties/CF-320200-2020-0001/appeal/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:details": ("/org/details/", ORG, "GET"),
    # no scan was stored for these firms
    "organisation:licence": ("/org/details/licence/", "302 403 404 404 403 403 403 403 403 403 403 403", "GET"),
    "organisation:member_add": ("/org/details/members/add/", "302 403 422 422 403 403 403 403 403 403 403 403", "POST"),
    "organisation:member_end": (
        "/org/details/members/0/end/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:courses": ("/org/courses/", ORG, "GET"),
    "organisation:course_new": ("/org/courses/new/", ORG, "GET"),
    "organisation:course": ("/org/courses/{course}/", FIRM, "GET"),
    # the course's film is a name without a file here
    "organisation:course_file": (
        "/org/courses/{course}/lessons/{lesson}/file",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:course_stream": (
        "/org/courses/{course}/lessons/{lesson}/stream/film.m3u8",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:course_describe": ("/org/courses/{course}/about/", FIRM, "GET"),
    "organisation:course_films": ("/org/courses/{course}/films/", FIRM, "GET"),
    "organisation:lesson": ("/org/courses/{course}/lessons/{lesson}/", FIRM, "GET"),
    "organisation:course_version": ("/org/courses/{course}/version/", FIRM_POSTED, "POST"),
    "organisation:course_delete": ("/org/courses/{course}/delete/", FIRM_POSTED, "POST"),
    "organisation:lesson_captions": ("/org/courses/{course}/lessons/{lesson}/captions/", FIRM_POSTED, "POST"),
    "organisation:lesson_move": ("/org/courses/{course}/lessons/{lesson}/move/up/", FIRM_POSTED, "POST"),
    "organisation:platforms": ("/org/platforms/", ORG, "GET"),
    # no call, and nothing handed in under one
    "organisation:platform_new": (
        "/org/platforms/calls/{any}/new/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:platform": ("/org/platforms/{any}/", "302 403 404 404 403 403 403 403 403 403 403 403", "GET"),
    "organisation:platform_seal": (
        "/org/platforms/{any}/seal/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:platform_reports": (
        "/org/platforms/{any}/reports/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:platform_paper": (
        "/org/platforms/{any}/paper.pdf",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:platform_file": (
        "/org/platforms/{any}/file/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:platform_event": (
        "/org/platforms/{any}/submit/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:teachers": ("/org/teachers/", ORG, "GET"),
    "organisation:teacher_leave": (
        "/org/teachers/{any}/leave/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:upload_begin": ("/org/uploads/", "302 403 422 422 403 403 403 403 403 403 403 403", "POST"),
    "organisation:university": ("/org/university/", ORG, "GET"),
    "organisation:university_courses": ("/org/university/courses/", ORG, "GET"),
    # a public course: everyone for their own university
    "organisation:university_course": ("/org/university/courses/{course}/set/", ORG_POSTED, "POST"),
    "organisation:university_table": ("/org/university/progress.xlsx", ORG, "GET"),
    "organisation:university_staff": ("/org/university/staff/", ORG, "GET"),
    "organisation:university_staff_add": ("/org/university/staff/add/", ORG, "GET"),
    "organisation:university_staff_event": ("/org/university/staff/leave/", ORG_POSTED, "POST"),
    "organisation:upload_part": (
        "/org/uploads/{any}/?offset=0",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:upload_end": ("/org/uploads/{any}/end/", "302 403 404 404 403 403 403 403 403 403 403 403", "POST"),
    # published: nothing in it changes any more, and the page says so
    "organisation:lesson_remove": (
        "/org/courses/{course}/lessons/{lesson}/remove/",
        "302 403 302 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:bank_import": ("/org/courses/{course}/questions/import/", FIRM.replace("200", "409"), "GET"),
    "organisation:bank_example": ("/org/courses/{course}/questions/example.xlsx", FIRM, "GET"),
    "organisation:bank_marked": ("/org/courses/{course}/questions/marked/{any}/", FIRM.replace("200", "404"), "GET"),
    "organisation:question_add": (
        "/org/courses/{course}/questions/add/",
        "302 403 409 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:question_remove": (
        "/org/courses/{course}/questions/{any}/remove/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:course_event": (
        "/org/courses/{course}/publish/",
        "302 403 302 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:filing_new": ("/org/filings/new/", ORG, "GET"),
    "organisation:filing": ("/org/filings/{filing}/", FIRM, "GET"),
    "organisation:amendment": ("/org/filings/{filing}/amend/", FIRM, "GET"),
    # nothing was proposed
    "organisation:amendment_answer": (
        "/org/filings/{filing}/amendments/1/accept/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:roster": ("/org/filings/{filing}/roster/", FIRM, "GET"),
    "organisation:roster_upload": (
        "/org/filings/{filing}/roster/{any}/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "GET",
    ),
    "organisation:class": ("/org/classes/{class}/", FIRM, "GET"),
    # there is no such certificate
    "organisation:revocation": ("/org/classes/{class}/certificates/YP/", FIRM.replace("200", "404"), "GET"),
    "organisation:class_dossier": ("/org/classes/{class}/dossier/", FIRM, "GET"),
    "organisation:class_progress": ("/org/classes/{class}/progress/", FIRM, "GET"),
    "organisation:class_person": ("/org/classes/{class}/people/{person}/", FIRM, "GET"),
    "organisation:class_live": ("/org/classes/{class}/now/", FIRM, "GET"),
    "organisation:course_figures": ("/org/courses/{course}/figures/", FIRM, "GET"),
    "organisation:class_asking": ("/org/classes/{class}/asking/", FIRM, "GET"),
    "organisation:identity": ("/org/classes/{class}/identity/", FIRM, "GET"),
    # nobody handed in a photo
    "organisation:identity_event": ("/org/classes/{class}/identity/{any}/same/", FIRM.replace("200", "404"), "POST"),
    "organisation:identity_picture": (
        "/org/classes/{class}/identity/{any}/taken.jpg",
        FIRM.replace("200", "404"),
        "GET",
    ),
    "organisation:class_close": (
        "/org/classes/{class}/close/",
        "302 403 302 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:claim_begin": (
        "/org/classes/{class}/claim/",
        "302 403 302 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    # filed as online: it has no meetings
    "organisation:meetings": ("/org/classes/{class}/meetings/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting": ("/org/classes/{class}/meetings/{any}/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_screen": ("/org/classes/{class}/meetings/{any}/screen/", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_sheet": ("/org/classes/{class}/meetings/{any}/sheet.xlsx", FIRM.replace("200", "404"), "GET"),
    "organisation:meeting_event": ("/org/classes/{class}/meetings/{any}/void/", FIRM.replace("200", "404"), "POST"),
    "organisation:broadcasts": ("/org/classes/{class}/live/", FIRM, "GET"),
    # nothing was announced
    "organisation:broadcast_event": ("/org/classes/{class}/live/{any}/key/", FIRM.replace("200", "404"), "POST"),
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
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:application_new": ("/org/applications/new/", ORG, "GET"),
    "organisation:application": ("/org/applications/{application}/", FIRM, "GET"),
    "organisation:application_table": (
        "/org/applications/{application}/table/",
        "302 403 422 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    # nobody is on it yet
    "organisation:line_remove": (
        "/org/applications/{application}/lines/{any}/remove/",
        "302 403 404 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:claim": ("/org/claims/{claim}/", FIRM, "GET"),
    "organisation:line": ("/org/claims/{claim}/lines/{line}/", FIRM, "GET"),
    "organisation:event": ("/org/cases/{claim}/submit/", "302 403 302 404 403 403 403 403 403 403 403 403", "POST"),
    "organisation:document_add": (
        "/org/cases/{claim}/documents/x/add/",
        "302 403 302 404 403 403 403 403 403 403 403 403",
        "POST",
    ),
    "organisation:letter": ("/org/cases/{claim}/letter.pdf", FIRM, "GET"),
    "organisation:paper": ("/org/cases/{claim}/paper.pdf", FIRM, "GET"),
    # the programme pays the firm: nobody's own account is asked for
    "organisation:accounts": ("/org/cases/{claim}/accounts/", "302 403 404 404 403 403 403 403 403 403 403 403", "GET"),
    "organisation:accounts_table": ("/org/cases/{claim}/accounts.xlsx", FIRM, "GET"),
    "organisation:file": ("/org/cases/{claim}/files/{any}/", "302 403 404 404 403 403 403 403 403 403 403 403", "GET"),
}
