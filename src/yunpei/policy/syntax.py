"""Small questions to the syntax tree of a rule."""

from __future__ import annotations

import ast
from collections.abc import Mapping

DEEPEST = 60  # expressions inside one another


def plain_arguments(written: ast.arguments) -> tuple[str, ...]:
    """The names of plain arguments; none if there is anything else about them."""
    odd = written.posonlyargs or written.kwonlyargs or written.vararg or written.kwarg or written.defaults
    noted = any(argument.annotation for argument in written.args)
    return () if odd or noted else tuple(argument.arg for argument in written.args)


def measured(node: ast.expr, sizes: Mapping[str, int]) -> tuple[int, int]:
    """How deep an expression is and how many operations it stands for; it is not followed beyond DEEPEST."""
    depth, size, level = 0, 0, [node]
    while level and depth <= DEEPEST:
        depth += 1
        size += sum(sizes.get(one.id, 1) if isinstance(one, ast.Name) else 1 for one in level)
        level = [child for one in level for child in ast.iter_child_nodes(one) if isinstance(child, ast.expr)]
    return depth, size


def is_none(node: ast.expr) -> bool:
    """Whether a part of the result is None: no cap, or nothing to pay."""
    return isinstance(node, ast.Constant) and node.value is None


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is nothing but a text."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def is_word(node: ast.expr) -> bool:
    """Whether an expression is a plain word."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
