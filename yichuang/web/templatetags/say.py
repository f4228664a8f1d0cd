"""`{% t "中文 {n}" "English {n}" n=value %}`: a sentence in the reader's language."""

from __future__ import annotations

from django import template
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


@register.filter
def spoken(phrase: Phrase) -> str:
    """A phrase without arguments in the reader's language."""
    return say(phrase)


@register.filter
def in_words(row: object) -> str:
    """The name of a row in the reader's language (`name`, `name_en`)."""
    english = getattr(row, "name_en", "") if language() == "en" else ""
    return str(english or getattr(row, "name", row))
