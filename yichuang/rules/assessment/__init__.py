"""Assessment (考核): marks, votes and figures of a period → points, with every point cited.

The figures are those in force on `facts.on`; where the facts name no day, the newest of the
book. Where a text is silent the reading that favours the person holds: a quantity in a hole
of the text costs nothing and is reported as undecided, a condition on something nobody has
stated bars nobody, and somebody whose working days are not stated is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.charge import ZERO
from yichuang.rules.assessment.deeds import placed
from yichuang.rules.assessment.facts import (
    Facts,
    Mark,
    check_amount,
    check_marks,
    check_times,
)
from yichuang.rules.assessment.gates import Measures, holds, said
from yichuang.rules.assessment.lines import Follows, Line, shown
from yichuang.rules.assessment.ruling import (
    Act,
    Ruling,
    number,
    shown_carried,
    shown_follows,
    shown_line,
)
from yichuang.rules.assessment.tally import CAP, FLOOR, Tally, add_bonus, deduct
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.sections.assessment import Assessment, Grade, Sheet, Total
from yichuang.rules.sections.points import Gate
from yichuang.rules.suggest import unknown

__all__ = ["Facts", "Mark", "Ruling", "rule"]

_NO_FREE_BONUS = Phrase(
    "0：这张考核表的加分须写明目录代码", "0: this sheet takes bonuses by code only"
)
SUM = phrase(
    "assessment.total",
    "总分为{parts}之和",
    "the total is the sum of {parts_en}",
)
WEIGHTED = phrase(
    "assessment.weighted", "总分为{parts}加权合成", "the total is weighted from {parts_en}"
)
ROUNDED = phrase(
    "assessment.rounded", "保留{digits}位小数（{way}）", "rounded to {digits} places ({way})"
)
VETOED = phrase("assessment.vetoed", "{what}：一票否决", "{what_en}: this alone decides")
GRADED = phrase("assessment.graded", "总分{total}对应的等次", "the grade of a total of {total}")
NO_GRADE = phrase(
    "assessment.no_grade",
    "总分{total}处条文没有规定等次，请人工认定",
    "the text gives no grade at a total of {total}; somebody has to decide",
)


def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Add up a sheet of the assessment (考核计分).

    Raises FactsError for unknown codes (naming the nearest), points outside a range, and
    quantities the sheet needs and does not get; BookLacks without a section `assessment`.
    """
    sheet = _sheet(facts, book)
    _check(facts, sheet)
    tally = Tally(sheet, facts, Measures(facts, sheet), reasons)
    tally.placed, tally.before = placed(facts, sheet, book)
    deduct(tally)
    own = tally.measures.own
    _state_deducted(tally)
    bonus = add_bonus(tally)
    own["bonus"] = bonus
    parts, total = _total(tally, bonus)
    own["total"] = total
    total, vetoed = _vetoes(tally, total)
    own["total"] = total
    counted = _counted(tally)
    barred = _gates(tally, sheet.barred)
    not_rated = _gates(tally, sheet.not_rated)
    grade = None if not_rated or not counted else _grade(tally, total, vetoed)
    return Ruling(
        dimensions={name: number(points) for name, points in tally.dimensions.items()},
        total=number(total),
        counted=counted,
        barred=barred,
        not_rated=not_rated,
        grade=grade,
        bonus=number(bonus),
        vetoed=vetoed,
        lines=tuple(shown_line(line) for line in tally.lines),
        parts={name: number(part) for name, part in parts.items()},
        carried=tuple(shown_carried(c) for c in tally.carried),
        consequences=tuple(shown_follows(f) for f in tally.consequences),
        acts=tuple(Act(code, count) for code, count in tally.acts),
        undecided=tuple(dict.fromkeys(tally.undecided)),
        readings=tally.readings.listed(),
        because=tuple(tally.because),
    )


def _sheet(facts: Facts, book: Book) -> Sheet:
    section: Assessment | None = book.on(facts.on or date.max).assessment
    if section is None:
        raise BookLacks("assessment", book.name)
    if not facts.sheet:
        return section
    found = section.sheets.get(facts.sheet)
    if found is None:
        raise unknown("facts.sheet", facts.sheet, section.sheets)
    return found


def _check(facts: Facts, sheet: Sheet) -> None:
    if facts.role and sheet.role_factors and facts.role not in sheet.role_factors:
        raise unknown("facts.role", facts.role, sheet.role_factors)
    check_marks(facts.deductions, "deductions", sheet.deductions)
    check_marks(facts.bonuses, "bonuses", sheet.bonuses)
    check_amount(facts.bonus, "facts.bonus")
    if facts.bonus and not sheet.bonus.free:
        raise FactsError("facts.bonus", _NO_FREE_BONUS, facts.bonus)
    for code, times in facts.earlier.items():
        if code not in sheet.deductions and code not in sheet.bonuses:
            raise unknown(f"facts.earlier.{code}", code, [*sheet.deductions, *sheet.bonuses])
        check_times(times, f"facts.earlier.{code}")
    for name, of in (("ballots", facts.ballots), ("scores", facts.scores)):
        for key in of:
            if key.split(".")[0] not in sheet.dimensions:
                raise unknown(f"facts.{name}.{key}", key, sheet.dimensions)


def _state_deducted(tally: Tally) -> None:
    """What conditions may ask about: points taken, times counted, points left."""
    own = tally.measures.own
    for name, points in tally.dimensions.items():
        own[f"dimensions.{name}"] = points
        own[f"deducted.{name}"] = -tally.sum(name)
    own["deducted"] = -sum((line.points for line in tally.lines), ZERO)
    own["count"] = sum(p.mark.count for p in tally.placed["deductions"])


def _total(tally: Tally, bonus: Decimal) -> tuple[dict[str, Decimal], Decimal]:
    rule_, sheet = tally.sheet.total, tally.sheet
    if rule_.combine == "weighted":
        weights = {name: sheet.dimensions[name].weight or ZERO for name in tally.dimensions}
        whole = sum((d.weight or ZERO for d in sheet.dimensions.values()), ZERO)
        present = sum(weights.values(), ZERO)
        # A dimension left out shares its weight among the others.
        scale = whole / present if present else ZERO
        parts = {n: weights[n] * scale * points for n, points in tally.dimensions.items()}
    else:
        parts = dict(tally.dimensions)
    # Thirds of a mean must not push a sum below the mark it exactly reaches.
    total = round(sum(parts.values(), rule_.base) + bonus + tally.sum("total"), 9)
    titles = {name: sheet.dimensions[name].title for name in parts}
    names = {
        "parts": "、".join(f"{titles[n].zh}{shown(round(p, 6))}" for n, p in parts.items()),
        "parts_en": ", ".join(f"{titles[n].en} {shown(round(p, 6))}" for n, p in parts.items()),
    }
    article = rule_.article or sheet.article
    tally.say(
        article, WEIGHTED if rule_.combine == "weighted" else SUM, names, shown(round(total, 6))
    )
    return parts, _bounded(tally, rule_, total, article)


def _bounded(tally: Tally, rule_: Total, total: Decimal, article: str) -> Decimal:
    names = {"what": "总分", "what_en": "the total"}
    if rule_.floor is not None and total < rule_.floor:
        tally.add(Line("floor:total", "total", 0, rule_.floor - total, article), FLOOR, names)
        total = rule_.floor
    if rule_.cap is not None and total > rule_.cap:
        tally.add(Line("cap:total", "total", 0, rule_.cap - total, article), CAP, names)
        total = rule_.cap
    if rule_.digits is not None:
        ways = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
        rounded = total.quantize(Decimal(1).scaleb(-rule_.digits), ways[rule_.rounding])
        if rounded != total:
            tally.readings.setting("total.rounding", rule_, "rounding", article)
            args = {"digits": rule_.digits, "way": rule_.rounding}
            line = Line("rounding", "total", 0, rounded - total, article)
            tally.add(line, ROUNDED, args, shown(rounded))
        total = rounded
    return total


def _vetoes(tally: Tally, total: Decimal) -> tuple[Decimal, tuple[str, ...]]:
    vetoed = []
    for code, veto in tally.sheet.vetoes.items():
        if _meets(tally, code, veto):
            vetoed.append(code)
            names = {"what": veto.title.zh, "what_en": veto.title.en} if veto.title else {}
            args = names or {"what": code, "what_en": code}
            if veto.total is not None and veto.total < total:
                line = Line(f"veto:{code}", "total", 0, veto.total - total, veto.article)
                tally.add(line, VETOED, args)
                total = veto.total
            else:
                tally.say(veto.article, VETOED, args, code)
    return total, tuple(vetoed)


def _counted(tally: Tally) -> bool:
    """Whether the period counts: every condition holds or is not known."""
    counted = True
    for code, gate in tally.sheet.counted.items():
        value = tally.measures.value(gate.measure)
        met = holds(gate, value)
        counted = counted and met is not False
        tally.say(
            gate.article, *said(code, gate, value), "counted" if met is not False else "not counted"
        )
    return counted


def _gates(tally: Tally, gates: Mapping[str, Gate]) -> tuple[str, ...]:
    found = []
    for code, gate in gates.items():
        if _meets(tally, code, gate):
            found.append(code)
            value = tally.measures.value(gate.measure)
            tally.say(gate.article, *said(code, gate, value), code)
    return tuple(found)


def _meets(tally: Tally, code: str, gate: Gate) -> bool:
    if holds(gate, tally.measures.value(gate.measure)) is not True:
        return False
    for c in gate.consequences:
        article = c.article or gate.article
        follows = Follows(c.to, c.action, code, article, c.share, c.points, c.months)
        tally.consequences.append(follows)
    return True


def _grade(tally: Tally, total: Decimal, vetoed: tuple[str, ...]) -> str | None:
    """The grade of the total, or the one a veto sets; its consequences follow either way."""
    sheet, args = tally.sheet, {"total": shown(total)}
    forced = {v.grade: v for v in map(sheet.vetoes.__getitem__, vetoed) if v.grade}
    for code, veto in forced.items():
        tally.say(veto.article, GRADED, args, code)
        for grade in sheet.grades:
            if grade.grade == code:
                _follow_grade(tally, grade)
        return code
    for grade in sheet.grades:
        if grade.holds(total):
            tally.say(grade.article, GRADED, args, grade.grade)
            _follow_grade(tally, grade)
            return grade.grade
    if sheet.grades and any(gap.holds(total) for gap in sheet.grade_gaps):
        tally.undecided.append("grade")
        tally.say(sheet.article, NO_GRADE, args, "undecided")
    return None


def _follow_grade(tally: Tally, grade: Grade) -> None:
    for c in grade.consequences:
        article = c.article or grade.article
        tally.consequences.append(
            Follows(c.to, c.action, grade.grade, article, c.share, c.points, c.months)
        )
