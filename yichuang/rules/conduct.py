"""What breaking a rule of conduct leads to (行为规范的后果) in the book that is in force.

A rule of conduct names codes; what they cost stands in the sections `assessment` and
`accountability`. Where the book has no such code nothing is taken off and nothing pursued.
"""

from __future__ import annotations

from dataclasses import dataclass

from yichuang.rules.sections import Sections
from yichuang.rules.sections.conduct import Consequential
from yichuang.rules.sections.points import Entry


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
    entry = sections.assessment.deductions.get(rule.deduction) if sections.assessment else None
    acts = sections.accountability.acts if sections.accountability else {}
    act = acts.get(rule.act)
    steps: list[str] = []
    if act is not None:
        steps += [s.step for s in (act.ladder.steps if act.ladder else ()) if s.step]
        steps += [s.step for s in act.severities.values() if s.step]
        steps += [act.step] if act.step else []
    return Cost(
        deduction=rule.deduction if entry else None,
        points=_points(entry) if entry else "",
        act=rule.act if act else None,
        steps=tuple(dict.fromkeys(steps)),
        articles=tuple(part.article for part in (entry, act) if part is not None),
    )


def _points(entry: Entry) -> str:
    if entry.points is not None:
        return format(entry.points.normalize(), "f")
    if entry.range is not None:
        return entry.range.text()
    if entry.by_nth is not None:
        steps = entry.by_nth.steps
        texts = [str(s.points) if s.range is None else s.range.text() for s in steps]
        return " → ".join(texts)
    if entry.by_quantity is not None:
        return f"{entry.by_quantity.first} + {entry.by_quantity.further}/{entry.by_quantity.unit}"
    return "…"
