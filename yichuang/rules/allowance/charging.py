"""What each item of a month costs (逐项扣发), and what else follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules import money
from yichuang.rules.allowance import sentences as say
from yichuang.rules.allowance.amounts import Purse
from yichuang.rules.allowance.facts import CarriedLine, Facts, Follows, Line
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.tables import Gap, stretch_text
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.allowance import Allowance, Amount, Item, ItemTier
from yichuang.rules.sections.staff import Consequence, whole_numbers


@dataclass(slots=True)
class Account:
    """The month's account while it is being written."""

    facts: Facts
    rules: Allowance
    purse: Purse
    reasons: bool
    lines: list[Line] = field(default_factory=list)
    sum: int = 0
    bonuses: list[Line] = field(default_factory=list)
    added: int = 0
    follows: list[Follows] = field(default_factory=list)
    carried: list[CarriedLine] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    because: list[Reason] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)

    def why(self, article: str, fact: Phrase, ruling: str, **args: object) -> None:
        if self.reasons:
            self.because.append(Reason(article or self.rules.article, fact, args, ruling))

    def find(self, code: str) -> None:
        if code not in self.findings:
            self.findings.append(code)

    def follow(self, code: str, consequences: tuple[Consequence, ...]) -> None:
        for one in consequences:
            follows = Follows(
                one.to, one.action, code, one.article, one.points, one.share, one.months
            )
            if follows not in self.follows:
                self.follows.append(follows)


class _Share(NamedTuple):
    """So many of an item, in one of its tiers."""

    tier: ItemTier | Gap | None
    times: float


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
    line = _line(entry, account)
    if line is None:
        return
    cents = _cents(line)
    account.sum += cents
    account.lines.append(line)
    carries = entry.item.carries
    if carries is not None and not carried:
        other = cents if carries.amount is None else account.purse.worth(carries.amount, count)
        text = money.to_text(other)
        account.carried.append(CarriedLine(carries.to, code, number(count), text))


def reward(code: str, count: float, account: Account) -> None:
    """Add what so many of a bonus bring (加发)."""
    line = _line(_Entry(code, count, account.rules.bonuses[code], bonus=True), account)
    if line is not None:
        account.added += _cents(line)
        account.bonuses.append(line)


def _cents(line: Line) -> int:
    """What a line comes to, however much it is."""
    return int(line.amount.replace(".", ""))


def _line(entry: _Entry, account: Account) -> Line | None:
    """The line of an entry; None where nothing follows."""
    least = most = 0
    hit = False
    for share in _shares(entry, account):
        amount = _tell(entry, share, account)
        if amount is not None:
            least += account.purse.worth(amount, share.times)
            most += account.purse.most(amount, share.times)
            hit = True
    if not hit:
        return None
    code, item = entry.code, entry.item
    cents = _filled_in(code, least, most, item, account) if most > least else least
    cents = _capped(code, cents, item, account)
    bounds = (money.to_text(least), money.to_text(most)) if most > least else None
    return Line(code, number(entry.times), money.to_text(cents), entry.carried, bounds)


def _shares(entry: _Entry, account: Account) -> list[_Share]:
    """The tiers this month's number falls in: one for the whole, or one for each nth time."""
    code, count, item = entry.code, entry.times, entry.item
    earlier = 0 if entry.carried else account.facts.earlier.get(code, 0)
    if item.whole or item.counting == "nth":
        _whole("carried" if entry.carried else "counts", code, count)
        _whole("earlier", code, earlier)
    if item.counting == "whole":
        return [_Share(item.pick(earlier + count), count)]
    both: tuple[ItemTier | Gap, ...] = (*item.tiers, *item.gaps)
    first, last = int(earlier) + 1, int(earlier + count)
    made = [_Share(tier, whole_numbers(tier, first, last)) for tier in both]
    return [share for share in made if share.times] or [_Share(None, count)]


def _whole(field: str, code: str, count: float) -> None:
    if count != int(count):
        raise FactsError(f"facts.{field}.{code}", say.WHOLE, count)


def _tell(entry: _Entry, share: _Share, account: Account) -> Amount | None:
    """Say what a share of the item comes to; the amount, or None where nothing follows."""
    code, item, tier = entry.code, entry.item, share.tier
    told: dict[str, object] = {"code": code, "count": f"{number(share.times):g}"}
    if tier is None:
        if entry.times:
            account.why(item.article, say.nothing(code), "nothing", **told)
        return None
    text = stretch_text(tier)
    if isinstance(tier, Gap):
        account.find("uncovered")
        account.why(tier.article or item.article, say.hole(code), "uncovered", tier=text, **told)
        return None
    account.readings.of(item)
    account.readings.of(tier, item.article)
    account.follow(code, tier.consequences)
    cents = account.purse.worth(tier.amount, share.times) if tier.amount else 0
    sign = "+" if entry.bonus else "-"
    ruling = " ".join([f"{sign}{money.to_text(cents)}", *(c.action for c in tier.consequences)])
    fact = say.carried(code) if entry.carried else say.charged(code)
    account.why(tier.article or item.article, fact, ruling, tier=text, **told)
    return tier.amount


def _filled_in(code: str, least: int, most: int, item: Item, account: Account) -> int:
    """The amount a person filled in within the bounds; the least as long as nobody has."""
    text = account.facts.chosen.get(code)
    told: dict[str, object] = {
        "code": code,
        "least": money.to_text(least),
        "most": money.to_text(most),
    }
    if text is None:
        account.find("amount_to_fill_in")
        account.why(item.article, say.TO_FILL_IN, f"-{money.to_text(least)}", **told)
        return least
    cents = amount_of(text, f"facts.chosen.{code}")
    if not least <= cents <= most:
        raise FactsError(f"facts.chosen.{code}", say.WITHIN, text, told)
    amount = money.to_text(cents)
    account.why(item.article, say.FILLED_IN, f"-{amount}", amount=amount, **told)
    return cents


def _capped(code: str, cents: int, item: Item, account: Account) -> int:
    if item.cap is None:
        return cents
    cap = account.purse.worth(item.cap)
    if cents <= cap:
        return cents
    account.why(
        item.cap.article or item.article,
        say.ITEM_CAP,
        f"-{money.to_text(cap)}",
        code=code,
        sum=money.to_text(cents),
        cap=money.to_text(cap),
    )
    return cap


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
