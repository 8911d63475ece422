"""Everything that stands in the way of a claim, all at once: documents, signature, account, office, lines."""

from __future__ import annotations

from collections.abc import Iterator

from yunpei.casework.documents import Known, asks_signature, document_rows, missing
from yunpei.casework.models import Case
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import office_for, plan_of_claim
from yunpei.casework.signing import content_digest, valid_undertaking
from yunpei.casework.types import CaseKind
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.credentials import queries as credentials
from yunpei.people.types import OfficeKind, OrganisationCard
from yunpei.policy.types import Pack


def claim_problems(case: Case, pack: Pack, firm: OrganisationCard) -> list[Problem]:
    """Why a claim can't be submitted; empty when it can. Whether money is due is no problem: that is decided, and told."""
    known = known_of(case, pack, firm)
    found = [
        *_line_problems(known),
        *missing(document_rows(case, pack, known)),
        *confirmation_problems(firm),
        *bank_problems(firm),
    ]
    if asks_signature(pack, CaseKind.CLAIM) and not known.signed:
        found.append(
            Problem(
                "undertaking",
                Text(
                    "须由法定代表人签署承诺书（或上传签字盖章的扫描件）",
                    "the legal representative must sign, or put up a sealed scan",
                ),
            )
        )
    if office_for(pack, firm.region, OfficeKind.PAY) is None:
        found.append(
            Problem("", Text(f"本地区没有拨付部门（{pack.payer}）", f"no office pays this here ({pack.payer})"))
        )
    return found


def known_of(case: Case, pack: Pack, firm: OrganisationCard) -> Known:
    """What the platform itself can say of a claim's documents."""
    plan = plan_of_claim(case)
    signed = asks_signature(pack, CaseKind.CLAIM) and (
        valid_undertaking(case, content_digest(case, plan, firm)) is not None
    )
    lines = case.lines.filter(state__in=LIVE).exists()
    return Known(
        plan,
        plan.roster_id is not None,
        signed,
        bool(firm.bank_account),
        bool(firm.licence),
        lines,
        _certificates(case),
    )


def _certificates(case: Case) -> bool:
    """Whether anyone of the class has a certificate in our register: a copy on paper is not asked for then."""
    assert case.training_class_id is not None
    return any(
        fact.value
        for one in credentials.claim_facts(case.training_class_id)
        for name, fact in one.facts.items()
        if name == "certificate_no"
    )


def _line_problems(known: Known) -> Iterator[Problem]:
    if not known.lines:
        yield Problem("lines", Text("申领名单里没有人员", "nobody is claimed for"))


def confirmation_problems(firm: OrganisationCard) -> Iterator[Problem]:
    """That an office has not held the organisation against its licence yet."""
    if firm.confirmed_at is None:
        yield Problem(
            "organisation",
            Text(
                "人社部门尚未对照营业执照核对单位资料",
                "the office has not held the organisation against its licence yet",
            ),
        )


def bank_problems(firm: OrganisationCard) -> Iterator[Problem]:
    """That there is no account to pay the organisation into."""
    if not firm.bank_account or not firm.bank_name:
        yield Problem(
            "bank_account", Text("请在单位资料中填写开户银行和账号", "give bank and account on the organisation's page")
        )
