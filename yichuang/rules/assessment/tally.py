"""Adding up a sheet (计分): every line is kept, so that a total is the sum of what is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.charge import (
    ZERO,
    Charge,
    Fulls,
    Placed,
    Terms,
    charge,
    from_nth,
    heaviest,
    quantity_of,
)
from yichuang.rules.assessment.facts import Facts, Mark, mark_of
from yichuang.rules.assessment.gates import NOT_STATED, Measures, judged, said
from yichuang.rules.assessment.lines import Carried, Line, shown
from yichuang.rules.assessment.sources import SILENT, Found, measured, scored, voted
from yichuang.rules.assessment.told import NO_DETAIL, details, unit_words
from yichuang.rules.effects import Effect
from yichuang.rules.parts.consequence import (
    Consequence,
    Follows,
    called,
    follows,
    to_words,
    unnamed,
)
from yichuang.rules.parts.measures import measure_name
from yichuang.rules.parts.reading import Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.assessment import Dimension, Entry, Sheet
from yichuang.rules.suggest import unknown
from yichuang.rules.words import WORDS

BASE = phrase("assessment.base", "{what}满分", "{what_en}: full points")
MARKED = phrase(
    "assessment.marked", "{what}，{count}次{detail}", "{what_en}, {count} time(s){detail_en}"
)
CAPPED = phrase(
    "assessment.capped",
    "{what}，{count}次{detail}；封顶后少计{capped}分",
    "{what_en}, {count} time(s){detail_en}; the cap leaves {capped} out",
)
CONDITION = phrase(
    "assessment.condition_unmet",
    "{what}：{facts}，记分条件不成立，不计",
    "{what_en}: {facts_en}; the condition for it is not met, so it is not counted",
)
ABOUT = phrase(
    "assessment.about",
    "所涉的“{what}”应扣{points}分",
    "the act in question, {what_en}, costs {points}",
)
BORNE = phrase(
    "assessment.borne",
    "{what}：{to}承担{points}分",
    "{what_en}: {to_en} bears {points}",
)
FOLLOWS = phrase(
    "assessment.follows",
    "{what}：对{to}：{action}",
    "{what_en}: for {to_en}: {action_en}",
)
FLOOR = phrase("assessment.floor", "{what}扣完为止", "{what_en} stops at its floor")
CAP = phrase("assessment.cap", "{what}以上限为止", "{what_en} stops at its cap")
ROLE = phrase(
    "assessment.role", "身份为{role}，扣分乘以{factor}", "as {role_en}, deductions times {factor}"
)
PER_HEAD = phrase(
    "assessment.per_head",
    "扣分除以{measure}（{heads}）",
    "deductions divided by {measure_en} ({heads})",
)
BONUS = phrase("assessment.bonus", "附加分", "bonus")


@dataclass(slots=True)
class Tally:
    """A sheet while it is added up."""

    sheet: Sheet
    facts: Facts
    measures: Measures
    reasons: bool
    lines: list[Line] = field(default_factory=list)
    dimensions: dict[str, Decimal] = field(default_factory=dict)
    because: list[Reason] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    carried: list[Carried] = field(default_factory=list)
    consequences: list[Follows] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    not_stated: list[str] = field(default_factory=list)
    acts: list[tuple[str, int]] = field(default_factory=list)
    placed: Mapping[str, Sequence[Placed]] = field(default_factory=dict)
    """What is charged, by the table it stands in."""
    _full: Decimal | None = None
    before: Mapping[str, Sequence[tuple[date, int, str]]] | None = None
    """Where acts are counted: how often each code happened on earlier days."""

    @property
    def full(self) -> Decimal:
        """The full points of the sheet."""
        if self._full is None:
            fulls = (d.full for d in self.sheet.dimensions.values())
            self._full = sum(fulls, self.sheet.total.base)
        return self._full

    def add(
        self, line: Line, fact: Phrase, args: Mapping[str, object], ruling: str | None = None
    ) -> None:
        """Keep a line with its reason."""
        self.lines.append(line)
        self.say(line.article, fact, args, shown(line.points) if ruling is None else ruling)

    def say(self, article: str, fact: Phrase, args: Mapping[str, object], ruling: str) -> None:
        if self.reasons:
            self.because.append(Reason(article, fact, args, ruling))

    def silent(self, code: str) -> None:
        """Note a condition on something nobody has stated, once."""
        if code not in self.not_stated:
            self.not_stated.append(code)

    def sum(self, dimension: str) -> Decimal:
        return sum((li.points for li in self.lines if li.dimension == dimension), ZERO)


def place(marks: Sequence[Mark], at: str) -> list[Placed]:
    return [Placed(mark, f"facts.{at}[{i}]") for i, mark in enumerate(marks)]


def deduct(tally: Tally) -> None:
    """Take off what the marks cost, in each dimension that is there."""
    sheet = tally.sheet
    for name, dimension in sheet.dimensions.items():
        _start(tally, name, dimension)
    factor = _factor(tally)
    for made in _charges(tally, sheet.deductions, tally.placed["deductions"], factor):
        where = sheet.place(made.code, made.entry)
        if where in tally.dimensions or where == "total":
            _keep(tally, made, where, -1)


def bonuses(tally: Tally) -> list[Charge]:
    """What the bonuses come to; those inside a dimension are added there."""
    made = _charges(tally, tally.sheet.bonuses, tally.placed["bonuses"])
    if any(tally.sheet.place(m.code, m.entry) in tally.dimensions for m in made):
        tally.readings.setting("bonus.within", tally.sheet.bonus, "within")
    for one in made:
        if _is_inside(tally, one):
            _keep(tally, one, tally.sheet.place(one.code, one.entry), 1)
    return made


def bound(tally: Tally) -> None:
    """Floors and caps of items; then each dimension to its own bounds."""
    for name, dimension in tally.sheet.dimensions.items():
        if name in tally.dimensions:
            _bound_items(tally, name, dimension)
            _bound(tally, name, dimension.title.zh, dimension.title.en, dimension)


def _is_inside(tally: Tally, made: Charge) -> bool:
    """Whether a bonus is added inside its dimension, not to the total."""
    where = tally.sheet.place(made.code, made.entry)
    return tally.sheet.bonus.within == "dimension" and where in tally.dimensions


def add_bonus(tally: Tally, charged: Sequence[Charge]) -> Decimal:
    """Add the bonuses (附加分), group by group and all together up to their caps."""
    sheet, before = tally.sheet, len(tally.lines)
    groups: dict[str, Decimal] = defaultdict(Decimal)
    for made in charged:
        if _is_inside(tally, made):
            continue
        _keep(tally, made, "bonus", 1)
        groups[made.entry.item] += made.points
    for group, limit in sheet.bonus.groups.items():
        if groups[group] > limit:
            off = limit - groups[group]
            line = Line(f"cap:{group}", "bonus", 0, off, sheet.bonus.article)
            what = unnamed(group, "这一类加分")
            tally.add(line, CAP, {"what": what.zh, "what_en": what.en})
    free = Decimal(str(tally.facts.bonus))
    if free:
        article = sheet.bonus.article or sheet.article
        tally.add(Line("bonus", "bonus", 1, free, article), BONUS, {})
    total = sum((line.points for line in tally.lines[before:]), ZERO)
    if sheet.bonus.cap is not None and total > sheet.bonus.cap:
        line = Line("cap:bonus", "bonus", 0, sheet.bonus.cap - total, sheet.bonus.article)
        tally.add(line, CAP, {"what": "附加分", "what_en": "the bonus"})
        total = sheet.bonus.cap
    return total


def _start(tally: Tally, name: str, dimension: Dimension) -> None:
    """What a dimension starts from: its full points, or what votes, scores, figures give."""
    found: Found | None = None
    if dimension.votes is not None:
        found = voted(name, dimension, dimension.votes, tally.facts)
    elif dimension.scores is not None:
        found = scored(name, dimension, dimension.scores, tally.facts)
    elif dimension.measured is not None:
        value = tally.measures.value(dimension.measured.measure)
        found = measured(
            name,
            dimension,
            dimension.measured,
            None if value is None else float(value),
            tally.facts,
        )
    if found is None:
        tally.dimensions[name] = dimension.full
        args = {"what": dimension.title.zh, "what_en": dimension.title.en}
        tally.say(dimension.article, BASE, args, shown(dimension.full))
        return
    tally.readings.update(found.readings)
    if found.undecided:
        tally.undecided.append(name)
    if found.points is not None:
        tally.dimensions[name] = found.points
    ruling = "left_out" if found.points is None else shown(found.points)
    tally.say(dimension.article, found.fact, found.args, ruling)


def _charges(
    tally: Tally,
    catalogue: Mapping[str, Entry],
    placed: Sequence[Placed],
    factor: Decimal = Decimal(1),
) -> list[Charge]:
    """What each code comes to, in the order of the catalogue."""
    sheet = tally.sheet
    if sheet.same_event == "heaviest" and any(p.mark.event for p in placed):
        placed = heaviest(catalogue, placed, _terms(tally, None, ""))
        tally.readings.setting("same_event", sheet, "same_event")
    by_code: dict[str, list[Placed]] = defaultdict(list)
    for p in placed:
        by_code[p.mark.code].append(p)
    made = []
    for code, entry in catalogue.items():
        marks = by_code.get(code)
        if not marks or not _is_met(tally, code, entry):
            continue
        terms = _terms(tally, sheet.dimensions.get(sheet.place(code, entry)), entry.item)
        tally.measures.own[f"count.{code}"] = sum(p.mark.count for p in marks)
        pools = _pools(entry, marks, tally)
        for pool in pools:
            own = Terms(
                terms.period,
                terms.fulls,
                terms.about,
                tally.facts.earlier.get(code, 0),
                _before(tally, code, {p.kind for p in pool} if pools[1:] else None),
                factor,
            )
            made.append(charge(code, entry, pool, own))
    return made


def _terms(tally: Tally, dimension: Dimension | None, item: str) -> Terms:
    """What the sheet says about charges of a dimension."""

    def about(placed: Placed) -> Decimal:
        return _about(tally, placed)

    return Terms(tally.sheet.period, _fulls(tally, dimension, item), about)


def _about(tally: Tally, placed: Placed) -> Decimal:
    """What the act that a mark is about costs by this sheet, told with its own article."""
    deed = placed.mark.about
    assert deed is not None
    at = f"{placed.at}.about"
    sheet, known = tally.sheet, tally.measures.known
    for code, entry in sheet.deductions.items():
        counted = code == deed.code
        if known is not None and entry.counts is not None:
            counted = bool(known.counted(code, entry.counts, [deed]))
        if not counted:
            continue
        other = Placed(mark_of(code, entry, deed), at, deed.code)
        terms = _terms(tally, sheet.dimensions.get(sheet.place(code, entry)), entry.item)
        made = charge(code, entry, [other], terms)
        args: dict[str, object] = {**_entry_names(entry), "points": shown(made.points)}
        tally.say(entry.article, ABOUT, args, shown(made.points))
        return made.points
    raise unknown(f"{at}.code", deed.code, sheet.deductions)


def _before(tally: Tally, code: str, kinds: set[str] | None) -> Sequence[tuple[date, int]] | None:
    """How often a code happened on earlier days, of some kinds of act or of all."""
    if tally.before is None:
        return None
    rows = tally.before.get(code, ())
    return [(on, times) for on, times, kind in rows if kinds is None or kind in kinds]


def _pools(entry: Entry, marks: Sequence[Placed], tally: Tally) -> list[list[Placed]]:
    """The marks that are counted together: all of them, or each act by itself."""
    if entry.counts is None or len({p.kind for p in marks}) < 2:
        return [list(marks)]
    tally.readings.setting(f"{marks[0].mark.code}.together", entry.counts, "together")
    if entry.counts.together:
        return [list(marks)]
    return [[p for p in marks if p.kind == kind] for kind in dict.fromkeys(p.kind for p in marks)]


def _factor(tally: Tally) -> Decimal:
    """By what deductions are multiplied: for the role, and shared among so many heads."""
    sheet, factor = tally.sheet, Decimal(1)
    if tally.facts.role in sheet.role_factors:
        factor = sheet.role_factors[tally.facts.role]
        role = WORDS.get(tally.facts.role) or unnamed(tally.facts.role, "手册所列的一种")
        args = {"role": role.zh, "role_en": role.en, "factor": shown(factor)}
        tally.say(sheet.article, ROLE, args, f"× {shown(factor)}")
    if sheet.per_head:
        heads = tally.measures.value(sheet.per_head)
        if heads:
            factor /= Decimal(str(heads))
            what = measure_name(sheet.per_head, sheet.measures)
            if what.zh == sheet.per_head:
                what = unnamed(sheet.per_head, "人数")
            args = {"measure": what.zh, "measure_en": what.en, "heads": f"{float(heads):g}"}
            tally.say(sheet.article, PER_HEAD, args, f"÷ {args['heads']}")
    return factor


def _is_met(tally: Tally, code: str, entry: Entry) -> bool:
    """Whether the condition of an entry is met; what nobody has stated is not."""
    if entry.if_ is None:
        return True
    found = judged(entry.if_, code, tally.measures)
    if found.met is not True:
        args = {**said(code, entry.if_, found), **_entry_names(entry)}
        tally.say(entry.article, CONDITION, args, "0")
    return found.met is True


def _fulls(tally: Tally, dimension: Dimension | None, item: str) -> Fulls:
    total = tally.full
    if dimension is None:
        return Fulls(total, total, total)
    of_item = dimension.items[item].base if item in dimension.items else dimension.full
    return Fulls(of_item, dimension.full, total)


def _keep(tally: Tally, made: Charge, where: str, sign: int) -> None:
    entry = made.entry
    names = _entry_names(entry)
    for p in made.undecided:
        tally.undecided.append(made.code)
        quantity = quantity_of(p.mark)
        shown_ = "" if quantity is None else f"{shown(quantity)}{unit_words(entry.unit).zh}"
        tally.say(entry.article, SILENT, {**names, "value": shown_}, "undecided")
    if made.count:
        article = _article(made)
        line = Line(made.code, where, made.count, sign * made.points, article)
        detail = details(made, tally.sheet.period) if tally.reasons else NO_DETAIL
        args = {**names, "count": made.count, "detail": detail.zh, "detail_en": detail.en}
        args |= {"capped": shown(made.capped)}
        tally.add(line, CAPPED if made.capped else MARKED, args)
        _others(tally, made)
    tally.readings.update(made.readings)
    tally.readings.of(entry)


def _article(made: Charge) -> str:
    """The article of the one tier that decided, or else of the entry."""
    if not made.entry.tiers:
        return made.entry.article
    tiers = {t.laid.part.article for t in made.told if t.laid is not None}
    only = tiers.pop() if len(tiers) == 1 else ""
    return only or made.entry.article


def _entry_names(entry: Entry) -> dict[str, object]:
    return {"what": entry.title.zh, "what_en": entry.title.en}


def _others(tally: Tally, made: Charge) -> None:
    """What the code does besides its points: to others, to the person, to accountability."""
    entry = made.entry
    for c in entry.consequences:
        if c.is_due(made.nth) and may_follow(tally, made.code, c):
            times, share = from_nth(made, c.nth)
            follow(tally, made.code, c, times, share, _entry_names(entry), entry.article)
    for c, times in made.consequences:
        if c.is_due(made.nth) and may_follow(tally, made.code, c):
            follow(tally, made.code, c, times, made.points, _entry_names(entry), entry.article)
    if entry.act:
        tally.acts.append((entry.act, made.count))


def may_follow(tally: Tally, code: str, c: Consequence) -> bool:
    """Whether the condition of a consequence is met; what nobody has stated is never assumed."""
    if c.if_ is None:
        return True
    found = judged(c.if_, code, tally.measures)
    if found.met is None:
        tally.silent(code)
        tally.say(c.article, NOT_STATED, said(code, c.if_, found), "not_stated")
    return found.met is True


def follow(
    tally: Tally,
    code: str,
    c: Consequence,
    times: int,
    share: Decimal,
    names: Mapping[str, object],
    article: str,
) -> None:
    """One consequence, with its own reason: points that somebody bears, or something else."""
    article = c.article or article
    tally.readings.of(c, article)
    to = to_words(c.to)
    args = {**names, "to": to.zh, "to_en": to.en}
    fixed = c.points is None or c.points.fixed is not None
    if c.action is None and fixed and (c.points is not None or c.share is not None):
        each = c.times(times + c.nth - 1)
        points = share * c.share.least if c.share is not None else ZERO
        points += c.points.least * Decimal(str(each)) if c.points is not None else ZERO
        tally.carried.append(Carried(c.to, c.act or code, points, article))
        tally.say(article, BORNE, {**args, "points": shown(points)}, shown(points))
        return
    tally.consequences.append(follows(c, code, article))
    what = c.says
    args |= {"action": what.zh, "action_en": what.en}
    tally.say(article, FOLLOWS, args, Effect(c.action or "", what))


def _bound_items(tally: Tally, name: str, dimension: Dimension) -> None:
    for item_name, item in dimension.items.items():
        catalogue = [*tally.sheet.deductions.items(), *tally.sheet.bonuses.items()]
        codes = {
            code
            for code, entry in catalogue
            if entry.item == item_name and tally.sheet.place(code, entry) == name
        }
        left = item.base + sum(
            (li.points for li in tally.lines if li.dimension == name and li.code in codes), ZERO
        )
        what = called(item.title, item_name, "本项")
        names = {"what": what.zh, "what_en": what.en}
        if item.floor is not None and left < item.floor:
            line = Line(f"floor:{item_name}", name, 0, item.floor - left, item.article)
            tally.add(line, FLOOR, names)
        elif item.cap is not None and left > item.cap:
            line = Line(f"cap:{item_name}", name, 0, item.cap - left, item.article)
            tally.add(line, CAP, names)


def _bound(tally: Tally, name: str, zh: str, en: str, dimension: Dimension) -> None:
    points = tally.dimensions[name] + tally.sum(name)
    names = {"what": zh, "what_en": en}
    if dimension.floor is not None and points < dimension.floor:
        line = Line(f"floor:{name}", name, 0, dimension.floor - points, dimension.article)
        tally.add(line, FLOOR, names)
        points = dimension.floor
    if dimension.cap is not None and points > dimension.cap:
        line = Line(f"cap:{name}", name, 0, dimension.cap - points, dimension.article)
        tally.add(line, CAP, names)
        points = dimension.cap
    tally.dimensions[name] = points
