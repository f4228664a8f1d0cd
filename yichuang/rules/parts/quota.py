"""Quotas (定额、频次): so much in such a time; a plain period is once in it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import listed
from yichuang.rules.parts.range import Range


class Quota(Range):
    """So much in such a time (定额、频次), e.g. ``week``: once a week."""

    unit: Annotated[
        Literal["time", "half_day", "day", "window", "shift"],
        Field(description="单位：time 次，half_day 半天，day 天，window 窗口，shift 班"),
    ] = "time"
    period: Annotated[
        Literal["day", "week", "month", "quarter", "year"], Field(description="每多久")
    ]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"at_least": 1, "period": data} if isinstance(data, str) else listed(data)

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.lower is None and self.upper is None:
            raise wrong(
                "no_bounds",
                "写明多少：at_least、over、at_most、under",
                "how much: at_least, over, at_most, under",
            )
        return self
