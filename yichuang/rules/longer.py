"""From months to quarters and years (按季、按半年、按年): what a longer period is ruled on.

A longer sheet scores the totals of the months that count, unless scores are given; what bars
somebody in one of its months stands in its results.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from yichuang.rules import assessment
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.period import LENGTHS, first_day, serial
from yichuang.rules.sections.assessment import Sheet

if TYPE_CHECKING:
    from yichuang.rules.attendance.facts import Leave
    from yichuang.rules.month import Facts, Ruling


def by_month(
    facts: Facts, book: Book, rule: Callable[..., Ruling], *, reasons: bool
) -> tuple[Ruling, ...]:
    """Each month of the facts by itself, the ones before it counting; () where it is one month.

    What a month's allowance didn't cover is carried into the next; its total is known there.
    """
    spans = list(_months(facts.from_, facts.to))
    if len(spans) < 2:
        return ()
    made: list[Ruling] = []
    past, carried = list(facts.past), facts.carried_over
    for first, last in spans:
        earlier = [*facts.earlier, *(deed for month in made for deed in month.acts)]
        one = replace(
            facts,
            from_=first,
            to=last,
            punches=None if facts.punches is None else _days(facts.punches, first, last),
            leaves=tuple(leave for leave in facts.leaves if _touches(leave, first, last)),
            outings=tuple(o for o in facts.outings if first <= o.from_.date() <= last),
            proxy_punches=_days(facts.proxy_punches, first, last),
            punches_for_others=_days(facts.punches_for_others, first, last),
            duties=tuple(duty for duty in facts.duties if first <= duty.date_ <= last),
            excused=tuple(x for x in facts.excused if first <= x.date_ <= last),
            set_aside=tuple(x for x in facts.set_aside if first <= x.date_ <= last),
            acts=tuple(deed for deed in facts.acts if first <= deed.on <= last),
            earlier=tuple(earlier),
            past=tuple(past),
            carried_over=carried,
        )
        ruled = rule(one, book, reasons=reasons)
        made.append(ruled)
        if ruled.assessment is not None:
            past.append(assessment.Past(last, ruled.assessment.total))
        carried = ruled.allowance.carried_over if ruled.allowance is not None else carried
    return tuple(made)


def longer_sheets(
    facts: Facts,
    acts: Sequence[Deed],
    months: Sequence[Ruling],
    assessed: assessment.Ruling | None,
    book: Book,
    *,
    reasons: bool,
) -> Mapping[str, assessment.Ruling]:
    """The sheets of a quarter, a half-year or a year that ends with the facts."""
    section = book.on(facts.to).assessment
    if section is None or facts.sheet:
        return {}
    made = {}
    for name, sheet in section.sheets.items():
        ends = serial(facts.to + timedelta(days=1), sheet.period) != serial(facts.to, sheet.period)
        if LENGTHS[sheet.period] > LENGTHS[section.period] and ends:
            own = _facts(name, sheet, facts, acts, months, assessed)
            made[name] = assessment.rule(own, book, reasons=reasons)
    return made


def _facts(
    name: str,
    sheet: Sheet,
    facts: Facts,
    acts: Sequence[Deed],
    months: Sequence[Ruling],
    assessed: assessment.Ruling | None,
) -> assessment.Facts:
    """What a longer sheet is ruled on: the months' totals and results, the period's acts."""
    since = first_day(sheet.period, facts.to)
    found = [month.assessment for month in months] or [assessed]
    ruled = [one for one in found if one is not None]
    totals = [past.total for past in facts.past if since <= past.on <= facts.to]
    totals += [one.total for one in ruled if one.counted]
    own = {n: tuple(totals) for n, d in sheet.dimensions.items() if d.scores is not None}
    given = {n: of for n, of in facts.scores.items() if n.split(".")[0] in sheet.dimensions}
    results = {
        "assessment": {
            "barred": sorted({code for one in ruled for code in one.barred}),
            "not_rated": sorted({code for one in ruled for code in one.not_rated}),
        }
    }
    everything = (*facts.earlier, *acts)
    return assessment.Facts(
        sheet=name,
        on=facts.to,
        scores={**own, **given},
        acts=tuple(deed for deed in everything if deed.on >= since),
        earlier_acts=tuple(deed for deed in everything if deed.on < since),
        results=results,
        year=facts.year,
    )


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The calendar months of a span, the first and the last cut to it."""
    while first <= last:
        end = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, min(end, last)
        first = end + timedelta(days=1)


def _days(moments: Sequence[datetime], first: date, last: date) -> tuple[datetime, ...]:
    return tuple(moment for moment in moments if first <= moment.date() <= last)


def _touches(leave: Leave, first: date, last: date) -> bool:
    """Whether a leave, written from half-day to half-day, has a day among these."""
    return leave.from_[:10] <= last.isoformat() and leave.to[:10] >= first.isoformat()
