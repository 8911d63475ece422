"""Headers of real spreadsheets find their column, and nothing ambiguous does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.policy.vocabulary import (
    AWARD_COLUMNS,
    COLUMNS,
    SYNONYMS_VERSION,
    Column,
    accepted_words,
    header_rank,
    known_header,
    plain_header,
)

# The contract's table, typed from policy.md: it may grow, it may not be renamed.
CONTRACT = """person_id 身份证号码,person_name 姓名,worker_kind 人员类别,employer_id 统一社会信用代码,employer_name 单位名称,
employer_kind 单位类型,employer_size 企业规模,project 培训项目,class_no 班级编号,filed_on 备案通过日期,class_start 开班日期,
class_end 结束日期,online_hours 线上课时,offline_hours 线下课时,planned_hours 计划总课时,converted 线下转线上,completed 完成培训,
still_employed 申领时在职,certificate_no 合格证书编号,claimed_on 申请日期,allowed_by 裁量人,allowed_reason 裁量理由,
hired_on 入职日期,insured 已参保,employed_until 在职截至,industry 行业,headcount 从业人员,revenue_wan 营业收入（万元）,
assets_wan 资产总额（万元）,person_group 群体类别,claimed_by 申领主体,employer_insured 单位已参保,trained_at_work 开展以工代训,
training_kind 培训类别,training_days 培训天数,off_job_days 脱产培训天数,certified_on 取证日期,newly_obtained 新取得证书,
registered_on 工商登记日期,operated_until 运营截至,business_kind 创业形式,first_business 首次创业,in_township 在乡镇及以下,
graduated_on 离校日期,benefit 待遇事项,assessed 核定金额（元）"""
WORDS = {
    "worker_kind": "employee 职工 dispatched 劳务派遣人员 platform 平台从业人员 other 其他",
    "employer_kind": "enterprise 企业 platform 平台企业 labour_dispatch 劳务派遣企业 cooperative 农民专业合作社 "
    "workshop 扶贫车间 institution 培训机构 other 其他",
    "employer_size": "large 大型 medium 中型 small 小型 micro 微型",
}
BOTH = [*COLUMNS.values(), *AWARD_COLUMNS.values()]


def test_the_contract_stands() -> None:
    pairs = [tuple(pair.split()) for pair in CONTRACT.replace("\n", "").split(",")]
    assert [(column.name, column.zh) for column in COLUMNS.values()] == pairs
    names = "person_id programme employer_id class_no project class_start class_end amount".split()
    assert list(AWARD_COLUMNS) == names
    assert AWARD_COLUMNS["amount"].zh == "金额（元）"
    assert {column.name for column in COLUMNS.values() if column.absent_is_none} == {"filed_on", "certificate_no"}
    assert SYNONYMS_VERSION == "1"


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_the_contract_stand(name: str) -> None:
    pieces = WORDS[name].split()
    assert [text for word, all_of in COLUMNS[name].words.items() for text in (word, all_of[1])] == pieces
    for word, spellings in COLUMNS[name].words.items():
        assert spellings[0] == word


@pytest.mark.parametrize("columns", [COLUMNS, AWARD_COLUMNS], ids=["lines", "awards"])
def test_every_header_finds_its_own_column_and_no_other(columns: dict[str, Column]) -> None:
    seen: dict[str, str] = {}
    for column in columns.values():
        for header in (column.name, column.zh, *column.synonyms):
            assert known_header(header, columns) == column.name, header
            assert seen.setdefault(plain_header(header), column.name) == column.name, header
    synonyms = [synonym for column in columns.values() for synonym in column.synonyms]
    assert len(synonyms) == len(set(synonyms))


@pytest.mark.parametrize("column", BOTH, ids=lambda column: column.name)
def test_spellings_are_not_shared_by_two_words(column: Column) -> None:
    accepted = accepted_words(column)
    assert len(accepted) == len({(spelling, word) for spelling, word in accepted.items()})
    for word, spellings in column.words.items():
        for spelling in spellings:
            assert accepted[plain_header(spelling) if spelling == " " else "".join(spelling.casefold().split())] == word


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("*姓名", "person_name"),
        ("姓 名", "person_name"),
        ("姓\n名", "person_name"),
        ("＊姓名：", "person_name"),
        ("姓名（必填）", "person_name"),
        ("身份证号码【必填项】", "person_id"),
        ("身份证号(文本格式)", "person_id"),
        ("身份证号（18位）", "person_id"),
        ("公民身份号码", "person_id"),
        ("ID Number", "person_id"),
        ("PERSON_ID", "person_id"),
        ("Person ID", "person_id"),
        ("开班日期(yyyy-mm-dd)", "class_start"),
        ("开班日期（YYYY/MM/DD）", "class_start"),
        ("开班日期（年/月/日）", "class_start"),
        ("开班日期（格式：2020-03-01）", "class_start"),
        ("开班日期（如2020-03-01）", "class_start"),
        ("结束日期（必填）（文本格式）", "class_end"),
        ("统一社会信用代码/ 组织机构代码", "employer_id"),
        ("线上课时（节）", "online_hours"),
        ("线上课时（单位：课时）", "online_hours"),
        ("线上培训（课时）", None),
        ("线上课时（分钟）", None),
        ("线上课时（小时）", None),
        ("线上时长", None),
        ("从业人员（人）", "headcount"),
        ("营业收入（万元）", "revenue_wan"),
        ("营业收入(单位：万元)", "revenue_wan"),
        ("营业收入【万元】", "revenue_wan"),
        ("营业收入（万元，必填）", None),
        ("营业收入", None),
        ("营业收入（元）", None),
        ("营业收入（亿元）", None),
        ("企业规模（大/中/小/微）", "employer_size"),
        ("企业规模（大型、中型、小型、微型）", "employer_size"),
        ("企业规模（大/中/小/巨）", None),
        ("是否在职（是/否）", "still_employed"),
        ("是否完成培训（填是或否）", "completed"),
        ("培训职业（工种）", "project"),
        ("工种", "project"),
        ("行业", "industry"),
        ("备注", None),
        ("序号", None),
        ("日期", None),
        ("课时", None),
        ("学时", None),
        ("培训课时", None),
        ("总课时", None),
        ("企业类型", None),
        ("规模", None),
        ("人数", None),
        ("法定代表人姓名", None),
        ("经办人身份证号", None),
        ("离职日期", None),
        ("", None),
        ("（必填）", None),
        ("*", None),
        ("姓名" * 100, None),
    ],
)
def test_headers_of_lines(header: str, name: str | None) -> None:
    assert known_header(header) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("金额（元）", "amount"),
        ("金额(元)", "amount"),
        ("金额（单位：元）", "amount"),
        ("金额（元）（必填）", "amount"),
        ("补贴金额（元）", "amount"),
        ("补贴金额", "amount"),
        ("amount", "amount"),
        ("金额（万元）", None),
        ("补贴金额（万元）", None),
        ("金额（千元）", None),
        ("金额（分）", None),
        ("补贴项目", "programme"),
        ("政策项目", "programme"),
        ("培训项目", "project"),
        ("项目名称", "project"),
        ("线上课时", None),
    ],
)
def test_headers_of_awards(header: str, name: str | None) -> None:
    assert known_header(header, AWARD_COLUMNS) == name


def test_the_users_own_mapping_goes_first() -> None:
    extra = {"总课时": "planned_hours", "学时（核定）": "线上课时", "姓名": "employer_name", "x": "no_such_column"}
    assert known_header("总 课 时*", extra=extra) == "planned_hours"
    assert known_header("学时(核定)", extra=extra) == "online_hours"
    assert known_header("姓名", extra=extra) == "employer_name"
    assert known_header("x", extra=extra) is None
    assert known_header("身份证号", extra=extra) == "person_id"


def test_rank() -> None:
    assert header_rank("总课时", extra={"总课时": "planned_hours"}) == 3
    assert header_rank("培训项目*") == 2
    assert header_rank("class_start") == 2
    assert header_rank("工种") == 1
    assert header_rank("备注") == 0


@given(st.text(max_size=80))
def test_any_header_has_an_answer(text: str) -> None:
    name = known_header(text)
    assert name is None or name in COLUMNS
    assert plain_header(plain_header(text)) == plain_header(plain_header(plain_header(text)))


@given(st.sampled_from([column.zh for column in COLUMNS.values()]), st.text("（必填）* \n【选】", max_size=6))
def test_noise_never_makes_another_column_of_a_header(header: str, noise: str) -> None:
    assert known_header(header + noise) in (known_header(header), None)
