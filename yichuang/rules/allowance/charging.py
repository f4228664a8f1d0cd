"""What each item of a month costs (逐项扣发), and what else follows from it, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules import effects, money
from yichuang.rules.acts import Known
from yichuang.rules.allowance import sentences as say
from yichuang.rules.allowance.amounts import Purse
from yichuang.rules.allowance.facts import CarriedLine, Facts, Line, Ruling
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.condition import Condition, Value, judge
from yichuang.rules.parts.consequence import Consequence, Effect, Follows, follows, to_words
from yichuang.rules.parts.entry import Level
from yichuang.rules.parts.measures import measure_name
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.table import How, Laid
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.allowance import Allowance, Item

__all__ = ["Account", "Ruling", "amount_of", "charge", "number", "reward"]


@dataclass(slots=True)
class Account:
    """The month's account while it is being written."""

    facts: Facts
    rules: Allowance
    purse: Purse
    reasons: bool
    known: Known | None = None
    lines: list[Line] = field(default_factory=list)
    sum: int = 0
    bonuses: list[Line] = field(default_factory=list)
    added: int = 0
    follows: list[Follows] = field(default_factory=list)
    carried: list[CarriedLine] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    not_stated: list[str] = field(default_factory=list)
    because: list[Reason] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    shares: int = 0
    """How many items took a share of the allowance."""

    def why(self, article: str, fact: Phrase, ruling: str, **args: object) -> None:
        if self.reasons:
            self.because.append(Reason(article or self.rules.article, fact, args, ruling))

    def find(self, code: str) -> None:
        if code not in self.findings:
            self.findings.append(code)

    def name(self, code: str, item: Item | None) -> Phrase:
        """What an item is called: by its title, or by the acts that it counts."""
        if item is not None and item.title is not None:
            return Phrase(item.title.zh, item.title.en)
        if code in say.NAMES:
            return say.NAMES[code]
        acts = item.counter.acts if item is not None and item.counts is not None else (code,)
        if self.known is None:
            return Phrase(code, code)
        named = list(dict.fromkeys(self.known.name(act) for act in acts or (code,)))
        return Phrase("、".join(p.zh for p in named), ", ".join(p.en for p in named))

    def take(self, follows_: Follows) -> None:
        if follows_ not in self.follows:
            self.follows.append(follows_)


class _Share(NamedTuple):
    """So many of an item, on one of its levels; without tiers, on the item itself."""

    laid: Laid[Level] | None
    effect: Effect | None
    times: float
    each: bool

    @property
    def multiplied(self) -> float:
        return self.times if self.each else 1


class _Entry(NamedTuple):
    """So many of an item on the account, whether own, somebody else's, or a bonus."""

    code: str
    times: float
    item: Item
    carried: bool = False
    bonus: bool = False


def charge(code: str, count: float, account: Account, *, carried: bool = False) -> None:
    """Charge so many of an item; with `carried`, somebody else's that cost this person too."""
    entry = _Entry(code, count, account.rules.items[code], carried=carried)
    if account.rules.shares == "in_turn":
        account.purse.base = max(0, account.purse.allowance - account.sum)
    line, shares = _line(entry, account)
    cents = 0
    if line is not None:
        cents = _cents(line)
        account.sum += cents
        account.lines.append(line)
    if not carried:
        _others(entry, shares, cents, account)


def reward(code: str, count: float, account: Account) -> None:
    """Add what so many of a bonus bring (加发)."""
    entry = _Entry(code, count, account.rules.bonuses[code], bonus=True)
    line, shares = _line(entry, account)
    if line is not None:
        account.added += _cents(line)
        account.bonuses.append(line)
    _others(entry, shares, _cents(line) if line else 0, account)


def _cents(line: Line) -> int:
    """What a line comes to, however much it is."""
    return int(line.amount.replace(".", ""))


def _line(entry: _Entry, account: Account) -> tuple[Line | None, list[_Share]]:
    """The line of an entry, None where nothing is taken; and the levels it falls on."""
    least, hit, open_ = 0, False, False
    upper: int | None = 0
    shares = _shares(entry, account)
    for share in shares:
        cents, effect = _tell(entry, share, account)
        if effect is None or not effect.is_priced:
            continue
        hit = True
        least += cents
        account.shares += effect.share is not None
        most: int | None = cents
        if not effect.is_fixed:
            open_, most = True, account.purse.most(effect, share.multiplied)
        upper = None if most is None or upper is None else upper + most
    if not hit:
        return None, shares
    code, item = entry.code, entry.item
    cents = _filled_in(entry, shares, (least, upper), account) if open_ else least
    cents = _capped(code, cents, item, account)
    bounds = None
    if open_:
        bounds = (money.to_text(least), None if upper is None else money.to_text(upper))
    line = Line(code, number(entry.times), money.to_text(cents), entry.carried, bounds)
    return line, shares


def how_of(item: Item) -> How:
    """How an item's tiers are read, where it doesn't say."""
    return item.read_as("held")


def _shares(entry: _Entry, account: Account) -> list[_Share]:
    """The levels this month's number falls on: one for the whole, or one for each nth time."""
    code, count, item = entry.code, entry.times, entry.item
    if not item.tiers:
        return [_Share(None, item, count, item.each is not False)] if count else []
    earlier = 0 if entry.carried else account.facts.earlier.get(code, 0)
    how = how_of(item)
    if item.is_whole or how == "each":
        _whole("carried" if entry.carried else "counts", code, count)
        _whole("earlier", code, earlier)
    if item.how is not None:
        account.readings.setting(f"{code}.how", item, "how")
    hits = item.hits(earlier, count, how)
    each = how in ("each", "all")
    made = []
    for hit in hits:
        tier = None if hit.laid is None else hit.laid.tier
        own = tier.each if tier is not None and tier.each is not None else each
        made.append(_Share(hit.laid, tier, hit.times, own))
    return [s for s in made if s.laid is not None] or [_Share(None, None, count, each=False)]


def _whole(field: str, code: str, count: float) -> None:
    if count != int(count):
        raise FactsError(f"facts.{field}.{code}", say.WHOLE, count)


def _tell(entry: _Entry, share: _Share, account: Account) -> tuple[int, Effect | None]:
    """Say what a share of the item comes to, and by what; None where nothing follows."""
    item, laid, effect = entry.item, share.laid, share.effect
    if effect is None:
        if laid is not None:
            account.find("uncovered")
        if account.reasons and (laid is not None or entry.times):
            fact = say.BELOW if laid is None else say.HOLE
            article = item.article if laid is None else laid.part.article or item.article
            code = "nothing" if laid is None else "uncovered"
            account.why(article, fact, code, **_args(entry, share, account))
        return 0, None
    account.readings.of(item)
    account.readings.of(effect, item.article)
    cents = account.purse.least(effect, share.multiplied) if effect.is_priced else 0
    if account.reasons:
        amount = money.to_text(cents)
        ruling = f"{'+' if entry.bonus else '-'}{amount}" if cents else amount
        fact = say.CARRIED if entry.carried else say.CHARGED if laid is not None else say.FLAT
        told = _args(entry, share, account)
        account.why(effect.article or item.article, fact, ruling, amount=amount, **told)
    return cents, effect


def _args(entry: _Entry, share: _Share, account: Account) -> dict[str, object]:
    """What is counted, how much of it, and in which tier it falls."""
    name = account.name(entry.code, entry.item)
    unit = say.unit_of(entry.item, entry.code)
    tier = say.NO_TIER if share.laid is None else share.laid.words(unit)
    return {
        "item": name.zh,
        "item_en": name.en,
        "count": f"{number(share.times):g}",
        "unit": unit.zh,
        "unit_en": unit.en,
        "tier": tier.zh,
        "tier_en": tier.en,
    }


def _others(entry: _Entry, shares: Sequence[_Share], cents: int, account: Account) -> None:
    """What else follows: from the levels reached, then from the item itself."""
    item, code = entry.item, entry.code
    total = sum(share.times for share in shares)
    for share in shares:
        if share.effect is None:
            continue
        own = _own_points(share, code, item)
        if own is not None:
            _take(entry, own, share.multiplied, cents, account)
        if isinstance(share.effect, Level):
            for c in share.effect.consequences:
                times = c.times(share.times, each=share.each)
                _take(entry, c, times, cents, account)
    if entry.times or code in account.facts.uncorrected:
        for c in item.consequences:
            times = c.times(total)
            _take(entry, c, times, cents, account)


def _own_points(share: _Share, code: str, item: Item) -> Consequence | None:
    """Points and actions that a level brings the person besides money."""
    effect = share.effect
    assert effect is not None
    if effect.points is None and effect.action is None and not effect.grade and not effect.act:
        return None
    return Consequence.model_construct(
        article=effect.article or item.article,
        title=getattr(effect, "title", None) if isinstance(effect, Level) else None,
        to="person",
        action=effect.action,
        points=effect.points,
        grade=effect.grade,
        act=effect.act,
        if_=None,
        nth=1,
        each=share.each,
    )


def _take(entry: _Entry, c: Consequence, times: float, cents: int, account: Account) -> None:
    """One consequence with its own reason, if its condition is met."""
    code, item = entry.code, entry.item
    article = c.article or item.article
    name = account.name(code, item)
    args: dict[str, object] = {"item": name.zh, "item_en": name.en}
    if c.if_ is not None:
        found = judge(c.if_, lambda one: _value(one, entry, account), _name, code)
        if found.met is None:
            account.not_stated.append(code)
            words = found.words()
            args |= {"facts": words.zh, "facts_en": words.en}
            account.why(article, say.NOT_STATED, "not_stated", **args)
        if found.met is not True:
            return
    account.readings.of(c, article)
    to = to_words(c.to)
    args |= {"to": to.zh, "to_en": to.en}
    if c.action is None and c.points is None and (c.money or c.days or c.share):
        other = _borne(c, times, cents, account)
        text = money.to_text(other)
        account.carried.append(CarriedLine(c.to, c.act or code, number(entry.times), text))
        account.why(article, say.BORNE, f"-{text}", amount=text, **args)
        return
    made = follows(c, code, article, times)
    account.take(made)
    said = c.says_times(times)
    args |= {"said": said.zh, "said_en": said.en}
    account.why(article, say.FOLLOWS, effects.Effect(c.action or made.action, said), **args)


def _borne(c: Consequence, times: float, cents: int, account: Account) -> int:
    """What somebody else bears: an amount of its own, or a share of what it cost the person."""
    if c.share is not None and c.of == "money":
        return money.part(cents, *(c.share.least.as_integer_ratio()))
    return account.purse.least(c, times if c.each is not False else 1)


def _value(condition: Condition, entry: _Entry, account: Account) -> Value:
    if condition.measure == "uncorrected":
        return entry.code in account.facts.uncorrected
    if condition.measure == "count":
        return entry.times
    return account.facts.measures.get(condition.measure)


def _name(name: str) -> Phrase:
    return measure_name(name, {})


def _filled_in(
    entry: _Entry, shares: Sequence[_Share], bounds: tuple[int, int | None], account: Account
) -> int:
    """The amount a person filled in within the bounds; the least as long as nobody has."""
    code, item = entry.code, entry.item
    months = next((s for s in shares if s.effect is not None and s.effect.months), None)
    if months is not None and months.effect is not None and months.effect.months is not None:
        return _months(code, months.effect, item, account)
    least, most = bounds
    name = account.name(code, item)
    text = account.facts.chosen.get(code)
    told: dict[str, object] = {"item": name.zh, "item_en": name.en}
    low = money.to_text(least)
    high = "" if most is None else money.to_text(most)
    told |= {"range": f"{low}元以上" if most is None else f"{low}至{high}元"}
    told |= {"range_en": f"{low} yuan or more" if most is None else f"{low} to {high} yuan"}
    if text is None:
        account.find("amount_to_fill_in")
        account.why(item.article, say.TO_FILL_IN, f"-{low}", **told)
        return least
    cents = amount_of(text, f"facts.chosen.{code}")
    if cents < least or (most is not None and cents > most):
        raise FactsError(f"facts.chosen.{code}", say.WITHIN, text, told)
    amount = money.to_text(cents)
    account.why(item.article, say.FILLED_IN, f"-{amount}", amount=f"{amount}元", **told)
    return cents


def _months(code: str, effect: Effect, item: Item, account: Account) -> int:
    """So many months of the allowance, as somebody settles within the book's bounds."""
    figure = effect.months
    assert figure is not None
    name, words = account.name(code, item), figure.words()
    told: dict[str, object] = {"item": name.zh, "item_en": name.en}
    told |= {"range": f"{words.zh}个月", "range_en": f"{words.en} months"}
    if figure.at_most is None:
        told["range"] = f"{words.zh.removesuffix('以上')}个月以上"
    text, at = account.facts.chosen.get(code), f"facts.chosen.{code}"
    settled = figure.least
    if text is None:
        account.find("amount_to_fill_in")
        account.why(effect.article or item.article, say.TO_FILL_IN, "to_settle", **told)
    else:
        try:
            settled = Decimal(text)
        except InvalidOperation:
            raise FactsError(at, say.MONTHS, text, told) from None
        if not settled.is_finite() or not figure.holds(settled):
            raise FactsError(at, say.MONTHS, text, told)
        shown = f"{settled:f}个月"
        account.why(
            effect.article or item.article, say.FILLED_IN, f"{settled:f}", amount=shown, **told
        )
    return money.part(account.purse.allowance, *settled.as_integer_ratio())


def _capped(code: str, cents: int, item: Item, account: Account) -> int:
    for one in item.caps:
        cap = account.purse.least(one)
        if cents > cap:
            name = account.name(code, item)
            account.why(
                one.article or item.article,
                say.ITEM_CAP,
                f"-{money.to_text(cap)}",
                item=name.zh,
                item_en=name.en,
                sum=money.to_text(cents),
                cap=money.to_text(cap),
            )
            cents = cap
    return cents


def amount_of(text: str, at: str) -> int:
    """Cents of an amount among the facts. Raises FactsError."""
    try:
        cents = money.parse(text)
    except money.MoneyError:
        raise FactsError(at, say.MONEY, text) from None
    if cents < 0:
        raise FactsError(at, say.MONEY, text)
    return cents


def number(x: float) -> float:
    """The number, whole where it is whole."""
    return int(x) if x == int(x) else x
