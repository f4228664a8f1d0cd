"""From acts to counts (由行为到计数): what each item counts of a list of dated acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from yichuang.phrases import Phrase
from yichuang.rules.acts import Known, known_on
from yichuang.rules.allowance.facts import Facts
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.parts.period import serial, together
from yichuang.rules.sections.allowance import FACTS, Allowance, Item

_ONE_OF_THEM = Phrase("acts 与各项次数只写其一", "either acts or the counts of items")


def last_day(deeds: Sequence[Deed]) -> date:
    """The day of the last act; without any, the last day there is."""
    return max((deed.on for deed in deeds), default=date.max)


def told(facts: Facts, rules: Allowance, book: Book, day: date) -> Facts:
    """The facts with each item's count of the month, and of its period before the month."""
    if facts.acts is None:
        return facts
    if facts.counts or facts.earlier or any(getattr(facts, code) for code in FACTS):
        raise FactsError("facts.acts", _ONE_OF_THEM, len(facts.acts))
    known = known_on(book, day)
    known.check(facts.acts)
    known.check(facts.earlier_acts, "facts.earlier_acts")
    deeds = once_each((*facts.earlier_acts, *facts.acts))
    month, before = serial(day, "month"), day.replace(day=1)
    now = [deed for deed in deeds if serial(deed.on, "month") == month]
    past = [deed for deed in deeds if deed.on < before]
    counts: dict[str, float] = {}
    earlier: dict[str, float] = {}
    for code, item in {**rules.items, **rules.bonuses}.items():
        counts[code] = _count(code, item, now, known)
        counts_with = together(day, item.counter.period or "month")
        same = [deed for deed in past if counts_with(deed.on)]
        earlier[code] = _count(code, item, same, known)
    own: dict[str, Any] = {code: counts.pop(code) for code in FACTS if code in counts}
    return replace(facts, counts=counts, earlier={c: n for c, n in earlier.items() if n}, **own)


def _count(code: str, item: Item, deeds: Sequence[Deed], known: Known) -> float:
    counter = item.counts
    counted = known.counted(code, counter, deeds)
    if (counter is None or not (counter.acts or counter.groups)) and not item.is_whole:
        return sum(deed.count * (1 if deed.amount is None else deed.amount) for deed in counted)
    return sum(deed.count if counter is None else counter.worth(deed) for deed in counted)
