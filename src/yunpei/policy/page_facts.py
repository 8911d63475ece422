"""The parts of a rule page that say what the circular and its programme are, and what a roster must bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yunpei.common.language import Text
from yunpei.policy import markdown as md
from yunpei.policy.inputs import accepted, inputs_of
from yunpei.policy.types import Item, Pack

STATUS = {
    "in_force": Text("有效", "in force"),
    "expired": Text("已到期", "expired"),
    "unknown": Text("所据文本看不出是否仍有效", "the text at hand does not show whether it is still in force"),
}
AT_HAND = {
    "circular": Text("", ""),
    "report": Text("（新闻报道；通知原文不在手头）", " (a news report; the circular itself is not at hand)"),
}
CLAIMANTS = {
    "enterprise": Text("企业", "the enterprise"),
    "institution": Text("培训机构", "the training institution"),
    "person": Text("个人", "the person"),
}
NO_MONEY = Text("不拨付资金", "no money is paid")
ACCOUNTS = {
    "none": NO_MONEY,
    "firm_basic": Text("企业基本账户", "the enterprise's basic account"),
    "firm": Text("单位账户", "the employer's account"),
    "person": Text("个人账户", "the person's account"),
}
NOTICE_UNITS = {"working": Text("个工作日", "working days"), "calendar": Text("天", "calendar days")}
NOTICE_CONTENTS = {
    "enterprise": Text("单位名称", "enterprise"),
    "names": Text("姓名", "names"),
    "masked_id": Text("部分隐蔽的身份证号码", "partly hidden ID numbers"),
    "project": Text("培训项目", "project"),
    "amount": Text("补贴金额", "amount"),
}
ACCUMULATE = {
    "class": Text("按班级累计", "added up over a class"),
    "lesson": Text("按节累计", "added up over a lesson"),
    "day": Text("按天累计", "added up over a day"),
}
CHALLENGES = {
    "question": Text("弹题", "a question"),
    "sign_in": Text("再次登录", "signing in again"),
    "identity": Text("身份核验", "an identity check"),
}
MODES = {
    "none": Text("不得同时享受", "never both"),
    "higher": Text("就高享受", "only the higher of the two"),
    "top_up": Text("补足差额", "only the difference"),
}
HELD = {"office": Text("办理部门", "the office"), "claimant": Text("申领者", "the claimant")}
AFTER = {"submitted": Text("提交", "submission"), "accepted": Text("受理", "acceptance")}
STAGES = {"plan": Text("开班备案", "class filing"), "claim": Text("申领", "claim")}


@dataclass(frozen=True)
class Voice:
    """The language of a page, and whose clauses need no circular's name before them."""

    language: str
    circular: str

    def __call__(self, zh: str, en: str) -> str:
        """The sentence in the page's language."""
        return zh if self.language == "zh" else en

    def say(self, text: Text) -> str:
        """A sentence of the pack in the page's language, as Markdown."""
        return md.plain(text.in_language(self.language))

    def clause(self, full: str | None) -> str:
        """A clause as the page names it; empty for none."""
        circular, _, clause = (full or "").rpartition("#")
        return md.plain(clause if circular == self.circular else f"{circular}#{clause}") if full else ""

    def cited(self, text: str, full: str | None) -> str:
        """A text with its clause behind it."""
        opening, closing = ("（", "）") if self.language == "zh" else (" (", ")")
        return f"{text}{opening}{self.clause(full)}{closing}" if full else text


def circular_part(pack: Pack, voice: Voice) -> Iterator[str]:
    """Number, title, issuers, date, status and region of the notice."""
    own = pack.circular
    dated = str(own.dated) if own.dated else voice("所据文本未见日期", "the text at hand shows no date")
    rows = [
        (voice("文号", "Number"), md.plain(own.number)),
        (voice("标题", "Title"), voice.say(own.title)),
        (voice("印发机关", "Issued by"), md.plain("、".join(own.issuers))),
        (voice("日期", "Dated"), dated),
        (voice("状态", "Status"), voice.say(STATUS[own.status])),
        (voice("地区", "Region"), f"{own.region} {voice.say(own.region_name)}"),
        (voice("所据文本", "Text at hand"), md.code(own.source) + voice.say(AT_HAND[own.at_hand])),
    ]
    yield from md.headed(f"## {voice('通知', 'Circular')}", md.table(("", ""), rows))


def programme_part(pack: Pack, voice: Voice) -> Iterator[str]:
    """The facts of the programme, its forms, papers, steps and deadlines."""
    rows = [(name, value) for name, value in _programme_rows(pack, voice) if value]
    yield from md.headed(f"## {voice('项目', 'Programme')}", md.table(("", ""), rows))
    yield from _items(voice("表格", "Forms"), pack.forms, voice)
    for stage, text in STAGES.items():
        heading = voice(f"{text.zh}材料", f"Documents for the {text.en}")
        yield from _items(heading, [item for item in pack.documents if item.stage == stage], voice, papers=True)
    yield from _items(voice("采信的外部学习记录", "Records of study elsewhere that count"), pack.evidence, voice)
    yield from _items(voice("步骤", "Steps"), pack.steps, voice)
    yield from _items(voice("期限", "Deadlines"), pack.deadlines, voice)


def _programme_rows(pack: Pack, voice: Voice) -> Iterator[tuple[str, str]]:
    none = voice("文中未写", "not said in the text")
    until = voice(f"至 {pack.until}", f"until {pack.until}") if pack.until else ""
    yield (
        voice("本版施行", "This version"),
        voice(f"{pack.version} 起", f"from {pack.version}") + (until and f" {until}"),
    )
    yield voice("资金", "Fund"), voice.cited(md.plain(pack.fund), pack.fund_clause)
    yield voice("申领者", "Claimant"), voice("或", " or ").join(voice.say(CLAIMANTS[one]) for one in pack.claimants)
    yield voice("审核部门", "Reviewed by"), md.plain(pack.reviewer)
    yield voice("拨付部门", "Paid by"), md.plain(pack.payer)
    accounts = dict.fromkeys(ACCOUNTS[pack.account_of(one)] for one in pack.claimants)
    yield voice("收款账户", "Paid into"), voice("或", " or ").join(map(voice.say, accounts))
    yield voice("预支", "Paid in advance"), _advance(pack, voice)
    yield voice("公示", "Public notice"), _notice(pack, voice) or none
    yield voice("课时", "Class hour"), _class_hour(pack, voice) or none
    if pack.study:
        yield voice("学习计时", "Study clock"), _study(pack, voice)
    years = pack.retention_years
    yield voice("资料保存", "Records kept"), voice(f"{years} 年", f"{years} years") if years else none
    yield voice("计算次序", "Order of lines"), ", ".join(map(md.code, pack.order))
    yield voice("只能申请一次", "Claimed only once"), ", ".join(map(md.code, ("person_id", *pack.once)))
    yield voice("合并计算", "Counts together with"), ", ".join(map(md.code, pack.counts_with))
    excludes = (
        voice.cited(f"{md.code(one['programme'])} {voice.say(MODES[one['mode']])}", one.get("clause"))
        for one in pack.excludes
    )
    yield voice("不得同时享受", "Excludes"), "; ".join(excludes)
    yield voice("指纹", "Digest"), md.code(pack.digest)


def _advance(pack: Pack, voice: Voice) -> str:
    if not pack.advance:
        return ""
    text = voice(
        "培训前预付预计金额的一部分或全部，培训后清算",
        "a share or all of the expected money, settled after the training",
    )
    assumed = ", ".join(map(md.code, pack.advance["assumes"]))
    text += (
        voice(f"；计算时视为已满足：{assumed}", f"; taken as done when it is worked out: {assumed}") if assumed else ""
    )
    return voice.cited(text, pack.advance["clause"])


def _term(item: Item, voice: Voice) -> str:
    """What the program counts of a deadline."""
    term = item.term
    if term is None:
        return ""
    days, unit = md.code(term.days), voice.say(NOTICE_UNITS[term.unit])
    cut = voice(f"，再减 {md.code(term.faster)}", f", cut by {md.code(term.faster)}") if term.faster else ""
    by, after = voice.say(HELD[term.by]), voice.say(AFTER[term.after])
    return voice(f"〔{by}，{after}后 {days} {unit}{cut}〕", f" [{by}: {days} {unit}{cut} after {after}]")


def _notice(pack: Pack, voice: Voice) -> str:
    notice = pack.public_notice
    if not notice:
        return ""
    contents = [voice.say(NOTICE_CONTENTS[one]) for one in notice.get("contents", ())]
    text = f"{notice['days']} {voice.say(NOTICE_UNITS[notice['unit']])}"
    if contents:
        text += voice("：" + "、".join(contents), ": " + ", ".join(contents))
    return voice.cited(text, notice.get("clause"))


def _class_hour(pack: Pack, voice: Voice) -> str:
    hour, parts = pack.class_hour, []
    if "seconds" in hour:
        minutes, seconds = divmod(hour["seconds"], 60)
        parts.append(voice(f"{minutes} 分钟", f"{minutes} minutes") + (f" {seconds} s" if seconds else ""))
    if "accumulate" in hour:
        parts.append(voice.say(ACCUMULATE[hour["accumulate"]]))
    return voice.cited(voice("，", ", ").join(parts), hour.get("clause")) if parts else ""


def _study(pack: Pack, voice: Voice) -> str:
    study, parts = pack.study, []
    if "daily_minutes" in study:
        minutes = study["daily_minutes"]
        parts.append(voice(f"每天至多计入 {minutes} 分钟", f"at most {minutes} minutes a day count"))
    if "challenge_after" in study:
        after, by = study["challenge_after"], study["challenge_by"]
        parts.append(voice(f"每学 {after} 到 {by} 分钟应答一次", f"an answer every {after} to {by} minutes of study"))
    if "challenges" in study:
        names = [voice.say(CHALLENGES[one]) for one in study["challenges"]]
        parts.append(voice("应答方式：" + "、".join(names), "asked for: " + ", ".join(names)))
    return voice.cited(voice("，", "; ").join(parts), study.get("clause"))


def _items(heading: str, items: Iterable[Item], voice: Voice, *, papers: bool = False) -> Iterator[str]:
    rows = []
    for item in items:
        text = voice.say(item.text)
        if papers and not item.required:
            text += voice("（视情况）", " (where it applies)")
        stage = voice.say(STAGES[item.stage]) + voice("：", ": ") if item.stage and not papers else ""
        rows.append(voice.cited(stage + text, item.clause) + _term(item, voice))
    yield from md.headed(f"### {heading}", md.bullets(rows))


def inputs_part(pack: Pack, voice: Voice) -> Iterator[str]:
    """The columns that the programme reads of a roster."""
    header = (
        voice("表头", "Header"),
        voice("列名", "Column"),
        voice("内容", "Holds"),
        voice("必填", "Required"),
        voice("用于", "Used by"),
    )
    rows = []
    for one in inputs_of(pack):
        used = [md.code(check) for check in one.checks]
        used += [voice("金额", "the amount")] if one.amount else []
        used += [voice("次序", "the order")] if one.orders else []
        yes = voice("是", "yes") if one.required else ""
        holds = md.plain(accepted(one.column).in_language(voice.language))
        rows.append((md.plain(one.column.zh), md.code(one.column.name), holds, yes, ", ".join(used)))
    yield from md.headed(f"## {voice('花名册各列', 'Columns of the roster')}", md.table(header, rows))
