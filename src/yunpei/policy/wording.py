"""How the problem of a cell is put into words: what stands there (masked), what may stand there, what is nearest."""

from __future__ import annotations

import re
import unicodedata

from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.policy.vocabulary import Column, accepted_words, plain_word

_LONGEST = 24
# Eleven digits or more, also with blanks or hyphens between, may be an ID or a telephone number in the wrong column.
_LONG_NUMBER = r"[0-9](?:[ \-]?[0-9]){10,}[ \-]?[0-9Xx]?"
_BARE_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
_YEAR_NOT_FIRST = r"(?:[0-9]{1,2} ?[-/.年月 ,]|[A-Za-z]{3,9}[-/. ,]).*[0-9].*"


def shown(text: str) -> str:
    """What stands in a cell, for a message: on one line, cut to 24 characters, long numbers masked."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    plain = re.sub(_LONG_NUMBER, lambda found: mask_person_id(found[0]), unicodedata.normalize("NFKC", plain))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def unknown_word(column: Column, text: str) -> Text:
    """A word that a coded or yes/no column does not have: the words it has, and the nearest."""
    if column.kind == "yes_no":
        return Text(
            f"“{shown(text)}”不能识别；请填“是”或“否”",
            f"“{shown(text)}” is neither yes nor no; write yes (是) or no (否)",
        )
    names = {word: spellings[1] for word, spellings in column.words.items()}
    zh = f"“{shown(text)}”不是可用的{column.zh}；可填：{'，'.join(names.values())}"
    en = f"“{shown(text)}” is not a known {column.name}; use one of: "
    en += ", ".join(f"{word} {name}" for word, name in names.items())
    nearest = nearest_word(column, text)
    if nearest is not None:
        zh += f"（最接近：{names[nearest]}）"
        en += f" (nearest: {nearest} {names[nearest]})"
    return Text(zh, en)


def nearest_word(column: Column, text: str) -> str | None:
    """The coded word whose spelling is closest to the text, or None when nothing is near or two words are as near."""
    from difflib import SequenceMatcher  # only a wrong word needs it

    plain = plain_word(text[:_LONGEST])
    best: dict[str, float] = {}
    for spelling, word in accepted_words(column).items():
        best[word] = max(best.get(word, 0.0), SequenceMatcher(None, plain, spelling).ratio())
    ranked = sorted(best, key=lambda word: -best[word])
    if best[ranked[0]] < 0.5 or (len(ranked) > 1 and best[ranked[0]] == best[ranked[1]]):
        return None
    return ranked[0]


def no_unit(unit: str, what: Text) -> Text:
    """A number followed by a unit, or something else, that the column does not take."""
    return Text(
        f"“{shown(unit)}”不能作{what.zh}的单位；请换算后只填数字",
        f"“{shown(unit)}” after the figure is not a unit of {what.en}; convert it and write the figure alone",
    )


def too_large(text: str, most: int, what: Text) -> Text:
    """A number above what the column can sensibly hold."""
    return Text(
        f"{what.zh}{shown(text)}超过{most}，不合情理；请改正",
        f"{shown(text)} is more than {most} for {what.en}; correct it",
    )


def not_a_date(text: str, *, nothing: bool) -> Text:
    """Text in a date column that is no accepted form; `nothing` = it says that there is none (无, /)."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    seen = shown(text)
    if re.fullmatch(_BARE_NUMBER, plain):
        return Text(
            f"{seen}是数字，不是日期；请把单元格格式设为日期，或写成2020-03-01",
            f"{seen} is a number, not a date: format the cell as a date, or write it as 2020-03-01",
        )
    if nothing:
        return Text(f"“{seen}”不是日期；没有请留空", f"“{seen}” is not a date; leave the cell empty if there is none")
    if re.fullmatch(_YEAR_NOT_FIRST, plain):
        return Text(
            f"“{seen}”的年月日次序不明；请以四位年份开头，写成2020-03-01",
            f"the order of “{seen}” is not clear; begin with the four-digit year, as 2020-03-01",
        )
    return Text(f"“{seen}”不是日期；请写成2020-03-01", f"“{seen}” is not a date; write it as 2020-03-01")
