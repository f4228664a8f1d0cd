"""Measures (数量): the quantities and facts that conditions may name, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated

from pydantic import Field

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.period import Run
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.wording import MayBeTitled, Wording


class History(Range):
    """A count over the totals of earlier periods (以前各期)."""

    run: Annotated[Run | None, Field(description="只数连续的各期")] = None
    with_this: Annotated[bool, Field(description="连同本期")] = True


class Measure(MayBeTitled):
    """A quantity that conditions may name (数量)."""

    neutral: Annotated[
        float | bool | None, Field(description="没有给出时的值；空则没有给出即不知道")
    ] = 0
    at_most: Annotated[float | None, Field(description="可能的最大值，如比例为1")] = None
    history: Annotated[History | None, Field(description="由以前各期总分数出来")] = None


def _named(zh: str, en: str, *, neutral: float | bool = 0, at_most: float | None = None) -> Measure:
    return Measure(title=Wording(zh=zh, en=en), neutral=neutral, at_most=at_most)


#: Quantities everybody knows; `neutral` is what holds of somebody nothing is said about.
STANDARD_MEASURES = {
    "working_days": _named("在岗工作日", "working days"),
    "months": _named("在岗月数", "months", neutral=12, at_most=12),
    "satisfaction": _named("满意率", "satisfaction", neutral=1.0, at_most=1),
    "late_early": _named("迟到早退次数", "times late or early"),
    "absence_days": _named("旷工天数", "days of absence"),
    "leave_days": _named("请假天数", "days of leave"),
    "verified_dissatisfied": _named("查实的不满意评价", "verified dissatisfied ratings"),
    "complaints": _named("被投诉次数", "complaints"),
    "disciplinary_bulletins": _named("违纪通报次数", "disciplinary bulletins"),
    "rating_fraud": _named("评价弄虚作假", "ratings falsified", neutral=False),
    "items_kept_out": _named("应进不进事项", "items kept out", neutral=False),
    "irregular_handling": _named("不按规范办理", "irregular handling", neutral=False),
    "over_statutory_leave": _named(
        "休假超过法定天数", "more holidays than the law gives", neutral=False
    ),
    "dishonesty": _named("不廉洁行为", "dishonesty", neutral=False),
}
RULES = (
    "attendance", "leave", "allowance", "assessment", "accountability", "awards", "checklist",
    "complaint", "deadline", "intake", "commitment",
)  # fmt: skip
"""Rules whose rulings a condition may look into (``results.RULE.…``)."""
_OWN = {
    "total": Phrase("总分", "the total"),
    "bonus": Phrase("附加分", "the bonus"),
    "deducted": Phrase("扣分合计", "points deducted"),
    "count": Phrase("扣分次数", "times deducted"),
    "votes": Phrase("得票", "votes"),
    "uncorrected": Phrase("仍不纠正", "not corrected"),
}


def measure_name(name: str, declared: Mapping[str, Measure]) -> Phrase:
    """What a measure is called."""
    found = declared.get(name) or STANDARD_MEASURES.get(name)
    if found is not None and found.title is not None:
        return Phrase(found.title.zh, found.title.en)
    return _OWN.get(name, Phrase(name, name))


def unknown_measures(
    named: Iterable[tuple[tuple[str | int, ...], str]],
    declared: Mapping[str, Measure],
    own: Sequence[str],
    prefixes: tuple[str, ...],
    misfits: Misfits,
) -> None:
    """Note every measure that nothing knows, with the nearest one there is."""
    known = [*declared, *STANDARD_MEASURES, *own]
    for at, measure in named:
        wanted = known
        if measure.startswith("results.") and "results." in prefixes:
            if measure.split(".")[1] in RULES:
                continue
            wanted = [".".join(("results", rule, *measure.split(".")[2:])) for rule in RULES]
        elif measure in known or measure.startswith(prefixes):
            continue
        near = get_close_matches(measure, wanted, n=1)
        if near:
            error = wrong("no_measure", "“{near}”？", "{near}?", near=near[0])
        else:
            error = wrong(
                "no_measure", "measures 中写明的数量", "a quantity declared under measures"
            )
        misfits.add(at, error, measure)
