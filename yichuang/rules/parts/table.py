"""Tables and ladders (分档、递进): what follows from a number, or from the nth time on.

A *tier* is a range with something that follows. A tier without an upper end reaches up to the
next one, as texts write it (第1次…，第3次起…). Tiers must not overlap, and a hole between them
must be declared as a *gap*, so that a ruling can say that the text is silent there instead of
guessing. A *ladder* is a table of times or quantities that are counted within a period.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import Annotated, Generic, Literal, NamedTuple, Self, TypeVar, cast

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.period import Within
from yichuang.rules.parts.range import Bound, Number, Range, Span
from yichuang.rules.parts.reading import READS


class Tier(Range):
    """A range with what follows; the outcome's fields are in the subclass."""


class Gap(Range):
    """A range the text doesn't cover (条文空白), declared, with a `note` saying so."""


T = TypeVar("T", bound=Tier)


class Laid(NamedTuple, Generic[T]):
    """A tier or a gap with the ends that it has in its table."""

    span: Span
    tier: T | None
    gap: Gap | None
    written: Span
    """As it is written, for people."""
    first: int
    last: int
    """The whole numbers inside, from the first through the last."""

    def whole_from(self, first: int, last: int) -> int:
        """How many of the whole numbers from `first` through `last` lie inside."""
        return max(0, min(last, self.last) - max(first, self.first) + 1)

    def words(self, unit: Phrase | None = None) -> Phrase:
        """The tier as a clerk writes it."""
        return self.written.words(unit)

    @property
    def part(self) -> T | Gap:
        """The tier, or the gap."""
        found = self.gap if self.tier is None else self.tier
        assert found is not None
        return found


class Table(Node, Generic[T]):
    """Tiers in any order (分档); no overlap, and every hole between or above them declared.

    Below the lowest tier nothing follows; that is no gap. `whole`: what is counted comes in
    whole numbers, so 1–2 and 3–5 leave no hole between them. Minutes counted whole are cut to
    full minutes first.
    """

    tiers: Annotated[tuple[T, ...], Field(description="各档")] = ()
    gaps: Annotated[tuple[Gap, ...], Field(description="条文未覆盖的空档")] = ()
    whole: Annotated[bool, Field(description="只计整数：次数、整分钟")] = False

    @model_validator(mode="after")
    def _cover(self) -> Self:
        spans = [one.span for one in _closed([*self.tiers, *self.gaps])]
        check_cover([span.whole() for span in spans] if self.is_whole else spans)
        return self

    @property
    def is_whole(self) -> bool:
        """Whether what is counted comes in whole numbers."""
        return self.whole

    @property
    def spans(self) -> list[Span]:
        """The tiers and gaps as ranges of any numbers, whole or not."""
        return [one.span for one in _closed([*self.tiers, *self.gaps])]

    @cached_property
    def laid(self) -> tuple[Laid[T], ...]:
        """Every tier and gap with its ends, the lowest first."""
        made = []
        for one in _closed([*self.tiers, *self.gaps]):
            span = one.span.whole() if self.is_whole else one.span
            ends = one.span.whole_ends()
            if isinstance(one.part, Gap):
                made.append(Laid[T](span, None, one.part, one.part.span, *ends))
            else:
                made.append(Laid[T](span, cast("T", one.part), None, one.part.span, *ends))
        return tuple(made)

    def find(self, number: Number) -> Laid[T] | None:
        """Where the number falls; None below the lowest tier."""
        for one in self.laid:
            if one.span.holds(number):
                return one
        return None

    def pick(self, number: Number) -> T | Gap | None:
        """The tier the number falls in, or the declared gap; None below the lowest tier."""
        found = self.find(number)
        return None if found is None else found.part


How = Literal["each", "all", "held", "reached", "added"]


class Hit(NamedTuple, Generic[T]):
    """So many of what is counted, on one level of a ladder; `last`: the number of the last."""

    laid: Laid[T] | None
    times: float
    last: float


class Ladder(Table[T], Generic[T]):
    """Tiers of how often it happened, or how much it came to, within a period (递进)."""

    whole: Annotated[bool, Field(description="只计整数：次数、整分钟")] = True
    period: Annotated[
        Within | None, Field(description="计次的期间；条文未写的，取事实或考核表的期间")
    ] = None
    how: Annotated[
        How | None,
        READS,
        Field(
            description="到了下一档如何计：each 各次按各自的档，all 各次都按所到的档，"
            "held 按所到的档认定一次，reached 到档时一次、从重，added 到档时一次、各档并处"
        ),
    ] = None
    """Left out: as the section says."""
    beyond: Annotated[
        Literal["last", "again"],
        Field(description="超过最后一档：last 仍按最后一档，again 从头再计"),
    ] = "last"

    def read_as(self, default: How) -> How:
        """How the ladder is read; `default`: as the section has it where the book says nothing."""
        return default if self.how is None else self.how

    def at(self, number: float) -> Laid[T] | None:
        """The level that a number falls on."""
        if self.beyond == "again" and self.laid:
            last = self.laid[-1].span.low
            if last is not None and number > last.value:
                number = (number - 1) % last.value + 1
        return self.find(number)

    def hits(self, before: float, times: float, how: How) -> list[Hit[T]]:
        """What the next so many come to after `before`, by the way the ladder is read."""
        reached = before + times
        if how in ("all", "held"):
            return [Hit(self.at(reached), times, reached)]
        if how in ("reached", "added"):
            return self._reached(before, times, only_last=how == "reached")
        if self.beyond == "again":
            return [Hit(self.at(n), 1, n) for n in range(int(before) + 1, int(reached) + 1)]
        first, last = int(before) + 1, int(reached)
        made: list[Hit[T]] = []
        below = times
        for one in self.laid:
            here = one.whole_from(first, last)
            if here:
                made.append(Hit(one, here, min(last, one.last)))
                below -= here
        if below > 0:
            made.insert(0, Hit(None, below, before + below))
        return made

    def _reached(self, before: float, times: float, *, only_last: bool) -> list[Hit[T]]:
        now = self.find(before + times)
        if now is None or now == self.find(before):
            return []
        if only_last:
            return [Hit(now, 1, before + times)]
        index = self.laid.index(now)
        return [Hit(one, 1, before + times) for one in self.laid[: index + 1]]


class _Closed(NamedTuple):
    span: Span
    part: Range


def _closed(ranges: Sequence[Range]) -> list[_Closed]:
    """The ranges by their lower ends; an open one reaches up to the next."""
    ordered = sorted(ranges, key=lambda r: _key(r.lower))
    made = []
    for one, following in zip_longest(ordered, ordered[1:]):
        high = one.upper
        low = None if following is None else following.lower
        if high is None and low is not None and _key(one.lower) < _key(low):
            high = Bound(low.value, inclusive=not low.inclusive)
        made.append(_Closed(Span(one.lower, high), one))
    return made


def _key(low: Bound | None) -> tuple[float, bool]:
    return (float("-inf"), False) if low is None else (low.value, not low.inclusive)


def check_cover(spans: Iterable[Span]) -> None:
    """Raise where ranges overlap or leave a hole between or above them."""
    ordered = sorted(spans, key=lambda s: _key(s.low))
    for before, after in pairwise(ordered):
        _check_neighbours(before, after)
    if ordered and ordered[-1].high is not None:
        raise _hole(Span(_beyond(ordered[-1].high), None))


def _check_neighbours(before: Span, after: Span) -> None:
    high, low = before.high, after.low
    touching = high is not None and low is not None and high.value == low.value
    if high is None or low is None or high.value > low.value:
        overlap = True
    else:
        overlap = touching and high.inclusive and low.inclusive
    if overlap:
        one, other = before.words(), after.words()
        raise wrong(
            "tier_overlap",
            "各档互不重叠（“{one}”与“{other}”重叠）",
            "tiers that don't overlap (“{one_en}” and “{other_en}” do)",
            one=one.zh,
            other=other.zh,
            one_en=one.en,
            other_en=other.en,
        )
    assert high is not None
    assert low is not None
    if not touching or not (high.inclusive or low.inclusive):
        raise _hole(Span(_beyond(high), _beyond(low)))


def _beyond(bound: Bound) -> Bound:
    return Bound(bound.value, inclusive=not bound.inclusive)


def _hole(span: Span) -> PydanticCustomError:
    words = span.words()
    return wrong(
        "tier_gap",
        "“{above}”有规定，或在 gaps 中写明条文未覆盖",
        "something for “{above_en}”, or a gap declared there",
        above=words.zh,
        above_en=words.en,
    )
