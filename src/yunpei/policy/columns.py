"""The contract's columns as data: name, Chinese header, kind, accepted words, synonyms (read by vocabulary.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yunpei.common.language import Text
from yunpei.policy.carriers.trace import LARGEST_OF
from yunpei.policy.synonyms import SYNONYMS
from yunpei.policy.words import (
    BENEFITS,
    BUSINESS_KINDS,
    CLAIMANTS,
    EMPLOYER_KINDS,
    EMPLOYER_SIZES,
    INDUSTRY_WORDS,
    PERSON_GROUPS,
    TRAINING_KINDS,
    WORKER_KINDS,
    YES_NO,
)

Words = Mapping[str, tuple[str, ...]]
NO_WORDS: Words = {}
WHOLE = tuple(LARGEST_OF)  # kinds whose facts are whole numbers


@dataclass(frozen=True, slots=True)
class Column:
    """One column of LINES or AWARDS.

    kind: person_id | credit_code | text | coded | date | hours | days | yes_no | decimal | count | money (yuan in the
    file, fen inside). words: coded word → its spellings, the word first and its Chinese name second. synonyms: other headers.
    absent_is_none: an empty cell says that there is none (filed_on, certificate_no), not that the fact is missing.
    """

    name: str
    zh: str
    kind: str
    meaning: Text
    words: Words = field(default_factory=dict, hash=False)
    synonyms: tuple[str, ...] = ()
    absent_is_none: bool = False


def _column(
    name: str, zh: str, kind: str, meaning: tuple[str, str], words: Words = NO_WORDS, none: bool = False
) -> Column:
    return Column(name, zh, kind, Text(*meaning), words, tuple(SYNONYMS.get(name, "").split()), none)


_LINES = (
    _column(
        "person_id",
        "身份证号码",
        "person_id",
        ("居民身份证或港澳台居民居住证号码", "resident ID number, or 81/82/83 residence permit"),
    ),
    _column("person_name", "姓名", "text", ("姓名", "name of the person")),
    _column(
        "worker_kind", "人员类别", "coded", ("与单位的关系", "how the person works for the employer"), WORKER_KINDS
    ),
    _column(
        "employer_id",
        "统一社会信用代码",
        "credit_code",
        ("单位的统一社会信用代码", "unified social credit code of the employer"),
    ),
    _column("employer_name", "单位名称", "text", ("单位名称", "name of the employer")),
    _column("employer_kind", "单位类型", "coded", ("单位属于哪一类", "what the employer is"), EMPLOYER_KINDS),
    _column(
        "employer_size",
        "企业规模",
        "coded",
        ("按工信部联企业〔2011〕300号划分的规模", "size class under 工信部联企业〔2011〕300号"),
        EMPLOYER_SIZES,
    ),
    _column(
        "project",
        "培训项目",
        "text",
        ("培训项目；比较时不计空格和全半角", "training project; compared after NFKC, without spaces"),
    ),
    _column("class_no", "班级编号", "text", ("备案的班级编号", "number of the filed class")),
    _column(
        "filed_on",
        "备案通过日期",
        "date",
        ("开班备案通过的日期；空白表示没有备案", "day the class filing was approved; empty = not filed"),
        none=True,
    ),
    _column("class_start", "开班日期", "date", ("开班日期", "first day of the class")),
    _column("class_end", "结束日期", "date", ("结束日期", "last day of the class")),
    _column("online_hours", "线上课时", "hours", ("核实的线上课时", "verified online class hours")),
    _column("offline_hours", "线下课时", "hours", ("核实的线下课时", "verified offline class hours")),
    _column("planned_hours", "计划总课时", "hours", ("备案培训计划的总课时", "class hours of the filed plan")),
    _column(
        "converted",
        "线下转线上",
        "yes_no",
        ("原线下课程转为线上", "an offline course turned into an online one"),
        YES_NO,
    ),
    _column("completed", "完成培训", "yes_no", ("完成了培训", "the training was completed"), YES_NO),
    _column(
        "still_employed",
        "申领时在职",
        "yes_no",
        ("申领补贴时仍在本单位", "still with the employer at the claim"),
        YES_NO,
    ),
    _column(
        "certificate_no",
        "合格证书编号",
        "text",
        ("培训合格证书编号；空白表示没有", "number of the certificate of completion; empty = none"),
        none=True,
    ),
    _column("claimed_on", "申请日期", "date", ("申请补贴的日期", "day the subsidy was applied for")),
    _column("allowed_by", "裁量人", "text", ("准许的人员", "officer who allows it")),
    _column("allowed_reason", "裁量理由", "text", ("准许的书面理由", "the officer's written reason")),
    _column("hired_on", "入职日期", "date", ("入职日期（岗前培训）", "first day of employment (pre-job training)")),
    _column(
        "insured",
        "已参保",
        "yes_no",
        ("已依法参加社会保险（岗前培训）", "insured as the law requires (pre-job training)"),
        YES_NO,
    ),
    _column(
        "employed_until",
        "在职截至",
        "date",
        ("已知仍在职的最后日期（岗前培训）", "last day known to be employed (pre-job training)"),
    ),
    _column(
        "industry",
        "行业",
        "coded",
        ("工信部联企业〔2011〕300号的行业", "industry under 工信部联企业〔2011〕300号"),
        INDUSTRY_WORDS,
    ),
    _column("headcount", "从业人员", "count", ("从业人员人数", "number of people employed")),
    _column(
        "revenue_wan", "营业收入（万元）", "decimal", ("上年度营业收入，万元", "revenue of the year, in 10,000 yuan")
    ),
    _column("assets_wan", "资产总额（万元）", "decimal", ("资产总额，万元", "total assets, in 10,000 yuan")),
)

# What programmes other than training by class hours ask about.
_OF_OTHER_PROGRAMMES = (
    _column(
        "person_group",
        "群体类别",
        "coded",
        ("按哪一类群体申请；属于几类的，填申请所依的一类", "the group under which the person is claimed for"),
        PERSON_GROUPS,
    ),
    _column("claimed_by", "申领主体", "coded", ("由谁申领", "who claims"), CLAIMANTS),
    _column("employer_insured", "单位已参保", "yes_no", ("单位参加了社会保险", "the employer is insured"), YES_NO),
    _column(
        "trained_at_work", "开展以工代训", "yes_no", ("吸纳后开展了以工代训", "training through work is given"), YES_NO
    ),
    _column("training_kind", "培训类别", "coded", ("培训属于哪一类", "what kind of training it is"), TRAINING_KINDS),
    _column("training_days", "培训天数", "days", ("参加培训的天数", "days of training")),
    _column("off_job_days", "脱产培训天数", "days", ("脱产参加培训的天数", "days of training off the job")),
    _column("certified_on", "取证日期", "date", ("取得证书的日期", "day the certificate was obtained")),
    _column(
        "newly_obtained",
        "新取得证书",
        "yes_no",
        ("证书是新取得的，不是复审或换证", "the certificate is a new one, not renewed or replaced"),
        YES_NO,
    ),
    _column("registered_on", "工商登记日期", "date", ("工商登记注册的日期", "day the business was registered")),
    _column("operated_until", "运营截至", "date", ("已知仍在运营的最后日期", "last day known to be in business")),
    _column(
        "business_kind", "创业形式", "coded", ("创办的是哪一种主体", "what kind of business it is"), BUSINESS_KINDS
    ),
    _column(
        "first_business",
        "首次创业",
        "yes_no",
        ("首次以本人身份信息注册", "registered in the person's own name for the first time"),
        YES_NO,
    ),
    _column(
        "in_township",
        "在乡镇及以下",
        "yes_no",
        ("企业住所或经营场所在乡镇及以下", "seat or place of business in a township or below"),
        YES_NO,
    ),
    _column("graduated_on", "离校日期", "date", ("高校毕业生离校的日期", "day the graduate left university")),
    _column(
        "benefit", "待遇事项", "coded", ("申请的失业保险待遇事项", "which insurance benefit is asked for"), BENEFITS
    ),
    _column(
        "assessed",
        "核定金额（元）",
        "money",
        ("经办系统核定的金额，元", "amount worked out by the office's own system, in yuan"),
    ),
)

COLUMNS: dict[str, Column] = {column.name: column for column in (*_LINES, *_OF_OTHER_PROGRAMMES)}
DATES = tuple(column.name for column in COLUMNS.values() if column.kind == "date")


def largest(name: str) -> int | None:
    """The largest figure that a fact can be, 1 for one that is no figure; None: there is no such fact."""
    return LARGEST_OF.get(COLUMNS[name].kind, 1) if name in COLUMNS else None


_AWARDS = (
    COLUMNS["person_id"],
    _column(
        "programme",
        "补贴项目",
        "text",
        ("发放依据的补贴项目，如 wuxi-2020-10/online", "the programme it was paid under, as wuxi-2020-10/online"),
    ),
    *(COLUMNS[name] for name in ("employer_id", "class_no", "project", "class_start", "class_end")),
    _column("amount", "金额（元）", "money", ("扣除追回后的金额，元", "amount net of recoveries, in yuan")),
)

AWARD_COLUMNS: dict[str, Column] = {column.name: column for column in _AWARDS}
