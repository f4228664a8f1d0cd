"""Counters (计数): what is counted, together with what, by times or by quantity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.tables import Stretch


class Counter(Node):
    """Which acts of the catalogue are counted here (计哪些行为)."""

    acts: Annotated[tuple[str, ...], Field(description="计哪些行为")] = ()
    groups: Annotated[tuple[str, ...], Field(description="计哪些类别的行为")] = ()
    quantity: Annotated[Stretch | None, Field(description="只计数量在此范围内的")] = None
    measure: Annotated[
        Literal["times", "quantity"],
        Field(description="怎么计：times 按次，quantity 按数量（天数）"),
    ] = "times"
    together: Annotated[
        bool, READS, Field(description="几种行为合并计次：true 合并，false 各计各的")
    ] = True

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.acts and not self.groups:
            raise wrong("counts_nothing", "acts 或 groups", "acts or groups")
        return self

    def counts(self, deed: Deed, groups: Mapping[str, str]) -> bool:
        """Whether a deed is counted here; `groups`: the group of each act of the book."""
        if deed.code not in self.acts and groups.get(deed.code) not in self.groups:
            return False
        if self.quantity is None:
            return True
        return deed.amount is not None and self.quantity.holds(deed.amount)

    def worth(self, deed: Deed) -> float:
        """How much a deed counts."""
        return deed.count if self.measure == "times" else deed.count * (deed.amount or 0)
