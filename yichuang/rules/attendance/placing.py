"""Which punch belongs to which session (打卡归属).

The first session opens some time before its start, the last closes some time after its end;
between two sessions the middle of the gap divides them, and belongs to the earlier one. A
window for punching that reaches across a middle moves the boundary.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from yichuang.rules.attendance.sessions import DAY, HALVES, Session, Slot, Window, seconds_of
from yichuang.rules.attendance.slots import junction
from yichuang.rules.attendance.tiers import bands
from yichuang.rules.parts.table import Table
from yichuang.rules.sections.attendance import Attendance, Outcome, PunchTier, PunchWindow


def placed(slots: list[Slot], attendance: Attendance) -> tuple[Session, ...]:
    """The sessions of a day with the time in which a punch is theirs."""
    windows = [
        (
            _window(slot.rule.sign_in if slot.rule else None, slot.start),
            _window(slot.rule.sign_out if slot.rule else None, slot.end),
        )
        for slot in slots
    ]
    middles = [
        _boundary(
            (slot.start + slot.end) // 2, sign_in and sign_in.closes, sign_out and sign_out.opens
        )
        for slot, (sign_in, sign_out) in zip(slots, windows, strict=True)
    ]
    made: list[Session] = []
    for index, slot in enumerate(slots):
        sign_in, sign_out = windows[index]
        opens, closes = _edges(index, slots, windows, middles, attendance)
        made.append(_session(slot, attendance, sign_in, sign_out, opens, middles[index], closes))
    for index in range(len(slots) - 1):
        # One punch where one session runs into the next only shows that somebody is there.
        before, after = slots[index], slots[index + 1]
        if junction(before, after) == "one" and before.end >= after.start:
            made[index] = replace(made[index], early=())
            made[index + 1] = replace(made[index + 1], late=())
    return tuple(made)


def _edges(
    index: int,
    slots: list[Slot],
    windows: list[tuple[Window | None, Window | None]],
    middles: list[int],
    attendance: Attendance,
) -> tuple[int, int]:
    """From when and until when punches are the session's own, both inside."""
    slot, (sign_in, sign_out) = slots[index], windows[index]
    if index == 0:
        opens = slot.start - attendance.opens_before_first * 60
        if sign_in and sign_in.opens is not None:
            opens = min(opens, sign_in.opens)
    else:
        opens = _between(index - 1, slots, windows, middles)[1]
    if index == len(slots) - 1:
        closes = slot.end + attendance.closes_after_last * 60
        if sign_out and sign_out.closes is not None:
            closes = max(closes, sign_out.closes)
    else:
        closes = _between(index, slots, windows, middles)[0]
    return opens, closes


def _between(
    index: int,
    slots: list[Slot],
    windows: list[tuple[Window | None, Window | None]],
    middles: list[int],
) -> tuple[int, int]:
    """Where session `index` closes and the next one opens."""
    before, after = slots[index], slots[index + 1]
    if junction(before, after) == "one":
        return middles[index + 1], middles[index] + 1
    sign_out, sign_in = windows[index][1], windows[index + 1][0]
    closes = sign_out.closes if sign_out else None
    opens = sign_in.opens if sign_in else None
    if closes is not None and opens is not None and closes >= opens:
        return closes, opens
    edge = _boundary((before.end + after.start) // 2, closes, opens)
    return edge, edge + 1


def _boundary(middle: int, closes: int | None, opens: int | None) -> int:
    """The last second before the boundary: the middle, unless a window reaches across it."""
    if opens is not None:
        middle = min(middle, opens - 1)
    return max(middle, closes) if closes is not None else middle


def _window(window: PunchWindow | None, at: int) -> Window | None:
    if window is None:
        return None
    return Window(_at(window.opens, at), _at(window.closes, at), window.before, window.after)


def _at(mark: time | int | None, at: int) -> int | None:
    if mark is None:
        return None
    if isinstance(mark, time):
        # A clock time is the one nearest to the start or end it belongs to.
        seconds = seconds_of(mark)
        return seconds + DAY if at >= DAY and seconds < DAY // 2 else seconds
    return at + mark * 60


def _session(
    slot: Slot,
    attendance: Attendance,
    sign_in: Window | None,
    sign_out: Window | None,
    opens: int,
    middle: int,
    closes: int,
) -> Session:
    more = slot.rule
    late: Table[PunchTier] = (more and more.late) or attendance.late
    early: Table[PunchTier] = (more and more.early) or attendance.early
    absent: Outcome = (more and more.absent) or attendance.absent
    own = more is not None and more.absent is not None
    counts = absent.absence_counts if own else attendance.absent.absence_counts * slot.days * 2
    return Session(
        code=slot.code,
        halves=HALVES[slot.half],
        days=slot.days,
        start=slot.start,
        end=slot.end,
        opens=opens,
        middle=middle,
        closes=closes,
        asks_in=slot.asks_in,
        asks_out=slot.asks_out,
        in_window=sign_in,
        out_window=sign_out,
        late=bands(late),
        early=bands(early),
        no_sign_in=(more and more.no_sign_in) or attendance.no_sign_in,
        no_sign_out=(more and more.no_sign_out) or attendance.no_sign_out,
        absent=absent,
        absence_counts=counts,
        article=(more and more.article) or attendance.article,
        late_article=late.article or attendance.article,
        early_article=early.article or attendance.article,
        start_text=_clock(slot.start),
        end_text=_clock(slot.end),
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}"
