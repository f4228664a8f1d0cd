"""Acts as a book knows them (手册中的行为): which there are, in which group, what they are called.

One list of dated acts serves every rule. Each takes the acts it counts and leaves the others;
an act that nothing in the whole book knows is a slip and refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import ACTIONS, unnamed
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.wording import MayBeTitled, Titled
from yichuang.rules.sections import Sections
from yichuang.rules.suggest import unknown

FOUND_BY_ATTENDANCE = ("late", "early", "missing", "absence", "absence_by_count")
FOUND_NAMES = {
    "late": Phrase("迟到", "late"),
    "early": Phrase("早退", "early"),
    "missing": Phrase("缺签", "a sign-in or sign-out missing"),
    "absence": Phrase("旷工", "absence"),
    "absence_by_count": Phrase("累计折算的旷工", "absence that counts come to"),
    "outings": Phrase("临时外出", "outings"),
    "proxy_punches": Phrase("代签", "punched by somebody else"),
    "leave_personal": Phrase("事假", "personal leave"),
    "leave_sick": Phrase("病假", "sick leave"),
    "leave_annual": Phrase("年休假", "annual leave"),
    "leave_marriage": Phrase("婚假", "marriage leave"),
    "leave_maternity": Phrase("产假", "maternity leave"),
    "leave_family": Phrase("探亲假", "family leave"),
    "leave_official": Phrase("公假", "official leave"),
    "leave_outing": Phrase("外出按请假", "an outing counted as leave"),
}
"""What the acts that attendance finds are called."""
LEAVE = "leave_"
"""How the code of a leave begins; its group is `leave`."""
MOST_TIMES = 1_000_000

_TIMES = Phrase("1到{most}之间的整数", "a whole number from 1 to {most}")
_AMOUNT = Phrase("不小于0的数", "a number of 0 or more")


class Known:
    """Every act that some section of a day knows."""

    def __init__(self, sections: Sections) -> None:
        self.groups: dict[str, str] = dict.fromkeys(FOUND_BY_ATTENDANCE, "")
        self.own: set[str] = {"outings", "proxy_punches"}
        """Those that attendance finds by codes of the book's own."""
        if sections.attendance is not None:
            self.own |= sections.attendance.codes()
        self.named: set[str] = {*self.own}
        if sections.acts is not None:
            self.groups |= {code: act.group for code, act in sections.acts.catalogue.items()}
        self.titles = _titles(sections)
        if sections.accountability is not None:
            for code, act in sections.accountability.acts.items():
                self.groups.setdefault(code, act.group)
        for code, counter in _counted(sections):
            self.groups.setdefault(code, "")
            self.named |= set(counter.acts) if counter else set()
        for counter in _conditions(sections):
            self.named |= set(counter.acts)

    def group_of(self, code: str) -> str:
        """The group an act belongs to; empty where it belongs to none."""
        return "leave" if code.startswith(LEAVE) else self.groups.get(code, "")

    def name(self, code: str) -> Phrase:
        """What an act is called."""
        if code in self.titles:
            return self.titles[code]
        return FOUND_NAMES.get(code) or ACTIONS.get(code) or unnamed(code, "手册所列行为")

    def knows(self, code: str) -> bool:
        """Whether anything in the book knows such an act."""
        return code in self.groups or code in self.named or code.startswith(LEAVE)

    def check(self, deeds: Sequence[Deed], at: str = "facts.acts") -> None:
        """Raise FactsError at the first act that nothing knows, or that can't be."""
        for index, deed in enumerate(deeds):
            here = f"{at}[{index}]"
            if not self.knows(deed.code):
                raise unknown(f"{here}.code", deed.code, sorted({*self.groups, *self.named}))
            if not 1 <= deed.count <= MOST_TIMES:
                raise FactsError(f"{here}.count", _TIMES, deed.count, {"most": MOST_TIMES})
            for name in ("days", "quantity", "days_late", "points"):
                amount = getattr(deed, name)
                if amount is not None and amount < 0:
                    raise FactsError(f"{here}.{name}", _AMOUNT, amount)

    def counted(self, own: str, counter: Counter | None, deeds: Sequence[Deed]) -> list[Deed]:
        """The deeds that an entry counts: those of its own code, and those of its counter."""
        if counter is None:
            return [deed for deed in deeds if deed.code == own]
        groups = {deed.code: self.group_of(deed.code) for deed in deeds}
        return [deed for deed in deeds if deed.code == own or counter.counts(deed, groups)]


def _titles(sections: Sections) -> dict[str, Phrase]:
    """What the acts of a book are called, wherever they are named first."""
    tables: list[Mapping[str, MayBeTitled | Titled]] = []
    if sections.acts is not None:
        tables.append(sections.acts.catalogue)
    if sections.accountability is not None:
        tables.append(sections.accountability.acts)
    if sections.assessment is not None:
        tables += [sections.assessment.deductions, sections.assessment.bonuses]
    if sections.allowance is not None:
        tables += [sections.allowance.items, sections.allowance.bonuses]
    found: dict[str, Phrase] = {}
    for table in tables:
        for code, one in table.items():
            if one.title is not None:
                found.setdefault(code, Phrase(one.title.zh, one.title.en))
    return found


def known_on(book: Book, day: date) -> Known:
    """The acts known on a day, worked out once for each version of the book."""
    sections = book.on(day)
    key = f"acts {id(sections)}"
    found = book.kept.get(key)
    if not isinstance(found, Known):
        found = book.kept[key] = Known(sections)
    return found


def _counted(sections: Sections) -> Iterator[tuple[str, Counter | None]]:
    """Every entry that acts may count for, with its counter."""
    if sections.assessment is not None:
        for sheet in (sections.assessment, *sections.assessment.sheets.values()):
            for table in (sheet.deductions, sheet.bonuses):
                yield from ((code, entry.counts) for code, entry in table.items())
    if sections.allowance is not None:
        for items in (sections.allowance.items, sections.allowance.bonuses):
            yield from ((code, item.counts) for code, item in items.items())
    if sections.accountability is not None:
        for code, act in sections.accountability.acts.items():
            yield code, act.counts


def _conditions(sections: Sections) -> Iterator[Counter]:
    """Every counter that stands in a condition."""
    conditions: list[Condition] = []
    if sections.assessment is not None:
        for sheet in (sections.assessment, *sections.assessment.sheets.values()):
            for table in (sheet.needs, sheet.barred, sheet.not_rated, sheet.vetoes, sheet.clauses):
                conditions += table.values()
    if sections.awards is not None:
        for award in sections.awards.kinds.values():
            conditions += [*award.barred.values(), *award.needs.values()]
    for condition in conditions:
        yield from condition.counters()
