"""The calendar in a book (日历): weekly rest days, holidays, made-up working days, by year."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.book.node import Node
from yichuang.rules.expected import wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 366


class Holiday(Node):
    """Days off in one stretch (放假), the first and the last inside."""

    name: Annotated[str, Field(description="名称")] = ""
    first: Annotated[date, Field(description="第一天")]
    last: Annotated[date | None, Field(description="最后一天（不写即只放一天）")] = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last is not None and not 0 <= (self.last - self.first).days < _LONGEST:
            raise wrong(
                "holiday_order",
                "末日不早于首日，且相距不满一年",
                "a last day not before the first, and less than a year after it",
            )
        return self

    def ordinals(self) -> range:
        """The days, as ordinals."""
        return range(self.first.toordinal(), (self.last or self.first).toordinal() + 1)


class Year(Node):
    """One published year (一年的放假安排)."""

    holidays: Annotated[dict[str, Holiday], Field(description="放假")] = Field(default_factory=dict)
    workdays: Annotated[tuple[date, ...], Field(description="调休上班")] = ()

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for holiday in self.holidays.values():
            if any(day.toordinal() in holiday.ordinals() for day in self.workdays):
                raise wrong(
                    "workday_in_holiday", "同一天不能既放假又上班", "no day both off and worked"
                )
        return self


class Calendar(Node):
    """Working days and days off (工作日与休息日).

    A year that is not in `years` is not published yet: weekends only, and provisional.
    Local days lie over the national ones.
    """

    weekly_rest: Annotated[tuple[Weekday, ...], Field(max_length=6, description="每周休息日")]
    years: Annotated[dict[int, Year], Field(description="已公布的年份")] = Field(
        default_factory=dict
    )
    local_holidays: Annotated[dict[str, Holiday], Field(description="本地另行放假")] = Field(
        default_factory=dict
    )
    local_workdays: Annotated[dict[str, Holiday], Field(description="本地另行上班")] = Field(
        default_factory=dict
    )
