"""Templates whose fixed parts are worked out once a language: words, addresses and files that a page names outright.

More than half the tags of a page are such, and of a sentence with gaps only the gaps are not. A template stays as it is
written; nothing in it has to say so.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.template import Node, Template
from django.template.base import FilterExpression, NodeList, TextNode, VariableNode, render_value_in_context
from django.template.context import Context
from django.template.defaulttags import IfNode, URLNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


class Folded(Node):
    """A stretch of a template that depends on nothing but the language."""

    child_nodelists = ()

    def __init__(self, nodes: NodeList) -> None:
        self._nodes = nodes
        self._said: dict[tuple[str | None, bool], str] = {}
        self.token, self.origin = nodes[0].token, nodes[0].origin  # for pages about faults

    def render(self, context: Context) -> Any:
        """What it says in this language."""
        key = get_language(), context.autoescape
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._nodes.render(context)
        return said


class Sentence(Node):
    """A `blocktranslate` without plural or `asvar`: translated once, filled each time."""

    child_nodelists = ()

    def __init__(self, node: BlockTranslateNode) -> None:
        self._node, self._given = node, node.extra_context
        self._text, self._gaps = node.render_token_list(node.singular)
        self._said: dict[str | None, str] = {}
        self.token, self.origin = node.token, node.origin

    def render(self, context: Context) -> str:
        """The sentence in this language with what this page has to say."""
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = gettext(self._text)
        filled = {}
        for gap in self._gaps:
            value = self._given[gap].resolve(context) if gap in self._given else context.get(gap, "")
            filled[gap] = _shown(value, context)
        try:
            return said % filled
        except (KeyError, ValueError):  # a translation with a gap of another name: Django then takes the original
            original: str = self._node.render(context)
            return original


class Shown(Node):
    """A value of the page."""

    child_nodelists = ()

    def __init__(self, node: VariableNode) -> None:
        self._value = node.filter_expression
        self.token, self.origin = node.token, node.origin

    def render(self, context: Context) -> str:
        """As Django shows it."""
        return _shown(self._value.resolve(context), context)


def _shown(value: Any, context: Context) -> str:
    """Text and whole numbers go without Django's questions about time zone and number format, which change neither."""
    kind = type(value)
    if kind is SafeString:
        return str(value)
    if kind is str:
        return escape(value) if context.autoescape else str(value)
    return str(value) if kind is int else render_value_in_context(value, context)


def fold(nodes: NodeList) -> None:
    """Put what is fixed together, in place, at every depth."""
    kept: list[Node] = []
    run = NodeList()
    for node in nodes:
        if isinstance(node, TextNode) or _fixed(node):
            run.append(node)
            continue
        kept += _one(run)
        run = NodeList()
        kept.append(_faster(node))
        for inner in _inside(node):
            fold(inner)
    nodes[:] = kept + _one(run)


def _one(run: NodeList) -> list[Node]:
    return [Folded(run)] if any(not isinstance(node, TextNode) for node in run) else list(run)


def _inside(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [nodes for _, nodes in node.conditions_nodelists]
    return [nodes for name in node.child_nodelists if (nodes := getattr(node, name, None))]


def _fixed(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        parts = [node.filter_expression, *([node.message_context] if node.message_context else [])]
        return node.asvar is None and all(map(_named, parts))
    if isinstance(node, URLNode):
        return node.asvar is None and not node.args and not node.kwargs and _named(node.view_name)
    return isinstance(node, StaticNode) and node.varname is None and _named(node.path)


def _faster(node: Node) -> Node:
    if isinstance(node, BlockTranslateNode) and not (node.plural or node.asvar or node.message_context):
        return Sentence(node)
    return Shown(node) if isinstance(node, VariableNode) else node


def _named(said: FilterExpression) -> bool:
    """Whether it stands in the template as it is, not in a variable."""
    return not said.filters and (not said.is_var or said.var.lookups is None)


class _Folding(base.Loader):
    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folding):
    """Keeps compiled templates, folded: `cached` asks the class after it where it has none."""
