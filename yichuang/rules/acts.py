"""Acts as a book knows them (手册中的行为): which there are, in which group, what they are called.

One list of dated acts serves every rule. Each takes the acts it counts and leaves the others;
an act that nothing in the whole book knows is a slip and refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import ACTIONS, unnamed
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
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
FOUND_BY_HOUSE = {
    "once_only_breach": Phrase("违反一次性告知", "once-only notification broken"),
    "performance.overdue": Phrase("逾期办理", "overdue"),
}
"""What the record itself shows; counted wherever a book names it."""
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
        self.named: set[str] = {*self.own, *FOUND_BY_HOUSE}
        if sections.acts is not None:
            self.groups |= {code: act.group for code, act in sections.acts.catalogue.items()}
        tables = [table for _, table in _tables(sections)]
        self.titles = _titles(tables)
        self.articles = _articles(tables)
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
        found = FOUND_NAMES.get(code) or FOUND_BY_HOUSE.get(code)
        return found or ACTIONS.get(code) or unnamed(code, "手册所列行为")

    def article_of(self, code: str) -> str:
        """The article that an act stands in, as the book marks it; empty where it names none."""
        return self.articles.get(code, "")

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


_Table = Mapping[str, MayBeTitled | Titled]
_CATALOGUE = Phrase("行为目录", "Catalogue of acts")
_PURSUED = Phrase("责任追究", "Accountability")
_TAKEN_OFF, _GIVEN = Phrase("考核扣分", "Points off"), Phrase("考核加分", "Bonus points")
_ALLOWANCE, _EXTRA = Phrase("津贴扣发", "Allowance cut"), Phrase("津贴奖励", "Allowance given")


def _tables(sections: Sections) -> list[tuple[Phrase, _Table]]:
    """Every table of a book that names acts, the catalogue first, with what it is for."""
    tables: list[tuple[Phrase, _Table]] = []
    if sections.acts is not None:
        tables.append((_CATALOGUE, sections.acts.catalogue))
    if sections.accountability is not None:
        tables.append((_PURSUED, sections.accountability.acts))
    if (sheet := sections.assessment) is not None:
        tables += [(_TAKEN_OFF, sheet.deductions), (_GIVEN, sheet.bonuses)]
    if (allowance := sections.allowance) is not None:
        tables += [(_ALLOWANCE, allowance.items), (_EXTRA, allowance.bonuses)]
    return tables


class Choice(NamedTuple):
    """An act that somebody may put down, of a degree of gravity where the book knows degrees."""

    code: str
    severity: str
    name: Phrase


def choices(book: Book, day: date) -> list[tuple[Phrase, list[Choice]]]:
    """The acts that a book names on a day, table by table, each once, for who puts one down."""
    seen: set[str] = set()
    found = []
    for title, table in _tables(book.on(day)):
        fresh = {code: one for code, one in table.items() if one.title and code not in seen}
        seen |= fresh.keys()
        found.append((title, [c for code, one in fresh.items() for c in _choices(code, one)]))
    return [(title, options) for title, options in found if options]


def _choices(code: str, one: MayBeTitled | Titled) -> Iterator[Choice]:
    assert one.title is not None
    name = Phrase(one.title.zh, one.title.en)
    yield Choice(code, "", name)
    for severity, degree in getattr(one, "degrees", {}).items():
        said = degree.title or Wording(zh=severity, en=severity)
        yield Choice(code, severity, Phrase(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}"))


def _titles(tables: Iterable[_Table]) -> dict[str, Phrase]:
    """What the acts of a book are called, wherever they are named first."""
    found: dict[str, Phrase] = {}
    for table in tables:
        for code, one in table.items():
            if one.title is not None:
                found.setdefault(code, Phrase(one.title.zh, one.title.en))
    return found


def _articles(tables: Iterable[_Table]) -> dict[str, str]:
    """The article that names an act, or that counts it where none does."""
    found: dict[str, str] = {}
    counted: dict[str, str] = {}
    for table in tables:
        for code, one in table.items():
            found.setdefault(code, one.article)
            counter = getattr(one, "counts", None)
            for act in counter.acts if counter else ():
                counted.setdefault(act, one.article)
    return {**counted, **found}


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
