"""A rule from outside is not trusted: whatever reaches beyond arithmetic is refused with line and mend, and never run."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.policy import rules
from yunpei.policy.carriers.values import Val, ValueOps
from yunpei.policy.faults import PackFaults
from yunpei.policy.grammar import LARGEST_CONSTANT, LARGEST_SIZE
from yunpei.policy.packs import find
from yunpei.policy.rules import LONGEST_SOURCE, compile_rule, rule_faults
from yunpei.policy.syntax import DEEPEST

HEAD = "def rule(line, before, params, o):"
RETURN = '    return line.online_hours, None, {"a": line.completed}'


def of(expression: str) -> str:
    """A rule with one check."""
    return f'{HEAD}\n    return line.online_hours, None, {{"a":\n        {expression}}}\n'


def body(*statements: str) -> str:
    """A rule with statements before its result."""
    return "\n".join((HEAD, *(f"    {one}" for one in statements), RETURN)) + "\n"


ESCAPES = {
    # name → (source, the line that is at fault)
    "import": (f"import os\n{body()}", 1),
    "from import": (f"from os import system\n{body()}", 1),
    "import inside": (body("import os"), 2),
    "__import__": (of("__import__('os').system('touch canary')"), 3),
    "open": (of("open('canary', 'w')"), 3),
    "exec": (of("exec('1')"), 3),
    "eval": (of("eval('1')"), 3),
    "getattr on a dunder": (of("getattr(line, '__class__')"), 3),
    "a dunder": (of("line.__class__"), 3),
    "a dunder of a dunder": (of("().__class__.__bases__"), 3),
    "a dunder of a text": (of("''.__class__"), 3),
    "a dunder of an op": (of("o.where.__globals__"), 3),
    "globals of an op": (of("o.where.__globals__['sys']"), 3),
    "the frame of a generator": (of("(x for x in ()).gi_frame"), 3),
    "the inside of a value": (of("line.completed.v"), 3),
    "an op that is none": (of("o.mro()"), 3),
    "an op with an underscore": (of("o._apply(1)"), 3),
    "an op not called": (of("o.where"), 3),
    "an op from elsewhere": (of("line.where(1, 2, 3)"), 3),
    "an argument by itself": (of("o.neg(o)"), 3),
    "the line by itself": (of("o.there(line)"), 3),
    "the awards by themselves": (of("o.neg(before)"), 3),
    "an award of all": (of("before.amount_fen"), 3),
    "an index": (of("before[0].amount_fen"), 3),
    "a slice": (of("before[:1]"), 3),
    "lambda default": (of("o.every(before, lambda b=open('canary'): b)"), 3),
    "lambda by itself": (of("lambda: 1"), 3),
    "lambda called": (of("(lambda: line.completed)()"), 3),
    "lambda of two": (of("o.every(before, lambda a, b: a.x)"), 3),
    "lambda hiding a name": (of("o.every(before, lambda line: line.class_no == '1')"), 3),
    "lambda with stars": (of("o.every(before, lambda *b: b)"), 3),
    "a fold over something else": (of("o.every(line, lambda b: b.class_no == '1')"), 3),
    "a fold inside a fold": (of("o.every(before, lambda b: o.every(before, lambda c: c.class_no == b.class_no))"), 3),
    "f-string": (of("f'{line.completed}'"), 3),
    "f-string attribute": (of("f'{line.__class__}'"), 3),
    "format": (of("'{0.__class__}'.format(line)"), 3),
    "percent format": (of("'%s' % line.completed"), 3),
    "walrus": (of("(x := line.completed)"), 3),
    "star-args": (of("o.least(*before)"), 3),
    "keyword": (of("o.neg(x=line.completed)"), 3),
    "double-star": (of("o.neg(**line)"), 3),
    "list comprehension": (of("[b for b in before]"), 3),
    "set comprehension": (of("{b for b in before}"), 3),
    "dict comprehension": (of("{b: b for b in before}"), 3),
    "generator": (of("o.least(b for b in before)"), 3),
    "list": (of("[1, 2]"), 3),
    "set": (of("{1, 2}"), 3),
    "tuple": (of("(1, 2)"), 3),
    "dict": (of("{'b': 1}"), 3),
    "dict unpacked": (f"{HEAD}\n    return 1, None, {{**line}}\n", 2),
    "if expression": (of("line.completed if line.insured else 1"), 3),
    "chained comparison": (of("1 < line.online_hours < 3"), 3),
    "in": (of("line.employer_kind in ('a', 'b')"), 3),
    "not in": (of("line.employer_kind not in 'ab'"), 3),
    "is": (of("line.completed is None"), 3),
    "is not": (of("line.completed is not None"), 3),
    "and": (of("line.completed and line.insured"), 3),
    "or": (of("line.completed or line.insured"), 3),
    "not": (of("not line.completed"), 3),
    "tilde": (of("~line.completed"), 3),
    "minus": (of("line.online_hours > -1"), 3),
    "plus": (of("line.online_hours > +1"), 3),
    "division": (of("line.online_hours / 2 > 1"), 3),
    "floor division": (of("line.online_hours // 2 > 1"), 3),
    "remainder": (of("line.online_hours % 2 == 1"), 3),
    "power": (of("line.online_hours ** 9 > 1"), 3),
    "shift": (of("1 << line.online_hours > 1"), 3),
    "xor": (of("line.completed ^ line.insured"), 3),
    "matrix product": (of("line.completed @ line.insured"), 3),
    "huge constant": (of("line.online_hours > 1000001"), 3),
    "hugest constant": (of("line.online_hours > 0x" + "f" * 9000), 3),
    "constant of many digits": (of("line.online_hours > " + "9" * 5000), 3),
    "float": (of("line.online_hours > 0.5"), 3),
    "complex": (of("line.online_hours > 1j"), 3),
    "bytes": (of("line.class_no == b'1'"), 3),
    "ellipsis": (of("..."), 3),
    "None": (of("line.completed == None"), 3),
    "True": (of("True"), 3),
    "string multiplication": (of("'a' * 1000000 == 'b'"), 3),
    "string addition": (of("line.class_no + 'a' == 'b'"), 3),
    "text by itself": (of("'yes'"), 3),
    "await": (f"async {body('await line.completed')}", 1),
    "yield": (body("yield 1"), 2),
    "yield from": (body("yield from before"), 2),
    "unknown name": (of("hours > 1"), 3),
    "builtin name": (of("print"), 3),
    "__builtins__": (of("__builtins__"), 3),
    "debug": (of("__debug__"), 3),
    "decorator": (f"@staticmethod\n{body()}", 2),
    "class decorator trick": (f"@exec\n@input\n{body()}", 3),
    "annotation": (f"def rule(line: open('canary'), before, params, o):\n{RETURN}\n", 1),
    "result annotation": (f"def rule(line, before, params, o) -> open('canary'):\n{RETURN}\n", 1),
    "annotated name": (body("x: open('canary') = 1"), 2),
    "default argument": (f"def rule(line, before, params, o=open('canary')):\n{RETURN}\n", 1),
    "keyword-only argument": (f"def rule(line, before, params, o, *, x):\n{RETURN}\n", 1),
    "star argument": (f"def rule(line, before, params, o, *x):\n{RETURN}\n", 1),
    "other arguments": (f"def rule(before, line, params, o):\n{RETURN}\n", 1),
    "another name": (f"def other(line, before, params, o):\n{RETURN}\n", 1),
    "async rule": (f"async {body()}", 1),
    "two rules": (f"{body()}\n\n{body()}", 5),
    "nothing": ("", 1),
    "only a text": ("'a rule'\n", 1),
    "statement outside": (f"x = open('canary')\n{body()}", 1),
    "call outside": (f"print(1)\n{body()}", 1),
    "nested def": (body("def inner(): return 1"), 2),
    "class": (body("class Inner: pass"), 2),
    "class outside": (f"class Rule: pass\n{body()}", 1),
    "try": (body("try: x = 1", "except: x = 2"), 2),
    "with": (body("with open('canary', 'w'): x = 1"), 2),
    "while": (body("while line.completed: x = 1"), 2),
    "for": (body("for x in before: y = 1"), 2),
    "if": (body("if line.completed: x = 1"), 2),
    "match": (body("match line:", "    case _: x = 1"), 2),
    "global": (body("global rule"), 2),
    "nonlocal": (f"def f():\n    rule = 1\n    {HEAD}\n        nonlocal rule\n", 1),
    "del": (body("del line"), 2),
    "assert": (body("assert line.completed"), 2),
    "raise": (body("raise line"), 2),
    "pass": (body("pass"), 2),
    "a call for its effect": (body("open('canary', 'w')"), 2),
    "a statement for nothing": (body("line.completed"), 2),
    "writing a fact": (body("line.completed = 1"), 2),
    "writing an item": (body("before[0] = 1"), 2),
    "taking apart": (body("a, b = before"), 2),
    "starred taking apart": (body("*a, = before"), 2),
    "two names at once": (body("a = b = line.completed"), 2),
    "adding in place": (body("a = 1", "a += 1"), 3),
    "an argument given anew": (body("line = params.x"), 2),
    "a name given twice": (body("a = line.online_hours", "a = a + 1"), 3),
    "a hidden name": (body("_a = line.online_hours"), 2),
    "a name never used": (body("a = line.online_hours"), 2),
    "the rule calling itself": (body("a = rule(line, before, params, o)"), 2),
    "no return": (f"{HEAD}\n    a = 1\n", 2),
    "early return": (body(RETURN.strip()), 2),
    "empty return": (f"{HEAD}\n    return\n", 2),
    "return of two": (f"{HEAD}\n    return 1, None\n", 2),
    "return of a name": (f"{HEAD}\n    a = 1\n    return a, None, a\n", 3),
    "a check twice": (f'{HEAD}\n    return 1, None, {{"a": line.completed,\n        "a": line.insured}}\n', 3),
    "a check without a name": (f"{HEAD}\n    return 1, None, {{1: line.completed}}\n", 2),
    "too few arguments": (of("o.where(line.completed, 1)"), 3),
    "too many arguments": (of("o.neg(line.completed, 1)"), 3),
    "least of one": (of("o.least(line.online_hours) > 1"), 3),
    "a word where a figure goes": (of("o.least(line.online_hours, 'a') > 1"), 3),
    "brackets inside brackets": (of("(" * 150 + "1" + ")" * 150 + " + 1" * 150 + " > 1"), 3),
    "nested calls": (of("o.neg(" * 90 + "line.completed" + ")" * 90), 3),
    "a long sum": (of("1 + " * 5000 + "1 > 1"), 3),
    "many minus signs": (of("-" * 6000 + "1 > 1"), 3),
    "many brackets": (of("(" * 5000), 3),
    "many attributes": (of("line" + ".a" * 6000), 3),
    "too long": (body() + "#" * LONGEST_SOURCE, 1),
    "a null byte": (f"{HEAD}\n    x = '\0'\n", 1),
    "no Python": (f"{HEAD}\n    return ???\n", 2),
    "tabs and blanks": (f"{HEAD}\n\tx = 1\n        y = 2\n", 3),
}


def refuse(*_: object) -> NoReturn:
    raise AssertionError("something of the rule was run")


@pytest.mark.req("R23")
@pytest.mark.parametrize("trick", ESCAPES)
def test_every_escape_is_refused_and_not_run(trick: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, line = ESCAPES[trick]
    path = tmp_path / "rule.py"
    path.write_text(source, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rules, "exec", refuse, raising=False)
    monkeypatch.setattr(rules, "compile", refuse, raising=False)
    with pytest.raises(PackFaults) as caught:
        compile_rule(path)
    found = caught.value.faults[0]
    if found.what.en.startswith("not valid Python"):  # where the parser gives up early it may not know the line
        assert found.line in (1, line)
    else:
        assert (found.file, found.line) == (path, line)
    assert found.mend.zh
    assert found.mend.en
    assert sorted(one.name for one in tmp_path.iterdir()) == ["rule.py"]


def test_the_guard_against_running_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rule.py"
    path.write_text(body())
    monkeypatch.setattr(rules, "exec", refuse, raising=False)
    with pytest.raises(AssertionError):
        compile_rule(path)


def test_names_can_not_grow_without_end(tmp_path: Path) -> None:
    """Twenty lines that double what came before would be a million operations on the columns carrier."""
    doubling = ["a0 = line.online_hours", *(f"a{n + 1} = a{n} + a{n}" for n in range(20))]
    source = body(*doubling, "b = a20 > 1").replace("line.completed}", "b}")
    faults = rule_faults(tmp_path / "rule.py", source)
    assert "too large" in faults[0].what.en
    assert faults[0].line < 22
    assert LARGEST_SIZE < 2**20


@pytest.mark.parametrize(
    "source",
    [
        of("line.completed & (line.insured | (line.online_hours > 0))"),
        of("o.neg(line.completed)"),
        of("o.every(before, lambda b: b.project != line.project)"),
        of("o.total(before, lambda b: o.where(b.amount_fen > 0, 1, 0)) < params.max_times"),
        of("o.one_of(line.employer_kind, 'enterprise', 'platform')"),
        of("line.employer_kind == 'enterprise'"),
        of("o.there(line.filed_on) & (line.filed_on <= line.class_start)"),
        of("line.claimed_on <= o.add_months(line.class_end, 3)"),
        of("o.year(line.class_end) == 2020"),
        of(f"o.least(line.online_hours, line.planned_hours, 1) * 2 - 1 + 3 >= {LARGEST_CONSTANT}"),
        "'''Text.'''\n" + body("'''Text.'''", "a = line.online_hours").replace("return line.online_hours", "return a"),
        body().replace("\n", "\r\n"),
        "\ufeff" + body(),
        of("(" * 50 + "line.completed" + ")" * 50),
        of("line.completed" + " & line.completed" * (DEEPEST - 3)),
    ],
)
def test_what_a_rule_may_do(source: str, tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_bytes(source.encode())
    rule, tree = compile_rule(path)
    assert callable(rule)
    assert isinstance(tree, ast.Module)


def test_a_rule_has_no_builtins(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text(body())
    rule, _ = compile_rule(path)
    assert rule.__globals__["__builtins__"] == {}


def test_the_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackFaults, match=r"rule\.py:1"):
        compile_rule(tmp_path / "rule.py")


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_bytes("'每课时'\n".encode("gb18030") + body().encode())
    with pytest.raises(PackFaults):
        compile_rule(tmp_path / "rule.py")


def test_an_odd_escape_warns_nobody(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("'\\d'\n" + body())
    compile_rule(tmp_path / "rule.py")


names = st.sampled_from(
    ["line", "before", "params", "o", "open", "b", "__class__", "online_hours", "completed", "where", "x"]
)
pieces = st.one_of(
    names, st.sampled_from(list("()[]{}.,:=+-*&|<>~'\"@%\n ")), st.sampled_from(["lambda", "if", "1", "1.5", "f''"])
)


@given(st.lists(pieces, max_size=30).map(" ".join))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    rule_faults(Path("rule.py"), of(text))
    rule_faults(Path("rule.py"), text)


def test_the_rules_in_use_run_on_values() -> None:
    class Facts:
        def __getattr__(self, name: str) -> Val:
            return Val(None)

    for versions in find().values():
        for folder in versions.values():
            rule, _ = compile_rule(folder / "rule.py")
            gross, _, checks, *_ = rule(Facts(), [], Facts(), ValueOps)
            assert gross is None or gross.v is None
            assert checks
