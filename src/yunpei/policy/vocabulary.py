"""What the columns of a roster are called: the contract's names, the Chinese headers and the synonyms of real files.

日期, 学时, 总课时, 人数, 企业类型 (size? legal form?) may mean more than one column, so they are not known:
`--map 总课时=计划总课时` says what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from yunpei.policy.columns import AWARD_COLUMNS, COLUMNS, Column
from yunpei.policy.synonyms import SYNONYMS_VERSION

__all__ = [
    "AWARD_COLUMNS",
    "COLUMNS",
    "SYNONYMS_VERSION",
    "Column",
    "accepted_words",
    "header_rank",
    "known_header",
    "plain_header",
    "plain_word",
]

# Units that mean the same as none at all, by the kind of column. Any other unit (万元, 分钟) makes another header.
_UNITS = {
    "hours": ("(课时)", "(学时)", "(节)", "(个)"),
    "days": ("(天)", "(日)"),
    "count": ("(人)", "(名)"),
    "money": ("(元)", "(人民币元)", "(人民币)", "元"),
}
# What stands in brackets behind a header and says only how to fill it in. Compiled when a bracket is met, not before.
_HINT = (
    "(非?必填|选填|可选|必录|必输|可不填|可空)项?|.*格式.*|文本|yy.*|[0-9]{4}[-/.年].*|年.?月.?日?"
    "|请.*|填.*|下拉.*|单选|是.?否|(例|如|示例|样例|注|说明).*|(18|十八)位.*|required|optional"
)
_NOT_A_HINT = "元|万|亿|分钟|小时|秒|天|%"
_NOISE = "*:_-'\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u2217\u2731"
_PLAIN = str.maketrans("【】[]{}〔〕〈〉<>", "()()()()()()", _NOISE)
_LONGEST_HEADER = 60

_Index = tuple[Mapping[str, Column], dict[str, str], frozenset[str]]
_indexes: dict[int, _Index] = {}
_accepted: dict[int, tuple[Column, dict[str, str]]] = {}


@lru_cache(maxsize=2048)
def plain_header(text: str) -> str:
    """A header as it is compared: NFKC, folded, without blanks, asterisks, colons and bracketed hints (units stay)."""
    plain = plain_word(text).translate(_PLAIN)
    return re.sub(r"\(([^()]*)\)", _without_hint, plain) if "(" in plain else plain


def _without_hint(found: re.Match[str]) -> str:
    inside = found[1].removeprefix("单位")
    if not inside or (re.fullmatch(_HINT, inside) and not re.search(_NOT_A_HINT, inside)):
        return ""
    return f"({inside})"


def known_header(text: str, columns: Mapping[str, Column] = COLUMNS, extra: Mapping[str, str] = {}) -> str | None:
    """The column that a header names, or None.

    `extra` is the user's own mapping, header → column name (English or Chinese), and goes before the table.
    """
    if len(text) > _LONGEST_HEADER:
        return None
    plain = plain_header(text)
    if not plain:
        return None
    index = _index(columns)[1]
    for header, column in extra.items():
        if plain_header(header) == plain:
            return column if column in columns else index.get(plain_header(column))
    return index.get(plain) or _with_unit(plain, index, columns) or _with_choices(plain, index, columns)


def header_rank(text: str, columns: Mapping[str, Column] = COLUMNS, extra: Mapping[str, str] = {}) -> int:
    """How surely a header names its column: 3 the user says so, 2 its own name, 1 a synonym, 0 not known.

    With 培训项目 and 工种 in one file the first is the project (2) and the second (1) may stay an unknown column.
    """
    if known_header(text, columns, extra) is None:
        return 0
    plain = plain_header(text)
    if any(plain_header(header) == plain for header in extra):
        return 3
    return 2 if plain in _index(columns)[2] else 1


def _index(columns: Mapping[str, Column]) -> _Index:
    kept = _indexes.get(id(columns))
    if kept is None:
        index: dict[str, str] = {}
        for column in columns.values():
            for header in (column.name, column.zh, *column.synonyms):
                index.setdefault(plain_header(header), column.name)
        proper = frozenset(plain_header(name) for column in columns.values() for name in (column.name, column.zh))
        kept = _indexes[id(columns)] = (columns, index, proper)  # keeps `columns`, so its id stays its own
    return kept


def _with_unit(plain: str, index: Mapping[str, str], columns: Mapping[str, Column]) -> str | None:
    """线上课时（节）, 从业人员（人）, 补贴金额（元）: a unit that the column has anyway."""
    for kind, units in _UNITS.items():
        for unit in units:
            if plain.endswith(unit):
                name = index.get(plain.removesuffix(unit))
                if name is not None and columns[name].kind == kind:
                    return name
    return None


def _with_choices(plain: str, index: Mapping[str, str], columns: Mapping[str, Column]) -> str | None:
    """企业规模（大/中/小/微）: the bracket lists words of the column itself, so it is a hint."""
    before, bracket, inside = plain.partition("(")
    name = index.get(before) if bracket and inside.endswith(")") else None
    if name is None:
        return None
    accepted = accepted_words(columns[name])
    pieces = [piece for piece in re.split(r"[/、,;|或]", inside[:-1]) if piece]
    return name if accepted and len(pieces) > 1 and all(piece in accepted for piece in pieces) else None


def accepted_words(column: Column) -> Mapping[str, str]:
    """Every accepted spelling of a coded or yes/no column → its word; spellings are NFKC, folded, without blanks."""
    kept = _accepted.get(id(column))
    if kept is None:
        spellings = {plain_word(spelling): word for word, all_of in column.words.items() for spelling in all_of}
        kept = _accepted[id(column)] = (column, spellings)
    return kept[1]


def plain_word(text: str) -> str:
    """A coded word as it is compared: NFKC, folded, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
