"""When the hall is open today, for the pages that say so."""

from __future__ import annotations

from datetime import date
from typing import cast

from yichuang.regulations.queries import NoBook, book_of
from yichuang.rules import worktime


def hours_of(site_id: int, on: date) -> worktime.DayRuling | None:
    """A day's hours (办公时间) with the reasons why, or None where no rule book says."""
    try:
        book = book_of(site_id, on)
    except NoBook:
        return None
    ruling = worktime.rule(worktime.Facts("is_working_day", date_=on), book)
    return cast(worktime.DayRuling, ruling)
