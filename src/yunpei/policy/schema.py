"""Strict shapes of the pack files. An unknown key is a fault with its line and the nearest known key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yunpei.common.language import Text
from yunpei.policy.faults import Fault
from yunpei.policy.toml_lines import Document, Place


@dataclass(frozen=True)
class Form:
    """What a text must look like: a pattern, and the same in words."""

    pattern: str
    text: Text


@dataclass(frozen=True)
class Key:
    """One key of a table.

    type: what it must be; needed: whether it must be there; words: all it may hold; form: what its text must look like; least:
    the smallest whole number; of: the shape of the table, or of each table of the list; each: all it holds are texts.
    """

    type: type | tuple[type, ...] = str
    needed: bool = True
    words: tuple[str, ...] = ()
    of: Mapping[str, Key] | None = None
    each: bool = False
    form: Form | None = None
    least: int | None = None


Shape = Mapping[str, Key]

REGION = Form(r"[1-9]\d{5}", Text("六位行政区划代码，如 320200", "six digits of GB/T 2260 such as 320200"))
NAME = Form(r"[a-z][a-z0-9_]*", Text("小写字母、数字和下划线", "small letters, digits and underscores"))
PROGRAMME_ID = Form(r"[a-z0-9-]+/[a-z0-9-]+", Text("通知/项目，如 wuxi-2020-10/online", "circular/programme"))
LINK = Form(r"https?://\S+", Text("网址", "an address that begins with http:// or https://"))

_TYPES = {
    str: Text("文字", "text"),
    int: Text("整数", "a whole number"),
    bool: Text("true 或 false", "true or false"),
    date: Text("日期", "a date"),
    list: Text("列表", "a list"),
    dict: Text("表", "a table"),
}

TEXTS = Key(list, each=True)
FREE = Key(dict, needed=False)
OPTIONAL = Key(needed=False)
ANY_DATE = Key(date, needed=False)


def optional(key: Key) -> Key:
    """A key of this kind that may be left out."""
    return replace(key, needed=False)


_ITEM: Shape = {"id": Key(form=NAME), "zh": Key(), "en": Key(), "clause": OPTIONAL}
_STAGED: Shape = {**_ITEM, "stage": Key(words=("plan", "claim"))}
# Records of study elsewhere that count, by grade, and what each needs; what our own clock measured always counts.
_EVIDENCE: Shape = {"id": Key(words=("platform", "paper")), "zh": Key(), "en": Key(), "clause": Key()}
_DEADLINE: Shape = {
    **_ITEM,
    "by": Key(needed=False, words=("office", "claimant")),
    "after": Key(needed=False, words=("submitted", "accepted")),
    "days": Key(needed=False, form=NAME),
    "unit": Key(needed=False, words=("working", "calendar")),
    "faster": Key(needed=False, form=NAME),
}
_ADVANCE: Shape = {"assumes": Key(list, each=True), "clause": Key()}
_CLASS_HOUR: Shape = {
    "seconds": Key(int, needed=False, least=1),
    "accumulate": Key(needed=False, words=("class", "lesson", "day")),
    "clause": OPTIONAL,
}
# How study is held to account: minutes a day that count, minutes of study between challenges, what they ask for.
_STUDY: Shape = {
    "daily_minutes": Key(int, needed=False, least=1),
    "challenge_after": Key(int, needed=False, least=1),
    "challenge_by": Key(int, needed=False, least=1),
    "challenges": Key(list, needed=False, each=True, words=("question", "sign_in", "identity")),
    "clause": OPTIONAL,
}
_PUBLIC_NOTICE: Shape = {
    "days": Key(int, least=1),
    "unit": Key(words=("working", "calendar")),
    "contents": Key(list, needed=False, each=True, words=("enterprise", "names", "masked_id", "project", "amount")),
    "clause": OPTIONAL,
}
_PLAN: Shape = {"modes": Key(list, each=True, words=("online", "offline", "blended")), "clause": Key()}
_EXCLUDES: Shape = {
    "programme": Key(form=PROGRAMME_ID),
    "mode": Key(words=("none", "higher", "top_up")),
    "clause": OPTIONAL,
}
_CHECK: Shape = {
    "id": Key(form=NAME),
    "zh": Key(),
    "en": Key(),
    "clause": Key((str, list)),
    "force": Key(words=("must", "in_principle")),
}

CIRCULAR: Shape = {
    "number": Key(),
    "title": Key(),
    "title_en": Key(),
    "issuers": TEXTS,
    "region": Key(form=REGION),
    "region_name": Key(),
    "region_name_en": Key(),
    "dated": ANY_DATE,
    "status": Key(words=("in_force", "expired", "unknown")),
    "source": Key(),
    "at_hand": Key(needed=False, words=("circular", "report")),
    "clauses": Key(dict, each=True),
}

PROGRAMME: Shape = {
    "name": Key(),
    "name_en": Key(),
    "fund": Key(),
    "fund_clause": OPTIONAL,
    "claimant": Key((str, list), each=True, words=("enterprise", "institution", "person")),
    "reviewer": Key(),
    "payer": Key(),
    "payee_account": Key(words=("firm_basic", "firm", "person", "none")),
    "until": ANY_DATE,
    "order": TEXTS,
    "once": TEXTS,
    "counts_with": Key(list, needed=False, each=True, form=PROGRAMME_ID),
    "most_lines": Key(int, least=1),
    "retention_years": Key(int, needed=False, least=1),
    "attested": optional(TEXTS),
    "looked_up": optional(TEXTS),
    "looked_up_clause": OPTIONAL,
    "silent": optional(TEXTS),
    "silent_en": optional(TEXTS),
    "class_hour": Key(dict, needed=False, of=_CLASS_HOUR),
    "study": Key(dict, needed=False, of=_STUDY),
    "public_notice": Key(dict, needed=False, of=_PUBLIC_NOTICE),
    "plan": Key(dict, needed=False, of=_PLAN),
    "advance": Key(dict, needed=False, of=_ADVANCE),
    "forms": Key(list, False, of=_STAGED),
    "documents": Key(list, False, of={**_STAGED, "required": Key(bool, needed=False)}),
    "evidence": Key(list, False, of=_EVIDENCE),
    "steps": Key(list, False, of=_ITEM),
    "deadlines": Key(list, False, of=_DEADLINE),
    "excludes": Key(list, False, of=_EXCLUDES),
    "reading": Key(list, False, of={"zh": Key(), "en": Key(), "clause": OPTIONAL}),
    "inputs": Key(dict, of={"required": TEXTS, "facts": TEXTS}),
    "checks": Key(list, of=_CHECK),
}

_WHY: Shape = {"why_zh": OPTIONAL, "why_en": OPTIONAL}
_VALUE: Shape = {
    "value": Key((int, date)),
    "from": ANY_DATE,
    "until": ANY_DATE,
    "region": Key(needed=False, form=REGION),
    "clause": OPTIONAL,
    "source": OPTIONAL,
    "link": Key(needed=False, form=LINK),
    "verified": Key(bool),
    "last_confirmed_on": ANY_DATE,
    **_WHY,
}
PARAMETER: Shape = {
    "unit": Key(words=("fen", "hours", "count", "months", "days", "percent", "date")),
    "zh": Key(),
    "en": Key(),
    "set_by": Key(needed=False, words=("bureau",)),
    **_WHY,
    "values": Key(list, of=_VALUE),
}

_EXAMPLE: Shape = {
    "id": Key(form=Form(r"[a-z0-9][a-z0-9-]*", Text("小写字母、数字和连字符", "small letters, digits and hyphens"))),
    "zh": Key(),
    "en": Key(),
    "clause": OPTIONAL,
    "params": FREE,
    "history": Key(list, needed=False, of={}),
    "lines": Key(list, of={}),
}
EXAMPLES: Shape = {"common": FREE, "common_params": FREE, "examples": Key(list, of=_EXAMPLE)}

EXPECT: Shape = {
    "outcome": Key(words=("due", "refused", "discretion", "undetermined")),
    "amount_fen": Key(int, needed=False, least=0),
    "if_allowed_fen": Key(int, needed=False, least=0),
    "failed": optional(TEXTS),
    "missing": optional(TEXTS),
    "provisional": Key(bool, needed=False),
    "advance_fen": Key((int, str), needed=False, least=0, words=("?",)),
}


def faults_in(document: Document, shape: Shape, values: Any = None, place: Place = ()) -> Iterator[Fault]:
    """Every fault of `values` (the whole document if not given) against `shape`; an empty shape takes any table."""
    values = document.values if values is None else values
    for name in values if shape else ():
        if name not in shape:
            mend = nearest(name, shape)
            yield document.fault((*place, name), f"未知的键 {name}", f"unknown key {name}", mend.zh, mend.en)
    for name, key in shape.items():
        if name in values:
            yield from _faults_of_key(document, key, values[name], (*place, name))
        elif key.needed:
            yield document.fault(place, f"缺少 {name}", f"{name} is missing", f"补上 {name}", f"add {name}")


def nearest(name: object, known: Mapping[str, Any]) -> Text:
    """The mend for a name that is not known: the nearest one that is, else all of them."""
    from difflib import get_close_matches  # only a fault needs it

    near = get_close_matches(str(name), list(known), 1)
    if near:
        return Text(f"是否应为 {near[0]}", f"did you mean {near[0]}")
    return Text(f"可用：{'、'.join(known)}", f"there are: {', '.join(known)}")


def _faults_of_key(document: Document, key: Key, value: Any, place: Place) -> Iterator[Fault]:
    name = _name(place)
    types = key.type if isinstance(key.type, tuple) else (key.type,)
    if type(value) not in types:
        kinds = [_TYPES[kind] for kind in types]
        wanted = Text("或".join(kind.zh for kind in kinds), " or ".join(kind.en for kind in kinds))
        yield _unfit(document, place, f"{name} 的类型不对", f"{name} has the wrong type", wanted)
    elif key.each and type(value) is not str:
        for part, item in value.items() if type(value) is dict else enumerate(value):
            yield from _faults_of_key(document, Key(words=key.words, form=key.form), item, (*place, part))
    elif type(value) is str:
        yield from _faults_of_text(document, key, value, place)
    elif key.least is not None and value < key.least:
        wanted = Text(f"至少 {key.least}", f"at least {key.least}")
        yield _unfit(document, place, f"{name} 不能是 {value}", f"{name} can't be {value}", wanted)
    elif key.of is not None:
        yield from _faults_of_tables(document, key.of, value, place)


def _faults_of_text(document: Document, key: Key, value: str, place: Place) -> Iterator[Fault]:
    name = _name(place)
    if not value.strip():
        yield document.fault(place, f"{name} 是空的", f"{name} is empty", "填写内容", "fill it in")
    elif key.words and value not in key.words:
        choice = " | ".join(key.words)
        yield _unfit(document, place, f"{name} 不能是 {value}", f"{name} can't be {value}", Text(choice, choice))
    elif key.form and not re.fullmatch(key.form.pattern, value, re.ASCII):
        yield _unfit(document, place, f"{name} 不能是 {value}", f"{name} can't be {value}", key.form.text)


def _faults_of_tables(document: Document, shape: Shape, value: Any, place: Place) -> Iterator[Fault]:
    if type(value) is dict:
        yield from faults_in(document, shape, value, place)
        return
    for number, item in enumerate(value):
        if type(item) is dict:
            yield from faults_in(document, shape, item, (*place, number))
        else:
            name = _name(place)
            yield document.fault(
                (*place, number), f"{name} 应是表", f"{name} must hold tables", "写成表", "write a table"
            )


def _unfit(document: Document, place: Place, zh: str, en: str, wanted: Text) -> Fault:
    return document.fault(place, zh, en, f"应为{wanted.zh}", f"it must be {wanted.en}")


def _name(place: Place) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")
