"""The papers that a legal representative signs, as PDF: the undertaking of a filing, the application form of a claim.

辽人社函〔2020〕16号 gives its form as an annex: every field and all seven promises stand here in its words, its slips included. A
circular whose form is not at hand (无锡, 大连) gets the same fields, and its own sentences as promises; the paper says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from yunpei.casework import access
from yunpei.casework.amendments import plan_as_signed
from yunpei.casework.applicants import applicant_of, firm_of
from yunpei.casework.documents import STAGE
from yunpei.casework.engine import fact_name, shown_fact, thawed_facts
from yunpei.casework.models import Case, FilingPlan, Undertaking
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.signing import content_digest, signature_of, valid_undertaking
from yunpei.casework.types import CaseKind, SignedBy
from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI
from yunpei.common.money import yuan
from yunpei.files import pdf
from yunpei.people.types import OrganisationCard
from yunpei.policy.types import Pack
from yunpei.training import queries as training

ANNEX_TITLE = "受疫情影响中小微企业组织职工参加线上职业培训补贴申请表"
STATEMENT = "本企业承诺以上内容全部属实，如有不实，愿承担一切法律责任。"  # 辽宁 附件.声明
PERSONAL_STATEMENT = "本人承诺以上内容全部属实，如有不实，愿承担一切法律责任。"
MODES = {"online": "线上", "offline": "线下", "blended": "线上线下结合"}
CSS = """
h1 { font-size: 16pt; text-align: center; margin: 0 0 6mm }
table { width: 100%; border-collapse: collapse }
th, td { border: 0.5pt solid #000; padding: 2mm; vertical-align: middle; text-align: start; font-weight: normal }
th { width: 22% }
td p { margin: 0 0 2mm; text-indent: 2em }
td p.signature { text-align: end }
.note, .how, .circular { font-size: 9pt; color: #333 }
"""


def paper_pdf(*, number: str, by: Actor) -> bytes:
    """The paper of a case as it stands, to be signed or signed: undertaking of a filing, application form of a claim.

    Its organisation, and offices that see the case. Raises NotFound.
    """
    return pdf.render(paper_html(number=number, by=by), css=CSS)


def paper_html(*, number: str, by: Actor) -> str:
    """The same paper as a page. Raises NotFound."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    applied = case.kind == CaseKind.APPLICATION
    return render_to_string("casework/paper.html", _applied(case) if applied else _content(case))


def _content(case: Case) -> dict[str, Any]:
    pack, plan, firm = pack_of(case), plan_of_claim(case), firm_of(case)
    if case.kind == CaseKind.CLASS_FILING:
        plan = plan_as_signed(case, plan)
    annex = any(form.id == "promise_1" for form in pack.forms) and case.kind == CaseKind.CLAIM
    signed = valid_undertaking(case, content_digest(case, plan, firm))
    filing = case.kind == CaseKind.CLASS_FILING
    return {
        "circular": pack.circular.number,
        "annex": annex,
        "title": ANNEX_TITLE if annex else "开展线上职业培训承诺书" if filing else "职业培训补贴资金申请表",
        "fields": _fields(case, plan, firm),
        "preamble": _preamble(pack, annex=annex),
        "promises": _annex_promises(pack, firm) if annex else _own_promises(pack, CaseKind(case.kind)),
        "statement": pack.circular.clauses.get("附件.声明", STATEMENT),
        "signer": "法定代表人",
        "signed_name": firm.legal_representative if signed else "",
        "signed_on": _day(signed.signed_at) if signed else "年　月　日",
        "signed_how": _how(signed) if signed else "",
        "note": "" if annex else "原表样式不在手头，承诺各条取自通知正文。",
        "number": case.number,
        "pack": f"{pack.programme} {pack.version} {pack.digest[:12]}",
    }


def _applied(case: Case) -> dict[str, Any]:
    """The paper of an application: who applies for what, what they stated where it is one person, and the circular's sentences."""
    pack, applicant = pack_of(case), applicant_of(case)
    signed, firm = signature_of(case, applicant), applicant.firm
    lines = list(case.lines.filter(state__in=LIVE).order_by("place"))
    who = applicant.person
    fields: list[list[tuple[str, Any]]] = [[("申请项目", pack.name.zh)], [("申请人", applicant.name)]]
    if firm is not None:
        fields += [[("统一社会信用代码", firm.credit_code), ("法定代表人姓名", firm.legal_representative)]]
        fields += [[("企业开户银行名称", firm.bank_name), ("开户帐号", firm.bank_account)]]
    if who is not None:
        fields += [[("身份证号码", who.id_masked)]]
        facts = thawed_facts({name: value for name, (value, _) in lines[0].given.items()}) if lines else {}
        fields += [[(fact_name(name).zh, shown_fact(name, value).zh)] for name, value in facts.items()]
    return {
        "circular": pack.circular.number,
        "annex": False,
        "title": "申请表",
        "fields": [*fields, [("人数", f"{len(lines)} 人")]],
        "preamble": f"本{'单位' if firm else '人'}按照{pack.circular.title.zh}（{pack.circular.number}）提出申请，并作出承诺：",
        "promises": _own_promises(pack, CaseKind.APPLICATION),
        "statement": STATEMENT if firm else PERSONAL_STATEMENT,
        "signer": "法定代表人" if firm else "申请人",
        "signed_name": applicant.signer if signed else "",
        "signed_on": _day(signed.signed_at) if signed else "年　月　日",
        "signed_how": _how(signed) if signed and firm else "",
        "note": "原表样式不在手头，承诺各条取自通知正文。",
        "number": case.number,
        "pack": f"{pack.programme} {pack.version} {pack.digest[:12]}",
    }


def _fields(case: Case, plan: FilingPlan, firm: OrganisationCard) -> list[list[tuple[str, Any]]]:
    """The annex's fields in its order, two a row."""
    if case.kind == CaseKind.CLAIM:
        count = case.lines.filter(state__in=LIVE).count()
    else:
        count = training.roster_people(plan.roster_id) if plan.roster_id else plan.headcount or 0
    platform = "；".join(f"{name} {link}" for name, _, link in plan.channels)
    mode = MODES.get(plan.mode, plan.mode)
    if plan.delegate:
        mode += f"（委托 {plan.delegate}）"
    return [
        [("企业名称", firm.name), ("统一社会信用代码/组织机构代码", firm.credit_code)],
        [("法定代表人姓名", firm.legal_representative), ("联系方式", firm.contact_phone)],
        [("详细地址", firm.address)],
        [("企业开户银行名称", firm.bank_name), ("开户帐号", firm.bank_account)],
        [("培训人数", f"{count} 人"), ("培训职业（工种）", plan.occupation or plan.project)],
        [("培训时长", f"{plan.online_hours + plan.offline_hours} 课时"), ("培训方式", mode)],
        [("培训平台", platform)],
    ]


def _preamble(pack: Pack, *, annex: bool) -> str:
    if annex:
        return pack.circular.clauses["附件.承诺"]
    return f"本企业严格按照{pack.circular.title.zh}（{pack.circular.number}）的要求组织培训，并对以下内容作出承诺："


def _annex_promises(pack: Pack, firm: OrganisationCard) -> list[str]:
    """The seven promises; the blanks of the seventh are filled from the firm's own page, and left blank where it says nothing."""
    words = [pack.circular.clauses[f"附件.承诺{number}"] for number in "一二三四五六七"]
    revenue = "" if firm.revenue_fen is None else yuan(firm.revenue_fen // 10_000)
    seventh = words[6].replace("为 行业", f"为 {firm.industry or '　　'} 行业")
    seventh = seventh.replace("从业人员 人", f"从业人员 {'　　' if firm.headcount is None else firm.headcount} 人")
    words[6] = seventh.replace("营业收入 万元", f"营业收入 {revenue or '　　'} 万元")
    return words


def _own_promises(pack: Pack, kind: CaseKind) -> Sequence[str]:
    """Where the circular's own form is not at hand: its sentences that bind who trains, in the order of the pack."""
    cited = [form.clause for form in pack.forms if form.stage == STAGE[kind]]
    cited += [step.clause for step in pack.steps if step.id in ("file", "train", "train_online")]
    cited += [pack.plan.get("clause"), *(item.clause for item in pack.deadlines if item.id.startswith("keep"))]
    sentences = [pack.clauses[clause] for clause in dict.fromkeys(cited) if clause is not None]
    return [f"{place}、{sentence}" for place, sentence in enumerate(sentences, start=1)]


def _day(at: datetime) -> str:
    day = at.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"


def _how(signed: Undertaking) -> str:
    if signed.way == SignedBy.ACCOUNT:
        return f"由法定代表人本人账号于 {signed.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 确认签署"
    return "签字盖章的扫描件已上传，见附件"
