"""Checklists (标准清单): what was found of each item → a score, and what is to be mended.

The figures are those in force on `facts.on`; where the facts name no day, the newest of the
book. An item that was not checked costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks
from yichuang.rules.parts.consequence import number
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.standards import Checklist
from yichuang.rules.suggest import unknown

Mark = Literal["met", "partly", "unmet", "not_checked"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found (检查结果) of the items of one checklist; items left out: not checked."""

    checklist: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The score (得分), out of `full`; `to_mend` are the items not or only partly met."""

    score: float
    full: float
    to_mend: tuple[str, ...]
    not_checked: tuple[str, ...]
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


MET = phrase("checklist.met", "{what}：做到", "{what_en}: met")
PARTLY = phrase("checklist.partly", "{what}：部分做到", "{what_en}: partly met")
UNMET = phrase("checklist.unmet", "{what}：没有做到{fails}", "{what_en}: not met{fails_en}")
NOT_CHECKED = phrase("checklist.not_checked", "{what}：没有检查", "{what_en}: not checked")
SCORE = phrase("checklist.score", "{n}条中检查{checked}条", "{checked} of {n} items were checked")
_FACTS: dict[Mark, Phrase] = {
    "met": MET,
    "partly": PARTLY,
    "unmet": UNMET,
    "not_checked": NOT_CHECKED,
}


@ruled("checklist")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Score a checklist (按清单打分).

    Raises FactsError for an unknown checklist or item; BookLacks without `standards`.
    """
    section = book.on(facts.on or date.max).standards
    if section is None:
        raise BookLacks("standards", book.name)
    if facts.checklist not in section.checklists:
        raise unknown("facts.checklist", facts.checklist, section.checklists)
    checklist = section.checklists[facts.checklist]
    for code in facts.marks:
        if code not in checklist.items:
            raise unknown(f"facts.marks.{code}", code, checklist.items)
    return _score(facts, checklist, reasons)


def _score(facts: Facts, checklist: Checklist, reasons: bool) -> Ruling:
    marks: dict[str, Mark] = {
        code: facts.marks.get(code, "not_checked") for code in checklist.items
    }
    earned = {
        "met": Decimal(1),
        "partly": checklist.share,
        "unmet": Decimal(0),
        "not_checked": Decimal(1 if checklist.missing == "met" else 0),
    }
    because: list[Reason] = []
    total = possible = Decimal(0)
    for code, mark in marks.items():
        worth = checklist.worth(code)
        left_out = mark == "not_checked" and checklist.missing == "left_out"
        possible += Decimal(0) if left_out else worth
        total += worth * earned[mark]
        if reasons:
            points = "left_out" if left_out else str(number(worth * earned[mark]))
            because.append(_reason(checklist, code, mark, points))
    # What was not checked is left out of the full points as well, so the rest counts for all.
    score = checklist.points * total / possible if possible else checklist.points
    unchecked = tuple(code for code, mark in marks.items() if mark == "not_checked")
    readings = Readings()
    readings.of(checklist)
    if unchecked:
        readings.setting("not_checked", checklist, "missing")
    args = {"n": len(marks), "checked": len(marks) - len(unchecked)}
    because.append(Reason(checklist.article, SCORE, args, str(number(score))))
    return Ruling(
        score=number(score),
        full=number(checklist.points),
        to_mend=tuple(code for code, mark in marks.items() if mark in ("partly", "unmet")),
        not_checked=unchecked,
        readings=readings.listed(),
        because=tuple(because) if reasons else (),
    )


def _reason(checklist: Checklist, code: str, mark: Mark, points: str) -> Reason:
    item = checklist.items[code]
    fails = item.fails_if
    args: dict[str, object] = {
        "what": item.title.zh,
        "what_en": item.title.en,
        "fails": f"（{fails.zh}）" if fails else "",
        "fails_en": f" ({fails.en})" if fails else "",
    }
    return Reason(item.article, _FACTS[mark], args, points)
