"""Documents exactly as the circular lists them, and whether each is there: uploaded, or known to the platform itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yunpei.casework.models import Case, CaseDocument, FilingPlan
from yunpei.casework.programmes import clause_name, files_class
from yunpei.casework.types import DECIDED, CaseKind, DocumentRow
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.policy.types import Item, Pack

STAGE = {CaseKind.CLASS_FILING: "plan", CaseKind.CLAIM: "claim", CaseKind.APPLICATION: "claim"}

# Documents that a legal representative signs: 无锡 三.培训前, 辽宁 附件, 大连 四.申领.
SIGNED = frozenset({"undertaking", "application"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the platform knows of a case without any upload. plan None: no class of ours is behind it."""

    plan: FilingPlan | None
    roster: bool
    signed: bool
    bank: bool
    licence: bool
    lines: bool
    certificates: bool


# Document id → whether the platform has it itself. What is not here is uploaded. Channels may be given by link or screenshot.
_BY_RECORD: Mapping[str, Callable[[Known], bool]] = {
    "business_licence": lambda known: known.licence,
    "qualification_proof": lambda known: known.licence,
    "training_plan": lambda known: known.plan is not None and bool(known.plan.project and known.plan.starts_on),
    "plan_roster": lambda known: known.roster,
    "online_channel": lambda known: known.plan is not None and bool(known.plan.channels),
    "undertaking": lambda known: known.signed,
    "application": lambda known: known.signed,
    "claim_roster": lambda known: known.lines,
    # The study clock's receipts, sign-in and exam of our own courses.
    "teaching_records": lambda known: known.plan is not None and known.lines,
    "training_records": lambda known: known.plan is not None and known.lines,
    "online_records": lambda known: known.plan is not None and known.lines,
    "certificates": lambda known: known.certificates,
    "bank_account": lambda known: known.bank,
}

# Documents asked for in some cases only; the circular's sentence begins with the condition.
_ONLY_WHERE: Mapping[str, Callable[[FilingPlan], bool]] = {
    "commission_agreement": lambda plan: bool(plan.delegate),
    "online_channel": lambda plan: plan.mode != "offline",
    "online_records": lambda plan: plan.online_hours > 0,
    "offline_records": lambda plan: plan.offline_hours > 0,
}


def document_rows(case: Case, pack: Pack, known: Known) -> tuple[DocumentRow, ...]:
    """Every document that the pack lists for the case's stage, in the circular's order. One query."""
    files: dict[str, list[str]] = {}
    handed = CaseDocument.objects.filter(case=case, removed_at__isnull=True).order_by("id")
    for requirement, file in handed.values_list("requirement", "file"):
        files.setdefault(requirement, []).append(str(file))
    listed = listed_documents(pack, CaseKind(case.kind))
    return tuple(_row(item, known, tuple(files.get(item.id, ()))) for item in listed)


def listed_documents(pack: Pack, kind: CaseKind) -> list[Item]:
    """The documents that the circular asks for at the stage of a case, in its order. An application has one stage only."""
    all_at_once = kind is CaseKind.APPLICATION and not files_class(pack)
    return [item for item in pack.documents if all_at_once or item.stage == STAGE[kind]]


def _row(item: Item, known: Known, files: tuple[str, ...]) -> DocumentRow:
    where = _ONLY_WHERE.get(item.id)
    needed = where(known.plan) if where is not None and known.plan is not None else item.required
    record = _BY_RECORD.get(item.id)
    recorded = record is not None and record(known)
    # A signature can't be replaced by an upload under another name: a scan is signed in through undertaking_scan.
    there = recorded or (bool(files) and item.id not in SIGNED)
    return DocumentRow(item.id, item.text, item.clause, needed, recorded, files, ok=there or not needed)


def missing(rows: tuple[DocumentRow, ...]) -> list[Problem]:
    """A problem for every document that must be there and is not, with the clause that asks for it."""
    return [
        Problem(
            f"document:{row.id}",
            Text(
                f"缺少材料：{row.text.zh}（{clause_name(row.clause) or '通知'}）",
                f"missing: {row.text.en} ({clause_name(row.clause) or 'the circular'})",
            ),
        )
        for row in rows
        if not row.ok
    ]


def asks_signature(pack: Pack, kind: CaseKind) -> bool:
    """Whether the applicant must sign at this stage: a signed form is listed, or a fact is taken from a promise."""
    listed = any(item.id in SIGNED for item in listed_documents(pack, kind))
    return listed or (kind in DECIDED and bool(pack.attested))
