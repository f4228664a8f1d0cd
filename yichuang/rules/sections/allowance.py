"""The post allowance in a book (岗位津贴): what is deducted for what, by ladders of counts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.tables import Rounding, Tier
from yichuang.rules.sections.staff import Code, Consequence, Table, Yuan

AllowancePeriod = Literal["month", "quarter", "half_year", "year"]

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


class Amount(Node):
    """An amount (金额): day rates, money, or a share of the allowance; at once or for each.

    With `to` it is a range from the figure to `to`, within which a person fills in the
    amount; as long as nobody has, the lower end is taken.
    """

    day_rates: Annotated[float | None, Field(ge=0, description="几日津贴")] = None
    money: Annotated[Yuan | None, Field(description="元")] = None
    percent: Annotated[float | None, Field(ge=0, le=100, description="津贴的百分之几")] = None
    to: Annotated[float | None, Field(ge=0, description="幅度上限，单位同上（元以元计）")] = None
    each: Annotated[bool, Field(description="每次（每天）")] = False

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        said = [x for x in (self.day_rates, self.money, self.percent) if x is not None]
        if len(said) != 1:
            raise wrong(
                "one_amount",
                "day_rates、money、percent 恰写一个",
                "exactly one of day_rates, money, percent",
            )
        if self.to is not None and self.to < said[0]:
            raise wrong("empty_range", "下限不高于上限", "a lower end not above the upper end")
        return self


class ItemTier(Tier):
    """From so many to so many (第几次至第几次), what is deducted and what else follows."""

    amount: Annotated[Amount | None, Field(description="扣多少")] = None
    consequences: Annotated[tuple[Consequence, ...], Field(description="其他后果")] = ()


class Carries(Node):
    """A deduction that carries one for somebody else (连带), e.g. the computer's owner."""

    to: Annotated[Code, Field(description="谁")]
    amount: Annotated[Amount | None, Field(description="扣多少；不写即与当事人相同")] = None


class Item(Table[ItemTier]):
    """One thing that costs allowance (扣发事项), by tiers of how often it happened.

    `counting: whole`: the tier of the number reached says the amount. `nth`: each one costs
    what the tier of its own number says. Numbers go on within `per`; what was counted there
    before this month comes with the facts (`earlier`).
    """

    counts: Annotated[Counter | None, Field(description="计行为目录中的哪些行为")] = None
    whole: Annotated[bool, Field(description="只计整数（次数）；按天计的写 false")] = True
    counting: Annotated[
        Literal["whole", "nth"], Field(description="怎么计：whole 按累计数整体认定，nth 逐次递进")
    ] = "whole"
    per: Annotated[AllowancePeriod, Field(description="计次周期")] = "month"
    cap: Annotated[Amount | None, Field(description="本项至多扣多少")] = None
    carries: Annotated[Carries | None, Field(description="连带他人")] = None
    uncorrected: Annotated[tuple[Consequence, ...], Field(description="仍不纠正时的后果")] = ()


class Allowance(Node):
    """The post allowance (岗位津贴)."""

    day_rate_days: Annotated[
        float | None, Field(gt=0, description="日津贴的除数；不写即当月工作日数")
    ] = None
    rounding: Annotated[Rounding, Field(description="分以下舍入")] = Rounding.half_up
    deducted_at_most: Annotated[Amount, Field(description="合计至多扣多少")] = Field(
        default_factory=lambda: Amount(percent=100)
    )
    paid_at_least: Annotated[Amount | None, Field(description="至少发多少")] = None
    added_at_most: Annotated[Amount | None, Field(description="加发合计至多多少")] = None
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
