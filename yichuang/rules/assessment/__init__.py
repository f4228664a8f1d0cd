"""Assessment (考核): marks, votes and figures of a period → points, with every point cited.

The figures are those in force on `facts.on`; where the facts name no day, the newest of the
book. A quantity in a hole of the text costs nothing and is reported as undecided. What must be
so is never met by silence, what bars is never assumed; both are said to be not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.charge import ZERO
from yichuang.rules.assessment.deeds import placed
from yichuang.rules.assessment.facts import (
    Facts,
    Mark,
    Past,
    check_amount,
    check_marks,
    check_times,
)
from yichuang.rules.assessment.gates import LACKS, MET, NOT_STATED, Measures, judged, said
from yichuang.rules.assessment.lines import Line, shown
from yichuang.rules.assessment.ruling import Act, Ruling, shown_carried, shown_line
from yichuang.rules.assessment.tally import (
    CAP,
    FLOOR,
    Tally,
    add_bonus,
    bonuses,
    bound,
    deduct,
    follow,
    may_follow,
)
from yichuang.rules.book.rulebook import Book
from yichuang.rules.effects import Effect
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.consequence import as_consequence, called, number
from yichuang.rules.parts.entry import Level
from yichuang.rules.parts.figure import round_to
from yichuang.rules.parts.table import Gap
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.assessment import Assessment, Clause, Grade, Sheet, Total
from yichuang.rules.suggest import unknown

__all__ = ["Facts", "Mark", "Past", "Ruling", "rule"]

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
    "assessment.rounded", "保留{digits}位小数（{way}）", "rounded to {digits} places ({way_en})"
)
VETOED = phrase("assessment.vetoed", "{what}：一票否决", "{what_en}: this alone decides")
GRADED = phrase(
    "assessment.graded",
    "总分{total}，等次为{grade}",
    "a total of {total}: the grade is {grade_en}",
)
GRADED_BY = phrase(
    "assessment.graded_by_veto", "一票否决，直接定等次", "the veto alone sets the grade"
)
BASE_ONLY = phrase(
    "assessment.total_from_base",
    "总分自基本分{base}起计",
    "the total starts from {base}",
)
RISEN = phrase(
    "assessment.risen",
    "{what}为{n}，属“{tier}”一档",
    "{what_en} is {n}, in the tier “{tier_en}”",
)
REPLACED = phrase(
    "assessment.replaced",
    "{what}：“{tier}”一档的处理由更重的代替，不并处",
    "{what_en}: what the tier “{tier_en}” brings is replaced by the heavier",
)
ROUNDED_WAYS = {
    "half_up": Phrase("四舍五入", "half up"),
    "down": Phrase("舍去", "down"),
    "up": Phrase("进位", "up"),
}
NO_GRADE = phrase(
    "assessment.no_grade",
    "总分{total}处条文没有规定等次，请人工认定",
    "the text gives no grade at a total of {total}; somebody has to decide",
)


@ruled("assessment")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Add up a sheet of the assessment (考核计分).

    Raises FactsError for unknown codes (naming the nearest), points outside a range, and
    quantities the sheet needs and does not get; BookLacks without a section `assessment`.
    """
    sheet = _sheet(facts, book)
    _check(facts, sheet)
    tally = Tally(sheet, facts, Measures(facts, sheet), reasons)
    tally.placed, tally.before = placed(facts, sheet, book, tally.measures)
    deduct(tally)
    own = tally.measures.own
    _state_deducted(tally)
    charged = bonuses(tally)
    bound(tally)
    _state_deducted(tally)
    bonus = add_bonus(tally, charged)
    own["bonus"] = bonus
    parts, total = _total(tally, bonus)
    own["total"] = total
    total, vetoed = _vetoes(tally, total)
    own["total"] = total
    counted = _counted(tally)
    barred = _gates(tally, sheet.barred)
    not_rated = _gates(tally, sheet.not_rated)
    _gates(tally, sheet.clauses)
    _rise(tally)
    tally.readings.update(tally.measures.readings)
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
        consequences=tuple(tally.consequences),
        acts=tuple(Act(code, count) for code, count in tally.acts),
        not_stated=tuple(tally.not_stated),
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
    if sheet.is_weighted:
        weights = {name: sheet.dimensions[name].weight or ZERO for name in tally.dimensions}
        present = sum(weights.values(), ZERO)
        # A dimension left out shares its weight among the others.
        scale = 1 / present if present else ZERO
        parts = {n: weights[n] * scale * points for n, points in tally.dimensions.items()}
    else:
        parts = dict(tally.dimensions)
    # Thirds of a mean must not push a sum below the mark it exactly reaches.
    total = round(sum(parts.values(), rule_.base) + bonus + tally.sum("total"), 9)
    titles = {name: sheet.dimensions[name].title for name in parts}
    names = {
        "parts": "、".join(f"{titles[n].zh}{shown(p)}" for n, p in parts.items()),
        "parts_en": ", ".join(f"{titles[n].en} {shown(p)}" for n, p in parts.items()),
    }
    article = rule_.article or sheet.article
    fact = WEIGHTED if sheet.is_weighted else SUM if parts else BASE_ONLY
    tally.say(article, fact, {**names, "base": shown(rule_.base)}, shown(total))
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
        rounded = round_to(total, rule_.digits, rule_.rounding)
        if rounded != total:
            tally.readings.setting("total.rounding", rule_, "rounding", article)
            args = {
                "digits": rule_.digits,
                "way": ROUNDED_WAYS[rule_.rounding.value].zh,
                "way_en": ROUNDED_WAYS[rule_.rounding.value].en,
            }
            line = Line("rounding", "total", 0, rounded - total, article)
            tally.add(line, ROUNDED, args, shown(rounded))
        total = rounded
    return total


def _vetoes(tally: Tally, total: Decimal) -> tuple[Decimal, tuple[str, ...]]:
    vetoed = []
    for code, veto in tally.sheet.vetoes.items():
        if _meets(tally, code, veto):
            vetoed.append(code)
            what = called(veto.title, code, "一票否决的情形")
            args = {"what": what.zh, "what_en": what.en}
            if veto.total is not None and veto.total < total:
                line = Line(f"veto:{code}", "total", 0, veto.total - total, veto.article)
                tally.add(line, VETOED, args)
                total = veto.total
            else:
                tally.say(veto.article, VETOED, args, _named(code, args))
    return total, tuple(vetoed)


def _counted(tally: Tally) -> bool:
    """Whether the period counts: every condition holds; silence meets none."""
    counted = True
    for code, clause in tally.sheet.needs.items():
        found = judged(clause, code, tally.measures)
        met = found.met is True
        counted = counted and met
        if found.met is None:
            tally.silent(code)
        fact = LACKS if found.met is None else MET
        tally.say(
            clause.article, fact, said(code, clause, found), "counted" if met else "not counted"
        )
        if not met:
            _follow_clause(tally, code, clause)
    return counted


def _gates(tally: Tally, gates: Mapping[str, Clause]) -> tuple[str, ...]:
    return tuple(code for code, clause in gates.items() if _meets(tally, code, clause))


def _meets(tally: Tally, code: str, clause: Clause) -> bool:
    """Whether something that bars is so; what nobody has stated is never assumed."""
    found = judged(clause, code, tally.measures)
    if found.met is None:
        tally.silent(code)
        tally.say(clause.article, NOT_STATED, said(code, clause, found), "not_stated")
    if found.met is not True:
        return False
    told = said(code, clause, found)
    tally.say(clause.article, MET, told, _named(code, told))
    _follow_clause(tally, code, clause)
    return True


def _follow_clause(tally: Tally, code: str, clause: Clause) -> None:
    what = called(clause.title, code, "所列情形")
    names = {"what": what.zh, "what_en": what.en}
    for c in clause.consequences:
        if may_follow(tally, code, c):
            follow(tally, code, c, 1, ZERO, names, clause.article)


def _rise(tally: Tally) -> None:
    """What follows by how much a measure has come to; the heavier in place of the lighter."""
    for code, rising in tally.sheet.rising.items():
        value = tally.measures.value(rising.measure)
        title = rising.title
        what = Phrase(title.zh, title.en) if title else tally.measures.name(rising.measure)
        args: dict[str, object] = {"what": what.zh, "what_en": what.en}
        if value is None:
            tally.silent(code)
            args |= {"facts": "没有说明", "facts_en": "not stated"}
            tally.say(rising.article, NOT_STATED, args, "not_stated")
            continue
        how = rising.read_as("reached")
        tally.readings.setting(f"{code}.how", rising, "how", value=how)
        number_ = float(value)
        # A measure of a run has grown by one with this sheet; any other stands as it is.
        before = number_ - 1 if how in ("reached", "added") and number_ >= 1 else 0
        hits = rising.hits(before, number_ - before, how) if number_ else []
        for hit in hits:
            if hit.laid is not None and hit.laid.tier is not None:
                _risen(tally, code, hit.laid.tier, args, number_)
        if how == "reached" and hits:
            lower = [one for one in rising.laid if one.tier and one is not hits[-1].laid]
            for one in lower:
                assert one.tier is not None
                if one.span.low is not None and one.span.low.value < number_:
                    tally.say(one.tier.article, REPLACED, _level_args(args, one.tier), "replaced")


def _risen(
    tally: Tally, code: str, tier: Level, args: Mapping[str, object], number_: float
) -> None:
    words = tier.span.words()
    told = {**args, "n": f"{number_:g}", "tier": words.zh, "tier_en": words.en}
    own = as_consequence(tier)
    tally.say(tier.article, RISEN, told, code)
    for c in (*([own] if own is not None else []), *tier.consequences):
        if may_follow(tally, code, c):
            follow(tally, code, c, 1, ZERO, args, tier.article)


def _level_args(args: Mapping[str, object], tier: Level) -> dict[str, object]:
    words = tier.span.words()
    return {**args, "tier": words.zh, "tier_en": words.en}


def _grade(tally: Tally, total: Decimal, vetoed: tuple[str, ...]) -> str | None:
    """The grade of the total, or the one a veto sets; its consequences follow either way."""
    sheet, args = tally.sheet, {"total": shown(total)}
    forced = {v.grade: v for v in map(sheet.vetoes.__getitem__, vetoed) if v.grade}
    for code, veto in forced.items():
        tally.say(veto.article, GRADED_BY, args, code)
        for grade in sheet.grades.tiers:
            if grade.grade == code:
                _follow_grade(tally, grade)
        return code
    found = sheet.grades.pick(total)
    if isinstance(found, Gap):
        tally.undecided.append("grade")
        tally.say(found.article or sheet.article, NO_GRADE, args, "undecided")
        return None
    if found is None:
        return None
    title = found.title
    words = found.span.words() if title is None else Phrase(title.zh, title.en)
    named = {**args, "grade": words.zh, "grade_en": words.en}
    tally.say(found.article, GRADED, named, Effect(found.grade, words))
    _follow_grade(tally, found)
    return found.grade


def _named(code: str, told: Mapping[str, object]) -> Effect:
    """A code of the book with what it is called there."""
    return Effect(code, Phrase(str(told["what"]), str(told["what_en"])))


def _follow_grade(tally: Tally, grade: Grade) -> None:
    what = called(grade.title, grade.grade, "所定等次")
    names = {"what": what.zh, "what_en": what.en}
    for c in grade.consequences:
        if may_follow(tally, grade.grade, c):
            follow(tally, grade.grade, c, 1, ZERO, names, grade.article)
