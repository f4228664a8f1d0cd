"""A person's month (一人一月): attendance and all that follows from it, by the `month` ruling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from yichuang.attendance.closing import as_known, closed_month
from yichuang.attendance.days import Days, Known, facts_of, known_of, laid_out, settled_days
from yichuang.attendance.evidence import Evidence
from yichuang.organization.times import local
from yichuang.regulations.queries import Adopted, adopted_as, in_force
from yichuang.rules import month
from yichuang.rules.parts.deed import Deed


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Acts reported of somebody: within the period, and before it."""

    acts: tuple[Deed, ...] = ()
    earlier: tuple[Deed, ...] = ()


ActProvider: TypeAlias = Callable[[Collection[int], date, date], Mapping[int, ActFacts]]
_act_providers: list[ActProvider] = []


def provide_acts(provider: ActProvider) -> ActProvider:
    """Let a package say what acts were found, besides those attendance finds by itself."""
    if provider not in _act_providers:
        _act_providers.append(provider)
    return provider


@dataclass(frozen=True, slots=True)
class Month:
    """Somebody's month: the days, the whole ruling, and whether it is closed."""

    days: Days
    ruling: month.Ruling
    revision: int
    """0: open; else the revision that was signed."""

    def evidence_of(self, deed: Deed) -> tuple[Evidence, ...]:
        """What shows an act that attendance found: the punches of its day."""
        halves = [half for half in self.days.halves if half.ruled.date_ == deed.on]
        return tuple(one for half in halves for one in half.evidence)


def span_of(first: date, at: datetime) -> tuple[date, date]:
    """The days of a month that are ruled on: what hasn't come yet is nobody's absence."""
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first, max(first, min(last, local(at).date()))


def months_of(
    people: Collection[int], site_id: int, first: date, at: datetime
) -> Mapping[int, Month]:
    """The month of these people that begins on `first` (一人一月), by person.

    Raises FactsError where it can't be ruled on, NoBook where the site has no book.
    """
    begins, ends = span_of(first, at)
    closed = closed_month(site_id, first)
    adopted = adopted_as(closed.adoption_id) if closed else in_force(site_id, ends)
    known = as_known(known_of(people, begins, ends), site_id, begins, ends)
    settled = settled_days(site_id, begins, ends, at)
    acts = _acts_of(people, begins, ends)
    revision = closed.revision if closed else 0
    return {
        person: _month(one, adopted, settled, acts.get(person, ActFacts()), revision)
        for person, one in known.items()
    }


def days_of(person_id: int, site_id: int, first: date, last: date, at: datetime) -> Days:
    """Somebody's days from first through last (逐日认定).

    Raises FactsError where they can't be ruled on, NoBook where the site has none.
    """
    known = as_known(known_of([person_id], first, last), site_id, first, last)[person_id]
    return laid_out(known, in_force(site_id, last), settled_days(site_id, first, last, at))


def _acts_of(people: Collection[int], first: date, last: date) -> Mapping[int, ActFacts]:
    made: dict[int, ActFacts] = {}
    for provider in _act_providers:
        for person, found in provider(people, first, last).items():
            before = made.get(person, ActFacts())
            made[person] = ActFacts(before.acts + found.acts, before.earlier + found.earlier)
    return made


def _month(
    known: Known, adopted: Adopted, settled: frozenset[date], acts: ActFacts, revision: int
) -> Month:
    own = facts_of(known, adopted.book)
    facts = month.Facts(
        from_=own.from_, to=own.to, punches=own.punches, leaves=own.leaves, outings=own.outings,
        set_aside=own.set_aside, acts=acts.acts, earlier=acts.earlier,
    )  # fmt: skip
    days = laid_out(known, adopted, settled)
    return Month(days, month.rule(facts, adopted.book), revision)


__all__ = ["ActFacts", "Month", "days_of", "months_of", "provide_acts", "span_of"]
