"""The hours in a book (工作时间): sessions of a working day, by season and weekday."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.yearly import MonthDayText, Weekday

_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class Session(NamedTuple):
    """One stretch of working time in a day."""

    start: time
    end: time


def _session(value: object) -> Session:
    if isinstance(value, Session):
        return value
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise wrong("not_a_session", "时段，如 08:00-12:00", "hours such as 08:00-12:00")
    h1, m1, h2, m2 = map(int, found.groups())
    if (h1, m1) >= (h2, m2):
        raise wrong("session_order", "结束晚于开始的时段", "a session that ends after it starts")
    return Session(time(h1, m1), time(h2, m2))


def _sessions(value: tuple[Session, ...]) -> tuple[Session, ...]:
    if any(b.start < a.end for a, b in pairwise(value)):
        raise wrong(
            "sessions_overlap",
            "时段按先后排列、互不重叠",
            "sessions in their order that don't overlap",
        )
    return value


SessionText = Annotated[
    Session,
    PlainValidator(_session),
    WithJsonSchema({"type": "string", "pattern": _SPAN.pattern, "examples": ["08:00-12:00"]}),
]
Sessions = Annotated[tuple[SessionText, ...], AfterValidator(_sessions)]


class Hours(Node):
    """The sessions of a working day (上下班时段), and other ones on some weekdays."""

    sessions: Annotated[Sessions, Field(description="每日工作时段")]
    weekdays: Annotated[dict[Weekday, Sessions], Field(description="某些星期几另行规定")] = Field(
        default_factory=dict
    )


class Season(Hours):
    """Other hours in a part of every year (夏令时等), both days inside; it may span New Year."""

    name: Annotated[str, Field(description="名称")] = ""
    first: Annotated[MonthDayText, Field(description="起（月-日）")]
    last: Annotated[MonthDayText, Field(description="止（月-日）")]

    def holds(self, day: date) -> bool:
        """Whether the day falls in the season."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


class Worktime(Hours):
    """Working hours (工作时间): the usual ones, by season, and on single days.

    `rest_days` are hours kept on weekly rest days (5+X); those days stay days off when
    limits are counted. A single day in `days` goes before season and weekday.
    """

    seasons: Annotated[dict[str, Season], Field(description="分季节")] = Field(default_factory=dict)
    rest_days: Annotated[dict[Weekday, Sessions], Field(description="休息日开放时段")] = Field(
        default_factory=dict
    )
    days: Annotated[dict[date, Hours], Field(description="个别日期")] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _seasons_apart(self) -> Self:
        # A leap year has every day a season can name.
        for ordinal in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()):
            day = date.fromordinal(ordinal)
            if sum(season.holds(day) for season in self.seasons.values()) > 1:
                raise wrong(
                    "seasons_overlap",
                    "各季节互不重叠（{day} 同属两季）",
                    "seasons that don't overlap (two hold on {day})",
                    day=f"{day:%m-%d}",
                )
        return self
