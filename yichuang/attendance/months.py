"""A person's month (一人一月): attendance and all that follows from it, by the `month` ruling."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.acts.queries import deeds, of_person
from yichuang.acts.states import Source
from yichuang.attendance.closing import as_known, closed_month, last_of
from yichuang.attendance.days import (
    Days,
    Known,
    adopted_on,
    facts_of,
    known_of,
    laid_out,
    sessions_of,
    settled_days,
    until_day,
)
from yichuang.attendance.evidence import Evidence
from yichuang.organization.times import local
from yichuang.regulations.queries import Adopted, adopted_as
from yichuang.rules import month
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.deed import Deed

_OWN = Source.ATTENDANCE


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Acts in the ledger about somebody: within the period, and before it in the year."""

    acts: tuple[Deed, ...]
    earlier: tuple[Deed, ...]
    shown: Mapping[tuple[str, date, str | None], Evidence]
    """What each of them opens from."""


@dataclass(frozen=True, slots=True)
class Month:
    """Somebody's month: the days, the whole ruling, and whether it is closed."""

    days: Days
    ruling: month.Ruling
    revision: int
    """0: open; else the revision that was signed."""
    acts: ActFacts

    def evidence_of(self, deed: Deed) -> tuple[Evidence, ...]:
        """What shows an act: what it opens from in the ledger, else the punches of its day."""
        shown = self.acts.shown.get(_same(deed))
        if shown is not None:
            return (shown,)
        halves = [half for half in self.days.halves if half.ruled.date_ == deed.on]
        return tuple(one for half in halves for one in half.evidence)


def shown_until(first: date, at: datetime) -> date:
    """The last day of a month that there is anything to show of: today, in the current one."""
    return max(first, min(last_of(first), local(at).date()))


def ruled_until(first: date, book: Book, at: datetime) -> date:
    """The last day of a month that is over: what hasn't come yet is nobody's absence."""
    last, now = shown_until(first, at), local(at)
    over = last < now.date() or all(one.ends <= now for one in sessions_of(last, book))
    return last if over else max(first, last - timedelta(days=1))


def months_of(
    people: Collection[int], site_id: int, first: date, at: datetime
) -> Mapping[int, Month]:
    """The month of these people that begins on `first` (一人一月), by person.

    Raises FactsError where it can't be ruled on, NoBook where the site has no book.
    """
    ends = shown_until(first, at)
    closed = closed_month(site_id, first)
    adopted = adopted_as(closed.adoption_id) if closed else adopted_on(site_id, ends)
    known = as_known(known_of(people, first, ends), site_id, first, ends)
    settled = settled_days(site_id, first, ends, at)
    revision = closed.revision if closed else 0
    until = ruled_until(first, adopted.book, at)
    return {
        person: _month(one, until, adopted, settled, _acts_of(person, first, until), revision)
        for person, one in known.items()
    }


def days_of(person_id: int, site_id: int, first: date, last: date, at: datetime) -> Days:
    """Somebody's days from first through last (逐日认定).

    Raises FactsError where they can't be ruled on, NoBook where the site has none.
    """
    known = as_known(known_of([person_id], first, last), site_id, first, last)[person_id]
    return laid_out(known, adopted_on(site_id, last), settled_days(site_id, first, last, at))


def _acts_of(person_id: int, first: date, last: date) -> ActFacts:
    """What the ledger holds of somebody besides what attendance finds anyhow."""
    year = first.replace(month=1, day=1)
    rows = [row for row in of_person(person_id, year, last) if row.deed.source != _OWN]
    within = [row for row in rows if row.on >= first]
    return ActFacts(
        deeds(within), deeds(row for row in rows if row.on < first),
        {_same(row.deed): Evidence(local(row.happened_at), "record", row.evidence)
         for row in within},
    )  # fmt: skip


def _same(deed: Deed) -> tuple[str, date, str | None]:
    return deed.code, deed.on, deed.event


def _month(
    known: Known,
    until: date,
    adopted: Adopted,
    settled: frozenset[date],
    acts: ActFacts,
    revision: int,
) -> Month:
    own = facts_of(until_day(known, until), adopted.book)
    facts = month.Facts(
        from_=own.from_, to=own.to, punches=own.punches, leaves=own.leaves, outings=own.outings,
        set_aside=own.set_aside, acts=acts.acts, earlier=acts.earlier,
    )  # fmt: skip
    days = laid_out(known, adopted, settled)
    return Month(days, month.rule(facts, adopted.book), revision, acts)
