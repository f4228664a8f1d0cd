"""Dates, spans, amounts and reasons in words, in either language.

Pure: the language and today's date are given. The template filters in
`templatetags/words.py` pass the reader's language and the hall's day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from yichuang.phrases import Language, Phrase, known
from yichuang.rules import lights
from yichuang.rules.citation import Citation, cite
from yichuang.rules.effects import At, Effect
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.sources import Sources

_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def day(on: date, today: date, language: Language = "zh") -> str:
    """3月12日(周四); the year too when it isn't this one."""
    other_year = on.year != today.year
    if language == "en":
        said = f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]}"
        return f"{said} {on.year}" if other_year else said
    said = f"{on.month}月{on.day}日(周{_WEEKDAYS[on.weekday()]})"
    return f"{on.year}年{said}" if other_year else said


def moment(at: datetime, today: date, language: Language = "zh") -> str:
    """3月12日(周四) 09:30, on the hall's wall (the caller gives local time)."""
    return f"{day(at.date(), today, language)} {at:%H:%M}"


def count(n: float, one: Phrase, many: Phrase, language: Language) -> str:
    """A number and its noun; English has two forms of it."""
    return (one if abs(n) == 1 else many).say(language, n=n)


_LEFT = Phrase("还剩 {n} 个工作日", "{n} working days left")
_LEFT_ONE = Phrase("还剩 {n} 个工作日", "{n} working day left")
_TODAY = Phrase("今天到期", "due today")
_OVER = Phrase("已超期 {n} 个工作日", "{n} working days overdue")
_OVER_ONE = Phrase("已超期 {n} 个工作日", "{n} working day overdue")
_DAYS = Phrase("{n} 个工作日", "{n} working days")
_DAYS_ONE = Phrase("{n} 个工作日", "{n} working day")
_FREE = Phrase("免费", "Free of charge")
_MINUTES = Phrase("{n} 分钟", "{n} minutes")
_MINUTES_ONE = Phrase("{n} 分钟", "{n} minute")
_HOURS = Phrase("{h} 小时 {n} 分钟", "{h} h {n} min")


def working_days(n: int, language: Language = "zh") -> str:
    return count(n, _DAYS_ONE, _DAYS, language)


def left(n: int, language: Language = "zh") -> str:
    """How many working days remain: 还剩 3 个工作日; 0: today; below: overdue."""
    if n == 0:
        return _TODAY.say(language)
    if n < 0:
        return count(-n, _OVER_ONE, _OVER, language)
    return count(n, _LEFT_ONE, _LEFT, language)


def minutes(n: int, language: Language = "zh") -> str:
    """A span in minutes; from two hours on in hours and minutes."""
    if n >= 120:
        return _HOURS.say(language, h=n // 60, n=n % 60)
    return count(n, _MINUTES_ONE, _MINUTES, language)


_DAYS_HOURS = Phrase("{d} 天 {h} 小时", "{d} d {h} h")


def span(long: timedelta, language: Language = "zh") -> str:
    """A span in words: minutes, hours and minutes, from a day on days and hours."""
    whole = round(long.total_seconds() / 60)
    if whole >= 24 * 60:
        return _DAYS_HOURS.say(language, d=whole // (24 * 60), h=whole // 60 % 24)
    return minutes(whole, language)


def money(amount: Decimal | int | str, language: Language = "zh") -> str:
    """1,234.50 元; nothing: free of charge."""
    value = Decimal(amount)
    if value == 0:
        return _FREE.say(language)
    figure = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"¥{figure}" if language == "en" else f"{figure} 元"


# ---- Lights ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Light:
    """A light is a colour, a sign and a word; the colour never speaks alone."""

    code: str
    sign: str
    word: Phrase


_SIGNS = {"green": "●", "yellow": "▲", "red": "■", "done_on_time": "✔", "done_late": "✖"}
LIGHTS: Mapping[str, Light] = MappingProxyType({
    "grey": Light("grey", "○", Phrase("未起算", "Not running yet")),
    **{code: Light(code, _SIGNS[code], Phrase(zh, en[0].upper() + en[1:]))
       for code, (zh, en) in lights.NAMES.items()},
})  # fmt: skip


def light(code: str | None) -> Light:
    """The light of a code; grey where nothing is known yet."""
    return LIGHTS.get(code or "grey", LIGHTS["grey"])


# ---- Reasons ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cited:
    """One article as the reader reads it: how it is cited, and its words where known."""

    mark: str
    said: str
    place: str
    words: str
    in_chinese: bool
    """The words are quoted in Chinese for a reader of English."""


def cited(article: str, language: Language = "zh", own: Sources | None = None) -> tuple[Cited, ...]:
    """An article of a book for the reader; `own`: the texts that the centre's book names."""
    return tuple(shown(one, language) for one in cite(article, own))


def shown(citation: Citation, language: Language) -> Cited:
    """A citation and its words in the reader's language."""
    text = citation.text(language)
    in_chinese = language != "zh" and text == citation.text("zh")
    place = citation.place[language]
    return Cited(citation.mark, citation.say(language), place, text, in_chinese)


@dataclass(frozen=True, slots=True)
class Told:
    """One reason as the reader reads it."""

    fact: str
    cited: tuple[Cited, ...]
    effect: str


def value(raw: object, today: date, language: Language = "zh") -> object:
    """An argument of a phrase as people write it: a time in words, the rest as it is."""
    if isinstance(raw, At):
        raw = raw.time
    if isinstance(raw, datetime):
        return moment(raw, today, language)
    if isinstance(raw, date):
        return day(raw, today, language)
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    return raw


def told(
    reasons: Iterable[Reason | Mapping[str, object]],
    today: date,
    language: Language = "zh",
    own: Sources | None = None,
) -> list[Told]:
    """The reasons of a ruling in the reader's language, in the order they were given.

    A stored reason is said again from its key and arguments; where the key is no longer
    known, or its arguments don't fit, the sentence stored with it stands.
    """
    return [_tell(reason, today, language, own) for reason in reasons]


def _tell(
    reason: Reason | Mapping[str, object], today: date, language: Language, own: Sources | None
) -> Told:
    made = reason if isinstance(reason, Reason) else _as_stored(reason)
    args = {name: value(raw, today, language) for name, raw in made.args.items()}
    try:
        # The sentence that was stored has no places to fill in, whatever its brackets look like.
        fact = made.fact.say(language, **args) if made.fact.key else made.fact.say(language)
    except (KeyError, IndexError, ValueError):
        fact = _stored(reason)
    articles = cited(made.article, language, own)
    return Told(fact, articles, effect(made, today, language))


def _as_stored(reason: Mapping[str, object]) -> Reason:
    """A reason out of the record; its sentence is the one of today where it is still known."""
    times = reason.get("times")
    when = times if isinstance(times, list) else []
    given = reason.get("args")
    args = {
        str(name): At(datetime_of(str(raw))) if name in when else raw
        for name, raw in (given.items() if isinstance(given, Mapping) else ())
    }
    ruling = str(reason.get("ruling", ""))
    words = reason.get("words")
    if "ruling" in when:
        ruling = At(datetime_of(ruling))
    elif isinstance(words, Mapping):
        ruling = Effect(ruling, Phrase(str(words.get("zh")), str(words.get("en"))))
    stored = _stored(reason)
    fact = known(str(reason.get("key", ""))) or Phrase(stored, stored)
    return Reason(str(reason.get("article", "")), fact, args, ruling)


def _stored(reason: object) -> str:
    return str(reason.get("fact", "")) if isinstance(reason, Mapping) else ""


def datetime_of(text: str) -> date | datetime:
    """A day or a moment as the rules write it."""
    whole_day = len(text) == len("2026-03-12")
    return date.fromisoformat(text) if whole_day else datetime.fromisoformat(text)


def effect(reason: Reason, today: date, language: Language = "zh") -> str:
    """What follows, in words: those of its code, a time as the reader writes it, or the value."""
    if reason.words is not None:
        return reason.words.say(language)
    return str(value(reason.ruling, today, language))
