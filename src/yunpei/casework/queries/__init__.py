"""Reads of cases, lines, notices. Those with `by` show what the actor may see, NotFound for the rest."""

from __future__ import annotations

from yunpei.casework.course_choice import course_choices
from yunpei.casework.papers import paper_pdf
from yunpei.casework.queries.amendments import amendments, revisions
from yunpei.casework.queries.applications import programmes, programmes_to_apply, programmes_to_file
from yunpei.casework.queries.cases import (
    case,
    cases,
    channels_filed,
    classes_to_claim,
    filing_of_class,
    intake_drafts,
    own_applications,
    plan_problems,
)  # fmt: skip
from yunpei.casework.queries.estimates import estimate, estimate_facts, estimate_roster
from yunpei.casework.queries.figures import figures
from yunpei.casework.queries.inbox import (
    inbox,
    inbox_all,
    inbox_numbers,
    inbox_programmes,
    inbox_tabs,
    inbox_text_short,
    officers,
    saved_filters,
    workload,
)  # fmt: skip
from yunpei.casework.queries.letters import letter_by_code, letter_file
from yunpei.casework.queries.lines import claim_preview, line, lines, recheck
from yunpei.casework.queries.mismatches import mismatches, mismatches_preview
from yunpei.casework.queries.notices import (
    notice,
    notice_file,
    notice_of_case,
    notices,
    objection_by_code,
    objections,
    objections_open,
    open_notices,
)  # fmt: skip
from yunpei.casework.queries.packs import outside_pack, outside_packs
from yunpei.casework.queries.paying import payable, payee_table, payees_given, waiting_cases
from yunpei.casework.queries.payments import refused_payments
from yunpei.casework.queries.reckoning import reckoning
from yunpei.casework.queries.rehearsal import decided_years, rehearsal_versions, rehearse_decided, rehearse_file
from yunpei.casework.queries.rosters import roster_uploaded
from yunpei.casework.queries.subjects import (
    awards_of,
    case_owners,
    case_regions,
    delegates,
    people_of_lines,
    subject,
    under_way,
    under_way_of,
)

__all__ = [
    "amendments",
    "awards_of",
    "case",
    "case_owners",
    "case_regions",
    "cases",
    "channels_filed",
    "claim_preview",
    "classes_to_claim",
    "course_choices",
    "decided_years",
    "delegates",
    "estimate",
    "estimate_facts",
    "estimate_roster",
    "figures",
    "filing_of_class",
    "inbox",
    "inbox_all",
    "inbox_numbers",
    "inbox_programmes",
    "inbox_tabs",
    "inbox_text_short",
    "intake_drafts",
    "letter_by_code",
    "letter_file",
    "line",
    "lines",
    "mismatches",
    "mismatches_preview",
    "notice",
    "notice_file",
    "notice_of_case",
    "notices",
    "objection_by_code",
    "objections",
    "objections_open",
    "officers",
    "open_notices",
    "outside_pack",
    "outside_packs",
    "own_applications",
    "paper_pdf",
    "payable",
    "payee_table",
    "payees_given",
    "people_of_lines",
    "plan_problems",
    "programmes",
    "programmes_to_apply",
    "programmes_to_file",
    "recheck",
    "reckoning",
    "refused_payments",
    "rehearsal_versions",
    "rehearse_decided",
    "rehearse_file",
    "revisions",
    "roster_uploaded",
    "saved_filters",
    "subject",
    "under_way",
    "under_way_of",
    "waiting_cases",
    "workload",
]
