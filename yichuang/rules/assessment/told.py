"""How a charge is told (扣分的理由): what was counted, in which tier it falls, what it costs."""

from __future__ import annotations

from yichuang.phrases import Phrase
from yichuang.rules.assessment.charge import Charge, Told
from yichuang.rules.assessment.lines import shown
from yichuang.rules.parts.figure import plain
from yichuang.rules.parts.period import Within, run_words, words

UNITS: dict[str, Phrase] = {
    "minute": Phrase("分钟", "minutes"),
    "hour": Phrase("小时", "hours"),
    "day": Phrase("天", "days"),
    "case": Phrase("件", "cases"),
    "time": Phrase("次", "times"),
    "share": Phrase("", ""),
}
"""What the units of quantities are called; a book's own unit is written as it stands."""
_MOST = 6
"""More details than this are summed up."""


NO_DETAIL = Phrase("", "")


def unit_words(unit: str) -> Phrase:
    return UNITS.get(unit, Phrase(unit, unit))


def details(made: Charge, period: Within) -> Phrase:
    """What decided a charge, mark by mark, as a clerk writes it."""
    entry = made.entry
    if not entry.tiers and not entry.degrees and entry.share is None:
        return NO_DETAIL
    said = [_one(made, told, period) for told in made.told[:_MOST] if told.last]
    said = [p for p in said if p.zh]
    if not said:
        return NO_DETAIL
    more = len(made.told) - _MOST
    zh = "；".join(p.zh for p in said) + (f"；等{len(made.told)}项" if more > 0 else "")
    en = "; ".join(p.en for p in said) + (f"; {len(made.told)} in all" if more > 0 else "")
    return Phrase(f"：{zh}", f": {en}")


def _one(made: Charge, told: Told, period: Within) -> Phrase:
    points = shown(told.points)
    what = _counted(made, told, period)
    if told.laid is None:
        if told.quantity is None and not made.entry.tiers:
            return Phrase("", "")
        return Phrase(f"{what.zh}，计{points}分", f"{what.en}, {points} points")
    tier = told.laid.words(_unit(made, told))
    return Phrase(
        f"{what.zh}，属“{tier.zh}”一档，计{points}分",
        f"{what.en}, in the tier “{tier.en}”, {points} points",
    )


def _unit(made: Charge, told: Told) -> Phrase:
    if told.quantity is not None:
        return unit_words(made.entry.unit)
    if made.entry.counter.run is not None:
        return Phrase("", "")
    return Phrase("次", "times")


def _counted(made: Charge, told: Told, period: Within) -> Phrase:
    if told.quantity is not None:
        unit = unit_words(made.entry.unit)
        number = plain(told.quantity, 2)
        return Phrase(f"{number}{unit.zh}", f"{number} {unit.en}".strip())
    run = made.entry.counter.run
    if run is not None:
        return run_words(told.last, run)
    within = words(made.entry.counter.period or period)
    if told.first == told.last or not told.first:
        return Phrase(f"{within.zh}第{told.last:g}次", f"time {told.last:g} within {within.en}")
    return Phrase(
        f"{within.zh}第{told.first:g}至{told.last:g}次",
        f"times {told.first:g} to {told.last:g} within {within.en}",
    )
