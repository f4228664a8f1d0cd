"""Entries (一条规定): what is counted, and what follows by its number, its quantity, its gravity.

The same entry stands in the catalogue of an assessment, among the items of an allowance and the
acts of accountability: flat (each time so much), or by tiers of what its counter counts, or by
degrees of gravity; with caps, and with what else follows, for whom.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import Consequence, Effect
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.figure import Code, Figure
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.table import Ladder, Tier
from yichuang.rules.parts.wording import MayBeTitled


class Level(MayBeTitled, Tier, Effect):
    """A tier with what follows for the person, and what else follows (一档)."""

    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()


class Degree(MayBeTitled, Effect):
    """What one degree of gravity brings, or by how many times it counts more (一种情节)."""

    raises: Annotated[int, Field(ge=0, description="按多若干次处理")] = 0
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()


class Cap(Node):
    """The most it can come to (封顶)."""

    points: Annotated[Figure | None, Field(description="分值")] = None
    money: Annotated[Figure | None, Field(description="金额（元）")] = None
    days: Annotated[Figure | None, Field(description="几日津贴")] = None
    share: Annotated[Figure | None, Field(description="比例，如 15% 或 0.15")] = None
    period: Annotated[
        Literal["time", "day", "month", "period"],
        Field(description="每次、每天、每月，或整个考核期"),
    ] = "period"

    @model_validator(mode="after")
    def _one(self) -> Self:
        said = [x for x in (self.points, self.money, self.days, self.share) if x is not None]
        if len(said) != 1:
            raise wrong(
                "one_amount",
                "points、money、days、share 恰写一个",
                "exactly one of points, money, days, share",
            )
        return self


class Entry(MayBeTitled, Effect, Ladder[Level]):
    """An entry (一条规定)."""

    counts: Annotated[Counter | None, Field(description="计哪些行为，计多久")] = None
    unit: Annotated[str, Field(description="数量的单位，如 minute；不按数量的不写")] = ""
    every: Annotated[float, Field(gt=0, description="多少算一个单位，如每10分钟")] = 1
    part: Annotated[
        Literal["whole", "exact", "none"],
        READS,
        Field(description="不足一个单位：whole 按一个计，exact 按比例，none 不计"),
    ] = "whole"
    rises_by: Annotated[
        Figure | None, Field(description="最后一档之后每多一次，比前一次再多若干分")
    ] = None
    degrees: Annotated[dict[Code, Degree], Field(description="按情节轻重分别规定")] = Field(
        default_factory=dict
    )
    caps: Annotated[tuple[Cap, ...], Field(description="封顶")] = ()
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()
    if_: Annotated[Condition | None, Field(alias="if", description="成立才计的条件")] = None

    @property
    def is_whole(self) -> bool:
        """Quantities and points come in any numbers, unless the book says they are whole."""
        if "whole" in self.model_fields_set:
            return self.whole
        return self.counter.measure == "times"

    @property
    def counter(self) -> Counter:
        """What is counted; the entry's own code where it says nothing."""
        return self.counts or _OWN


_OWN = Counter()
