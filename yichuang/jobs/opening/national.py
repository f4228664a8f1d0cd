"""The national calendar as the hall's own table of days (国家节假日安排)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from yichuang.organization.actions import set_calendar_days
from yichuang.organization.queries import DayOff
from yichuang.rules.book.rulebook import Book

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader


def enter_national_calendar(*, at: datetime, by: Reader) -> None:
    """Fill the calendar table with every year published so far, by its document.

    From then on the table is what the hall runs by; a newly published year is added to it.
    """
    for source, days in groupby(_days(), key=lambda day: day.source):
        set_calendar_days(list(days), site=None, source=source, at=at, by=by)


def _days() -> Iterator[DayOff]:
    """Every day of `statute` that is not what its weekday says, year by year."""
    calendar = Book.of("statute").on(date.max).calendar
    assert calendar is not None, "statute has the section"
    for _, year in sorted(calendar.years.items()):
        for holiday in year.holidays.values():
            for ordinal in holiday.ordinals():
                on = date.fromordinal(ordinal)
                yield DayOff(on, working=False, name=holiday.name, national=True,
                             source=holiday.article)  # fmt: skip
        for on in year.workdays:
            yield DayOff(on, working=True, name="", national=True, source=year.article)
    for on, day in calendar.days.items():
        yield DayOff(on, day.working, day.name, national=True, source=day.article)
