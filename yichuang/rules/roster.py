"""What a roster (排班) must be: its half-days, by when it is filed, and what is wrong with one.

The half-days are those of the calendar and the hours in force on each day. That no window
stands empty, and by when the next period is filed, the `roster` part of the `duty` section says.
A window that nobody qualified and present could take is *unavoidably* empty: that is said, and
held against nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.halfdays import Half, halves_of
from yichuang.rules.sections.worktime import Session
from yichuang.rules.workcalendar import WorkCalendar, calendar_of

_DAY = timedelta(days=1)
_WARNED_WORKING_DAYS = 1
HALVES: Mapping[Half, Phrase] = {
    "am": Phrase("上午", "morning"), "pm": Phrase("下午", "afternoon"),
    "both": Phrase("全天", "all day"),
}  # fmt: skip


class Slot(NamedTuple):
    """A stretch of a day that windows are manned for: at most one post a person."""

    on: date
    half: Half
    start: time
    end: time
    rest: bool
    """Whether it falls on a day of rest on which the hall is open."""

    @property
    def key(self) -> tuple[date, Half]:
        return self.on, self.half

    @property
    def half_said(self) -> Phrase:
        return HALVES[self.half]


class Post(NamedTuple):
    """A window to be manned, and which department's people may; None: an integrated window."""

    window: str
    department: int | None


class Worker(NamedTuple):
    """Somebody who may sit at windows: by staff number, with the department they come from."""

    number: str
    department: int | None
    integrated: bool = False
    """Whether they are trained for integrated windows (综合窗口)."""


class Shift(NamedTuple):
    """Somebody at a window for a half-day."""

    on: date
    half: Half
    window: str
    person: str


class Term(NamedTuple):
    """The period that is filed next, and by when; `article` says so."""

    first: date
    last: date
    warn_at: datetime
    due: datetime
    article: str


Kind = Literal["empty", "unavoidable", "twice", "away", "unqualified", "closed"]


class Fault(NamedTuple):
    """What is wrong with a roster, where, and by which article."""

    kind: Kind
    on: date
    half: Half
    window: str
    person: str
    article: str

    @property
    def bars(self) -> bool:
        """Whether the roster can't be filed with it."""
        return self.kind != "unavoidable"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a roster is judged by."""

    first: date
    last: date
    posts: Sequence[Post]
    workers: Sequence[Worker]
    away: Collection[tuple[str, date, Half]] = ()
    """Approved leave and other absence, by half-day; ``both`` is all of a day."""


def slots(book: Book, first: date, last: date) -> tuple[Slot, ...]:
    """The half-days on which the hall is open, in order. Raises BookLacks without hours."""
    calendar, found = calendar_of(book), []
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        rest = not calendar.sessions(day)
        sessions = calendar.rest_day_sessions(day) if rest else calendar.sessions(day)
        found += _of_day(day, sessions, rest)
    return tuple(found)


def next_term(book: Book, at: datetime) -> Term | None:
    """What is to be filed next at `at`, on the hall's wall; None where the book asks for none.

    A period is due at the close of the last working day before it begins.
    """
    section = book.on(at.date()).duty
    rule = section.roster if section else None
    if section is None or rule is None:
        return None
    first, last = _next_week(at.date()) if rule.covers == "next_week" else _next_month(at.date())
    calendar = calendar_of(book)
    day = _working_before(calendar, first)
    closes = calendar.sessions(day)[-1].end if calendar.sessions(day) else time(23, 59, 59)
    warned = day
    for _ in range(_WARNED_WORKING_DAYS):
        warned = _working_before(calendar, warned)
    article = rule.article or section.article
    return Term(
        first, last, datetime.combine(warned, time()), datetime.combine(day, closes), article
    )


def faults(facts: Facts, shifts: Iterable[Shift], book: Book) -> tuple[Fault, ...]:
    """Everything that is wrong with a roster (排班检查), by day, half-day and window.

    By the article of the book in force on each day; a book that doesn't forbid an empty window
    has none held against the roster.
    """
    told = list(shifts)
    manned = {(one.on, one.half, one.window) for one in told}
    busy = {(one.on, one.half, one.person) for one in told}
    gone = _gone(facts.away)
    found = list(_of_shifts(facts, told, gone, book))
    for slot in slots(book, facts.first, facts.last):
        section = book.on(slot.on).duty
        rule = section.roster if section else None
        if section is None or rule is None or not rule.no_empty_window:
            continue
        article = rule.article or section.article
        for post in facts.posts:
            if (*slot.key, post.window) in manned:
                continue
            free = any(
                qualified(worker, post) and (*slot.key, worker.number) not in busy
                and not is_away(gone, worker.number, slot.on, slot.half)
                for worker in facts.workers
            )  # fmt: skip
            kind: Kind = "empty" if free else "unavoidable"
            found.append(Fault(kind, slot.on, slot.half, post.window, "", article))
    return tuple(sorted(found, key=lambda one: (one.on, one.half, one.window, one.person)))


def qualified(worker: Worker, post: Post) -> bool:
    """Whether somebody may sit there: of its department, or trained for integrated windows."""
    return worker.integrated if post.department is None else post.department == worker.department


Gone = Mapping[tuple[str, date], frozenset[Half]]


def _gone(away: Iterable[tuple[str, date, Half]]) -> Gone:
    found: dict[tuple[str, date], set[Half]] = defaultdict(set)
    for person, on, half in away:
        found[person, on].add(half)
    return {key: frozenset(halves) for key, halves in found.items()}


def is_away(gone: Gone, person: str, on: date, half: Half) -> bool:
    """Whether an absence touches a half-day; one session that is a whole day is touched by any."""
    halves = gone.get((person, on), frozenset())
    return bool(halves) and (half == "both" or half in halves or "both" in halves)


def gone_of(facts: Facts) -> Gone:
    """The absences, to ask `is_away` by."""
    return _gone(facts.away)


def _of_shifts(facts: Facts, told: list[Shift], gone: Gone, book: Book) -> Iterable[Fault]:
    posts = {post.window: post for post in facts.posts}
    workers = {worker.number: worker for worker in facts.workers}
    opens = {slot.key for slot in slots(book, facts.first, facts.last)}
    at_once = Counter((one.on, one.half, one.person) for one in told)
    for one in told:
        post, worker = posts.get(one.window), workers.get(one.person)
        kinds: list[Kind] = []
        if (one.on, one.half) not in opens or post is None:
            kinds.append("closed")
        elif worker is None or not qualified(worker, post):
            kinds.append("unqualified")
        if is_away(gone, one.person, one.on, one.half):
            kinds.append("away")
        if at_once[one.on, one.half, one.person] > 1:
            kinds.append("twice")
        for kind in kinds:
            yield Fault(kind, one.on, one.half, one.window, one.person, _article(book, one.on))


def _article(book: Book, on: date) -> str:
    section = book.on(on).duty
    rule = section.roster if section else None
    return (rule.article or section.article) if section and rule else ""


def _of_day(day: date, sessions: Sequence[Session], rest: bool) -> list[Slot]:
    spans = [(_seconds(one.start), _seconds(one.end)) for one in sessions]
    found: dict[Half, Slot] = {}
    for half, one in zip(halves_of(spans), sessions, strict=True):
        known = found.get(half)
        start = known.start if known else one.start
        found[half] = Slot(day, half, start, one.end, rest)
    return list(found.values())


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _next_month(on: date) -> tuple[date, date]:
    first = (on.replace(day=1) + 32 * _DAY).replace(day=1)
    return first, (first + 32 * _DAY).replace(day=1) - _DAY


def _next_week(on: date) -> tuple[date, date]:
    first = on + (7 - on.weekday()) * _DAY
    return first, first + 6 * _DAY


def _working_before(calendar: WorkCalendar, day: date) -> date:
    day -= _DAY
    while not calendar.is_working_day(day):
        day -= _DAY
    return day
