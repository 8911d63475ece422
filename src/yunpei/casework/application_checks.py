"""Everything that stands in the way of an application, all at once: lines, facts, documents, signature, account, office."""

from __future__ import annotations

from collections.abc import Iterator

from yunpei.casework.application_facts import asked
from yunpei.casework.claim_checks import bank_problems, confirmation_problems
from yunpei.casework.documents import Known, asks_signature, document_rows, missing
from yunpei.casework.engine import fact_name
from yunpei.casework.facts import recorded
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.orders import PERSON
from yunpei.casework.programmes import office_for
from yunpei.casework.signing import signature_of
from yunpei.casework.types import Applicant, CaseKind
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.funds import queries as books
from yunpei.people.types import OfficeKind
from yunpei.policy.types import Pack


def application_problems(case: Case, pack: Pack, applicant: Applicant) -> list[Problem]:
    """Why an application can't be submitted; empty when it can. Whether anything is due is no problem: that is decided, and told."""
    lines = list(case.lines.filter(state__in=LIVE).order_by("place"))
    known = known_of(case, pack, applicant)
    found = [*_line_problems(lines, pack, applicant), *missing(document_rows(case, pack, known))]
    if applicant.firm is not None:
        found += confirmation_problems(applicant.firm)
    if pack.pays:
        found += _account_problems(lines, pack, applicant)
    if asks_signature(pack, CaseKind.APPLICATION) and not known.signed:
        found.append(Problem("undertaking", Text("请签署承诺书", "sign the undertaking")))
    return [*found, *_office_problems(pack, applicant)]


def known_of(case: Case, pack: Pack, applicant: Applicant) -> Known:
    """What the platform itself can say of an application's documents; a class of ours is not behind it."""
    signed = asks_signature(pack, CaseKind.APPLICATION) and signature_of(case, applicant) is not None
    firm = applicant.firm
    return Known(
        None,
        roster=False,
        signed=signed,
        bank=firm is not None and bool(firm.bank_account),
        licence=firm is not None and bool(firm.licence),
        lines=case.lines.filter(state__in=LIVE).exists(),
        certificates=False,
    )


def _line_problems(lines: list[CaseLine], pack: Pack, applicant: Applicant) -> Iterator[Problem]:
    if not lines:
        yield Problem("lines", Text("还没有填写人员", "nobody is applied for"))
    needed = [one.column.name for one in asked(pack, applicant) if one.required]
    known = recorded(lines)
    for line in lines:
        ours = {name for name, one in known.get(line.roster_line_id or 0, {}).items() if one.value is not None}
        if line.roster_line_id is not None and _claimed(line):
            told = Text("这个班级已经另案申领", "this class is claimed for in another case")
            yield Problem("class", told)
        for name in needed:
            if name not in line.given and name not in ours:
                who = "" if applicant.person is not None else f"{line.name}："
                text = fact_name(name)
                yield Problem(name, Text(f"{who}请填写{text.zh}", f"{who}fill in: {text.en}"))


def _claimed(line: CaseLine) -> bool:
    """Whether another case that stands has decided the same person in the same class: once is once."""
    others = CaseLine.objects.filter(roster_line_id=line.roster_line_id, state__in=LIVE, decided_at__isnull=False)
    return others.exclude(case_id=line.case_id).exists()


def _account_problems(lines: list[CaseLine], pack: Pack, applicant: Applicant) -> Iterator[Problem]:
    if pack.account_of(applicant.claimant) != PERSON:
        assert applicant.firm is not None
        yield from bank_problems(applicant.firm)
        return
    told = books.line_payees(lines=[str(line.public_id) for line in lines])
    for line in lines:
        if str(line.public_id) not in told:
            yield Problem("account", Text(f"请填写{line.name}的收款账户", f"give the account of {line.name}"))


def _office_problems(pack: Pack, applicant: Applicant) -> Iterator[Problem]:
    if office_for(pack, applicant.region, OfficeKind.REVIEW) is None:
        yield Problem(
            "", Text(f"本地区没有受理部门（{pack.reviewer}）", f"no office takes this in here ({pack.reviewer})")
        )
    if pack.pays and office_for(pack, applicant.region, OfficeKind.PAY) is None:
        yield Problem("", Text(f"本地区没有拨付部门（{pack.payer}）", f"no office pays this here ({pack.payer})"))
