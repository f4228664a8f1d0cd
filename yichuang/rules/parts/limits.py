"""A time limit (时限) as a rule book writes it: so many units of one kind."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node

Unit = Literal["minute", "hour", "working_hour", "half_day", "working_day", "calendar_day", "month"]
"""What a limit is counted in. 0 working days: by the close of that day's work."""


class Limit(Node):
    """A time limit (时限), e.g. 20 working days."""

    n: Annotated[int, Field(ge=0, description="数量；0 个工作日指当日下班前")]
    unit: Annotated[
        Unit,
        Field(
            description="单位：minute 分钟，hour 小时（照钟表），working_hour 工作小时，"
            "half_day 半天，working_day 工作日，calendar_day 自然日，month 月"
        ),
    ] = "working_day"

    @model_validator(mode="after")
    def _only_working_days_can_be_none(self) -> Self:
        if self.n == 0 and self.unit != "working_day":
            raise wrong(
                "limit_of_nothing",
                "不小于 1 的数量（只有以工作日计的可为 0）",
                "1 or more (only in working days 0)",
            )
        return self


class Counting(Node):
    """How limits are counted (期限的计算)."""

    first_day_counts: Annotated[bool, Field(description="起算当日是否计入")] = False
    day_ends: Annotated[
        Literal["close_of_business", "midnight"],
        Field(description="末日何时届满：close_of_business 下班时，midnight 午夜"),
    ] = "close_of_business"
    moves_off_rest_days: Annotated[
        bool, Field(description="以自然日或月计的期限，末日为休息日的，是否顺延至次一工作日")
    ] = True
