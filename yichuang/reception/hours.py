"""Whether a site is open now, and what is said about it (开放时间)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook, in_force
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks
from yichuang.rules.opening import Opening, opening

if TYPE_CHECKING:
    from yichuang.rules.sections.queue import Queue

_UNKNOWN = Opening(
    open=True,
    opens_at=None,
    closes_at=None,
    gives_numbers=True,
    numbers_from=None,
    article="",
    by_browser=True,
    closes_itself_at=None,
)
"""A site whose book says no hours: only its windows tell."""
_KEPT = 5.0  # seconds of the hall's time


class _Known(NamedTuple):
    at: datetime
    on: date
    book: Book


_books: dict[int, _Known] = {}
_WEEKDAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"),
             ("周六", "Sat"), ("周日", "Sun"))  # fmt: skip
_CLOSED = Phrase("大厅现在没有开放。", "The hall is closed now.")
_CLOSED_UNTIL = Phrase("大厅现在没有开放，{zh} 开门。", "The hall is closed; it opens {en}.")
_NO_WINDOW = Phrase(
    "这项业务现在没有窗口开放，请留意叫号或询问导办台。",
    "No window is open for this now. Listen for your number, or ask at the guide desk.",
)


def opening_of(site_id: int, at: datetime) -> Opening:
    """How a site stands at `at`, by its rule book and its calendar."""
    wall = local(at)
    try:
        return opening(wall, _book(site_id, at, wall.date()))
    except (NoBook, BookLacks):
        return _UNKNOWN


def queue_rules(site_id: int, at: datetime) -> Queue:
    """The queue rules of a site on the day of `at`; the statute's where it has no book yet."""
    on = local(at).date()
    try:
        section = _book(site_id, at, on).on(on).queue
    except NoBook:
        section = None
    return section or _statutes(on)


@cache
def _statutes(on: date) -> Queue:
    section = Book.of("statute").on(on).queue
    assert section is not None, "the statute says how tickets rank"
    return section


def _book(site_id: int, at: datetime, on: date) -> Book:
    """The site's book, looked up again every few seconds: numbers are taken all the time."""
    known = _books.get(site_id)
    if known is None or known.on != on or not 0 <= (at - known.at).total_seconds() < _KEPT:
        known = _books[site_id] = _Known(at, on, in_force(site_id, on).book)
    return known.book


def forget() -> None:
    """Look the books up again (between tests)."""
    _books.clear()


def midnight(at: datetime) -> datetime:
    """When the hall's day of `at` began."""
    return instant(local(at).replace(hour=0, minute=0, second=0))


def said(hall: Opening, windows: int, at: datetime) -> Phrase | None:
    """Why no wait can be told, in a sentence; None where it can."""
    if hall.open:
        return None if windows else _NO_WINDOW
    if hall.opens_at is None:
        return _CLOSED
    when = moment(hall.opens_at, at)
    return Phrase(_CLOSED_UNTIL.say("zh", zh=when.zh), _CLOSED_UNTIL.say("en", en=when.en))


def moment(wall: datetime, at: datetime) -> Phrase:
    """A time of opening, with its day unless that is today or tomorrow."""
    today, hour = local(at).date(), f"{wall:%H:%M}"
    if wall.date() == today:
        return Phrase(f"今天 {hour}", f"at {hour} today")
    if wall.date() == today + timedelta(days=1):
        return Phrase(f"明天 {hour}", f"at {hour} tomorrow")
    zh, en = _WEEKDAYS[wall.weekday()]
    return Phrase(f"{wall.month}月{wall.day}日（{zh}）{hour}", f"on {en} {wall:%Y-%m-%d} at {hour}")
