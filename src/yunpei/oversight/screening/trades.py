"""Whether a training project belongs to a firm's business, by the words of both (trades.toml)."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("trades.toml")


@cache
def _trades() -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tuple(table["anyone"]), tuple((tuple(one["projects"]), tuple(one["scopes"])) for one in table["trades"])


def in_business(project: str, scope: str) -> bool | None:
    """True, False, or None where the words don't tell: a project of no known trade that shares no word with the scope."""
    project, scope = (unicodedata.normalize("NFKC", text).casefold() for text in (project, scope))
    anyone, trades = _trades()
    if any(word in project for word in anyone) or _shares_a_word(project, scope):
        return True
    of = [scopes for projects, scopes in trades if any(word in project for word in projects)]
    if not of:
        return None
    return any(word in scope for scopes in of for word in scopes)


_EMPTY_PAIRS = frozenset("技术 服务 培训 技能 人员 操作 项目 工程 管理 专业 职业 初级 中级 高级 基础 线上 课程".split())


def _shares_a_word(project: str, scope: str) -> bool:
    """Whether two characters in a row of the project are in the scope, other than words that every scope has."""
    pairs = {project[at : at + 2] for at in range(len(project) - 1)} - _EMPTY_PAIRS
    return any(pair in scope for pair in pairs)
