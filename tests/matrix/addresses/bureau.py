"""Addresses of offices."""

from tests.matrix.addresses.rows import (
    BOOKS,
    BUREAU,
    CITY,
    DESK,
    INSPECT,
    PAY_POSTED,
    REVIEW,
    REVIEW_ALONE,
    WINDOW,
    Table,
)

TABLE: Table = {
    "bureau:inbox": ("/bureau/", BUREAU, "GET"),
    "bureau:inbox_export": ("/bureau/inbox/inbox.csv", BUREAU, "GET"),
    # no name is given: said on the inbox
    "bureau:filter_keep": ("/bureau/inbox/filters/", "302 403 403 403 302 302 302 302 403 302 403 403", "POST"),
    # nothing is ticked
    "bureau:inbox_batch": ("/bureau/inbox/batch/", "302 403 403 403 422 422 422 422 403 422 403 403", "POST"),
    "bureau:workload": ("/bureau/inbox/workload/", BUREAU, "GET"),
    "bureau:directory": ("/bureau/directories/bodies/", REVIEW_ALONE, "GET"),
    "bureau:intakes": ("/bureau/intake/", REVIEW_ALONE, "GET"),
    "bureau:intake": ("/bureau/intake/{paper}/", WINDOW, "GET"),
    # no file is given
    "bureau:intake_people": ("/bureau/intake/{paper}/people/", WINDOW.replace("200", "422"), "POST"),
    "bureau:intake_line_remove": ("/bureau/intake/{paper}/lines/{any}/remove/", WINDOW.replace("200", "404"), "POST"),
    "bureau:intake_document": ("/bureau/intake/{paper}/documents/x/", WINDOW.replace("200", "302"), "POST"),
    # much is missing: said on its page
    "bureau:intake_hand_in": ("/bureau/intake/{paper}/hand-in/", WINDOW.replace("200", "302"), "POST"),
    "bureau:case": ("/bureau/cases/{claim}/", CITY, "GET"),
    "bureau:certificates": ("/bureau/cases/{claim}/certificates/", DESK, "GET"),
    # there is no such certificate
    "bureau:certificate_event": (
        "/bureau/cases/{claim}/certificates/YP/revoke/",
        DESK.replace("200", "404"),
        "POST",
    ),
    "bureau:dossier": ("/bureau/cases/{claim}/dossier/", DESK, "GET"),
    "bureau:dossier_file": ("/bureau/cases/{claim}/dossier/{any}.zip", DESK.replace("200", "404"), "GET"),
    "bureau:line": ("/bureau/cases/{claim}/lines/{line}/", CITY, "GET"),
    # finance, pay and inspection see the case and judge nothing in it: 403 from the room
    "bureau:line_decide": (
        "/bureau/cases/{claim}/lines/{line}/decide/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    # a claim's facts are measured, not looked up: only an application has such lines
    "bureau:line_found": (
        "/bureau/cases/{claim}/lines/{line}/found/",
        "302 403 403 403 404 404 404 404 403 404 403 403",
        "POST",
    ),
    "bureau:class_asking": ("/bureau/classes/{class}/asking/", WINDOW, "GET"),
    "bureau:identity": ("/bureau/classes/{class}/identity/", WINDOW, "GET"),
    # nobody handed in a photo
    "bureau:identity_event": ("/bureau/classes/{class}/identity/{any}/same/", WINDOW.replace("200", "404"), "POST"),
    "bureau:identity_picture": (
        "/bureau/classes/{class}/identity/{any}/taken.jpg",
        WINDOW.replace("200", "404"),
        "GET",
    ),
    "bureau:packs": ("/bureau/packs/", REVIEW, "GET"),
    # comes with the program: there is nothing to approve
    "bureau:pack": (
        "/bureau/packs/wuxi-2020-10/online/2020-01-26/",
        "302 403 403 403 404 403 403 404 403 404 403 403",
        "GET",
    ),
    # too late for it, and said on its page
    "bureau:mismatches_accept": (
        "/bureau/cases/{claim}/mismatches/PL03/accept-all/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    # pay and finance see the filing and have no word in it
    "bureau:amendment": ("/bureau/cases/{filing}/amend/", "302 403 403 403 200 403 403 404 403 403 403 403", "GET"),
    # nothing was proposed
    "bureau:amendment_answer": (
        "/bureau/cases/{filing}/amendments/1/accept/",
        "302 403 403 403 404 403 403 404 403 404 403 403",
        "POST",
    ),
    "bureau:mismatch_accept": (
        "/bureau/cases/{claim}/mismatches/0/accept/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    # past its first review: nothing is judged any more, and the page says so
    "bureau:records_judge": (
        "/bureau/cases/{claim}/records/{any}/judge/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    "bureau:record_file": (
        "/bureau/cases/{claim}/records/files/{any}/",
        "302 403 403 403 404 404 404 404 403 404 403 403",
        "GET",
    ),
    "bureau:file": ("/bureau/cases/{claim}/files/{any}/", "302 403 403 403 404 404 404 404 403 404 403 403", "GET"),
    "bureau:letter": ("/bureau/cases/{claim}/letter.pdf", CITY, "GET"),
    "bureau:paper": ("/bureau/cases/{claim}/paper.pdf", CITY, "GET"),
    "bureau:event": ("/bureau/cases/{claim}/accept/", "302 403 403 403 302 403 403 404 403 302 403 403", "POST"),
    # the inspecting officers' alone; here nothing was held, drawn, reported or proposed
    "bureau:oversight": ("/bureau/oversight/", INSPECT, "GET"),
    "bureau:register_put": ("/bureau/oversight/registers/", INSPECT.replace("200", "422"), "POST"),
    "bureau:hold_release": ("/bureau/oversight/holds/1/release/", INSPECT.replace("200", "404"), "POST"),
    "bureau:draws": ("/bureau/oversight/draws/", INSPECT, "GET"),
    "bureau:inspector": ("/bureau/oversight/draws/inspector/", INSPECT.replace("200", "302"), "POST"),
    "bureau:draw": ("/bureau/oversight/draws/CC-320200-2020-0001/", INSPECT.replace("200", "404"), "GET"),
    "bureau:draw_event": ("/bureau/oversight/draws/CC-320200-2020-0001/commit/", INSPECT.replace("200", "404"), "POST"),
    "bureau:inspection": ("/bureau/oversight/inspections/{any}/", INSPECT.replace("200", "404"), "GET"),
    "bureau:inspection_publish": (
        "/bureau/oversight/inspections/{any}/publish/",
        INSPECT.replace("200", "404"),
        "POST",
    ),
    "bureau:complaints": ("/bureau/oversight/complaints/", INSPECT, "GET"),
    "bureau:complaint": ("/bureau/oversight/complaints/{any}/", INSPECT.replace("200", "404"), "GET"),
    "bureau:complaint_event": ("/bureau/oversight/complaints/{any}/accept/", INSPECT.replace("200", "404"), "POST"),
    "bureau:penalties": ("/bureau/oversight/penalties/", INSPECT, "GET"),
    "bureau:credit_records": ("/bureau/oversight/penalties/credit.csv", INSPECT, "GET"),
    "bureau:penalty": ("/bureau/oversight/penalties/CF-320200-2020-0001/", INSPECT.replace("200", "404"), "GET"),
    "bureau:penalty_event": (
        "/bureau/oversight/penalties/CF-320200-2020-0001/impose/",
        INSPECT.replace("200", "404"),
        "POST",
    ),
    "bureau:notices": ("/bureau/notices/", REVIEW, "GET"),
    "bureau:notice_close": (
        "/bureau/notices/{notice}/close/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    "bureau:objection_settle": (
        "/bureau/objections/{objection}/",
        "302 403 403 403 200 403 403 404 403 200 403 403",
        "GET",
    ),
    "bureau:figures": ("/bureau/figures/", BUREAU, "GET"),
    # a figure of Dalian's: the officer of Dalian alone sets it
    "bureau:figure": (
        "/bureau/figures/dalian-2020-41/institution-online/rate_fen/",
        "302 403 403 403 404 403 403 200 403 403 403 403",
        "GET",
    ),
    "bureau:rehearsal": ("/bureau/rehearsal/", REVIEW, "GET"),
    "bureau:rehearsal_file": (
        "/bureau/rehearsal/rehearsal.xlsx",
        "302 403 403 403 422 403 403 422 403 422 403 403",
        "POST",
    ),
    "bureau:statistics": ("/bureau/statistics/", BUREAU, "GET"),
    "bureau:statistics_file": ("/bureau/statistics/statistics.xlsx", BUREAU, "GET"),
    "bureau:statistics_cases": ("/bureau/statistics/cases/", BUREAU, "GET"),
    "bureau:targets": ("/bureau/statistics/targets/", BUREAU, "GET"),
    # nothing is filled in
    "bureau:target_new": ("/bureau/statistics/targets/new/", REVIEW_ALONE.replace("200", "422"), "POST"),
    "bureau:target_base": ("/bureau/statistics/targets/base/", REVIEW_ALONE.replace("200", "422"), "POST"),
    "bureau:target_end": ("/bureau/statistics/targets/{any}/end/", REVIEW_ALONE.replace("200", "404"), "POST"),
    "bureau:platforms": ("/bureau/platforms/", REVIEW_ALONE, "GET"),
    "bureau:platform_call_new": ("/bureau/platforms/calls/new/", REVIEW_ALONE.replace("200", "422"), "POST"),
    "bureau:platform_batch": ("/bureau/platforms/batches/new/", REVIEW_ALONE.replace("200", "422"), "POST"),
    # no call, and nothing handed in under one
    "bureau:platform_call": ("/bureau/platforms/calls/{any}/", REVIEW_ALONE.replace("200", "404"), "GET"),
    "bureau:platform_call_event": ("/bureau/platforms/calls/{any}/begin/", REVIEW_ALONE.replace("200", "404"), "POST"),
    "bureau:platform_batch_list": ("/bureau/platforms/batches/1/list/", REVIEW_ALONE.replace("200", "404"), "POST"),
    "bureau:platform_objection": ("/bureau/platforms/objections/1/uphold/", REVIEW_ALONE.replace("200", "404"), "POST"),
    "bureau:platform": ("/bureau/platforms/{any}/", REVIEW_ALONE.replace("200", "404"), "GET"),
    "bureau:platform_file": ("/bureau/platforms/{any}/file/", REVIEW_ALONE.replace("200", "404"), "GET"),
    "bureau:platform_event": ("/bureau/platforms/{any}/accept/", REVIEW_ALONE.replace("200", "404"), "POST"),
    "bureau:zones": ("/bureau/zones/", REVIEW_ALONE, "GET"),
    "bureau:zone_new": ("/bureau/zones/new/", REVIEW_ALONE.replace("200", "422"), "POST"),
    "bureau:zone": ("/bureau/zones/{zone}/", WINDOW, "GET"),
    "bureau:zone_end": ("/bureau/zones/{zone}/end/", WINDOW.replace("200", "302"), "POST"),  # no reason: nothing ends
    "bureau:zone_course_put": ("/bureau/zones/{zone}/courses/", WINDOW.replace("200", "422"), "POST"),
    "bureau:zone_course_remove": (
        "/bureau/zones/{zone}/courses/{any}/remove/",
        WINDOW.replace("200", "404"),
        "POST",
    ),
    "bureau:archives": ("/bureau/archives/", REVIEW, "GET"),
    # an inspecting officer's alone
    "bureau:archive_export": ("/bureau/archives/export/", "302 403 403 403 403 403 403 403 403 422 403 403", "POST"),
    "bureau:archive_keep": (
        "/bureau/archives/{claim}/keep/",
        "302 403 403 403 403 403 403 403 403 302 403 403",
        "POST",
    ),
    "bureau:organisations": ("/bureau/organisations/", BUREAU, "GET"),
    "bureau:organisation_confirm": (
        "/bureau/organisations/{firm}/confirm/",
        "302 403 403 403 302 403 403 404 403 403 403 403",
        "POST",
    ),
    "bureau:licence": (
        "/bureau/organisations/{firm}/licence/",
        "302 403 403 403 404 404 404 404 403 404 403 403",
        "GET",
    ),
    "bureau:payments": ("/bureau/payments/", BOOKS, "GET"),
    "bureau:payment_make": ("/bureau/payments/new/", PAY_POSTED, "POST"),
    "bureau:payment": ("/bureau/payments/{batch}/", BOOKS, "GET"),
    "bureau:payment_file": ("/bureau/payments/{batch}/file/", "302 403 403 403 403 200 403 403 403 403 403 403", "GET"),
    "bureau:payment_result": (
        "/bureau/payments/{batch}/result/",
        "302 403 403 403 403 422 403 403 403 403 403 403",
        "POST",
    ),
    "bureau:ledger": ("/bureau/ledger/", BOOKS, "GET"),
    "bureau:register": ("/bureau/ledger/register/", BOOKS, "GET"),
    "bureau:reconciliation": ("/bureau/ledger/reconciliation/", BOOKS, "GET"),
    "bureau:evaluation": ("/bureau/ledger/evaluation/", BOOKS, "GET"),
    "bureau:ledger_file": ("/bureau/ledger/ledger.xlsx", BOOKS, "GET"),
    "bureau:budget_restore": ("/bureau/ledger/restore/", "302 403 403 403 403 403 200 403 403 403 403 403", "GET"),
    "bureau:recoveries": ("/bureau/ledger/recoveries/", BOOKS, "GET"),
    "bureau:recovery": ("/bureau/ledger/recoveries/{recovery}/", BOOKS, "GET"),
    "bureau:recovery_demand": (
        "/bureau/ledger/recoveries/{recovery}/demand/",
        "302 403 403 403 403 422 403 403 403 403 403 403",
        "POST",
    ),
    "bureau:recovery_receipt": (
        "/bureau/ledger/recoveries/{recovery}/receipt/",
        "302 403 403 403 403 422 403 403 403 403 403 403",
        "POST",
    ),
    "bureau:recovery_write_off": (
        "/bureau/ledger/recoveries/{recovery}/write-off/",
        "302 403 403 403 403 403 422 403 403 403 403 403",
        "POST",
    ),
    # an inspecting officer's alone
    "bureau:case_recover": ("/bureau/cases/{claim}/recover/", "302 403 403 403 403 403 403 403 403 200 403 403", "GET"),
    "bureau:budget_grant": ("/bureau/ledger/budget/", "302 403 403 403 403 403 200 403 403 403 403 403", "GET"),
}
