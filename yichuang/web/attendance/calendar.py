"""A month as a page shows it (月历): weeks of days, each with its half-days in colour and word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from yichuang.attendance.days import Days, Half
from yichuang.attendance.objecting import half_said, number_of
from yichuang.attendance.states import SHOWN
from yichuang.phrases import Phrase
from yichuang.rules.reasons import Reason
from yichuang.rules.words import WORDS

STATUSES: Mapping[str, tuple[str, Phrase]] = MappingProxyType({
    "present": ("good", Phrase("正常", "Present")),
    "late": ("warn", Phrase("迟到", "Late")),
    "early": ("warn", Phrase("早退", "Left early")),
    "missing_in": ("warn", Phrase("未签到", "No sign-in")),
    "missing_out": ("warn", Phrase("未签退", "No sign-out")),
    "absent": ("bad", Phrase("旷工", "Absent")),
    "uncovered": ("warn", Phrase("条文未及", "Not covered")),
    "rest": ("rest", Phrase("休息", "Off")),
})  # fmt: skip
_LEAVE = "leave:"
_WORST = ("bad", "warn", "away", "good", "rest")


@dataclass(frozen=True, slots=True)
class Cell:
    """One half-day: what it counts as, in colour and word."""

    key: str
    name: Phrase
    tone: str
    words: tuple[Phrase, ...]
    in_: str | None
    out: str | None
    provisional: bool
    coming: bool
    """It isn't over: nothing is said of it yet."""

    @property
    def pending(self) -> bool:
        """Whether more records may change it."""
        return self.provisional and not self.coming and self.tone != "rest"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `cells` are empty before and after the month."""

    on: date
    is_month: bool
    is_today: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A punch as a person reads it."""

    at: datetime
    what: Phrase
    device: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One half-day with its punches, evidence and reasons."""

    cell: Cell
    on: date
    shown: tuple[Shown, ...]
    because: tuple[Reason, ...]
    number: str
    """Of the contest about it."""
    finds: bool
    """Whether it holds anything against the person."""


def said(status: str) -> tuple[str, Phrase]:
    """A status in colour and word."""
    if status.startswith(_LEAVE):
        kind = status.removeprefix(_LEAVE)
        name = WORDS.get(kind) or Phrase("请假", "leave")
        return "away", name
    return STATUSES.get(status, ("warn", WORDS.get(status) or Phrase(status, status)))


def weeks(found: Days, first: date, now: datetime) -> list[list[Day]]:
    """The month from the Monday before its first day to the Sunday after its last."""
    by_day: dict[date, list[Half]] = {}
    for half in found.halves:
        by_day.setdefault(half.ruled.date_, []).append(half)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    start = first - timedelta(days=first.weekday())
    made = []
    while start <= last:
        week = [start + timedelta(days=n) for n in range(7)]
        made.append([
            Day(on, first <= on <= last, on == now.date(),
                tuple(cell(half, now) for half in by_day.get(on, ())))
            for on in week
        ])  # fmt: skip
        start += timedelta(days=7)
    return made


def cell(half: Half, now: datetime) -> Cell:
    """A half-day as the calendar shows it."""
    ruled = half.ruled
    told = [said(status) for status in ruled.status]
    tone = min((tone for tone, _ in told), key=_WORST.index, default="rest")
    coming = half.ends is not None and half.ends > now
    return Cell(
        f"{ruled.date_}.{ruled.session}", half_said(ruled.session), "coming" if coming else tone,
        tuple(words for _, words in told), ruled.in_, ruled.out, half.provisional, coming,
    )  # fmt: skip


def detail(found: Days, key: str, person_id: int, now: datetime) -> Detail | None:
    """The half-day of this key; None: there is none in these days."""
    half = next((h for h in found.halves if f"{h.ruled.date_}.{h.ruled.session}" == key), None)
    if half is None:
        return None
    ruled, shown = half.ruled, cell(half, now)
    punches = tuple(Shown(one.at, SHOWN[one.kind], one.device) for one in half.evidence)
    return Detail(
        shown, ruled.date_, punches, reasons_of(found.ruling.because, half),
        number_of(person_id, ruled.date_, ruled.session),
        not shown.coming and shown.tone in ("bad", "warn"),
    )  # fmt: skip


def reasons_of(because: Sequence[Reason], half: Half) -> tuple[Reason, ...]:
    """The reasons that speak of this half-day."""
    day = half.ruled.date_.isoformat()
    found = [one for one in because if str(one.args.get("date", "")) == day]
    own = [one for one in found if _is_of(one, half)]
    return tuple(own)


def _is_of(reason: Reason, half: Half) -> bool:
    start = str(reason.args.get("start", ""))
    return not start or half.starts is None or start == half.starts
