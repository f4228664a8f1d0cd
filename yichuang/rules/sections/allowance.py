"""The post allowance in a book (岗位津贴): what is deducted for what, by tiers of counts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.consequence import Effect
from yichuang.rules.parts.entry import Cap, Entry
from yichuang.rules.parts.figure import Code, Figure, Rounding
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS

FACTS = (
    "attendance_faults",
    "absence_days",
    "leave_days",
    "off_post",
    "asleep",
    "computer_misuse",
    "verified_complaints",
    "dress",
    "outings",
)
"""What every hall counts; a book may add items of its own."""


class Item(Entry):
    """One thing that costs allowance, or adds to it (扣发、加发事项).

    Left out, `how` is `held`: the tier of the number reached says the amount for all of them.
    What was counted in the item's period before this month comes with the facts (`earlier`).
    A consequence may hang on the measure `uncorrected`: it goes on all the same (仍不纠正).
    """

    @model_validator(mode="after")
    def _amounts(self) -> Self:
        for effect in (self, *self.tiers):
            assert isinstance(effect, Effect)
            said = effect.figures.keys() - {"points"}
            if len(said) > 1 or (effect.each is not None and not effect.figures):
                raise wrong(
                    "one_amount",
                    "money、days、share、months 至多写一个",
                    "at most one of money, days, share, months",
                )
            if effect.share is not None and (effect.share.at_most or 0) > 1:
                raise wrong("share_above_all", "不超过 100%", "100% or less")
            if effect.money is not None and _has_parts_of_cents(effect.money):
                raise wrong(
                    "not_money", "金额（元），如 50 或 57.14", "an amount of yuan, e.g. 50 or 57.14"
                )
        return self


def _has_parts_of_cents(figure: Figure) -> bool:
    bounds = (figure.at_least, figure.at_most)
    return any(bound is not None and bound * 100 % 1 != 0 for bound in bounds)


class Allowance(Node):
    """The post allowance (岗位津贴)."""

    day_rate_days: Annotated[
        float | None, Field(gt=0, description="日津贴的除数；不写即当月工作日数")
    ] = None
    rounding: Annotated[Rounding, READS, Field(description="分以下舍入")] = Rounding.half_up
    shares: Annotated[
        Literal["added", "in_turn"],
        READS,
        Field(description="几项都按比例扣时：added 各按全额算再相加，in_turn 依次按扣后的余额算"),
    ] = "added"
    not_covered: Annotated[
        Literal["lapses", "carried_over"],
        READS,
        Field(description="当月不足扣的：lapses 不再扣，carried_over 次月续扣"),
    ] = "lapses"
    deducted_at_most: Annotated[Cap, Field(description="合计至多扣多少")] = Field(
        default_factory=lambda: Cap(share=Figure.of_number(1))
    )
    paid_at_least: Annotated[Cap | None, Field(description="至少发多少")] = None
    added_at_most: Annotated[Cap | None, Field(description="加发合计至多多少")] = None
    items: Annotated[dict[Code, Item], Field(description="扣发事项")] = Field(default_factory=dict)
    bonuses: Annotated[dict[Code, Item], Field(description="加发事项")] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.items and not self.bonuses:
            raise wrong("no_items", "至少一个扣发或加发事项", "an item or a bonus at least")
        return self

    def known(self) -> tuple[str, ...]:
        """What may be counted by this book."""
        return tuple(dict.fromkeys((*self.items, *self.bonuses)))
