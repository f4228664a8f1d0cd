"""Which sessions a day has for somebody (当日时段): the working hours, and the book's own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from yichuang.rules.attendance.sessions import Slot, seconds_of
from yichuang.rules.halfdays import Half, half_of, halves_of
from yichuang.rules.parts.yearly import WEEKDAYS, Weekday
from yichuang.rules.sections.attendance import Attendance, PunchSession
from yichuang.rules.workcalendar import WorkCalendar


def slots_of(
    day: date, attendance: Attendance, calendar: WorkCalendar, rostered: frozenset[str]
) -> list[Slot]:
    """The sessions of a day in order. On a day off, only those somebody is on the roster of.

    A row of the book with hours of its own adds a session, or takes the place of the one of
    the same name and of those it `replaces` (a shift).
    """
    working = calendar.is_working_day(day)
    weekday = WEEKDAYS[day.weekday()]
    by_windows = hours_from(day, attendance, calendar) == "windows"
    own = {
        code: (row, span)
        for code, row in attendance.sessions.items()
        if (span := row.hours or (row.by_windows if by_windows else None)) is not None
        and _holds(code, row, weekday, rostered, working=working)
    }
    gone = {code for row, _ in own.values() for code in row.replaces}
    made = [_own_slot(code, row, hours) for code, (row, hours) in own.items() if code not in gone]
    if by_windows:
        return _joined(sorted(made, key=lambda slot: (slot.start, slot.end)))
    hours = calendar.sessions(day) if working else calendar.rest_day_sessions(day)
    spans = [(seconds_of(s.start), seconds_of(s.end)) for s in hours]
    halves = halves_of(spans)
    for index, (start, end) in enumerate(spans):
        code = _code(index, halves)
        if code not in own and code not in gone and (working or code in rostered):
            row = attendance.sessions.get(code)
            if row is not None and (row.hours or (row.weekdays and weekday not in row.weekdays)):
                row = None
            made.append(_usual_slot(code, start, end, halves, index, row))
    return _joined(sorted(made, key=lambda slot: (slot.start, slot.end)))


def hours_from(
    day: date, attendance: Attendance, calendar: WorkCalendar
) -> Literal["worktime", "windows"]:
    """Whether the sessions are the working hours, or lie between the times for punching.

    Where a book has times for punching and no working hours of its own, nobody's hours are
    put in their place.
    """
    if attendance.hours_from is not None:
        return attendance.hours_from
    windows = any(row.by_windows and row.hours is None for row in attendance.sessions.values())
    return "windows" if windows and not calendar.has_own_hours(day) else "worktime"


def _holds(
    code: str, row: PunchSession, weekday: Weekday, rostered: frozenset[str], *, working: bool
) -> bool:
    return (
        (not row.weekdays or weekday in row.weekdays)
        and (row.on == "any_day" or (row.on == "working_days") == working)
        and (row.who == "everyone" or code in rostered)
    )


def _own_slot(code: str, row: PunchSession, hours: tuple[int, int]) -> Slot:
    start, end = hours[0] * 60, hours[1] * 60
    half = row.half or half_of(start, end)
    days = row.days if row.days is not None else 0.5 if code in ("am", "pm") else 0
    return Slot(code, start, end, half, days, row, "in" in row.asks, "out" in row.asks)


def _usual_slot(
    code: str, start: int, end: int, halves: list[Half], index: int, row: PunchSession | None
) -> Slot:
    half = (row.half if row else None) or halves[index]
    days = 1.0 if half == "both" else 0.5 / halves.count(halves[index])
    if row is not None and row.days is not None:
        days = row.days
    asks = row.asks if row else ("in", "out")
    return Slot(code, start, end, half, days, row, "in" in asks, "out" in asks)


def _code(index: int, halves: list[Half]) -> str:
    """`am` and `pm` for the first session of each half, `day` for one over both, else `s3`…"""
    half = halves[index]
    if half == "both":
        return "day"
    return half if halves.index(half) == index else f"s{index + 1}"


def _joined(slots: list[Slot]) -> list[Slot]:
    """Sessions between which nobody signs: the punches there aren't asked for."""
    made = list(slots)
    for index in range(len(made) - 1):
        if junction(made[index], made[index + 1]) == "none":
            made[index] = made[index]._replace(asks_out=False)
            made[index + 1] = made[index + 1]._replace(asks_in=False)
    return made


def junction(before: Slot, after: Slot) -> str:
    """How many punches there are between two sessions: both, one, none."""
    said = [
        slot_rule
        for slot_rule in (
            before.rule.after_it if before.rule else None,
            after.rule.before_it if after.rule else None,
        )
        if slot_rule is not None
    ]
    for wanted in ("none", "one"):
        if wanted in said:
            return wanted
    return "both"
