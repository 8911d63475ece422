"""What each part of a rule is (a date, a figure, a condition, a word, a text), so that no line can make a rule fail.

Goes over the syntax tree of a rule that the grammar has let through. Names of facts, parameters and words are looked up here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yunpei.common.language import Text
from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.columns import COLUMNS, WHOLE
from yunpei.policy.faults import Fault
from yunpei.policy.schema import nearest
from yunpei.policy.syntax import is_none
from yunpei.policy.types import Parameter

_WORDS = {
    "date": Text("日期", "a date"),
    "figure": Text("数", "a figure"),
    "condition": Text("条件", "a condition"),
    "coded": Text("分类词", "a coded word"),
    "text": Text("文字", "a text"),
    "unknown": Text("未知", "not known"),
}
_OF_COLUMN = {"date": "date", "yes_no": "condition", "coded": "coded", **dict.fromkeys(WHOLE, "figure")}
_TEXTS = ("text", "person_id", "credit_code")


@dataclass(frozen=True)
class Kind:
    """What an expression is; of a coded fact its column; whether it is the same for every line."""

    name: str
    column: str = ""
    constant: bool = False


_UNKNOWN = Kind("unknown")  # a fault has been told already; fits everywhere
_FIGURE, _CONDITION = Kind("figure"), Kind("condition")


class Kinds:
    """One rule; `faults` are where its parts do not fit together."""

    def __init__(self, path: Path, tree: ast.Module, parameters: Mapping[str, Parameter] | None) -> None:
        """`parameters` None: they could not be read, so any name of one will do."""
        self._path, self._parameters = path, parameters
        self._names: dict[str, Kind] = {}
        self.faults: list[Fault] = []
        function = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
        for node in function.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._names[node.targets[0].id] = self._of(node.value)
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                self._result(*node.value.elts)

    def _result(self, gross: ast.expr, left: ast.expr, checks: ast.expr, *advance: ast.expr) -> None:
        for part in (gross, left, *advance):
            if not is_none(part):
                self._want("figure", part, reads=True)
        for condition in checks.values if isinstance(checks, ast.Dict) else ():
            self._want("condition", condition, reads=True)

    def _tell(self, node: ast.AST, what: Text, mend: Text) -> Kind:
        self.faults.append(Fault(self._path, getattr(node, "lineno", 1), what, mend))
        return _UNKNOWN

    def _want(self, *wanted: str | ast.expr, reads: bool = False) -> Kind:
        """The kind of the expression (the last of `wanted`), which must be one of the others and, maybe, read something."""
        node = wanted[-1]
        assert isinstance(node, ast.expr)
        kind = self._of(node)
        names = [name for name in wanted if isinstance(name, str)]
        if kind.name not in (*names, "unknown"):
            zh, en = "或".join(_WORDS[name].zh for name in names), " or ".join(_WORDS[name].en for name in names)
            what = Text(f"这里是{_WORDS[kind.name].zh}", f"this is {_WORDS[kind.name].en}")
            return self._tell(node, what, Text(f"应为{zh}", f"it must be {en}"))
        if reads and kind.constant:
            what = Text("不取决于任何事实或参数", "this depends on no fact and no parameter")
            return self._tell(node, what, Text("用事实或参数计算", "work it out from facts or parameters"))
        return kind

    def _of(self, node: ast.expr) -> Kind:
        if isinstance(node, ast.Name):
            return self._names.get(node.id, _UNKNOWN)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self._named(node, node.value.id)
        if isinstance(node, ast.Constant):
            return Kind("text" if isinstance(node.value, str) else "figure", constant=True)
        if isinstance(node, ast.BinOp):
            name = "condition" if isinstance(node.op, (ast.BitAnd, ast.BitOr)) else "figure"
            sides = [self._want(name, node.left), self._want(name, node.right)]
            return Kind(name, constant=all(side.constant for side in sides))
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Attribute)
        return self._call(node, node.func.attr)

    def _named(self, node: ast.Attribute, base: str) -> Kind:
        name = node.attr
        if base == "params":
            if self._parameters is None:
                return _UNKNOWN
            if name not in self._parameters:
                what = Text(f"没有参数 {name}", f"there is no parameter {name}")
                return self._tell(node, what, nearest(name, self._parameters))
            return Kind("date" if self._parameters[name].unit == "date" else "figure")
        known = dict.fromkeys(COLUMNS if base == "line" else AWARD_FACTS)
        if name not in known:
            what = Text(f"没有事实 {base}.{name}", f"there is no fact {base}.{name}")
            return self._tell(node, what, nearest(name, known))
        if name in ("amount_fen", "programme"):
            return Kind("figure" if name == "amount_fen" else "text")
        kind = COLUMNS[name].kind
        if kind in _TEXTS:
            return Kind("text")
        if kind not in _OF_COLUMN:
            what = Text(f"规则不能读取 {name}", f"a rule can't read {name}")
            return self._tell(node, what, Text("改用 employer_size", "use employer_size"))
        return Kind(_OF_COLUMN[kind], name)

    def _comparison(self, node: ast.Compare) -> Kind:
        sides = [node.left, node.comparators[0]]
        kinds = [self._of(side) for side in sides]
        names = {kind.name for kind in kinds} - {"unknown"}
        equality = isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        for side, other in zip(sides, reversed(kinds), strict=True):
            if equality and other.name == "coded" and isinstance(side, ast.Constant):
                self._word(side, other.column)
                names.discard("text")
        fits = ("date", "figure", "coded", "text") if equality else ("date", "figure")
        columns = {kind.column for kind in kinds if kind.name == "coded"}
        if len(names) > 1 or names - set(fits) or len(columns) > 1:
            left, right = (_WORDS[kind.name] for kind in kinds)
            what = Text(f"不能这样比较{left.zh}与{right.zh}", f"{left.en} and {right.en} can't be compared so")
            self._tell(
                node,
                what,
                Text("两边须同类；条件直接用或用 o.neg", "both sides must be alike; a condition is used as it is"),
            )
        return Kind("condition", constant=all(kind.constant for kind in kinds))

    def _word(self, node: ast.Constant, column: str) -> None:
        words = COLUMNS[column].words
        if node.value not in words:
            what = Text(f"{column} 没有 {node.value!r}", f"{column} has no {node.value!r}")
            self._tell(node, what, nearest(node.value, words))

    def _call(self, node: ast.Call, op: str) -> Kind:
        args = node.args
        if op == "where":
            self._want("condition", args[0])
            yes, no = self._want("date", "figure", args[1]), self._want("date", "figure", args[2])
            return self._alike(node, yes, no)
        if op == "least":
            return self._alike(node, *(self._want("date", "figure", argument) for argument in args))
        if op in ("total", "every"):
            assert isinstance(args[1], ast.Lambda)
            name = "figure" if op == "total" else "condition"
            self._want(name, args[1].body)
            return Kind(name)
        if op == "one_of":
            kind = self._want("coded", "text", args[0])
            for word in args[1:]:
                self._one_word(word, kind)
            return _CONDITION
        if op == "neg":
            self._want("condition", args[0])
            return _CONDITION
        if op == "there":
            return self._there(args[0])
        if op == "add_months":
            self._want("date", args[0])
            self._want("figure", args[1])
            return Kind("date")
        self._want("date", args[0])
        return _FIGURE

    def _alike(self, node: ast.expr, *kinds: Kind) -> Kind:
        names = {kind.name for kind in kinds} - {"unknown"}
        if len(names) > 1:
            return self._tell(
                node, Text("日期与数混在一起", "dates and figures are mixed"), Text("分开写", "keep them apart")
            )
        return Kind(names.pop()) if names else _UNKNOWN

    def _one_word(self, node: ast.expr, kind: Kind) -> None:
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            what = Text("one_of 的选项须是文字", "the choices of one_of must be words")
            self._tell(node, what, Text('写成 "词"', 'write "word"'))
        elif kind.name == "coded":
            self._word(node, kind.column)

    def _there(self, node: ast.expr) -> Kind:
        own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "line"
        name = node.attr if isinstance(node, ast.Attribute) and own else ""
        known = [column.name for column in COLUMNS.values() if column.absent_is_none]
        if name not in known:
            what = Text("o.there 只用于可以没有的事实", "o.there is for facts that may be none")
            names = "、".join(f"line.{one}" for one in known)
            self._tell(node, what, Text(f"可用：{names}", f"there are {names}"))
        return _CONDITION


def kind_faults(path: Path, tree: ast.Module, parameters: Mapping[str, Parameter] | None) -> Iterator[Fault]:
    """Every place where the parts of a rule do not fit together, or name what there is not."""
    yield from Kinds(path, tree, parameters).faults
