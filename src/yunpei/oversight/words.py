"""What is read of findings and holds.

An officer reads the evidence. An applicant reads which of their things is looked into, never how it was noticed nor who else is
concerned.
"""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.common.language import Text
from yunpei.oversight.screening.sentences import sentence

_PERSON = Text(
    "该学员的身份或参保情况需要核实；请准备劳动合同、工资或参保材料，等待通知",
    "this person's status or insurance is being verified; have the contract, payroll or insurance papers at hand",
)
_STUDY = Text(
    "学习记录需要核实；可以提供当时学习情况的说明，等待通知",
    "the record of study is being verified; you may add an account of how it took place",
)
_CONTACT = Text(
    "收款账户或联系方式需要核实；请核对并更正后等待通知",
    "the account or contact is being verified; check and correct it",
)
_CLASS = Text(
    "班级和培训项目的情况需要核实；请准备合同、场地、教师等材料，等待通知",
    "the class and its project are being verified; have contracts, rooms and teachers' papers at hand",
)
COMPLAINT = Text("收到反映，正在核实；如需补充材料会另行通知", "something was reported and is being verified")
INSPECTION = Text(
    "现场检查发现的问题正在处理；请按检查意见办理", "what an inspection found is being dealt with; follow its report"
)
BY_RULE: dict[str, Text] = {
    **dict.fromkeys(
        ("retired", "student", "public_staff", "deceased", "insured_elsewhere", "not_insured"),
        _PERSON,
    ),
    **dict.fromkeys(
        (
            "parallel_study",
            "credited_beyond_elapsed",
            "impossible_day",
            "no_rest",
            "device_parallel",
            "device_shared",
            "lockstep",
            "clockwork",
            "copied_answers",
            "identical_sheets",
            "answers_too_fast",
            "reused_records",
        ),
        _STUDY,
    ),
    **dict.fromkeys(("shared_bank_account", "shared_phone"), _CONTACT),
    **dict.fromkeys(
        (
            "teacher_two_places",
            "outside_business",
            "hours_beyond_days",
            "certificate_burst",
            "dormant_company",
            "reused_papers",
        ),
        _CLASS,
    ),
}


def evidence(says: str, figures: Sequence[str], *, kept: str) -> Text:
    """What a finding rests on, in both languages; kept: the sentence of one that was noted as such, in the language it was."""
    return sentence(says, figures) if says else Text(kept, kept)
