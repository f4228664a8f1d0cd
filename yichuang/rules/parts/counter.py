"""Counters (计数): what is counted, together with what, over which time, by times or quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.period import LENGTHS, Run, Within, on_end, together
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import READS


class Counter(Node):
    """Which acts are counted, and over which time (计哪些行为、计多久).

    Left empty, `acts` and `groups` are the code of the entry that counts. The period, where the
    text says none, is that of the facts or of the sheet.
    """

    acts: Annotated[tuple[str, ...], Field(description="计哪些行为")] = ()
    groups: Annotated[tuple[str, ...], Field(description="计哪些类别的行为")] = ()
    quantity: Annotated[Range | None, Field(description="只计数量在此范围内的")] = None
    measure: Annotated[
        Literal["times", "quantity", "single", "points"],
        Field(
            description="怎么计：times 按次，quantity 按数量累计（如天数），"
            "single 每次按它自己的数量，points 按所扣分值累计"
        ),
    ] = "times"
    together: Annotated[
        bool, READS, Field(description="几种行为合并计次：true 合并，false 各计各的")
    ] = True
    period: Annotated[Within | None, Field(description="计次的期间")] = None
    run: Annotated[Run | None, Field(description="计连续的期数，而不计次数")] = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        run, period = self.run, self.period
        if run and isinstance(period, str) and LENGTHS[period] <= LENGTHS[run.of]:
            raise wrong(
                "short_period",
                "计次期间长于所连续的一期",
                "a period longer than the periods of the run",
            )
        return self

    def counts(self, deed: Deed, groups: Mapping[str, str], own: str = "") -> bool:
        """Whether a deed is counted here; `groups`: the group of each act of the book.

        `own`: the code of the entry that counts, which is always counted.
        """
        named = deed.code == own or deed.code in self.acts
        if not named and groups.get(deed.code) not in self.groups:
            return False
        if self.quantity is None or deed.code == own:
            return True
        return deed.amount is not None and self.quantity.holds(deed.amount)

    def total(self, deeds: Sequence[Deed], until: date, period: Within) -> float:
        """How much was counted by the end of a day, of deeds that are counted here.

        `period`: where the counter names none. Acts that are counted each by itself: the most
        of one kind.
        """
        if not self.together:
            kinds = {deed.code for deed in deeds}
            alone = ([d for d in deeds if d.code == kind] for kind in kinds)
            return max((self._total(one, until, period) for one in alone), default=0)
        return self._total(deeds, until, period)

    def _total(self, deeds: Sequence[Deed], until: date, period: Within) -> float:
        if self.run is not None:
            return on_end([deed.on for deed in deeds], self.run, until)
        within = together(until, self.period or period)
        return sum(self.worth(deed) for deed in deeds if within(deed.on))

    def worth(self, deed: Deed) -> float:
        """How much a deed counts."""
        if self.measure in ("times", "single"):
            return deed.count
        return deed.count * (deed.amount or 0)
