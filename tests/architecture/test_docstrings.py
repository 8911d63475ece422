"""Public functions and classes say something that their name does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import parse, python_files, report, shown

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

# Words that add nothing to a name.
FILLING = set(
    "a an the this that it its of for to from in on and or with is are be will return returns get gets give gives "
    "set sets do does class function method object value values helper".split()
)


def words(text: str) -> set[str]:
    """The words of a name or sentence, lower case, without plural or verb endings."""
    separate = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).replace("_", " ").lower()
    return {re.sub(r"(?<=\w{3})(ing|ed|es|e|s)$", "", word) for word in re.findall(r"[a-z0-9]+|[^\W\d_a-z]+", separate)}


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Public definitions of a module or class; overloads and properties' setters are parts of another one."""
    for node in body:
        if not isinstance(node, Definition) or node.name.startswith("_") or node.name == "Meta":  # Django's, not ours
            continue
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        if any(name.endswith(("overload", "override", ".setter")) for name in decorators):
            continue
        yield f"{prefix}{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, f"{node.name}.")


def faults_in(path: Path) -> list[str]:
    """Public definitions of a file that say nothing, or nothing new."""
    faults = []
    for name, node in public(parse(path).body):
        said = ast.get_docstring(node) or ""
        if not said:
            faults.append(f"{shown(path, node.lineno)}: {name} has no docstring")
        elif not {word for word in words(said) if word not in FILLING} - words(name):
            faults.append(f"{shown(path, node.lineno)}: the docstring of {name} only repeats its name: {said!r}")
    return faults


def test_public_names_say_what_they_are_for() -> None:
    written = [path for path in python_files("src") if "migrations" not in path.parts]  # those are generated
    report([fault for path in written for fault in faults_in(path)])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def decide_lines():\n    """Fold a person\'s lines in the order of the pack."""\n', False),
        ('def decide_lines():\n    """逐人按顺序决定。"""\n', False),
        ("def decide_lines():\n    pass\n", True),
        ('def decide_lines():\n    """Decides the lines."""\n', True),
        ('class PackFault:\n    """A pack fault."""\n', True),
        ('class Pack:\n    """A programme as data."""\n    def digest(self):\n        pass\n', True),
        ('class Pack:\n    """A programme as data."""\n    class Meta:\n        pass\n', False),
        ("class _Hidden:\n    def digest(self):\n        pass\n", False),
        ("def _hidden():\n    pass\n", False),
        ("def outer():\n    '''Why it is there.'''\n    def inner():\n        pass\n", False),
    ],
)
def test_the_guard_sees(tmp_path: Path, source: str, found: bool) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(source)
    assert bool(faults_in(sample)) is found
