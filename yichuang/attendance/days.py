"""Day results (逐日认定): what is known of somebody, ruled by the book.

A pure function of what is known: punches, leaves, outings, what was set aside, and the book. So
it doesn't matter in which order or how often anything came, and nothing is stored that could
go stale. What was ruled is kept in memory by exactly what it was ruled from; when somebody's
punch comes late, only theirs is ruled again. A closed month is ruled from what was known when
it was closed (`closing`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from yichuang.attendance.asking import whole_days
from yichuang.attendance.evidence import Evidence, evidence_of
from yichuang.attendance.objecting import set_aside_of
from yichuang.attendance.queries import Away, away_of
from yichuang.organization.times import local
from yichuang.regulations.queries import Adopted, NoBook, adopted_as, in_force, versions
from yichuang.rules import attendance
from yichuang.rules.attendance import Facts, Ruling, Span, spans
from yichuang.rules.attendance.facts import HalfDay, Leave, Outing, SetAside
from yichuang.rules.book.rulebook import Book

_NOBODY_AWAY = Away()


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one person from a day through a day (认定所据)."""

    first: date
    last: date
    evidence: tuple[Evidence, ...] = ()
    leaves: tuple[Leave, ...] = ()
    outings: tuple[Outing, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class Half:
    """One half-day as it counts, what shows it, and whether more may come of it."""

    ruled: HalfDay
    evidence: tuple[Evidence, ...]
    provisional: bool
    starts: str | None = None
    """When the session begins, ``HH:MM``; None on a day off."""
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Somebody's days as they are ruled (逐日认定)."""

    ruling: Ruling
    halves: tuple[Half, ...]
    unclaimed: tuple[Evidence, ...]
    """Punches that no session claims."""
    book: Book
    known: Known


def known_of(people: Collection[int], first: date, last: date) -> Mapping[int, Known]:
    """What is known of these people now."""
    evidence, away = evidence_of(people, first, last), away_of(people, first, last)
    aside = set_aside_of(people, first, last)
    made = {}
    for person in people:
        theirs = away.get(person, _NOBODY_AWAY)
        made[person] = Known(first, last, evidence[person], theirs.leaves, theirs.outings,
                             aside.get(person, ()))  # fmt: skip
    return made


def laid_out(known: Known, adopted: Adopted, settled: frozenset[date]) -> Days:
    """The days as they are ruled from what is known; `settled`: days of which all is here."""
    own, facts = _split(known, adopted.book)
    ruling = _ruled(facts, adopted.book)
    by_session: dict[tuple[date, str], list[Evidence]] = {}
    unclaimed = []
    windows = _windows(known.first, known.last, adopted.book)
    sessions = {(span.day, span.session): span for span in windows}
    for one in own:
        key = _claimed_by(one.at, windows)
        if key is None:
            unclaimed.append(one)
        else:
            by_session.setdefault(key, []).append(one)
    halves = []
    for half in ruling.half_days:
        key = (half.date_, half.session)
        shown, span = tuple(by_session.get(key, ())), sessions.get(key)
        times = (span.starts, span.ends) if span else (None, None)
        halves.append(Half(half, shown, half.date_ not in settled, *times))
    return Days(ruling, tuple(halves), tuple(unclaimed), adopted.book, known)


def facts_of(known: Known, book: Book) -> Facts:
    """What is known, as the rule takes it."""
    return _split(known, book)[1]


def adopted_on(site_id: int, day: date) -> Adopted:
    """The book in force on a day; the site's first one for the days before it.

    A terminal may have kept records from before the hall opened. Raises NoBook where the site
    has none at all.
    """
    try:
        return in_force(site_id, day)
    except NoBook:
        oldest = versions(site_id)[-1:]
        if not oldest:
            raise
        return adopted_as(oldest[0].pk)


def until_day(known: Known, last: date) -> Known:
    """What is known of the days up to one."""
    if last >= known.last:
        return known
    end = last.isoformat()
    return replace(
        known, last=last, leaves=tuple(one for one in known.leaves if one.from_[:10] <= end),
        outings=tuple(one for one in known.outings if one.to.date() <= last),
        set_aside=tuple(one for one in known.set_aside if one.date_ <= last),
    )  # fmt: skip


def sessions_of(day: date, book: Book) -> tuple[Span, ...]:
    """The sessions of a day (时段), with the time whose punches are theirs."""
    return _windows(day, day, book)


def settled_days(site_id: int, first: date, last: date, at: datetime) -> frozenset[date]:
    """The days that are over and of which every terminal's records are proven to be here."""
    today = local(at).date()
    whole = whole_days(site_id, first, last)
    return frozenset(day for day in whole if day < today)


def _split(known: Known, book: Book) -> tuple[list[Evidence], Facts]:
    """The evidence within the period, the night after its last day as far as that is its own."""
    windows = _windows(known.first, known.last, book)
    midnight = datetime.combine(known.last + timedelta(days=1), datetime.min.time())
    latest = max([midnight - timedelta(seconds=1), *(w.closes for w in windows[-1:])])
    own = [one for one in known.evidence if one.at <= latest]
    facts = Facts(
        from_=known.first,
        to=known.last,
        punches=tuple(dict.fromkeys(one.at for one in own)),
        leaves=known.leaves,
        outings=known.outings,
        set_aside=known.set_aside,
    )
    return own, facts


def _claimed_by(at: datetime, windows: tuple[Span, ...]) -> tuple[date, str] | None:
    day = at.date()
    near = (day, day - timedelta(days=1), day + timedelta(days=1))
    found = (w for w in windows if w.day in near and w.opens <= at <= w.closes)
    return next(((w.day, w.session) for w in found), None)


@lru_cache(maxsize=64)
def _windows(first: date, last: date, book: Book) -> tuple[Span, ...]:
    return tuple(spans(Facts(from_=first, to=last), book))


def _ruled(facts: Facts, book: Book) -> Ruling:
    key = (facts.from_, facts.to, facts.punches, facts.leaves, facts.outings, facts.set_aside)
    return _ruled_once(key, book)


_Key = tuple[
    date, date, tuple[datetime, ...], tuple[Leave, ...], tuple[Outing, ...], tuple[SetAside, ...]
]


@lru_cache(maxsize=4096)
def _ruled_once(key: _Key, book: Book) -> Ruling:
    first, last, punches, leaves, outings, aside = key
    facts = Facts(from_=first, to=last, punches=punches, leaves=leaves, outings=outings,
                  set_aside=aside)  # fmt: skip
    return attendance.rule(facts, book)
