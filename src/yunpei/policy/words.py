"""The words of coded columns: word → its spellings, the word itself first and the Chinese name second."""

from __future__ import annotations

from yunpei.policy.industries import INDUSTRIES

YES_NO = {
    "yes": ("yes", "是", "true", "1", "1.0", "√", "✓", "✔", "☑", "y"),
    "no": ("no", "否", "false", "0", "0.0", "×", "✗", "✘", "✕", "n"),
}
_OTHER = ("other", "其他", "其它")
WORKER_KINDS = {
    "employee": (
        "employee",
        "职工",
        "员工",
        "本企业职工",
        "本单位职工",
        "企业职工",
        "在职职工",
        "在职员工",
        "在岗职工",
        "正式职工",
        "正式员工",
        "合同制职工",
        "合同制员工",
        "新录用职工",
        "新招用职工",
    ),
    "dispatched": (
        "dispatched",
        "劳务派遣人员",
        "劳务派遣",
        "劳务派遣工",
        "劳务派遣员工",
        "劳务派遣职工",
        "派遣",
        "派遣人员",
        "派遣员工",
        "派遣职工",
        "派遣工",
    ),
    "platform": ("platform", "平台从业人员", "平台从业者", "平台就业人员", "新业态从业人员", "新就业形态劳动者"),
    "other": (*_OTHER, "其他人员", "其他劳动者"),
}
EMPLOYER_KINDS = {
    "enterprise": ("enterprise", "企业", "一般企业", "普通企业"),
    "platform": (
        "platform",
        "平台企业",
        "电商企业",
        "新业态企业",
        "平台企业(电商企业)",
        "电商平台企业",
        "互联网平台企业",
    ),
    "labour_dispatch": ("labour_dispatch", "劳务派遣企业", "劳务派遣单位", "劳务派遣公司", "labor_dispatch"),
    "cooperative": ("cooperative", "农民专业合作社", "专业合作社", "合作社"),
    "workshop": ("workshop", "扶贫车间", "就业扶贫车间"),
    "institution": (
        "institution",
        "培训机构",
        "职业培训机构",
        "职业技能培训机构",
        "民办培训机构",
        "民办职业培训学校",
        "技工院校",
        "技工学校",
    ),
    "other": _OTHER,
}
EMPLOYER_SIZES = {
    "large": ("large", "大型", "大型企业", "大"),
    "medium": ("medium", "中型", "中型企业", "中"),
    "small": ("small", "小型", "小型企业", "小"),
    "micro": ("micro", "微型", "微型企业", "微"),
}
PERSON_GROUPS = {
    "poor": ("poor", "贫困劳动力", "建档立卡贫困劳动力", "建档立卡贫困户", "建档立卡"),
    "hard_to_employ": ("hard_to_employ", "就业困难人员", "就业困难"),
    "zero_employment": ("zero_employment", "零就业家庭成员", "零就业家庭"),
    "rural_leaver": ("rural_leaver", "两后生农村学员", "“两后生”中农村学员", "两后生中农村学员"),
    "low_income_leaver": (
        "low_income_leaver",
        "两后生城市低保家庭学员",
        "“两后生”中城市低保家庭学员",
        "两后生中城市低保家庭学员",
    ),
    "graduate": ("graduate", "高校毕业生", "毕业生"),
    "returned_migrant": ("returned_migrant", "返乡农民工"),
    "returned_veteran": ("returned_veteran", "返乡入乡退役军人"),
    "other": (*_OTHER, "其他人员", "其他劳动者"),
}
CLAIMANTS = {
    "enterprise": ("enterprise", "企业", "单位"),
    "institution": ("institution", "培训机构", "职业培训机构"),
    "person": ("person", "个人", "本人", "职工", "职工本人"),
}
TRAINING_KINDS = {
    "apprenticeship": ("apprenticeship", "新型学徒制", "企业新型学徒制", "新型学徒制培训", "企业新型学徒制培训"),
    "on_the_job": ("on_the_job", "岗位技能提升培训", "岗位技能提升"),
    "ordered": ("ordered", "订单培训", "职业技能订单培训"),
    "other": _OTHER,
}
BUSINESS_KINDS = {
    "small_enterprise": ("small_enterprise", "小微企业"),
    "self_employed": ("self_employed", "个体经营", "个体工商户"),
    "other": _OTHER,
}
BENEFITS = {
    "unemployment": ("unemployment", "失业保险金", "失业保险金申领"),
    "contract_worker": (
        "contract_worker",
        "农民合同制工人一次性生活补助",
        "农民合同制工人一次性生活补助申领",
        "一次性生活补助",
    ),
    "funeral": (
        "funeral",
        "丧葬补助金和抚恤金",
        "失业保险丧葬补助金和抚恤金申领",
        "失业保险丧葬补助金和抚恤金",
    ),
    "account": ("account", "待遇发放账户维护", "失业保险待遇发放账户维护"),
    "other": _OTHER,
}
INDUSTRY_WORDS = {code: (code, *names) for code, names in INDUSTRIES.items()}
