"""Filters that say dates, spans, amounts, lights and reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol, cast, runtime_checkable

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from yichuang import clock
from yichuang.phrases import Language
from yichuang.rules import masking
from yichuang.rules.citation import Citation
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.sources import Sources
from yichuang.web.base import words
from yichuang.web.base.language import language
from yichuang.web.base.texts import own_texts

register = template.Library()


@runtime_checkable
class Sayable(Protocol):
    def say(self, language: Language, /) -> str: ...


def _wall(at: datetime) -> datetime:
    """An instant on the hall's wall; a time without offset already is."""
    return at if at.tzinfo is None else clock.in_zone(at)


@register.filter
def day(on: date | datetime | None) -> str:
    """`{{ case.due|day }}`: 3月12日(周四), with the year when it isn't this one."""
    if on is None:
        return ""
    on = _wall(on).date() if isinstance(on, datetime) else on
    return words.day(on, clock.today(), language())


@register.filter
def moment(at: datetime | None) -> str:
    """`{{ event.at|moment }}`: 3月12日(周四) 09:30."""
    return words.moment(_wall(at), clock.today(), language()) if at else ""


@register.filter
def hours(at: datetime | None) -> str:
    """`{{ ticket.taken_at|hours }}`: 09:30."""
    return f"{_wall(at):%H:%M}" if at else ""


@register.filter
def hour(at: time) -> str:
    """`{{ session.start|hour }}`: 09:00."""
    return f"{at:%H:%M}"


@register.filter
def iso(at: date | datetime | None) -> str:
    """For the `datetime` of a `<time>`."""
    if isinstance(at, datetime):
        at = _wall(at).replace(microsecond=0)
    return at.isoformat() if at else ""


@register.filter
def left(working_days: int | None) -> str:
    """`{{ case.remaining|left }}`: 还剩 3 个工作日 / 今天到期 / 已超期 2 个工作日."""
    return "" if working_days is None else words.left(working_days, language())


@register.filter
def minutes(n: int | None) -> str:
    """`{{ wait|minutes }}`: 15 分钟; from two hours on 2 小时 5 分钟."""
    return "" if n is None else words.minutes(n, language())


@register.filter
def span(long: timedelta) -> str:
    """`{{ late.by|span }}`: how long, in words."""
    return words.span(long, language())


@register.filter
def money(amount: Decimal | int | str | None) -> str:
    """`{{ fee.amount|money }}`: 1,234.50 元; 0 is 免费."""
    return "" if amount is None else words.money(amount, language())


@register.filter
def percent(share: float | None) -> str:
    """`{{ share.good_rate|percent }}`: 97.5%."""
    return "" if share is None else f"{share:.1%}"


@register.filter
def masked(text: str | None, kind: str = "name") -> str:
    """`{{ applicant.name|masked }}`, `{{ phone|masked:"phone" }}`: what everybody may see."""
    if not text:
        return ""
    return masking.mask(cast(masking.Kind, kind), text)


@register.filter
def light(code: str | None) -> words.Light:
    """The light of a code, with its sign and word."""
    return words.light(code)


@register.simple_tag(takes_context=True)
def told(
    context: template.Context, reasons: Iterable[Reason | Mapping[str, object]] | None
) -> list[words.Told]:
    """`{% told reasons as steps %}`: the reasons of a ruling in the reader's language."""
    own: Callable[[], Sources | None] | None = context.get("own_texts")
    return words.told(reasons or (), clock.today(), language(), own() if own else None)


@register.filter
def sentence(said: object) -> str:
    """A phrase, a citation, a limit in the reader's language, or the text itself."""
    return said.say(language()) if isinstance(said, Sayable) else str(said)


@register.filter
def listed(said: Iterable[object]) -> str:
    """`{{ names|listed }}`: phrases one after the other, as the reader's language parts them."""
    return (", " if language() == "en" else "、").join(map(sentence, said))


@register.filter
def shown(citation: Citation) -> tuple[words.Cited, ...]:
    """`article.citation|shown`: a citation and its words in the reader's language."""
    return (words.shown(citation, language()),)


@register.filter
def citations(article: str) -> tuple[words.Cited, ...]:
    """`{{ due.because|citations }}`: an article as a book marks it, for `cited.html`."""
    return words.cited(article, language(), own_texts())


@register.filter
def article_address(article: str) -> str:
    """Where the article stands in the regulation library; empty while there is none."""
    try:
        return f"{reverse('web:library')}?{urlencode({'article': article})}"
    except NoReverseMatch:
        return ""


@register.filter
def page_address(name: str) -> str:
    """`{{ "web:follow"|page_address }}`: a page's address, or empty where it isn't there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
