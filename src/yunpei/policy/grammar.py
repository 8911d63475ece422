"""All that a rule.py may contain, node by node; whatever is not named here is refused, with its line and a mend."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from yunpei.common.language import Text
from yunpei.policy.faults import Fault
from yunpei.policy.syntax import DEEPEST, is_none, is_text, is_word, measured, plain_arguments

OPS = ("where", "least", "total", "every", "one_of", "neg", "there", "add_months", "year")
ARGUMENTS = ("line", "before", "params", "o")
HEAD = f"def rule({', '.join(ARGUMENTS)})"

LARGEST_CONSTANT = 10**6
LARGEST_SIZE = 5_000  # operations, a name counted as all that it stands for: the columns carrier writes it out

_EXACTLY = {"where": 3, "neg": 1, "there": 1, "add_months": 2, "year": 1, "total": 2, "every": 2}
_AT_LEAST = {"least": 2, "one_of": 2}
_BINARY = (ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr)
_COMPARING = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_SEE_THROUGH = (ast.BoolOp, ast.UnaryOp, ast.IfExp)  # refused, yet what stands inside is judged too

_KEEP_TO = Text("只用算术、比较和 o 的函数", "use only arithmetic, comparisons and the functions of o")
_WHERE = Text("改用 o.where(条件, 甲, 乙)", "use o.where(condition, a, b)")
_LOOP = (Text("不能循环", "a rule can't loop"), Text("改用 o.total 或 o.every", "use o.total or o.every"))
_IF = (Text("不能用 if", "`if` can't be used"), _WHERE)
_IMPORT = (Text("规则不能导入模块", "a rule can't import"), Text("删去 import", "remove the import"))
_WHOLE = Text("用整数参数，金额是整数分", "use whole parameters; money is whole fen")
_REFUSED: dict[type[ast.AST], tuple[Text, Text]] = {
    ast.BoolOp: (
        Text("不能用 and 和 or", "`and` and `or` can't be used"),
        Text("改用 & 和 |", "use & and | with brackets"),
    ),
    ast.Not: (Text("不能用 not", "`not` can't be used"), Text("改用 o.neg(…)", "use o.neg(…)")),
    ast.Invert: (Text("不能用 ~", "`~` can't be used"), Text("改用 o.neg(…)", "use o.neg(…)")),
    ast.USub: (Text("不能用负号", "a minus sign can't stand alone"), Text("改用 0 - …", "use 0 - …")),
    ast.If: _IF,
    ast.IfExp: _IF,
    ast.For: _LOOP,
    ast.While: _LOOP,
    ast.ListComp: _LOOP,
    ast.SetComp: _LOOP,
    ast.DictComp: _LOOP,
    ast.GeneratorExp: _LOOP,
    ast.Import: _IMPORT,
    ast.ImportFrom: _IMPORT,
    ast.Div: (Text("不能用除法", "no division"), _WHOLE),
    ast.FloorDiv: (Text("不能用整除", "no floor division"), _WHOLE),
    ast.Mod: (Text("不能用 %", "`%` can't be used"), _WHOLE),
    ast.Pow: (Text("不能用 **", "`**` can't be used"), Text("写成乘法", "write a multiplication")),
    ast.In: (Text("不能用 in", "`in` can't be used"), Text('改用 o.one_of(x, "词", …)', 'use o.one_of(x, "word", …)')),
    ast.NotIn: (
        Text("不能用 not in", "`not in` can't be used"),
        Text("改用 o.neg(o.one_of(…))", "use o.neg(o.one_of(…))"),
    ),
    ast.Is: (Text("不能用 is", "`is` can't be used"), Text("改用 == 或 o.there(…)", "use == or o.there(…)")),
    ast.IsNot: (Text("不能用 is not", "`is not` can't be used"), Text("改用 != 或 o.there(…)", "use != or o.there(…)")),
}


class Grammar:
    """One rule.py being judged; the generators yield its faults."""

    def __init__(self, path: Path) -> None:
        """`path` is what the faults name; it is not read."""
        self._path = path
        self._sizes: dict[str, int] = {}  # names given in the function → operations they stand for
        self._used: set[str] = set()
        self._award = ""  # the argument of the lambda we are in

    def module(self, tree: ast.Module) -> Iterator[Fault]:
        """One function and, before it, at most a text."""
        body = tree.body[1:] if tree.body and is_text(tree.body[0]) else tree.body
        functions = [node for node in body if isinstance(node, ast.FunctionDef)]
        for node in body:
            if type(node) in _REFUSED:
                yield self._refused(node)
            elif node not in functions[:1]:
                what = Text("除 rule 之外还有内容", "there is something beside rule")
                yield self._fault(node, what, Text("移入 rule 或删去", "move it into rule or remove it"))
        if functions:
            yield from self._function(functions[0])
        else:
            yield self._fault(tree, Text("没有 rule 函数", "there is no rule"), Text(f"写 {HEAD}", f"write {HEAD}"))

    def _fault(self, node: ast.AST, what: Text, mend: Text) -> Fault:
        return Fault(self._path, getattr(node, "lineno", 1), what, mend)

    def _refused(self, node: ast.AST, at: ast.AST | None = None) -> Fault:
        name = type(node).__name__
        what, mend = _REFUSED.get(type(node), (Text(f"规则中不能有 {name}", f"a rule can't have {name}"), _KEEP_TO))
        return self._fault(at or node, what, mend)

    def _function(self, node: ast.FunctionDef) -> Iterator[Fault]:
        plain = not node.decorator_list and node.returns is None and not getattr(node, "type_params", [])
        if node.name != "rule" or plain_arguments(node.args) != ARGUMENTS or not plain:
            what = Text("函数头不合式", "the head of the function does not fit")
            yield self._fault(node, what, Text(f"写成 {HEAD}:", f"write {HEAD}:"))
        body = node.body[1:] if is_text(node.body[0]) else node.body
        faults = [fault for statement in body[:-1] for fault in self._statement(statement)]
        last = body[-1] if body else node
        if isinstance(last, ast.Return):
            faults += self._result(last)
        else:
            faults += self._statement(last) if body else []
            if not faults:
                what = Text("rule 须以 return 结尾", "rule must end with return")
                faults.append(self._fault(last, what, Text("return gross, left, {…}", "return gross, left, {…}")))
        yield from faults
        if not faults:
            yield from self._unused(body)

    def _unused(self, body: list[ast.stmt]) -> Iterator[Fault]:
        for node in body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(target, ast.Name) and target.id not in self._used:
                what = Text(f"{target.id} 没有用到", f"{target.id} is never used")
                yield self._fault(node, what, Text("删去", "remove it"))

    def _statement(self, node: ast.stmt) -> Iterator[Fault]:
        if isinstance(node, ast.Expr):
            nothing = Text("没有用处的语句", "a statement that does nothing")
            yield from list(self._value(node.value)) or [self._fault(node, nothing, Text("删去", "remove it"))]
            return
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign):
            yield self._refused(node)
        elif len(node.targets) != 1 or not isinstance(target, ast.Name):
            what = Text("只能给一个名字赋值", "only a plain name can be given a value")
            yield self._fault(node, what, Text("写成 名字 = …", "write name = …"))
        else:
            name = target.id
            if name in (*ARGUMENTS, *self._sizes, "rule") or name.startswith("_"):
                what = Text(f"名字 {name} 不能再用", f"the name {name} can't be given again")
                yield self._fault(node, what, Text("换个名字", "take another name"))
            yield from self._value(node.value, name)

    def _result(self, node: ast.Return) -> Iterator[Fault]:
        parts = node.value.elts if isinstance(node.value, ast.Tuple) else []
        if len(parts) not in (3, 4) or not isinstance(parts[2], ast.Dict):
            what = Text("返回值不合式", "the result does not fit")
            mend = Text("return gross, left, {名称: 条件}", "return gross, left, {check: condition}")
            faults = [fault for part in parts for fault in self._value(part)]
            yield from faults or [self._fault(node, what, mend)]
            return
        gross, left, checks, *advance = parts
        for part in (*(part for part in (gross, left) if not is_none(part)), *advance):
            yield from self._value(part)
        assert isinstance(checks, ast.Dict)
        seen: set[object] = set()
        for key, condition in zip(checks.keys, checks.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if not isinstance(name, str) or name in seen:
                what = Text("条件的名称须是不重复的文字", "the name of a check must be a text that stands only once")
                yield self._fault(key or condition, what, Text('写成 "名称": 条件', 'write "name": condition'))
            seen.add(name)
            yield from self._value(condition)

    def _value(self, node: ast.expr, name: str = "") -> Iterator[Fault]:
        """A whole expression, which may be given a name: first how deep and large it is, so that the rest can't run away."""
        depth, size = measured(node, self._sizes)
        if depth > DEEPEST or size > LARGEST_SIZE:
            mend = Text(f"不超过 {DEEPEST} 层、{LARGEST_SIZE} 步", f"at most {DEEPEST} deep and {LARGEST_SIZE} steps")
            yield self._fault(node, Text("算式过大", "the expression is too large"), mend)
        if depth <= DEEPEST:
            yield from self._expression(node)
        if name:
            self._sizes[name] = size

    def _expression(self, node: ast.expr) -> Iterator[Fault]:
        if isinstance(node, ast.Name):
            yield from self._name(node)
        elif isinstance(node, ast.Attribute):
            yield from self._attribute(node)
        elif isinstance(node, ast.Constant):
            yield from self._constant(node)
        elif isinstance(node, ast.BinOp):
            if not isinstance(node.op, _BINARY):
                yield self._refused(node.op, node)
            yield from self._expression(node.left)
            yield from self._expression(node.right)
        elif isinstance(node, ast.Compare):
            yield from self._comparison(node)
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        else:
            yield self._refused(node.op, node) if isinstance(node, ast.UnaryOp) else self._refused(node)
            if isinstance(node, _SEE_THROUGH):
                for child in ast.iter_child_nodes(node):
                    yield from self._expression(child) if isinstance(child, ast.expr) else ()

    def _name(self, node: ast.Name) -> Iterator[Fault]:
        self._used.add(node.id)
        if node.id in (*ARGUMENTS, self._award):
            what = Text(f"{node.id} 不能单独使用", f"{node.id} can't be used by itself")
            yield self._fault(node, what, Text(f"写成 {node.id}.名称", f"write {node.id}.name"))
        elif node.id not in self._sizes:
            what = Text(f"没有名字 {node.id}", f"there is no name {node.id}")
            yield self._fault(
                node, what, Text("先赋值；事实写成 line.名称", "give it a value first; a fact is line.name")
            )

    def _attribute(self, node: ast.Attribute) -> Iterator[Fault]:
        base = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr.startswith("_"):
            yield self._fault(
                node, Text(f"不能访问 {node.attr}", f"{node.attr} is out of reach"), Text("删去", "remove it")
            )
        elif not base or base not in ("line", "params", self._award):
            what = Text(f"这里不能取 .{node.attr}", f".{node.attr} can't be taken of this")
            yield self._fault(node, what, Text("只取 line. 和 params. 的名称", "take names only of line and params"))

    def _constant(self, node: ast.Constant) -> Iterator[Fault]:
        value = node.value
        if type(value) is int and value <= LARGEST_CONSTANT:
            return
        shown = "…" if type(value) is int else repr(value)[:40]
        what = Text(f"这里不能用常数 {shown}", f"the constant {shown} can't be used here")
        mend = Text("金额用整数分，数字写进 parameters/", "money is whole fen, figures go into parameters/")
        yield self._fault(node, what, mend)

    def _comparison(self, node: ast.Compare) -> Iterator[Fault]:
        for operator in node.ops:
            if not isinstance(operator, _COMPARING):
                yield self._refused(operator, node)
        if len(node.ops) > 1:
            what = Text("不能连写比较", "comparisons can't be chained")
            yield self._fault(node, what, Text("拆开并用 & 连接", "split it and join with &"))
        for side in (node.left, *node.comparators):
            if not is_word(side):
                yield from self._expression(side)

    def _call(self, node: ast.Call) -> Iterator[Fault]:
        called = node.func
        on_ops = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "o"
        name = called.attr if isinstance(called, ast.Attribute) and on_ops else ""
        exactly = _EXACTLY.get(name)
        if name not in OPS or node.keywords:
            known = "、".join(f"o.{one}" for one in OPS)
            what = Text("只能调用 o 的函数，不带关键字", "only functions of o can be called, and without keywords")
            yield self._fault(node, what, Text(f"可用：{known}", f"there are {known}"))
        elif len(node.args) < _AT_LEAST.get(name, 0) or exactly not in (None, len(node.args)):
            what = Text(f"o.{name} 的参数个数不对", f"o.{name} has the wrong number of arguments")
            yield self._fault(
                node, what, Text(f"{exactly or _AT_LEAST[name]} 个", f"{exactly or _AT_LEAST[name]} of them")
            )
        elif name in ("total", "every"):
            yield from self._fold(name, *node.args)
        else:
            for number, argument in enumerate(node.args):
                if name != "one_of" or not number or not is_word(argument):
                    yield from self._expression(argument)

    def _fold(self, name: str, over: ast.expr, each: ast.expr) -> Iterator[Fault]:
        plain = plain_arguments(each.args) if isinstance(each, ast.Lambda) else ()
        argument = plain[0] if len(plain) == 1 else "_"
        free = not argument.startswith("_") and argument not in (*ARGUMENTS, *self._sizes)
        if (
            not free
            or self._award
            or not isinstance(each, ast.Lambda)
            or not isinstance(over, ast.Name)
            or over.id != "before"
        ):
            wanted = f"o.{name}(before, lambda b: …)"
            what = Text(f"o.{name} 不合式", f"o.{name} does not fit")
            yield self._fault(over, what, Text(f"写成 {wanted}，不嵌套", f"write {wanted}, not nested"))
            return
        self._award = argument
        yield from self._expression(each.body)
        self._award = ""
