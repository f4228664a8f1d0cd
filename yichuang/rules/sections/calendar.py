"""The calendar in a book (日历): weekly rest days, holidays, made-up working days, by year."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.yearly import MonthDayText, Weekday

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


class LocalHoliday(Holiday):
    """Days a centre closes, or opens, by itself (本地另行放假).

    They move what the centre promised. A *statutory* limit leaves out legal holidays alone
    (行政许可法 82), so it goes on over them unless a law gives the ground.
    """

    legal_basis: Annotated[
        str, Field(description="法定期限也不计入的法律依据（如自治条例）；不写即法定期限照常计算")
    ] = ""

    @property
    def moves_statutory_limits(self) -> bool:
        return bool(self.legal_basis.strip())


class Day(Node):
    """A single day that a later document, or the hall's own table, makes other than it was."""

    working: Annotated[bool, Field(description="是否上班")]
    name: Annotated[str, Field(description="名称")] = ""


class Festival(Node):
    """A legal holiday of every year (法定节假日).

    `dates` are those fixed by date without any notice; they are days off in a year whose
    arrangement isn't published yet.
    """

    name: Annotated[str, Field(min_length=1, description="名称；放假安排的名称含此即为已列入")]
    days: Annotated[int, Field(ge=1, description="法定放假几天，安排中不足的视为未列全")] = 1
    dates: Annotated[tuple[MonthDayText, ...], Field(description="公历固定的日期（月-日）")] = ()


class Year(Node):
    """The arrangement of one year (一年的放假安排)."""

    complete: Annotated[
        bool, Field(description="办公室确认全年安排已齐；不写即各节日都列入时才算公布")
    ] = False

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

    A year is published once its arrangement is whole: all `festivals` are in, or the office
    says that it is `complete`. Until then it is provisional: weekly rest, the festivals fixed
    by date, and what is known of it. `days` lie over `years`, local days over both.
    """

    weekly_rest: Annotated[tuple[Weekday, ...], Field(max_length=6, description="每周休息日")]
    years: Annotated[dict[int, Year], Field(description="放假安排")] = Field(default_factory=dict)
    festivals: Annotated[dict[str, Festival], Field(description="法定节假日")] = Field(
        default_factory=dict
    )
    days: Annotated[dict[date, Day], Field(description="另有文件的个别日期")] = Field(
        default_factory=dict
    )
    local_days: Annotated[dict[date, Day], Field(description="本地另有安排的个别日期")] = Field(
        default_factory=dict
    )
    local_holidays: Annotated[dict[str, LocalHoliday], Field(description="本地另行放假")] = Field(
        default_factory=dict
    )
    local_workdays: Annotated[dict[str, LocalHoliday], Field(description="本地另行上班")] = Field(
        default_factory=dict
    )
