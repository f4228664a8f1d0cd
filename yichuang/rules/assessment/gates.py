"""Quantities and the conditions on them (资格条件): who counts, who is barred, what vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite

from yichuang.phrases import Phrase, phrase
from yichuang.rules.acts import Known
from yichuang.rules.assessment.facts import Facts
from yichuang.rules.effects import effects
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.condition import Condition, Judged, Value, judge
from yichuang.rules.parts.consequence import called
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.deed import once_each
from yichuang.rules.parts.measures import STANDARD_MEASURES, History, Measure, measure_name
from yichuang.rules.parts.period import Run, first_day, on_end, serial
from yichuang.rules.parts.reading import Readings
from yichuang.rules.sections.assessment import Sheet
from yichuang.rules.suggest import unknown

_FLAG = Phrase("true 或 false", "true or false")
_NUMBER = Phrase("不小于0的数", "a number of 0 or more")
_AT_MOST = Phrase("0到{most}之间的数", "a number from 0 to {most}")

effects(
    "assessment",
    not_stated=("没有说明，不作认定", "not stated, nothing is found"),
    left_out=("不计", "left out"),
    undecided=("由人认定", "a person decides"),
)

MET = phrase("assessment.condition_met", "{what}：{facts}", "{what_en}: {facts_en}")
NOT_STATED = phrase(
    "assessment.condition_not_stated",
    "{what}：{facts}，不作认定",
    "{what_en}: {facts_en}; nothing is found",
)
LACKS = phrase(
    "assessment.condition_lacks",
    "{what}：{facts}，必备条件视为不具备",
    "{what_en}: {facts_en}; what must be so is not met by silence",
)


class Measures:
    """Every quantity a condition may name, checked once and looked up by name."""

    def __init__(self, facts: Facts, sheet: Sheet) -> None:
        self._declared: Mapping[str, Measure] = {**STANDARD_MEASURES, **sheet.measures}
        self._facts, self._sheet = facts, sheet
        self._given: dict[str, float | bool] = {}
        self.known: Known | None = None
        self.readings = Readings()
        self.own: dict[str, float | bool | Decimal] = {}
        """What the sheet itself has found so far: `total`, `count.CODE` …"""
        for at, values in (("measures", facts.measures), ("year", facts.year)):
            for name, value in values.items():
                self._take(name, value, f"facts.{at}.{name}")
        if facts.working_days is not None:
            self._take("working_days", facts.working_days, "facts.working_days")

    def _take(self, name: str, value: float | bool, at: str) -> None:
        declared = self._declared.get(name)
        if declared is None:
            raise unknown(at, name, self._declared)
        if isinstance(value, bool) and isinstance(declared.neutral, bool | None):
            self._given[name] = value
            return
        if isinstance(declared.neutral, bool) or isinstance(value, bool):
            raise FactsError(at, _FLAG if isinstance(declared.neutral, bool) else _NUMBER, value)
        if not isfinite(value) or value < 0:
            raise FactsError(at, _NUMBER, value)
        if declared.at_most is not None and value > declared.at_most:
            raise FactsError(at, _AT_MOST, value, {"most": f"{declared.at_most:g}"})
        self._given[name] = value

    def name(self, name: str) -> Phrase:
        """What a quantity is called."""
        kind, _, code = name.partition(".")
        if kind == "dimensions" and code in self._sheet.dimensions:
            title = self._sheet.dimensions[code].title
            return Phrase(title.zh, title.en)
        if kind == "deducted" and code in self._sheet.dimensions:
            title = self._sheet.dimensions[code].title
            return Phrase(f"{title.zh}所扣分值", f"points deducted from {title.en}")
        if kind == "count" and code in self._sheet.deductions:
            title = self._sheet.deductions[code].title
            return Phrase(f"{title.zh}次数", f"times: {title.en}")
        return measure_name(name, self._sheet.measures)

    def is_assumed(self, name: str) -> bool:
        """Whether nobody stated it, so that the book's neutral value holds."""
        own = name in self.own or name in self._given or "." in name
        declared = self._declared.get(name)
        return not own and declared is not None and declared.history is None

    def value(self, name: str) -> Value:
        """The quantity of that name; None where nobody says."""
        if name in self.own:
            return self.own[name]
        if name.startswith(("count.", "deducted.")):
            return 0
        if name.startswith("results."):
            return from_results(self._facts.results, name)
        if name in self._given:
            return self._given[name]
        declared = self._declared.get(name)
        if declared is None or (name == "working_days" and name not in self._sheet.measures):
            return None
        if declared.history is not None:
            return self._from_history(name, declared.history)
        return declared.neutral

    def of(self, condition: Condition) -> Value:
        """What a single condition is about: a quantity, or how much its counter has counted."""
        if condition.counts is None:
            return self.value(condition.measure)
        return self.counted(condition.counts)

    def counted(self, counter: Counter) -> Value:
        """How much a counter has counted by the end of the sheet; None where no acts are told."""
        facts = self._facts
        if facts.acts is None or self.known is None:
            return None
        deeds = self.known.counted("", counter, once_each((*facts.earlier_acts, *facts.acts)))
        until = facts.on or max((d.on for d in deeds), default=date.max)
        return counter.total(deeds, until, self._sheet.period)

    def _from_history(self, name: str, history: History) -> int:
        facts = self._facts
        now = Decimal(self.own["total"]) if history.with_this and "total" in self.own else None
        if facts.past or (history.run is not None and facts.on is not None):
            return self._from_past(name, history, now)
        totals: list[float | Decimal] = [*facts.history, *([] if now is None else [now])]
        held = [history.holds(total) for total in reversed(totals)]
        if history.run is None:
            return sum(held)
        return held.index(False) if False in held else len(held)

    def _from_past(self, name: str, history: History, now: Decimal | None) -> int:
        """Dated totals; those without a date are the periods before, none left out."""
        facts, run = self._facts, history.run or Run(of="month")
        low = [past.on for past in facts.past if history.holds(past.total)]
        until = facts.on or max((past.on for past in facts.past), default=date.max)
        here = serial(until, run.of)
        day = until
        for total in reversed(facts.history):
            day = first_day(run.of, day) - timedelta(days=1)
            if history.holds(total):
                low.append(day)
        if now is not None and history.holds(now):
            low.append(until)
        if history.run is None:
            return len({serial(day, run.of) for day in low})
        self.readings.setting(f"{name}.over_new_year", run, "over_new_year")
        if now is not None and not history.holds(now):
            return 0
        if now is None and not any(serial(day, run.of) == here for day in low):
            return 0
        return on_end(low, run, until)


def from_results(results: Mapping[str, object], name: str) -> float | bool | None:
    """A value out of another rule's ruling, by its path; of a list, how many there are.

    A path that goes on into a list of codes asks whether that code is there.
    """
    found: object = results
    for step in name.split(".")[1:]:
        if isinstance(found, list | tuple):
            return step in found
        if not isinstance(found, Mapping) or step not in found:
            return None
        found = found[step]
    if isinstance(found, list | tuple | Mapping):
        return len(found)
    if isinstance(found, str):
        return bool(found)
    return found if isinstance(found, bool | int | float) else None


def judged(condition: Condition, code: str, measures: Measures) -> Judged:
    """A condition, judged by what is known."""
    return judge(condition, measures.of, measures.name, code, measures.is_assumed, called=False)


def said(code: str, condition: Condition, found: Judged) -> dict[str, object]:
    """What a condition is called and what decided it, for a reason."""
    what = called(condition.title, code, "所列情形")
    words = found.words()
    return {
        "what": what.zh,
        "what_en": what.en,
        "facts": words.zh,
        "facts_en": words.en,
    }
