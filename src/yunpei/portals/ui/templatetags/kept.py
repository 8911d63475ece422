"""Parts of a page that are the same for many readers, rendered once for the values that they are made of."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yunpei.common.language import spoken

register = template.Library()
MOST = 5000  # parts of one place in a template; then it begins anew


class Kept(template.Node):
    """See the tag."""

    def __init__(self, given: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self._given, self.nodelist = given, nodelist
        self._kept: dict[Any, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """From memory, where these values were there before in this language."""
        values = [one.resolve(context, ignore_failures=True) for one in self._given.values()]
        # 1, True and 1.0 are equal and written differently, and so is text that needs escaping and text that does not.
        key = get_language(), spoken(), context.autoescape, *values, *map(type, values)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[key] = self._made(context, values)
        return found

    def _made(self, context: Context, values: list[Any]) -> SafeString:
        alone = Context(dict(zip(self._given, values, strict=True)), autoescape=context.autoescape)
        alone.template = context.template
        return self.nodelist.render(alone)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept lesson=row.lesson linked=signed_in %}…{% endkept %}`: inside are these values, the language, and nothing else.

    Neither the request nor any other variable can be read there, so one reader's page never shows what is another's. The
    values are hashable and never change: numbers, text, frozen dataclasses.
    """
    _, *bits = token.split_contents()
    given = {name: parser.compile_filter(value) for name, _, value in (bit.partition("=") for bit in bits)}
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(given, nodelist)
