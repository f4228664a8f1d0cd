"""What the marks of one code come to (一条目录应计的分): forms of amount, tiers, caps.

Every mark keeps what decided it (its number, its quantity, the tier), for the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.assessment.facts import Mark, takes_no
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.consequence import Consequence, Effect
from yichuang.rules.parts.entry import Level
from yichuang.rules.parts.figure import Figure
from yichuang.rules.parts.period import LENGTHS, Rolling, Within, on_end, serial, text, together
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.table import How, Laid
from yichuang.rules.sections.assessment import Entry
from yichuang.rules.suggest import unknown

ZERO = Decimal(0)
_EACH = 1000
"""Up to so many times each is told by itself."""

_CHOSEN = Phrase("{range} 之间由人填定的分值", "points chosen within {range}")
_QUANTITY = Phrase("“{code}”的数量（{unit}）", "the quantity of {code}, in {unit}")
_DEGREE_NEEDED = Phrase("“{code}”的情节：{known}", "the degree of {code}: {known}")
_ABOUT_NEEDED = Phrase("“{code}”所涉的行为", "the act that {code} is about")
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
    """What a share may be a share of."""

    item: Decimal
    dimension: Decimal
    total: Decimal


class Span(NamedTuple):
    """The times from `first` through `last` of a code, and what they came to before caps."""

    first: int
    last: int
    points: Decimal


class Told(NamedTuple):
    """What decided some of the marks: their numbers, the quantity, the tier, the points."""

    first: float
    last: float
    quantity: Decimal | None
    laid: Laid[Level] | None
    each: Decimal | None
    points: Decimal


@dataclass(slots=True)
class Charge:
    """What one code comes to in a sheet, before floors."""

    code: str
    entry: Entry
    count: int = 0
    nth: int = 0
    """How often it has happened by now, in the counter's period."""
    points: Decimal = ZERO
    capped: Decimal = ZERO
    """How much the caps took off."""
    undecided: list[Placed] = field(default_factory=list)
    """Marks whose quantity lies where the text is silent; nothing is charged for them."""
    readings: Readings = field(default_factory=Readings)
    consequences: list[tuple[Consequence, int]] = field(default_factory=list)
    """What else follows from a tier or a degree, and for how many times."""
    spans: list[Span] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def span(self, before: int, times: int, points: Decimal) -> None:
        """Note that the next so many times came to so much."""
        if times:
            self.spans.append(Span(before + 1, before + times, points))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sheet says about all its charges."""

    period: Within
    fulls: Fulls
    about: Callable[[Placed], Decimal]
    """What the act that a mark is about costs."""
    earlier: int = 0
    before: Sequence[tuple[date, int]] | None = None
    """Where acts are counted: how often it happened on earlier days; counting goes by days."""
    factor: Decimal = Decimal(1)
    """By what every amount is multiplied, before caps."""


def how_of(entry: Entry) -> How:
    """How an entry's tiers are read, where it doesn't say."""
    if entry.counter.run is not None:
        return entry.read_as("reached")
    return entry.read_as("each" if entry.counter.measure == "times" else "held")


def charge(code: str, entry: Entry, marks: Sequence[Placed], terms: Terms) -> Charge:
    """What the marks of one code come to: never below zero, whatever their order."""
    made = Charge(code, entry, sum(p.mark.count for p in marks))
    measure = entry.counter.measure
    if entry.tiers and measure != "single":
        parts = list(_by_tiers(entry, marks, terms, made))
    else:
        parts = []
        start = terms.earlier + sum(n for _, n in terms.before or ())
        for p in sorted(marks, key=lambda p: (p.mark.on or date.max, p.mark.points or 0)):
            points = _times(entry, p, terms, made)
            made.span(start, p.mark.count, points)
            start += p.mark.count
            parts.append((p, points))
    if terms.factor != 1:
        parts = [(p, points * terms.factor) for p, points in parts]
        made.spans = [s._replace(points=s.points * terms.factor) for s in made.spans]
    gross = sum((points for _, points in parts), ZERO)
    made.points = _capped(entry, parts, terms.period)
    made.capped = gross - made.points
    made.nth = max((s.last for s in made.spans), default=terms.earlier)
    return made


def from_nth(made: Charge, nth: int) -> tuple[int, Decimal]:
    """How many of the times are the nth or a later one, and what those came to."""
    times, points = 0, ZERO
    for span in made.spans:
        here = span.last - max(span.first, nth) + 1
        if here <= 0:
            continue
        times += here
        points += span.points * here / (span.last - span.first + 1)
    return times, min(points, made.points)


def heaviest(entries: Mapping[str, Entry], placed: Sequence[Placed], terms: Terms) -> list[Placed]:
    """Of the marks of one event only those of the heaviest code (一事取重); a tie: the first."""
    best: dict[str, tuple[Decimal, str]] = {}
    for p in placed:
        if p.mark.event is not None and p.mark.count:
            key = (-by_itself(entries[p.mark.code], p, terms), p.mark.code)
            best[p.mark.event] = min(best.get(p.mark.event, key), key)
    return [
        p for p in placed if p.mark.event not in best or best[p.mark.event or ""][1] == p.mark.code
    ]


def by_itself(entry: Entry, placed: Placed, terms: Terms) -> Decimal:
    """What a mark would cost if nothing else had happened; of tiers, the lowest."""
    if not entry.tiers or entry.counter.measure == "single":
        return _times(entry, placed, terms, Charge(placed.mark.code, entry))
    first = entry.laid[0].tier
    return ZERO if first is None else _one(first, placed, terms) * placed.mark.count


def _times(entry: Entry, placed: Placed, terms: Terms, made: Charge) -> Decimal:
    """What a mark costs, however many times it happened."""
    mark, at = placed.mark, placed.at
    if not entry.degrees:
        takes_no(mark, ("degree",), at)
    limits = _limits(entry, "time")
    if entry.degrees:
        one = _by_degree(entry, placed, terms, made)
    elif entry.counter.measure == "single":
        takes_no(mark, ("points",), at)
        one = _single(entry, placed, terms, made)
    else:
        takes_no(mark, ("quantity", "days_late"), at)
        one = _one(entry, placed, terms)
        _tell(made, placed, None, None, one)
    return min([one, *limits]) * mark.count


def _one(effect: Effect, placed: Placed, terms: Terms) -> Decimal:
    """What one time costs by an effect: fixed, chosen by a person, or a share of something."""
    if effect.share is not None:
        takes_no(placed.mark, ("points",), placed.at)
        share = effect.share.least
        if effect.of == "about":
            if placed.mark.about is None:
                args = {"code": placed.mark.code}
                raise FactsError(f"{placed.at}.about", _ABOUT_NEEDED, "null", args)
            return share * terms.about(placed)
        full: Decimal = getattr(terms.fulls, effect.of or "total")
        return full * share
    if effect.points is None:
        return ZERO
    if effect.points.fixed is None:
        return _chosen(effect.points, placed)
    takes_no(placed.mark, ("points",), placed.at)
    return effect.points.fixed


def _by_degree(entry: Entry, placed: Placed, terms: Terms, made: Charge) -> Decimal:
    name, at = placed.mark.degree, f"{placed.at}.degree"
    if name is None:
        args = {"code": placed.mark.code, "known": ", ".join(entry.degrees)}
        raise FactsError(at, _DEGREE_NEEDED, "null", args)
    if name not in entry.degrees:
        raise unknown(at, name, entry.degrees)
    degree = entry.degrees[name]
    takes_no(placed.mark, ("quantity", "days_late"), placed.at)
    if placed.mark.count:
        made.consequences += [(c, placed.mark.count) for c in degree.consequences]
    one = _one(degree, placed, terms)
    _tell(made, placed, None, None, one)
    return one


def _chosen(figure: Figure, placed: Placed) -> Decimal:
    points = placed.mark.points
    chosen = None if points is None else Decimal(str(points))
    if chosen is None or not figure.holds(chosen):
        found = "null" if points is None else points
        raise FactsError(f"{placed.at}.points", _CHOSEN, found, {"range": figure.words().zh})
    return chosen


def quantity_of(mark: Mark) -> Decimal | None:
    """The quantity of a mark, whichever way it is told."""
    found = mark.quantity if mark.days_late is None else mark.days_late
    return None if found is None else Decimal(str(found))


def _units(entry: Entry, code: str, quantity: Decimal | None, made: Charge) -> Decimal:
    """A quantity in units; a part of one as the book says."""
    units = Decimal(1) if quantity is None else quantity / Decimal(str(entry.every))
    if units != units.to_integral_value():
        made.readings.setting(f"{code}.part", entry, "part")
        if entry.part != "exact":
            way = ROUND_CEILING if entry.part == "whole" else ROUND_FLOOR
            units = units.to_integral_value(way)
    return units


def _single(entry: Entry, placed: Placed, terms: Terms, made: Charge) -> Decimal:
    """What one mark costs by its own quantity."""
    mark, how = placed.mark, how_of(entry)
    quantity = quantity_of(mark)
    if entry.tiers and how in ("held", "reached") and quantity is None:
        args = {"code": mark.code, "unit": entry.unit}
        raise FactsError(f"{placed.at}.quantity", _QUANTITY, "null", args)
    if not entry.tiers:
        units = _units(entry, mark.code, quantity, made)
        points = _one(entry, placed, terms) * units
        _tell(made, placed, quantity, None, points)
        return points
    if how in ("held", "reached"):
        assert quantity is not None
        return _tier(entry, placed, quantity, terms, made)
    units = _units(entry, mark.code, quantity, made)
    if units > 1:
        made.readings.setting(f"{mark.code}.how", entry, "how")
    points = _added(entry, placed, units, terms) if how == "added" else ZERO
    if how in ("each", "all"):
        points = _units_by_tiers(entry, placed, units, terms, each=how == "each")
    _tell(made, placed, quantity, entry.find(float(units)), points)
    return points


def _tier(entry: Entry, placed: Placed, quantity: Decimal, terms: Terms, made: Charge) -> Decimal:
    laid = entry.find(quantity)
    if laid is None:
        _tell(made, placed, quantity, None, ZERO)
        return ZERO
    if laid.tier is None:
        made.undecided.append(placed)
        return ZERO
    points = _one(laid.tier, placed, terms)
    if laid.tier.each:
        points *= _units(entry, placed.mark.code, quantity, made)
    made.readings.of(laid.tier)
    made.consequences += [(c, placed.mark.count) for c in laid.tier.consequences]
    _tell(made, placed, quantity, laid, points)
    return points


def _units_by_tiers(
    entry: Entry, placed: Placed, units: Decimal, terms: Terms, *, each: bool
) -> Decimal:
    """Each unit by its own tier, or all by the tier reached; a part of one in proportion."""
    whole = floor(units)
    if not each:
        return _priced(entry.find(float(units)), placed, terms) * units
    points = sum(
        (_priced(h.laid, placed, terms) * Decimal(h.times) for h in entry.hits(0, whole, "each")),
        ZERO,
    )
    rest = units - whole
    return points + (_priced(entry.find(whole + 1), placed, terms) * rest if rest else ZERO)


def _added(entry: Entry, placed: Placed, units: Decimal, terms: Terms) -> Decimal:
    """Each tier that is reached, once; a part of the first unit in proportion."""
    if units < 1:
        return _priced(entry.find(1), placed, terms) * units
    hits = entry.hits(0, float(units), "added")
    return sum((_priced(hit.laid, placed, terms) for hit in hits), ZERO)


def _priced(laid: Laid[Level] | None, placed: Placed, terms: Terms) -> Decimal:
    return ZERO if laid is None or laid.tier is None else _one(laid.tier, placed, terms)


def _by_tiers(
    entry: Entry, marks: Sequence[Placed], terms: Terms, made: Charge
) -> Iterable[tuple[Placed, Decimal]]:
    """Tiers of how often it happened, or how much it came to, within the counter's period."""
    period = entry.counter.period or terms.period
    how = how_of(entry)
    if entry.counter.run is not None:
        yield from _by_run(entry, marks, terms, made, how)
        return
    made.readings.setting(f"{made.code}.how", entry, "how", value=how)
    for p in marks:
        takes_no(p.mark, ("degree",), p.at)
        if entry.counter.measure == "times":
            takes_no(p.mark, ("quantity", "days_late"), p.at)
    ordered = sorted(marks, key=lambda p: (p.mark.on or date.max, p.mark.points or 0))
    if isinstance(period, Rolling):
        yield from _rolling(entry, ordered, period, terms, made, how)
        return
    within = terms.before is not None or (
        isinstance(terms.period, str) and LENGTHS[period] < LENGTHS[terms.period]
    )
    buckets: dict[object, list[Placed]] = defaultdict(list)
    for p in ordered:
        buckets[_bucket(p, period, made.code) if within else None].append(p)
    for key, bucket in buckets.items():
        start = 0 if within else terms.earlier
        start += sum(n for on, n in terms.before or () if serial(on, period) == key)
        if how in ("all", "held"):
            yield bucket[0], _together(entry, bucket, start, terms, made, how)
            continue
        for p in bucket:
            yield p, _numbered(entry, p, start, terms, made, how)
            start += p.mark.count


def _rolling(
    entry: Entry, ordered: Sequence[Placed], period: Rolling, terms: Terms, made: Charge, how: How
) -> Iterable[tuple[Placed, Decimal]]:
    done = list(terms.before or ())
    for p in ordered:
        if p.mark.on is None:
            args = {"code": made.code, "period": text(period)}
            raise FactsError(f"{p.at}.on", _DAY_NEEDED, "null", args)
        counts = together(p.mark.on, period)
        start = sum(n for on, n in done if counts(on))
        yield p, _numbered(entry, p, start, terms, made, how)
        done.append((p.mark.on, p.mark.count))


def _by_run(
    entry: Entry, marks: Sequence[Placed], terms: Terms, made: Charge, how: How
) -> Iterable[tuple[Placed, Decimal]]:
    """Tiers of how many periods on end it happened in; the first of a period decides."""
    run = entry.counter.run
    assert run is not None
    made.readings.setting(f"{made.code}.over_new_year", run, "over_new_year", entry.article)
    made.readings.setting(f"{made.code}.how", entry, "how", value=how)
    days = [on for on, _ in terms.before or ()]
    for p in sorted(marks, key=lambda p: p.mark.on or date.max):
        if p.mark.on is None:
            args = {"code": made.code, "period": run.of}
            raise FactsError(f"{p.at}.on", _DAY_NEEDED, "null", args)
        first = serial(p.mark.on, run.of) not in {serial(day, run.of) for day in days}
        days.append(p.mark.on)
        length = on_end(days, run, p.mark.on)
        points = ZERO
        if first:
            once = Placed(p.mark, p.at, p.kind)
            points = _numbered(entry, once, length - 1, terms, made, how, times=1)
        yield p, points


def _together(
    entry: Entry, bucket: Sequence[Placed], start: int, terms: Terms, made: Charge, how: How
) -> Decimal:
    """What all of a period come to by the tier reached, less what was charged before."""
    if entry.counter.measure == "times":
        for p in bucket:
            takes_no(p.mark, ("points",), p.at)
    times = sum(p.mark.count for p in bucket)
    more: Decimal = Decimal(times)
    if entry.counter.measure != "times":
        more = sum((_worth(entry, p) for p in bucket), ZERO)
    laid = entry.at(float(start + more))
    before = entry.at(start) if start else None
    points = max(
        _level(laid, start + more, bucket[0], terms, how)
        - _level(before, Decimal(start), bucket[0], terms, how),
        ZERO,
    )
    _spread(entry, bucket[0], (start, times, points), terms, made, how)
    if laid is not None and laid.tier is not None and times:
        made.consequences += [(c, times) for c in laid.tier.consequences]
    quantity = None if entry.counter.measure == "times" else start + more
    each = points / times if how == "all" and times else None
    made.told.append(Told(start + 1, start + times, quantity, laid, each, points))
    return points


def _spread(
    entry: Entry,
    p: Placed,
    all_: tuple[int, int, Decimal],
    terms: Terms,
    made: Charge,
    how: How,
) -> None:
    """Note what each further time brought, so that somebody can bear a share from the nth on."""
    start, times, points = all_
    if entry.counter.measure != "times" or times > _EACH:
        made.span(start, times, points)
        return
    before = _level(entry.at(start), Decimal(start), p, terms, how)
    for n in range(start + 1, start + times + 1):
        now = _level(entry.at(n), Decimal(n), p, terms, how)
        made.span(n - 1, 1, max(now - before, ZERO))
        before = now


def _level(
    laid: Laid[Level] | None, number: Decimal, placed: Placed, terms: Terms, how: How
) -> Decimal:
    if laid is None or laid.tier is None:
        return ZERO
    one = _one(laid.tier, placed, terms)
    return one * number if how == "all" or laid.tier.each else one


def _worth(entry: Entry, placed: Placed) -> Decimal:
    quantity = quantity_of(placed.mark)
    if quantity is None:
        args = {"code": placed.mark.code, "unit": entry.unit}
        raise FactsError(f"{placed.at}.quantity", _QUANTITY, "null", args)
    return quantity * placed.mark.count


def _numbered(
    entry: Entry,
    p: Placed,
    start: int,
    terms: Terms,
    made: Charge,
    how: How,
    times: int | None = None,
) -> Decimal:
    """What a mark comes to, its times counted on from `start`."""
    points, limits = ZERO, _limits(entry, "time")
    count = p.mark.count if times is None else times
    at = start + 1
    for hit in entry.hits(start, count, how):
        tier = None if hit.laid is None else hit.laid.tier
        one = ZERO if tier is None else min([_one(tier, p, terms), *limits])
        rises = _rises(entry, at, int(hit.last)) if how == "each" else ZERO
        here = one * int(hit.times) + rises
        points += here
        if tier is not None:
            made.consequences += [(c, int(hit.times)) for c in tier.consequences]
        each = one if not rises else None
        last, n = int(hit.last), int(hit.times)
        made.told.append(Told(last - n + 1, last, None, hit.laid, each, here))
        made.span(last - n, n, here)
        at = last + 1
    return points


def _rises(entry: Entry, first: int, last: int) -> Decimal:
    """What the times first … last cost beyond the last tier: one rise more with each time."""
    if entry.rises_by is None or not entry.laid or entry.laid[-1].span.low is None:
        return ZERO
    top = int(entry.laid[-1].span.low.value)
    low, high = max(first - top, 0), last - top
    rises = (high * (high + 1) - low * (low - 1)) // 2 if high > 0 else 0
    return entry.rises_by.least * rises


def _tell(
    made: Charge, p: Placed, quantity: Decimal | None, laid: Laid[Level] | None, one: Decimal
) -> None:
    if p.mark.count:
        made.told.append(Told(0, p.mark.count, quantity, laid, one, one * p.mark.count))


def _limits(entry: Entry, period: str) -> list[Decimal]:
    if not entry.caps:
        return []
    return [
        cap.points.least for cap in entry.caps if cap.period == period and cap.points is not None
    ]


def _bucket(placed: Placed, period: Within, code: str) -> object:
    on = placed.mark.on
    if on is None:
        raise FactsError(
            f"{placed.at}.on", _DAY_NEEDED, "null", {"code": code, "period": text(period)}
        )
    assert not isinstance(period, Rolling)
    return serial(on, period)


def _capped(entry: Entry, parts: Sequence[tuple[Placed, Decimal]], period: Within) -> Decimal:
    """The points after the caps by day, by month and by period."""
    if not entry.caps:
        return sum((points for _, points in parts), ZERO)
    sums: list[tuple[Placed, Decimal]] = list(parts)
    for name in ("day", "month"):
        limits = _limits(entry, name)
        if not limits or name == period:
            continue
        buckets: dict[object, list[tuple[Placed, Decimal]]] = defaultdict(list)
        for placed, points in sums:
            buckets[_bucket(placed, name, placed.mark.code)].append((placed, points))
        sums = [
            (bucket[0][0], min([sum((p for _, p in bucket), ZERO), *limits]))
            for bucket in buckets.values()
        ]
    whole = [*_limits(entry, "period"), *_limits(entry, str(period))]
    return min([sum((points for _, points in sums), ZERO), *whole])
