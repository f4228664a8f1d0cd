"""By when a service commitment (服务承诺) is to be kept: each business, for each customer.

The limit is that of the customer's own class, else of the class it belongs to, else the one
for anybody. Where the text commits to nothing for a customer, there is nothing to rule on,
and that is said instead of guessed. Days count as for cases: the first isn't counted, the
last ends at the close of business; minutes are those of the clock. A light is yellow when
the book's number of working days or fewer are left after today, so a limit in minutes is
yellow until it is red.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.phrases import Phrase, phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.lateness import AS_A_RULE, lateness
from yichuang.rules.lights import deciding, lights
from yichuang.rules.limits import Light, counted_days, due, light
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.commitments import Commitments
from yichuang.rules.wording import by_unit, minute
from yichuang.rules.worktime import calendar_of


@dataclass(frozen=True, slots=True)
class Facts:
    """A piece of business, begun for a customer; both by their codes in the book."""

    business: str
    customer: str
    started_at: datetime
    now: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """By when it was promised, and how it stands."""

    due: datetime
    light: Light
    remaining_working_days: int
    findings: tuple[str, ...]
    acts: tuple[Deed, ...]
    """What passing the limit is, where the book names an act."""
    readings: tuple[Reading, ...]
    """The readings that the book itself names at the limit used."""
    provisional: bool
    because: tuple[Reason, ...]


DUE = by_unit(
    "commitment.due",
    "{business_zh}（{customer_zh}）承诺 {n} [unit]，自 {start} 起算，至 {due}",
    "{business_en} for {customer_en}: within {n} [unit] from {start}, by {due}",
)
LIGHTS = lights("commitment")
DONE = phrase("commitment.done", "{done} 完成，期限至 {due}", "done {done}, due {due}")
_ONE_OF = Phrase("以下之一：{known}", "one of {known}")
_COMMITTED = Phrase(
    "有承诺时限的客户类别（{known}）；“{business}”对该类客户未作承诺",
    "customers with a commitment ({known}); {business} promises nothing to these",
)
_NOT_BEFORE = Phrase("不早于开始（{when}）", "no time before the start ({when})")


@ruled("commitment")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rule on a service commitment (服务承诺).

    By the book in force on the day it was begun. Article: S1-4 三. Raises FactsError for a
    business or customer the book doesn't know or commits to nothing for, or where it was
    done before it began; BookLacks where the book has no `commitments`.
    """
    section = book.on(facts.started_at.date()).commitments
    if section is None:
        raise BookLacks("commitments", book.name)
    if facts.done_at is not None and facts.done_at < facts.started_at:
        raise FactsError("facts.done_at", _NOT_BEFORE, facts.done_at, {"when": facts.started_at})
    limit = _limit(facts, section)
    calendar = calendar_of(book)
    ends = due(limit, facts.started_at, calendar, None, section.counting, "facts.started_at")
    today = max(facts.now.date(), facts.started_at.date())
    left = counted_days(today, ends.date(), calendar)
    lamp = light(ends, facts.now, facts.done_at, left, section.warn_working_days)
    provisional = calendar.provisional_reason(facts.started_at.date(), ends.date())
    late = lateness(limit, ends, facts.done_at, facts.now)
    used = Readings()
    used.of(section)
    used.of(section.business[facts.business])
    used.of(limit)
    because: tuple[Reason, ...] = ()
    if reasons:
        because = _why(facts, section, limit, ends, lamp, left)
        because += late.reasons if late else ()
        because += (provisional,) if provisional is not None else ()
    return Ruling(
        ends,
        lamp,
        left,
        (AS_A_RULE,) if late and not late.breach else (),
        (late.act,) if late and late.act else (),
        used.listed(),
        provisional is not None,
        because,
    )


def _limit(facts: Facts, section: Commitments) -> Limit:
    business = section.business.get(facts.business)
    if business is None:
        known = ", ".join(section.business)
        raise FactsError("facts.business", _ONE_OF, facts.business, {"known": known})
    if facts.customer not in section.customers:
        known = ", ".join(section.customers)
        raise FactsError("facts.customer", _ONE_OF, facts.customer, {"known": known})
    limit = section.limit_for(business, facts.customer)
    if limit is None:
        served = [c for c in section.customers if section.limit_for(business, c)]
        args = {"known": ", ".join(served), "business": business.zh}
        raise FactsError("facts.customer", _COMMITTED, facts.customer, args)
    return limit


def _why(
    facts: Facts, section: Commitments, limit: Limit, ends: datetime, lamp: Light, left: int
) -> tuple[Reason, ...]:
    business, customer = section.business[facts.business], section.customers[facts.customer]
    until = minute(ends)
    args: dict[str, object] = {
        "business_zh": business.zh,
        "business_en": business.en,
        "customer_zh": customer.zh,
        "customer_en": customer.en,
        "n": limit.n,
        "start": minute(facts.started_at),
        "due": until,
    }
    promise = Reason(limit.article, DUE[limit.unit], args, until)
    if facts.done_at is not None:
        done = {"done": minute(facts.done_at), "due": until}
        return promise, Reason(section.article, DONE, done, lamp)
    warn = section.warn_working_days
    fact, state = deciding(LIGHTS, lamp, limit.unit, ends, facts.now, left, warn)
    return promise, Reason(section.article, fact, state, lamp)
