"""`{% t "中文 {n}" "English {n}" n=value %}`: a sentence in the reader's language.

A long one stands in lines of its own: `{% sentence n=value %}…{% english %}…{% endsentence %}`.
Long runs of inline tags stand between `{% inline %}` and `{% endinline %}`: their lines are joined
without the white space that a browser would show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token
from django.template.base import token_kwargs as keywords
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **args: object) -> SafeString:
    """The sentence in the reader's language; arguments are escaped."""
    sentence = en if language() == "en" else zh
    if args:
        sentence = sentence.format(**{k: conditional_escape(str(v)) for k, v in args.items()})
    return mark_safe(sentence)  # noqa: S308 (the sentence is ours, the arguments are escaped)


class Sentence(Node):
    """A long sentence, its lines joined as each language joins them."""

    def __init__(self, zh: str, en: str, args: Mapping[str, FilterExpression], name: str) -> None:
        self.zh, self.en, self.args, self.name = zh, en, args, name

    def render(self, context: Context) -> SafeString:
        said = t(self.zh, self.en, **{k: v.resolve(context) for k, v in self.args.items()})
        if not self.name:
            return said
        context[self.name] = said
        return mark_safe("")


@register.tag
def sentence(parser: Parser, token: Token) -> Sentence:
    """`{% sentence n=value %} 中文 {% english %} English {% endsentence %}`, also `as name`."""
    bits = token.split_contents()[1:]
    name = bits[-1] if bits[-2:-1] == ["as"] else ""
    args = keywords(bits[:-2] if name else bits, parser)
    zh = _text(parser.parse(("english",)))
    parser.delete_first_token()
    en = _text(parser.parse(("endsentence",)))
    parser.delete_first_token()
    return Sentence("".join(zh), " ".join(en), args, name)


def _text(nodes: NodeList) -> list[str]:
    """The lines of a text without tags."""
    whole = "".join(node.s for node in nodes if isinstance(node, TextNode))
    return [line for line in map(str.strip, whole.splitlines()) if line]


_LINE_END = re.compile(r"\n\s*")


class Inline(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def inline(parser: Parser, token: Token) -> Inline:
    """Lines of the template that are one line to the browser."""
    nodes = parser.parse(("endinline",))
    parser.delete_first_token()
    for text in cast("list[TextNode]", nodes.get_nodes_by_type(TextNode)):
        text.s = _LINE_END.sub("", text.s)
    return Inline(nodes)


@register.filter
def spoken(phrase: Phrase) -> str:
    """A phrase without arguments in the reader's language."""
    return say(phrase)


@register.filter
def in_words(row: object) -> str:
    """The name of a row in the reader's language (`name`, `name_en`)."""
    english = getattr(row, "name_en", "") if language() == "en" else ""
    return str(english or getattr(row, "name", row))
