"""What breaking a rule of conduct leads to (行为规范的后果) in the book that is in force.

A rule of conduct names acts; what they cost stands in the sections `assessment` and
`accountability`. Where the book has no such act nothing is taken off and nothing pursued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from yichuang.rules.parts import entry
from yichuang.rules.sections import Sections
from yichuang.rules.sections.conduct import Consequential


@dataclass(frozen=True, slots=True)
class Cost:
    """The consequence of a rule of conduct (后果): points, steps, and their articles."""

    deduction: str | None = None
    points: str = ""
    """What each time costs, as people read it; empty where nothing is taken off."""
    act: str | None = None
    steps: tuple[str, ...] = ()
    """What may follow, in the order of the text; empty where it is determined case by case."""
    articles: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return self.deduction is None and self.act is None


def cost_of(rule: Consequential, sections: Sections) -> Cost:
    """What breaking this rule leads to by the sections of a day."""
    assessment, accountability = sections.assessment, sections.accountability
    deduction, costs = _first(rule, assessment.deductions if assessment else None)
    code, act = _first(rule, accountability.acts if accountability else None)
    steps: list[str] = []
    if act is not None:
        steps += [level.action for level in act.tiers if level.action]
        steps += [degree.action for degree in act.degrees.values() if degree.action]
        steps += [act.action] if act.action else []
    return Cost(
        deduction=deduction,
        points=_points(costs) if costs else "",
        act=code,
        steps=tuple(dict.fromkeys(steps)),
        articles=tuple(part.article for part in (costs, act) if part is not None),
    )


E = TypeVar("E", bound=entry.Entry)


def _first(rule: Consequential, table: Mapping[str, E] | None) -> tuple[str | None, E | None]:
    """The entry of a table that counts the first of the acts it knows."""
    for act in rule.acts:
        for code, one in (table or {}).items():
            if code == act or act in one.counter.acts:
                return code, one
    return None, None


def _points(one: entry.Entry) -> str:
    """What each time costs, as people read it."""
    if one.points is not None:
        return one.points.words().zh
    figures = [level.points.words().zh for level in one.tiers if level.points is not None]
    return " → ".join(figures) or "…"
