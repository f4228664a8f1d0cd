"""The post allowance (岗位津贴): what a month's faults cost, item by item, and what is paid.

The day rate is the allowance over the working days, to the cent, half up, before anything is
made of it. Each item is charged by the tier of its count; lines add up to what is deducted,
unless that is more than the book lets be deducted (`capped`). By default never more than the
allowance.

Where the book gives a range and nobody has filled in the amount, the least is taken. What
the book has no item for costs nothing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from yichuang.rules import money
from yichuang.rules.acts import known_on
from yichuang.rules.allowance import sentences as say
from yichuang.rules.allowance.amounts import Purse
from yichuang.rules.allowance.charging import Account, amount_of, charge, reward
from yichuang.rules.allowance.deeds import last_day, told
from yichuang.rules.allowance.facts import CarriedLine, Facts, Line, Ruling
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.consequence import Effect, Follows
from yichuang.rules.parts.entry import Cap
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.allowance import FACTS, Allowance

__all__ = ["CarriedLine", "Facts", "Follows", "Line", "Ruling", "rule"]

_DAYS_IN_MONTH = 31
_MOST = 1_000_000
"""Beyond this a count is a slip of the hand."""


@ruled("allowance")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Work out a month's allowance (岗位津贴核算); amounts in yuan as decimal strings.

    The section in force on the last day of `month` is used; without `month`, the latest one.
    Raises FactsError for amounts or counts that can't be, or an item the book doesn't know;
    BookLacks where the book says nothing about an allowance.
    """
    day = last_day(facts.acts or ()) if facts.month is None else _day(facts.month)
    rules = book.on(day).allowance
    if rules is None:
        raise BookLacks("allowance", book.name)
    facts = told(facts, rules, book, day)
    counts = _counts(facts, rules)
    _check(facts, rules)
    allowance = amount_of(facts.monthly_allowance, "facts.monthly_allowance")
    purse = Purse.of(allowance, facts.working_days, rules)
    account = Account(facts, rules, purse, reasons, known_on(book, day))
    account.readings.of(rules)
    account.readings.setting("rounding", rules, "rounding")
    account.why(
        rules.article,
        say.DAY_RATE,
        money.to_text(purse.day_rate),
        allowance=money.to_text(allowance),
        days=f"{rules.day_rate_days or facts.working_days:g}",
    )
    _bring_over(facts, account)
    for code, count in counts.items():
        if code in rules.items:
            charge(code, count, account)
        if code in rules.bonuses:
            reward(code, count, account)
        if count and code not in rules.known():
            account.find("no_such_item")
            name = account.name(code, None)
            told_ = {"item": name.zh, "item_en": name.en, "unit": "次", "unit_en": "times"}
            account.why(rules.article, say.UNKNOWN, "nothing", count=f"{count:g}", **told_)
    for code, count in facts.carried.items():
        if count:
            charge(code, count, account, carried=True)
    return _closed(account)


def _bring_over(facts: Facts, account: Account) -> None:
    """Deduct what the month before didn't cover (续扣)."""
    cents = amount_of(facts.carried_over, "facts.carried_over")
    if cents:
        amount = money.to_text(cents)
        account.sum += cents
        account.lines.append(Line("carried_over", 1, amount, carried=False, bounds=None))
        account.why(account.rules.article, say.BROUGHT, f"-{amount}", amount=amount)


def _carry_over(account: Account, deducted: int) -> int:
    """What the allowance didn't cover: it lapses, or the next month is charged with it."""
    rest = account.sum - deducted
    if rest <= 0:
        return 0
    account.readings.setting("not_covered", account.rules, "not_covered")
    carries = account.rules.not_covered == "carried_over"
    fact = say.CARRIES_OVER if carries else say.LAPSES
    account.why(account.rules.article, fact, _text(rest if carries else 0), amount=_text(rest))
    return rest if carries else 0


def _closed(account: Account) -> Ruling:
    rules, purse = account.rules, account.purse
    total = money.to_text(account.sum)
    deducted = account.sum
    cap = min(purse.allowance, _of_all(purse, rules.deducted_at_most))
    if deducted > cap:
        deducted = cap
        article = rules.deducted_at_most.article
        account.why(article, say.TOTAL_CAP, f"-{money.to_text(cap)}", sum=total, cap=_text(cap))
    floor = _of_all(purse, rules.paid_at_least) if rules.paid_at_least else 0
    if rules.paid_at_least and purse.allowance - deducted < floor:
        deducted = max(0, purse.allowance - floor)
        account.why(rules.paid_at_least.article, say.FLOOR, _text(floor), floor=_text(floor))
    rest = _carry_over(account, deducted)
    if account.shares > 1:
        account.readings.setting("shares", rules, "shares")
    added = _added(account)
    paid = purse.allowance - deducted + added
    account.why(
        rules.article,
        say.TOTAL_ADDED if rules.bonuses else say.TOTAL,
        _text(paid),
        sum=total,
        allowance=_text(purse.allowance),
        added=_text(added),
    )
    return Ruling(
        day_rate=_text(purse.day_rate),
        lines=tuple(account.lines),
        deducted=_text(deducted),
        bonuses=tuple(account.bonuses),
        added=_text(added),
        paid=_text(paid),
        capped=deducted < account.sum,
        carried_over=_text(rest),
        bulletin=any(f.action == "bulletin" for f in account.follows),
        notify_home_unit=any(f.to == "home_unit" for f in account.follows),
        consequences=tuple(account.follows),
        carried=tuple(account.carried),
        findings=tuple(account.findings),
        not_stated=tuple(dict.fromkeys(account.not_stated)),
        readings=account.readings.listed(),
        because=tuple(account.because),
    )


def _added(account: Account) -> int:
    """What the bonuses add, within their cap."""
    most = account.rules.added_at_most
    cap = _of_all(account.purse, most) if most else account.added
    if most and account.added > cap:
        told = {"sum": _text(account.added), "cap": _text(cap)}
        account.why(most.article, say.ADDED_CAP, f"+{_text(cap)}", **told)
    return min(account.added, cap)


def _counts(facts: Facts, rules: Allowance) -> dict[str, float]:
    """Every count of the facts, in the order of the book's items."""
    told = {code: getattr(facts, code) for code in FACTS}
    for code, count in facts.counts.items():
        if code in told:
            raise FactsError(f"facts.counts.{code}", say.OWN_KEY, code, {"code": code})
        _known(code, f"facts.counts.{code}", rules)
        told[code] = count
    for code, count in told.items():
        if not 0 <= count <= _MOST:
            at = f"facts.{code}" if code in FACTS else f"facts.counts.{code}"
            raise FactsError(at, say.COUNT, count, {"most": _MOST})
    order = {code: index for index, code in enumerate(rules.known())}
    return dict(sorted(told.items(), key=lambda kv: order.get(kv[0], len(order))))


def _check(facts: Facts, rules: Allowance) -> None:
    if not 1 <= facts.working_days <= _DAYS_IN_MONTH:
        raise FactsError("facts.working_days", say.WORKING_DAYS, facts.working_days)
    for field in ("earlier", "carried"):
        for code, count in getattr(facts, field).items():
            at = f"facts.{field}.{code}"
            _known(code, at, rules)
            if field == "carried" and code not in rules.items:
                raise FactsError(at, say.CODE, code, {"known": ", ".join(rules.items)})
            if not 0 <= count <= _MOST:
                raise FactsError(at, say.COUNT, count, {"most": _MOST})
    for index, code in enumerate(facts.uncorrected):
        _known(code, f"facts.uncorrected[{index}]", rules)
    for code in facts.chosen:
        _known(code, f"facts.chosen.{code}", rules)
        named = [table[code] for table in (rules.items, rules.bonuses) if code in table]
        effects: list[Effect] = [*named, *(tier for item in named for tier in item.tiers)]
        if all(f.fixed is not None for effect in effects for f in effect.figures.values()):
            raise FactsError(f"facts.chosen.{code}", say.NO_RANGE, facts.chosen[code])


def _known(code: str, at: str, rules: Allowance) -> None:
    if code not in rules.known():
        raise FactsError(at, say.CODE, code, {"known": ", ".join(rules.known())})


def _day(month: str | None) -> date:
    """The last day of a month ``2026-03``; without one, the last day there is."""
    if month is None:
        return date.max
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise FactsError("facts.month", say.MONTH, month) from None
    return first.replace(day=monthrange(first.year, first.month)[1])


def _of_all(purse: Purse, cap: Cap) -> int:
    """A bound of the whole: of the allowance, whatever was deducted before."""
    purse.base = purse.allowance
    return purse.least(cap)


def _text(cents: int) -> str:
    return money.to_text(cents)
