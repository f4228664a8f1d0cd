"""Reading days off and make-up days from a CSV file (节假日导入), row by row.

A day that has passed is not changed any more: what was promised by it stands. So a whole
year may be taken in at any time, as long as its past days are as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO

from yichuang.organization.queries import DayOff
from yichuang.phrases import Phrase
from yichuang.rules.expected import DATE
from yichuang.sheets import Line, Wrong, lines_of
from yichuang.text import code

COLUMNS = ("date", "kind", "name")
_LONGEST = {"date": 10, "kind": 8, "name": 60}
_KINDS = {"holiday": False, "workday": True}
_NOTHING = Phrase("文件里没有日期", "there are no days in the file")
_NO_KIND = Phrase("应为 holiday（放假）或 workday（上班）", "should be holiday or workday")
_NAMELESS = Phrase("放假的日子要写名称", "a day off needs its name")
_PAST = Phrase(
    "这一天已经过去，不能再改：期限已按原来的日历算出",
    "this day has passed and can't be changed: limits were counted by it as it was",
)


@dataclass(slots=True)
class CalendarSheet:
    """A file read to its end: the days that are new or other than they stand, what is wrong."""

    days: list[DayOff] = field(default_factory=list)
    unchanged: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def read_calendar(
    file: BinaryIO, known: Mapping[date, DayOff], *, national: bool, today: date
) -> CalendarSheet:
    """Read days from a file over those that stand. Raises SheetRefused for a file that is none."""
    sheet, seen = CalendarSheet(), dict[date, int]()
    for line in lines_of(file, COLUMNS, sheet.wrong, nothing=_NOTHING):
        line = replace(line, cells={**line.cells, "date": code(line.cells["date"])})
        row, wrong = line.cells, list(line.faults(_LONGEST, optional=("name",)))
        on = _day(row["date"])
        if not any(one.column == "date" for one in wrong) and on is None:
            wrong.append(_wrong(line, "date", Phrase(f"应为{DATE.zh}", f"should be {DATE.en}")))
        if not any(one.column == "kind" for one in wrong) and row["kind"] not in _KINDS:
            wrong.append(_wrong(line, "kind", _NO_KIND))
        if row["kind"] == "holiday" and not row["name"]:
            wrong.append(_wrong(line, "name", _NAMELESS))
        if on is not None:
            if on in seen:
                first = seen[on]
                wrong.append(_wrong(line, "date", Phrase(
                    f"与第 {first} 行重复", f"it is on line {first} already")))  # fmt: skip
            seen.setdefault(on, line.number)
        if wrong or on is None:
            sheet.wrong += wrong
            continue
        day = DayOff(on, _KINDS[row["kind"]], row["name"], national)
        if _same(day, known.get(on)):
            sheet.unchanged += 1
        elif on < today:
            sheet.wrong.append(_wrong(line, "date", _PAST))
        else:
            sheet.days.append(day)
    return sheet


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2027-01-01") else None
    except ValueError:
        return None


def _wrong(line: Line, column: str, why: Phrase) -> Wrong:
    return Wrong(line.number, column, line.cells[column], why)


def _same(day: DayOff, stands: DayOff | None) -> bool:
    """Whether a day says what stands; a make-up day may have a name or none."""
    if stands is None or day.working != stands.working:
        return False
    return day.name == stands.name or (day.working and not day.name)
