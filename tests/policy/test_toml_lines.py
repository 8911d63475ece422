"""Every place of a TOML file knows its line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.policy.faults import PackFaults
from yunpei.policy.toml_lines import Document, Place

SOURCE = '''# a remark [not = a] table
plain = 1  # line 2
"二（二）" = "quoted = [key]"
dotted.part = 'it''s'
list = [
  "first", # [
  "second",
]
long = """
[no.table]
= neither """
raw = \'\'\'
x = 1\'\'\'
after = { one = 1, two = { three = [1, 2] } }

[table]
key = 2020-03-01
[table.inner]
key = [[1], [
  2]]

[[items]]
id = "a"
[items.more]
deep = true
[[items]]
id = "b"
lines = [
  { a = 1, b = [
    2] },

  # nothing here
  { a = 3 },
]
'''

PLACES: dict[Place, int] = {
    ("plain",): 2,
    ("二（二）",): 3,
    ("dotted",): 4,
    ("dotted", "part"): 4,
    ("list",): 5,
    ("list", 0): 6,
    ("list", 1): 7,
    ("long",): 9,
    ("raw",): 12,
    ("after",): 14,
    ("after", "two", "three", 1): 14,
    ("table",): 16,
    ("table", "key"): 17,
    ("table", "inner"): 18,
    ("table", "inner", "key", 1): 19,
    ("table", "inner", "key", 1, 0): 20,
    ("items", 0): 22,
    ("items", 0, "id"): 23,
    ("items", 0, "more", "deep"): 25,
    ("items", 1): 26,
    ("items", 1, "lines", 0): 29,
    ("items", 1, "lines", 0, "b"): 29,
    ("items", 1, "lines", 0, "b", 0): 30,
    ("items", 1, "lines", 1): 33,
    ("items", 1, "lines", 1, "a"): 33,
    ("items", 1, "nowhere"): 26,
    ("nowhere",): 1,
}


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "some.toml"
    path.write_text(SOURCE.replace("'it''s'", "'its'"), "utf-8")
    return Document(path)


@pytest.mark.parametrize(("place", "line"), PLACES.items(), ids=[".".join(map(str, place)) for place in PLACES])
def test_the_line_of(place: Place, line: int, document: Document) -> None:
    assert document.line_of(place) == line


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a = 1\nb = = 2\n", 2, "not valid TOML"),
        (b"a = 1\nb = [1,\n", 2, "not valid TOML"),
        (b"a = 1\na = 2\n", 2, "not valid TOML"),
        (b"a = 2020-02-30\n", 1, "not valid TOML"),
        (b"a = " + b"[" * 3000, 1, "not valid TOML"),
        (b"a = 1\n\nb = '\xc3('\n", 3, "not UTF-8"),
    ],
)
def test_what_can_not_be_read(data: bytes, line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes(data)
    with pytest.raises(PackFaults) as caught:
        Document(path)
    assert caught.value.faults[0].line == line
    assert words in caught.value.faults[0].what.en


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(PackFaults, match="1: "):
        Document(tmp_path / "none.toml")
    with pytest.raises(PackFaults, match="1: "):
        Document(tmp_path)


values = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text("a[]{}=,#\"'\\.\n二", max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("ab=]", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


def written(value: Any) -> str:
    """A value as TOML, each item of an array on a line of its own."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{text_of(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(one)},  # ] }}\n" for one in value) + "]"
    return text_of(value) if isinstance(value, str) else str(value).lower()


def text_of(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""' if "\n" in text else f'"{escaped}"'


@given(st.dictionaries(st.sampled_from("abcdef"), values, min_size=1, max_size=4))
def test_any_file_is_walked_to_its_end(table: dict[str, Any]) -> None:
    lines, expected = 0, {}
    source = ""
    for key, value in table.items():
        expected[key] = lines + 1
        source += f"{key} = {written(value)}\n"
        lines = source.count("\n")
    assert tomllib.loads(source) == table
    document = Document.__new__(Document)
    document._source, document._lines = source, None
    assert {key: document.line_of((key,)) for key in table} == expected
