"""Conditions (条件): facts and measures joined by 且 (`all`), 或 (`any`), 非 (`not`).

A condition is met, not met, or not stated. What *must* be so is never met by silence; what
*bars* is never assumed; so whoever asks says which of the two it is, and the reason says that
something was not stated.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.figure import plain
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.wording import MayBeTitled
from yichuang.rules.words import unnamed

Value = float | bool | Decimal | None
_PERCENT = Phrase("%", "%")


class Condition(MayBeTitled, Range):
    """A condition (条件): a measure within a range, something that is so or not, or several."""

    measure: Annotated[str, Field(description="数量或事实的名称")] = ""
    counts: Annotated[Counter | None, Field(description="计行为目录中的哪些行为")] = None
    is_: Annotated[bool | None, Field(alias="is", description="是非项应为真或假")] = None
    all: Annotated[tuple[Condition, ...], Field(description="且：各项都成立")] = ()
    any: Annotated[tuple[Condition, ...], Field(description="或：任一项成立")] = ()
    not_: Annotated[Condition | None, Field(alias="not", description="非：不成立")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        joined = sum((bool(self.all), bool(self.any), self.not_ is not None))
        bounded = self.lower is not None or self.upper is not None
        single = bool(self.measure) + (self.counts is not None)
        right = joined == 0 and single == 1 and bounded != (self.is_ is not None)
        if not right and not (joined == 1 and not single and not bounded and self.is_ is None):
            raise wrong(
                "condition_form",
                "measure 或 counts 连同界限（at_least、over、at_most、under）或 is；"
                "或者 all、any、not 之一",
                "measure or counts with bounds (at_least, over, at_most, under) or is;"
                " or one of all, any, not",
            )
        return self

    def measures(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Every measure that is named, with its place."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        if self.measure:
            found.append((("measure",), self.measure))
        for name, rows in (("all", self.all), ("any", self.any)):
            for i, row in enumerate(rows):
                found += [((name, i, *at), measure) for at, measure in row.measures()]
        if self.not_ is not None:
            found += [(("not", *at), measure) for at, measure in self.not_.measures()]
        return found

    def counters(self) -> list[Counter]:
        """Every counter inside."""
        own = [self.counts] if self.counts is not None else []
        inner = [*self.all, *self.any, *([self.not_] if self.not_ is not None else [])]
        return own + [counter for row in inner for counter in row.counters()]


class Fact(NamedTuple):
    """One measure that a condition was judged by; its words are made when they are read."""

    condition: Condition
    value: Value
    met: bool | None
    assumed: bool
    """Nobody stated it; the book's neutral value holds."""
    code: str
    names: Callable[[str], Phrase]
    by_title: bool

    @property
    def what(self) -> Phrase:
        """What it is about: by its title, or by its measure's name."""
        condition, title = self.condition, self.condition.title
        if title is not None and self.by_title:
            return Phrase(title.zh, title.en)
        if condition.counts is not None and title is None:
            return Phrase("所计行为次数", "times of what is counted")
        what = self.names(condition.measure or self.code)
        if title is not None and what.zh in ("", condition.measure, self.code):
            return Phrase(title.zh, title.en)
        if what.zh != condition.measure:
            return what
        return unnamed(what.en, "所列数量" if condition.is_ is None else "所列情形")

    def words(self) -> Phrase:
        """The fact, as a clerk writes it."""
        zh, en = self.what.zh, self.what.en
        if self.value is None:
            return Phrase(f"{zh}没有说明", f"{en} is not stated")
        if self.assumed:
            usual = f"{en} is not stated and taken as usual: {en}"
            zh, en = f"{zh}没有说明，按常态处理，即{zh}", usual
        if isinstance(self.value, bool):
            is_so = ("成立", "so") if self.value else ("不成立", "not so")
            return Phrase(f"{zh}{is_so[0]}", f"{en} is {is_so[1]}")
        number, wanted = Decimal(str(self.value)), self._wanted()
        if self._is_share():
            number, wanted = number * 100, self.condition.span.percent().words(_PERCENT)
        n = plain(number, 2) + ("%" if self._is_share() else "")
        reached = ("符合", "meets") if self.met else ("不符合", "does not meet")
        return Phrase(
            f"{zh}为{n}，{reached[0]}“{wanted.zh}”",
            f"{en} is {n}, which {reached[1]} “{wanted.en}”",
        )

    def _is_share(self) -> bool:
        """Whether the condition is on a share, written as a part of one."""
        ends = [end.value for end in self.condition.span if end is not None]
        return bool(ends) and all(0 < end < 1 for end in ends)

    def _wanted(self) -> Phrase:
        """What the condition asks for."""
        if self.condition.is_ is not None:
            so = self.condition.is_
            return Phrase("成立" if so else "不成立", "so" if so else "not so")
        return self.condition.span.words()


class Judged(NamedTuple):
    """A condition, judged: met, not met, or not stated (None), and by which facts."""

    met: bool | None
    facts: tuple[Fact, ...]

    def words(self) -> Phrase:
        """The facts that decided it, as a clerk writes them."""
        decided = [fact for fact in self.facts if fact.met is self.met] or list(self.facts)
        said = [fact.words() for fact in decided]
        between = ("，且", ", and ") if self.met is not None else ("、", ", ")
        return Phrase(between[0].join(p.zh for p in said), between[1].join(p.en for p in said))


def judge(
    condition: Condition,
    value: Callable[[Condition], Value],
    names: Callable[[str], Phrase] = lambda name: Phrase(name, name),
    code: str = "",
    assumed: Callable[[str], bool] = lambda _name: False,
    *,
    called: bool = True,
) -> Judged:
    """Judge a condition; `value` says what a single one is about, `names` what it is called.

    `assumed`: of which measures nobody has said anything, so that a neutral value holds.
    `called`: a single condition is called by its title; else by its measure, where the title
    is told beside it.
    """
    if condition.not_ is not None:
        found = judge(condition.not_, value, names, code, assumed, called=called)
        return Judged(None if found.met is None else not found.met, found.facts)
    rows = condition.all or condition.any
    if rows:
        judged = [judge(row, value, names, code, assumed) for row in rows]
        facts = tuple(fact for one in judged for fact in one.facts)
        mets = {one.met for one in judged}
        decides = not condition.all
        met = decides if decides in mets else (None if None in mets else not decides)
        return Judged(met, facts)
    single = value(condition)
    met = holds(condition, single)
    silent = bool(condition.measure) and assumed(condition.measure)
    return Judged(met, (Fact(condition, single, met, silent, code, names, called),))


def holds(condition: Condition, value: Value) -> bool | None:
    """Whether a single condition is met by a value; None where nobody has stated it."""
    if value is None:
        return None
    if condition.is_ is not None:
        return bool(value) == condition.is_
    return condition.holds(value)
