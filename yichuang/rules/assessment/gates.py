"""Quantities and the conditions on them (资格条件): who counts, who is barred, what vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.facts import Facts
from yichuang.rules.facts import FactsError
from yichuang.rules.sections.assessment import STANDARD_MEASURES, Measure, Sheet
from yichuang.rules.sections.points import Gate
from yichuang.rules.suggest import unknown

_FLAG = Phrase("true 或 false", "true or false")
_NUMBER = Phrase("不小于0的数", "a number of 0 or more")
_AT_MOST = Phrase("0到{most}之间的数", "a number from 0 to {most}")

GATE_BOUND = phrase(
    "assessment.gate",
    "{what}为{value}（条件：{bound}）",
    "{what_en} is {value} (condition: {bound_en})",
)
GATE_FLAG = phrase("assessment.gate_flag", "{what}：经认定成立", "{what_en}: found to be so")
GATE_NOT = phrase("assessment.gate_not", "{what}：不成立", "{what_en}: not so")
GATE_NOT_GIVEN = phrase(
    "assessment.gate_not_given",
    "{what}没有给出，按不影响本人处理",
    "{what_en} is not given; taken as nothing against the person",
)


class Measures:
    """Every quantity a condition may name, checked once and looked up by name."""

    def __init__(self, facts: Facts, sheet: Sheet) -> None:
        self._declared: Mapping[str, Measure] = {**STANDARD_MEASURES, **sheet.measures}
        self._facts = facts
        self._given: dict[str, float | bool] = {}
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
        if isinstance(declared.neutral, bool) != isinstance(value, bool):
            raise FactsError(at, _FLAG if isinstance(declared.neutral, bool) else _NUMBER, value)
        if not isfinite(value) or value < 0:
            raise FactsError(at, _NUMBER, value)
        if declared.most is not None and value > declared.most:
            raise FactsError(at, _AT_MOST, value, {"most": f"{declared.most:g}"})
        self._given[name] = value

    def value(self, name: str) -> float | bool | Decimal | None:
        """The quantity of that name; None where nobody says."""
        if name in self.own:
            return self.own[name]
        if name.startswith(("count.", "deducted.")):
            return 0
        if name.startswith("results."):
            return from_results(self._facts.results, name)
        if name in self._given:
            return self._given[name]
        if name == "working_days":
            return None
        declared = self._declared.get(name)
        if declared is None:
            return None
        if declared.history is not None:
            return self._from_history(declared)
        return declared.neutral

    def _from_history(self, measure: Measure) -> int:
        history = measure.history
        assert history is not None
        totals: list[float | Decimal] = list(self._facts.history)
        if history.with_this and "total" in self.own:
            totals.append(Decimal(self.own["total"]))
        held = [history.holds(total) for total in reversed(totals)]
        if not history.in_a_row:
            return sum(held)
        return held.index(False) if False in held else len(held)


Value = float | bool | Decimal | None


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


def holds(gate: Gate, value: Value) -> bool | None:
    """Whether the condition is met; None where the quantity is not known."""
    if value is None:
        return None
    if gate.is_ is not None:
        return bool(value) == gate.is_
    return gate.holds(value)


def said(
    code: str, gate: Gate, value: float | bool | Decimal | None
) -> tuple[Phrase, dict[str, object]]:
    """The fact a condition was judged by, for the reasons."""
    zh, en = (gate.title.zh, gate.title.en) if gate.title else (code, code)
    args: dict[str, object] = {"what": zh, "what_en": en}
    if value is None:
        return GATE_NOT_GIVEN, args
    if gate.is_ is not None:
        return (GATE_FLAG if bool(value) == gate.is_ else GATE_NOT), args
    shown = f"{float(value):.12g}"
    bound, bound_en = _in_words(gate)
    return GATE_BOUND, {**args, "value": shown, "bound": bound, "bound_en": bound_en}


def _in_words(gate: Gate) -> tuple[str, str]:
    ends = (
        (gate.at_least, "达到", "at least"),
        (gate.over, "超过", "over"),
        (gate.at_most, "不超过", "at most"),
        (gate.under, "低于", "under"),
    )
    given = [(zh, en, f"{value:.12g}") for value, zh, en in ends if value is not None]
    return (
        "且".join(zh + value for zh, _, value in given),
        " and ".join(f"{en} {value}" for _, en, value in given),
    )
