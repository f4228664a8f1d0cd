"""The rule book in force at a site on a day, with the site's calendar laid over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.db import connection

from yichuang.database import ask
from yichuang.errors import HallError
from yichuang.organization.queries import calendar_days, complete_years
from yichuang.phrases import Phrase
from yichuang.regulations.models import Adoption
from yichuang.rules.book.check import check, check_parts
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.problems import Problem
from yichuang.rules.book.rulebook import Book
from yichuang.rules.workcalendar import calendar_of


class NoBook(HallError):
    code: ClassVar[str] = "regulations.no_book"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个场所在{on}还没有采用任何规则手册。请先在“规则手册”中采用一部。",
        "No rule book is in force at this site on {on}. Adopt one first.",
    )


@dataclass(frozen=True, slots=True)
class Adopted:
    """A book in force, and how to name it on what it decided."""

    adoption_id: int
    digest: str
    book: Book


_NATIONAL, _LOCAL = "国务院节假日安排", "本级节假日安排"
"""What a day of the calendar table is said to come from where nobody wrote it down."""

# The adoption in force, and the newest change of the calendar: both by one index look-up.
_STAMP = """
SELECT (SELECT id FROM regulations_adoption WHERE site_id = %s::bigint AND from_on <= %s::date
        ORDER BY from_on DESC, id DESC LIMIT 1),
       (SELECT coalesce(max(id), 0) FROM journal_entry WHERE subject = 'calendar')
"""


def in_force(site_id: int, on: date) -> Adopted:
    """The book a site runs by on a day (现行手册). Raises NoBook where there is none."""
    stamp = ask(_STAMP, (site_id, on))
    assert stamp is not None, "the statement always gives a row"
    adoption_id, calendar = stamp
    if adoption_id is None:
        raise NoBook(on=on)
    return _composed(adoption_id, calendar)


def versions(site_id: int) -> list[Adoption]:
    """Every book a site has adopted (历次版本), the newest first."""
    return list(Adoption.objects.filter(site_id=site_id).order_by("-from_on", "-id"))


def book_of(site_id: int, on: date) -> Book:
    return in_force(site_id, on).book


def adopted_as(adoption_id: int) -> Adopted:
    """The book of one adoption: what a case was accepted under, with today's calendar.

    Holidays are announced after cases are accepted; their dues follow the calendar.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry WHERE subject = 'calendar'")
        calendar = cursor.fetchone()[0]
    return _composed(adoption_id, calendar)


@lru_cache(maxsize=256)
def _composed(adoption_id: int, calendar: int) -> Adopted:
    row = Adoption.objects.get(pk=adoption_id)
    book = compose(row.presets, row.text, calendar_layer(row.site_id))
    return Adopted(adoption_id, row.digest, book)


@lru_cache(maxsize=16)
def faults(presets: tuple[str, ...], text: str, name: str = "own") -> tuple[Problem, ...]:
    """Everything wrong with books a place would run by (手册的问题), its own called `name`."""
    if not text.strip():
        return tuple(check_parts(presets))
    return tuple(check(text, name, beneath=presets))


def compose(
    presets: Sequence[str], text: str, calendar: Mapping[str, object] | None = None
) -> Book:
    """The book of presets, an own text over them, and a calendar over all. Raises BookError."""
    parts: list[str | Layer | Mapping[str, object]] = [*presets]
    if text.strip():
        parts.append(Layer.parse(text, "own"))
    if calendar:
        parts.append(calendar)
    return Book.of(*parts)


def published_years() -> frozenset[int]:
    """The years whose national arrangement is whole, by the law and the table of days (已公布)."""
    return calendar_of(compose(("statute",), "", calendar_layer(None))).published


def calendar_layer(site_id: int | None) -> Mapping[str, object] | None:
    """The calendar table as a part of a book (节假日安排).

    National days lie over the built-in years; a year counts as published once they make its
    arrangement whole, or the office has said that it is complete.
    """
    days = calendar_days(site_id)
    complete = complete_years()
    if not days and not complete:
        return None
    national: dict[str, object] = {}
    local: dict[str, object] = {}
    for day in days:
        article = day.source or (_NATIONAL if day.national else _LOCAL)
        row: dict[str, object] = {"article": article, "working": day.working, "name": day.name}
        (national if day.national else local)[day.on.isoformat()] = row
    return {
        "name": "calendar",
        "calendar": {
            "years": {
                year: {"article": source or _NATIONAL, "complete": True}
                for year, source in complete.items()
            },
            "days": national,
            "local_days": local,
        },
    }
