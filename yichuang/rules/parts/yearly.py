"""Days of the week and days of the year, as rule books write them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from yichuang.rules.expected import wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class MonthDay(NamedTuple):
    """A day of any year."""

    month: int
    day: int


def _month_day(value: object) -> MonthDay:
    if isinstance(value, MonthDay):
        return value
    found = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[2]) > _DAYS_IN_MONTH[int(found[1]) - 1]:
        raise wrong("no_such_date", "一年中的日期，写作 MM-DD", "a day of the year, MM-DD")
    return MonthDay(int(found[1]), int(found[2]))


MonthDayText = Annotated[
    MonthDay,
    PlainValidator(_month_day),
    WithJsonSchema({"type": "string", "pattern": _MONTH_DAY.pattern, "examples": ["05-01"]}),
]
