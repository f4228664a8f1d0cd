"""Finding the punches of a session (打卡取数), and saying times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from yichuang.rules.attendance.sessions import DAY, Session, Window


def sign_in(session: Session, base: int, punches: tuple[int, ...]) -> int | None:
    """The first punch of the session up to its middle."""
    index = bisect_left(punches, base + session.opens)
    while index < len(punches) and punches[index] <= base + session.middle:
        window = session.in_window
        if window is None or worth(window, punches[index] - base) == "counts":
            return punches[index]
        index += 1
    return None


def sign_out(session: Session, base: int, punches: tuple[int, ...]) -> int | None:
    """The last punch of the session after its middle."""
    index = bisect_right(punches, base + session.closes) - 1
    while index >= 0 and punches[index] > base + session.middle:
        window = session.out_window
        if window is None or worth(window, punches[index] - base) == "counts":
            return punches[index]
        index -= 1
    return None


def worth(window: Window, at: int) -> str:
    """Whether a punch counts, is void, or isn't treated by the text."""
    if window.opens is not None and at < window.opens:
        return window.before
    if window.closes is not None and at > window.closes:
        return window.after
    return "counts"


def outside(
    window: Window | None,
    base: int,
    punches: tuple[int, ...],
    low: int,
    high: int,
    worth_what: str = "void",
) -> list[int]:
    """The punches from `low` through `high` that lie outside the window and are worth that."""
    if window is None:
        return []
    found = punches[bisect_left(punches, low) : bisect_right(punches, high)]
    return [punch for punch in found if worth(window, punch - base) == worth_what]


def minutes_text(seconds: int) -> str:
    """Minutes as people write them: whole, or with the seconds as a fraction."""
    return f"{seconds / 60:.2f}".rstrip("0").rstrip(".")


def clock_text(at: int | None) -> str:
    """The time of day of an absolute second, with the seconds where there are any."""
    if at is None:
        return ""
    minute, second = divmod(at % DAY, 60)
    text = f"{minute // 60:02d}:{minute % 60:02d}"
    return f"{text}:{second:02d}" if second else text


def hhmm(at: int | None) -> str | None:
    """The time of day of an absolute second, to the minute."""
    return None if at is None else f"{at % DAY // 3600:02d}:{at % 3600 // 60:02d}"
