"""Judging the sessions of a day by their punches (逐半天认定)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.facts import HalfDay, Uncovered
from yichuang.rules.attendance.period import Period
from yichuang.rules.attendance.plan import DayPlan
from yichuang.rules.attendance.punches import (
    clock_text,
    hhmm,
    minutes_text,
    outside,
    sign_in,
    sign_out,
)
from yichuang.rules.attendance.sessions import DAY, Session, Window
from yichuang.rules.attendance.sheet import Sheet
from yichuang.rules.attendance.tiers import Band, pick
from yichuang.rules.sections.attendance import Outcome, PunchTier
from yichuang.rules.words import WORDS

ABSENT, PRESENT, UNCOVERED = "absent", "present", "uncovered"


def judge_day(plan: DayPlan, sessions: Sequence[Session], period: Period, sheet: Sheet) -> None:
    """Judge every session of a day onto the sheet."""
    if plan.provisional is not None:
        # Absence and its like are decided by a person until the year is published.
        sheet.provisional = sheet.provisional or plan.provisional
        aside = sheet.aside()
        _judge_day(plan, sessions, period, aside)
        sheet.put_before_a_person(aside)
        return
    _judge_day(plan, sessions, period, sheet)


def _judge_day(plan: DayPlan, sessions: Sequence[Session], period: Period, sheet: Sheet) -> None:
    if not sessions:
        sheet.rest_days += 1
        for code in ("am", "pm"):
            sheet.half_days.append(HalfDay(plan.day, code, None, None, ("rest",)))
    for session in sessions:
        judge(plan, session, period, sheet)


def judge(plan: DayPlan, session: Session, period: Period, sheet: Sheet) -> None:
    """Judge one session: on leave, or by when its first punch signs in and its last signs out."""
    base = plan.ordinal * DAY
    signed_in = sign_in(session, base, period.punches)
    signed_out = sign_out(session, base, period.punches)
    kinds = [period.leaves.get(2 * plan.ordinal + half) for half in session.halves]
    on_leave = [kind for kind in kinds if kind is not None]
    counted = [kind for kind in on_leave if kind not in plan.attendance.attended_kinds]
    leave = session.days * len(counted) / len(kinds)
    sheet.leave_days += leave
    sheet.count(plan.ordinal, "leave_days", leave)
    status = tuple(f"leave:{kind}" for kind in dict.fromkeys(on_leave))
    if len(on_leave) == len(kinds):
        where = _where(plan, session)
        sheet.why(session.article, say.ON_LEAVE, status[0], **_kind(plan, on_leave[0]), **where)
        sheet.attended[plan.ordinal, session.code] = session.days - leave
        sheet.absent_run = 0
    elif (plan.ordinal, session.code) in period.set_aside:
        sheet.why(session.article, say.SET_ASIDE, PRESENT, **_where(plan, session))
        sheet.attended[plan.ordinal, session.code] = session.days - leave
        sheet.absent_run = 0
        status = (PRESENT, *status)
    else:
        judged = _Judged(plan, session, period, sheet)
        # Over a session that is both halves of the day, leave in one half takes its punch along.
        own = judged.statuses(
            judged.arrival(signed_in, asked=session.asks_in and kinds[0] is None),
            judged.departure(signed_out, asked=session.asks_out and kinds[-1] is None),
        )
        status = own + status
        if ABSENT not in own and (plan.attendance.attended == "not_absent" or judged.complete):
            sheet.attended[plan.ordinal, session.code] = session.days - leave
    sheet.half_days.append(
        HalfDay(plan.day, session.code, hhmm(signed_in), hhmm(signed_out), status)
    )


class _Side(NamedTuple):
    """One of the two punches of a session: what is asked of it, and what came."""

    name: str
    """``sign_in`` or ``sign_out``."""
    at: int | None
    asked: bool
    excused: bool
    off: int
    """Seconds late, or early; below 0: before the start, or after the end."""
    window: Window | None
    low: int
    high: int
    bands: tuple[Band[PunchTier], ...]
    article: str
    status: str
    missing: Outcome
    missing_status: str


class _Judged:
    """One session being judged."""

    def __init__(self, plan: DayPlan, session: Session, period: Period, sheet: Sheet) -> None:
        self.plan, self.session, self.sheet, self.period = plan, session, sheet, period
        self.base = plan.ordinal * DAY
        self.outcomes: list[tuple[str, Outcome]] = []
        self.absent: Outcome | None = None
        self.silent = False
        self.complete = True

    def arrival(self, at: int | None, *, asked: bool) -> _Side:
        """The sign-in."""
        session = self.session
        return _Side(
            "sign_in",
            at,
            asked,
            self._excused("in"),
            (at or 0) - self.base - session.start,
            session.in_window,
            self.base + session.opens,
            self.base + session.middle,
            session.late,
            session.late_article,
            "late",
            session.no_sign_in,
            "missing_in",
        )

    def departure(self, at: int | None, *, asked: bool) -> _Side:
        """The sign-out."""
        session = self.session
        return _Side(
            "sign_out",
            at,
            asked,
            self._excused("out"),
            self.base + session.end - (at or 0),
            session.out_window,
            self.base + session.middle + 1,
            self.base + session.closes,
            session.early,
            session.early_article,
            "early",
            session.no_sign_out,
            "missing_out",
        )

    def statuses(self, *sides: _Side) -> tuple[str, ...]:
        """The statuses of the session; what follows is written on the sheet."""
        if all(self._gone(side) for side in sides):
            self.complete = False
            self.absent = self.session.absent
            article = self.absent.article or self.session.article
            self.sheet.why(article, say.NEITHER, ABSENT, **_where(self.plan, self.session))
            return self._settle_absence()
        for side in sides:
            if side.asked:
                self._judge(side)
        return self._settle_absence() if self.absent is not None else self._settle(sides)

    def _excused(self, punch: str) -> bool:
        excused = self.period.excused
        return (
            bool(excused)
            and self.plan.attendance.excused_punches
            and (self.plan.ordinal, self.session.code, punch) in excused
        )

    def _gone(self, side: _Side) -> bool:
        """Whether the punch was to be made and nothing speaks for the person."""
        return side.asked and side.at is None and not side.excused and not self._strays(side)

    def _judge(self, side: _Side) -> None:
        if side.at is None:
            self._judge_missing(side)
            return
        band = pick(side.bands, side.off)
        if band is None:
            return
        if band.tier is None:
            self._hole(side, band)
            return
        status = band.tier.status or side.status
        if status == ABSENT:
            self.absent = band.tier
        else:
            self.outcomes.append((status, band.tier))
        shown = self.period.shown.get(side.at)
        by = {} if shown is None else {"zh": shown.zh, "en": shown.en}
        self.sheet.why(
            band.tier.article or side.article,
            say.off(side.name, before=side.off < 0, shown=shown is not None),
            status,
            **by,
            date=self.plan.text,
            time=clock_text(side.at),
            mark=self.session.start_text if side.name == "sign_in" else self.session.end_text,
            minutes=minutes_text(abs(side.off)),
        )

    def _judge_missing(self, side: _Side) -> None:
        session, where = self.session, _where(self.plan, self.session)
        if side.excused:
            self.sheet.why(session.article, say.EXCUSED, "excused", **where)
            return
        self.complete = False
        strays = self._strays(side)
        if strays:
            self.silent = True
            for punch in strays:
                mark = session.start if side.name == "sign_in" else session.end
                self._uncovered(side, punch - self.base - mark, "outside_window")
                self._told(say.OUTSIDE_WINDOW, punch, UNCOVERED)
            return
        status = side.missing.status or side.missing_status
        self.outcomes.append((status, side.missing))
        fact = say.NO_SIGN_IN if side.name == "sign_in" else say.NO_SIGN_OUT
        self.sheet.why(side.missing.article or session.article, fact, status, **where)
        for punch in outside(side.window, self.base, self.period.punches, side.low, side.high):
            self._told(say.VOID_PUNCH, punch, "void")

    def _hole(self, side: _Side, band: Band[PunchTier]) -> None:
        self.silent = True
        hole = band.hole()
        self._uncovered(side, side.off, hole.zh)
        self.sheet.why(
            (band.gap.article if band.gap else "") or side.article,
            say.HOLE,
            UNCOVERED,
            minutes=minutes_text(side.off),
            hole=hole.zh,
            hole_en=hole.en,
            **_where(self.plan, self.session),
        )

    def _strays(self, side: _Side) -> list[int]:
        """Punches of the session at times the text doesn't treat."""
        return outside(side.window, self.base, self.period.punches, side.low, side.high, UNCOVERED)

    def _uncovered(self, side: _Side, seconds: int, hole: str) -> None:
        minutes = round(seconds / 60, 2)
        self.sheet.uncovered.append(
            Uncovered(self.plan.day, self.session.code, side.name, minutes, hole)
        )

    def _told(self, fact: Phrase, punch: int, ruling: str) -> None:
        self.sheet.why(
            self.session.article, fact, ruling, date=self.plan.text, at=clock_text(punch)
        )

    def _settle_absence(self) -> tuple[str, ...]:
        assert self.absent is not None
        sheet, session, day = self.sheet, self.session, self.plan.ordinal
        counts = session.absence_counts
        if self.absent is not session.absent and self.absent.absence_counts:
            counts = self.absent.absence_counts
        sheet.absence(day, counts)
        sheet.absent_run += session.days
        sheet.count(day, "consecutive_absence_days", sheet.absent_run)
        sheet.apply(self.absent, ABSENT, day, self.plan.text)
        return (ABSENT,)

    def _settle(self, sides: Sequence[_Side]) -> tuple[str, ...]:
        sheet, day = self.sheet, self.plan.ordinal
        sheet.absent_run = 0
        made: dict[str, None] = {}
        for status, outcome in self.outcomes:
            sheet.apply(outcome, status, day, self.plan.text)
            sheet.absence(day, outcome.absence_counts)
            if status != "present":
                made[status] = None
        if self.silent:
            sheet.find(UNCOVERED)
            made[UNCOVERED] = None
        if not made:
            self._fine(sides)
        return tuple(made) or ("present",)

    def _fine(self, sides: Sequence[_Side]) -> None:
        """Nothing follows: say by which punches."""
        if not self.sheet.reasons:
            return
        came, went = (clock_text(side.at) for side in sides)
        if not (came and went) and any(side.excused for side in sides):
            return
        fact = say.BOTH if came and went else say.ONLY_IN if came else say.ONLY_OUT
        if not came and not went:
            fact = say.NOTHING_ASKED
        where = _where(self.plan, self.session)
        self.sheet.why(self.session.article, fact, "present", in_time=came, out_time=went, **where)


def _kind(plan: DayPlan, kind: str) -> dict[str, object]:
    """What a kind of leave is called: by the book, else by its usual name."""
    name = plan.kind(kind) or WORDS.get(kind) or say.A_LEAVE
    return {"zh": name.zh, "en": name.en}


def _where(plan: DayPlan, session: Session) -> dict[str, object]:
    return {"date": plan.text, "start": session.start_text, "end": session.end_text}
