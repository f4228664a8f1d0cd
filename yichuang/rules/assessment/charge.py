"""What the marks of one code come to (一条目录应计的分): forms of amount, ladders, caps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.assessment.facts import Mark, takes_no
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.period import LENGTHS as MONTHS
from yichuang.rules.parts.period import Period, serial
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.tables import Gap, step_of
from yichuang.rules.sections.points import (
    Amount,
    ByQuantity,
    Consequence,
    Entry,
    NthPoints,
    PointsLadder,
    Range,
)
from yichuang.rules.suggest import unknown

ZERO = Decimal(0)

_CHOSEN = Phrase("{range} 之间由人填定的分值", "points chosen within {range}")
_QUANTITY = Phrase("“{code}”的数量（{unit}）", "the quantity of {code}, in {unit}")
_DEGREE_NEEDED = Phrase("“{code}”的情节：{known}", "the degree of {code}: {known}")
_DAY_NEEDED = Phrase(
    "日期：“{code}”按{period}计，而考核期更长",
    "the day: {code} goes by the {period}, and the sheet covers more",
)


@dataclass(slots=True)
class Placed:
    """A mark with its place in the facts."""

    mark: Mark
    at: str
    kind: str = ""
    """The act it was marked for; empty where the facts name the entry itself."""


@dataclass(frozen=True, slots=True)
class Fulls:
    """What `share` entries are shares of."""

    item: Decimal
    dimension: Decimal
    total: Decimal


class Span(NamedTuple):
    """The times from `first` through `last` of a code, and what they came to before caps."""

    first: int
    last: int
    points: Decimal


@dataclass(slots=True)
class Charge:
    """What one code comes to in a sheet, before floors."""

    code: str
    entry: Entry
    count: int = 0
    nth: int = 0
    """How often it has happened by now, in the ladder's period."""
    points: Decimal = ZERO
    capped: Decimal = ZERO
    """How much the caps took off."""
    undecided: list[Placed] = field(default_factory=list)
    """Marks whose quantity lies where the text is silent; nothing is charged for them."""
    readings: Readings = field(default_factory=Readings)
    consequences: list[Consequence] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def span(self, before: int, times: int, points: Decimal) -> None:
        """Note that the next so many times came to so much."""
        if times:
            self.spans.append(Span(before + 1, before + times, points))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sheet says about all its charges."""

    period: str
    earlier: int = 0
    before: Sequence[tuple[date, int]] | None = None
    """Where acts are counted: how often it happened on earlier days; counting goes by days."""
    factor: Decimal = Decimal(1)
    """By what every amount is multiplied, before caps."""


def charge(code: str, entry: Entry, marks: Sequence[Placed], fulls: Fulls, terms: Terms) -> Charge:
    """What the marks of one code come to: never below zero, whatever their order."""
    made = Charge(code, entry, sum(p.mark.count for p in marks))
    period = terms.period
    if entry.by_nth is not None:
        parts = list(_by_ladder(entry.by_nth, marks, terms, made))
    else:
        parts = []
        start = terms.earlier + sum(n for _, n in terms.before or ())
        for p in sorted(marks, key=lambda p: p.mark.on or date.max):
            points = _times(entry, p, fulls, made)
            made.span(start, p.mark.count, points)
            start += p.mark.count
            parts.append((p, points))
    if terms.factor != 1:
        parts = [(p, points * terms.factor) for p, points in parts]
        made.spans = [s._replace(points=s.points * terms.factor) for s in made.spans]
    gross = sum((points for _, points in parts), ZERO)
    made.points = _capped(entry, parts, period)
    made.capped = gross - made.points
    made.nth = max((s.last for s in made.spans), default=terms.earlier)
    return made


def from_nth(made: Charge, nth: int, factor: Decimal = Decimal(1)) -> tuple[int, Decimal]:
    """How many of the times are the nth or a later one, and what those came to."""
    times, points = 0, ZERO
    ladder = made.entry.by_nth
    for span in made.spans:
        first = max(span.first, nth)
        here = span.last - first + 1
        if here <= 0:
            continue
        times += here
        if first == span.first:
            points += span.points
        elif ladder is not None and ladder.reading != "each":
            points += (_cumulated(ladder, span.last) - _cumulated(ladder, first - 1)) * factor
        elif ladder is not None and all(step.points is not None for step in ladder.steps):
            points += _fixed(ladder, first, span.last) * factor
        else:
            points += span.points * here / (span.last - span.first + 1)
    return times, min(points, made.points)


def _fixed(ladder: PointsLadder, first: int, last: int) -> Decimal:
    """What the times first … last cost together, each by its own step."""
    steps = _split(ladder.steps, first, last)
    points = sum(((step.points or ZERO) * times for step, times in steps), ZERO)
    return points + ladder.rises_by * (_rises(ladder, first, last) if ladder.rises_by else 0)


def heaviest(entries: Mapping[str, Entry], placed: Sequence[Placed], fulls: Fulls) -> list[Placed]:
    """Of the marks of one event only those of the heaviest code (一事取重); a tie: the first."""
    best: dict[str, tuple[Decimal, str]] = {}
    for p in placed:
        if p.mark.event is not None and p.mark.count:
            key = (-_by_itself(entries[p.mark.code], p, fulls), p.mark.code)
            best[p.mark.event] = min(best.get(p.mark.event, key), key)
    return [
        p for p in placed if p.mark.event not in best or best[p.mark.event or ""][1] == p.mark.code
    ]


def _by_itself(entry: Entry, placed: Placed, fulls: Fulls) -> Decimal:
    """What a mark would cost if nothing else had happened; of a ladder, its first step."""
    if entry.by_nth is None:
        return _times(entry, placed, fulls, Charge(placed.mark.code, entry))
    first = entry.by_nth.steps[0].points
    chosen = Decimal(str(placed.mark.points or 0))
    return (chosen if first is None else first) * placed.mark.count


def _times(amount: Amount, placed: Placed, fulls: Fulls, made: Charge) -> Decimal:
    mark, at = placed.mark, placed.at
    one = _one(amount, placed, fulls, made)
    limits = [cap.points for cap in made.entry.caps if cap.per == "time"]
    if amount.degrees is None and made.entry.degrees is None:
        takes_no(mark, ("degree",), at)
    return min([one, *limits]) * mark.count


def _one(amount: Amount, placed: Placed, fulls: Fulls, made: Charge) -> Decimal:
    mark, at = placed.mark, placed.at
    if amount.range is None and amount.degrees is None:
        takes_no(mark, ("points",), at)
    if amount.by_quantity is None and amount.tiers is None and amount.degrees is None:
        takes_no(mark, ("quantity", "days_late"), at)
    if amount.points is not None:
        return amount.points
    if amount.range is not None:
        return _chosen(amount.range, placed)
    if amount.share is not None:
        full: Decimal = getattr(fulls, amount.share.of)
        return full * amount.share.share
    if amount.by_quantity is not None:
        return _by_quantity(amount.by_quantity, mark, made)
    if amount.tiers is not None:
        quantity = _quantity(mark)
        if quantity is None:
            args = {"code": mark.code, "unit": amount.tiers.unit}
            raise FactsError(f"{at}.quantity", _QUANTITY, "null", args)
        tier = amount.tiers.pick(quantity)
        if isinstance(tier, Gap):
            made.undecided.append(placed)
            return ZERO
        return ZERO if tier is None else tier.points
    return _by_degree(amount, placed, fulls, made)


def _by_degree(amount: Amount, placed: Placed, fulls: Fulls, made: Charge) -> Decimal:
    degrees = amount.degrees or {}
    name, at = placed.mark.degree, f"{placed.at}.degree"
    if name is None:
        args = {"code": placed.mark.code, "known": ", ".join(degrees)}
        raise FactsError(at, _DEGREE_NEEDED, "null", args)
    if name not in degrees:
        raise unknown(at, name, degrees)
    degree = degrees[name]
    made.consequences += degree.consequences if placed.mark.count else ()
    return _one(degree, placed, fulls, made)


def _chosen(bounds: Range, placed: Placed) -> Decimal:
    points = placed.mark.points
    chosen = None if points is None else Decimal(str(points))
    if chosen is None or not bounds.holds(chosen):
        found = "null" if points is None else points
        raise FactsError(f"{placed.at}.points", _CHOSEN, found, {"range": bounds.text()})
    return chosen


def _quantity(mark: Mark) -> Decimal | None:
    found = mark.quantity if mark.days_late is None else mark.days_late
    return None if found is None else Decimal(str(found))


def _by_quantity(rule: ByQuantity, mark: Mark, made: Charge) -> Decimal:
    quantity = _quantity(mark)
    units = Decimal(1) if quantity is None else quantity / rule.every
    if units != units.to_integral_value():
        made.readings.setting(f"{mark.code}.part", rule, "part", made.entry.article)
        if rule.part != "exact":
            way = ROUND_CEILING if rule.part == "whole" else ROUND_FLOOR
            units = units.to_integral_value(way)
    if units <= 1:
        return rule.first * max(units, ZERO)
    made.readings.setting(f"{mark.code}.further", rule, "reading", made.entry.article)
    return rule.first + rule.further * (units - 1 if rule.reading == "each" else 1)


def _by_ladder(
    ladder: PointsLadder, marks: Sequence[Placed], terms: Terms, made: Charge
) -> Iterable[tuple[Placed, Decimal]]:
    before, earlier = terms.before, terms.earlier
    within = before is not None or MONTHS[ladder.period] < MONTHS[terms.period]
    made.readings.setting(f"{made.code}.by_nth", ladder, "reading", made.entry.article)
    buckets: dict[object, list[Placed]] = defaultdict(list)
    for p in marks:
        takes_no(p.mark, ("quantity", "days_late", "degree"), p.at)
        buckets[_bucket(p, ladder.period, made.code) if within else None].append(p)
    for key, bucket in buckets.items():
        start = 0 if within else earlier
        start += sum(n for on, n in before or () if _on(on, ladder.period) == key)
        if ladder.reading == "each":
            yield from _own_steps(ladder, bucket, start, made)
            continue
        for p in bucket:
            takes_no(p.mark, ("points",), p.at)
        times = sum(p.mark.count for p in bucket)
        more = max(_cumulated(ladder, start + times) - _cumulated(ladder, start), ZERO)
        made.span(start, times, more)
        yield bucket[0], more


def _own_steps(
    ladder: PointsLadder, bucket: Sequence[Placed], start: int, made: Charge
) -> Iterable[tuple[Placed, Decimal]]:
    limits = [cap.points for cap in made.entry.caps if cap.per == "time"]
    for p in sorted(bucket, key=lambda p: (p.mark.on or date.max, p.mark.points or 0)):
        points = ZERO
        for step, times in _split(ladder.steps, start + 1, start + p.mark.count):
            if step.points is not None:
                one = step.points
            else:
                assert step.range is not None
                one = _chosen(step.range, p)
            points += min([one, *limits]) * times
        if ladder.rises_by:
            points += ladder.rises_by * _rises(ladder, start + 1, start + p.mark.count)
        made.span(start, p.mark.count, points)
        start += p.mark.count
        yield p, points


def _split(steps: Sequence[NthPoints], first: int, last: int) -> Iterable[tuple[NthPoints, int]]:
    """How many of the times first … last fall on each step."""
    for i, step in enumerate(steps):
        ends = steps[i + 1].nth - 1 if i + 1 < len(steps) else last
        times = min(last, ends) - max(first, step.nth) + 1
        if times > 0:
            yield step, times


def _rises(ladder: PointsLadder, first: int, last: int) -> int:
    """How many rises the times first … last have together: one more with each time."""
    top = ladder.steps[-1].nth
    low, high = max(first - top, 0), last - top
    return (high * (high + 1) - low * (low - 1)) // 2 if high > 0 else 0


def _cumulated(ladder: PointsLadder, times: int) -> Decimal:
    step = step_of(ladder.steps, times)
    if step is None or step.points is None:
        return ZERO
    return step.points * times if ladder.reading == "all" else step.points


def _bucket(placed: Placed, period: Period, code: str) -> object:
    on = placed.mark.on
    if on is None:
        args = {"code": code, "period": period}
        raise FactsError(f"{placed.at}.on", _DAY_NEEDED, "null", args)
    return _on(on, period)


def _on(on: date, period: Period) -> object:
    if period in ("day", "ever"):
        return on if period == "day" else None
    return serial(on, period)


def _capped(entry: Entry, parts: Sequence[tuple[Placed, Decimal]], period: str) -> Decimal:
    """The points after the caps by day, by month and by period."""
    sums: list[tuple[Placed, Decimal]] = list(parts)
    for name in ("day", "month"):
        limits = [cap.points for cap in entry.caps if cap.per == name]
        if not limits or name == period:
            continue
        buckets: dict[object, list[tuple[Placed, Decimal]]] = defaultdict(list)
        for placed, points in sums:
            buckets[_bucket(placed, name, placed.mark.code)].append((placed, points))
        sums = [
            (bucket[0][0], min([sum((p for _, p in bucket), ZERO), *limits]))
            for bucket in buckets.values()
        ]
    whole = [cap.points for cap in entry.caps if cap.per in ("period", period)]
    return min([sum((points for _, points in sums), ZERO), *whole])
