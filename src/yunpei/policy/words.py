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
INDUSTRY_WORDS = {code: (code, *names) for code, names in INDUSTRIES.items()}
