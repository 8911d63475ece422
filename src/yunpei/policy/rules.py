"""rule.py is data, not trusted code: it passes a grammar that names all it may contain, and runs without builtins.

What gets through can only do arithmetic and comparisons on its four arguments: it can't import, open a file, reach a dunder,
loop, hide a float, or grow beyond a size that every carrier can run.
"""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.grammar import HEAD, Grammar
from yunpei.policy.types import Rule

OPS_VERSION = "1"  # of what the ops mean; part of every pack's digest
LONGEST_SOURCE = 20_000  # characters


def rule_faults(path: Path, source: str) -> list[Fault]:
    """Every place where `source` is not a rule. Nothing of it is run."""
    try:
        tree = _parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else type(error).__name__
        line = (error.lineno if isinstance(error, SyntaxError) else None) or 1
        return [_unparsable(path, line, why)]
    return list(Grammar(path).module(tree))


def compile_rule(path: Path) -> tuple[Rule, ast.Module]:
    """The function of a rule.py and its syntax tree. Raises PackFaults if it is not there or is not a rule."""
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        fault = Fault.of(path, 1, "没有可读的 rule.py", "no readable rule.py", f"补上 {HEAD}", f"add {HEAD}")
        raise PackFaults([fault]) from None
    if faults := rule_faults(path, source):
        raise PackFaults(faults)
    tree = _parse(source)
    space: dict[str, object] = {"__builtins__": {}}
    exec(compile(tree, str(path), "exec"), space)  # noqa: S102 - the grammar is what makes this safe
    rule: Rule = space["rule"]  # type: ignore[assignment]
    return rule, tree


def line_with(path: Path, text: str) -> int:
    """The first line of a file that has `text` in it, 1 if none has."""
    lines = path.read_text("utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 1)


def _parse(source: str) -> ast.Module:
    if len(source) > LONGEST_SOURCE:
        raise SyntaxError(f"{len(source)} > {LONGEST_SOURCE}")
    with warnings.catch_warnings():  # an odd escape is worth a fault at most, never a line on the terminal
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _unparsable(path: Path, line: int, why: str) -> Fault:
    zh, en = f"不是有效的 Python：{why}", f"not valid Python: {why}"
    return Fault.of(path, line, zh, en, "改正语法", "mend the syntax")
