"""What a finding says, in both languages: a sentence with a {} for each of its figures, by the name that the finding keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yunpei.common.language import Text

OPEN_END = ""  # the figure of a span that has not ended
_NOW = Text("今", "now")
_SENTENCES: Mapping[str, Text] = {
    "answers_too_fast": Text(
        "{} 题在 {} 秒内答完",
        "{} items answered in {} seconds",
    ),
    "certificate_burst_body": Text(
        "培训机构 {} 在 {} 一天有 {} 人结业，平常的结业日为 {} 人",
        "training body {}: on {} {} people finished, on its other days {}",
    ),
    "certificate_burst_person": Text(
        "{} 天内结业 {} 个班（至 {}）",
        "within {} days {} classes finished, until {}",
    ),
    "clockwork": Text(
        "{} 天中有 {} 天都在 {} 起 2 秒内开始学习",
        "on {} days study began {} times within two seconds of {}",
    ),
    "copied_answers": Text(
        "与本班 {} 人的答卷雷同：共同的 {} 题中 {} 题答案相同（按各自水平应为 {} 题），其中 {} 题错得一样",
        "the same answers as {} others of the class: {} shared items, {} answered alike ({} expected), {} of them wrong alike",
    ),
    "credited_beyond_elapsed": Text(
        "{} 次学习计入的时间比实际经过的时间共多 {} 秒",
        "{} sessions were credited {} seconds more than they lasted",
    ),
    "deceased": Text(
        "{} 去世，培训班 {} 至 {}，最后学习日 {}",
        "died on {}; the class ran from {} to {}, the last study was on {}",
    ),
    "device_parallel": Text(
        "同一设备上最多 {} 人同时学习，多计 {} 秒（{} 天，首次 {}）",
        "up to {} persons at the same time on one device, {} seconds credited beyond what passed ({} days, first {})",
    ),
    "device_shared": Text(
        "{} 人共用一台设备，其中本班 {} 人只用这一台；换人 {} 次，{} 次在 {} 秒以内",
        "{} persons share one device, {} of this class use no other; of {} changes of person {} took at most {} seconds",
    ),
    "dormant_company": Text(
        "开班前 {} 天只有 {} 人参保，花名册却有 {} 人（开班日参保 {} 人，其中只为此班参保 {} 人）",
        "{} days before the class {} persons were insured, its roster has {} (insured on its first day: {}, only around the class: {})",
    ),
    "hours_beyond_days": Text(
        "{} 同时在 {} 个班，合计每天应学 {} 课时",
        "on {} in {} classes at once, which need {} class hours a day",
    ),
    "identical_sheets": Text(
        "本班 {} 人的 {} 题答卷一模一样，其中 {} 题错得一样",
        "{} persons of the class have one and the same sheet of {} items, wrong alike in {}",
    ),
    "impossible_day": Text(
        "{} 一天计入 {} 小时学习（达到 {} 小时的有 {} 天）",
        "{}: {} hours credited in one day (days with {} hours or more: {})",
    ),
    "insured_elsewhere": Text(
        "培训班 {} 至 {} 期间只在另一单位 {} 参保（{} 至 {}）",
        "during the class ({} to {}) insured only by another employer, {} ({} to {})",
    ),
    "insured_elsewhere_too": Text(
        "培训班 {} 至 {} 期间同时在另一单位 {} 参保（{} 至 {}）",
        "during the class ({} to {}) insured also by another employer, {} ({} to {})",
    ),
    "lockstep": Text(
        "与本班 {} 人同步：与他人相隔一分钟内开始的 {} 次学习中，{} 次相差不到 2 秒，{} 次不到 4 秒",
        "in step with {} of the class: of {} starts within a minute of another's, {} were within a second of it, {} within three",
    ),
    "no_rest": Text(
        "自 {} 起连续学习 {} 小时，中间没有超过 {} 小时的休息",
        "from {} on {} hours of study without a break of {} hours",
    ),
    "not_insured": Text(
        "花名册上的职工（{} 开班）没有任何参保记录",
        "on the roster of a class from {} and in no insurance record",
    ),
    "outside_business": Text(
        "培训项目“{}”与企业经营范围“{}”无关",
        "the project “{}” has nothing to do with the firm's business “{}”",
    ),
    "parallel_study": Text(
        "同时进行的学习多计了 {} 秒（{} 次，首次 {}，跨班：{}）",
        "sessions side by side were credited {} seconds more than passed ({} times, first {}, in two classes: {})",
    ),
    "public_staff": Text(
        "{} 至 {} 由 {} 发放工资（财政供养人员），培训班 {} 至 {}",
        "from {} to {} on the public payroll of {}; the class ran from {} to {}",
    ),
    "retired": Text(
        "自 {} 起领取养老金，培训班 {} 至 {}",
        "has drawn a pension since {}; the class ran from {} to {}",
    ),
    "reused_papers_class": Text(
        "{} 人中有 {} 人同时在 {} 班学习另一项目“{}”",
        "of {} persons {} are in class {} at the same time, for another project “{}”",
    ),
    "reused_papers_paid": Text(
        "已按项目“{}”（{}，{} 班，{} 至 {}）发放过补贴，培训日期与本班相同",
        "was paid already for “{}” ({}, class {}, {} to {}), on the days of this class",
    ),
    "reused_records": Text(
        "{} 处连续三次学习的间隔与时长同 {} 班（{}）的记录分秒不差，只是整体相隔 {} 小时",
        "{} runs of three sessions have the pauses and lengths of a record in class {} ({}) to the second, {} hours away",
    ),
    "shared_bank_account": Text(
        "银行账户（尾号 {}）由 {} 人共用，涉及 {} 家单位",
        "the bank account ending in {} is that of {} persons, of {} employers",
    ),
    "shared_phone": Text(
        "手机号（尾号 {}）由 {} 人共用，涉及 {} 家单位",
        "the phone number ending in {} is that of {} persons, of {} employers",
    ),
    "student": Text(
        "{} 至 {} 在 {} 就读，培训班 {} 至 {}",
        "from {} to {} a student of {}; the class ran from {} to {}",
    ),
    "teacher_two_places": Text(
        "教师 {} 同时任教另外 {} 个班（如 {}），本班 {} 至 {}，合计每天 {} 课时",
        "teacher {} also has {} other classes (such as {}) during {} to {}, {} class hours a day together",
    ),
}


def sentence(says: str, figures: Sequence[str]) -> Text:
    """A finding's evidence as one sentence with its figures. Raises KeyError for a name that no rule uses."""
    text = _SENTENCES[says]
    return Text(text.zh.format(*_read(figures, _NOW.zh)), text.en.format(*_read(figures, _NOW.en)))


def _read(figures: Sequence[str], now: str) -> list[str]:
    return [now if one == OPEN_END else one for one in figures]
