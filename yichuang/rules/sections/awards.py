"""The section `awards` (评优): who is ranked, by what, how many win, and how ties are resolved."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled
from yichuang.rules.sections.points import Code, Consequence, Gate


class Key(Node):
    """What candidates are ordered by (排序依据)."""

    by: Annotated[str, Field(min_length=1, description="依据的数值")]
    order: Annotated[Literal["high", "low"], Field(description="高者或低者在前")] = "high"


class Award(Titled):
    """An award (评优)."""

    subject: Annotated[Literal["person", "window", "home_unit"], Field(description="评选对象")] = (
        "person"
    )
    period: Annotated[
        Literal["month", "quarter", "half_year", "year"], Field(description="评选周期")
    ] = "month"
    places: Annotated[int | None, Field(ge=1, description="名额；空则不限")] = None
    share: Annotated[Decimal | None, Field(gt=0, le=1, description="名额占参评者的比例")] = None
    share_rounding: Annotated[
        Literal["down", "half_up", "up"], Field(description="按比例算出的名额如何取整")
    ] = "down"
    score: Annotated[
        dict[str, Decimal],
        Field(default_factory=lambda: {"total": Decimal(1)}, description="得分的构成与权重"),
    ]
    order: Annotated[Literal["high", "low"], Field(description="高者或低者在前")] = "high"
    gates: Annotated[dict[Code, Gate], Field(default_factory=dict, description="不得评选的情形")]
    needs: Annotated[dict[Code, Gate], Field(default_factory=dict, description="必须具备的条件")]
    tie_breakers: Annotated[tuple[Key, ...], Field(description="并列时依次比较")] = ()
    ties: Annotated[
        Literal["vote", "all", "none"],
        Field(description="末位仍并列：vote 投票决定，all 都评上，none 都不评上"),
    ] = "vote"
    numbering: Annotated[
        Literal["skip", "dense"], Field(description="并列后的名次：skip 跳过，dense 不跳")
    ] = "skip"
    per_group: Annotated[int | None, Field(ge=1, description="同一组（窗口、单位）最多几名")] = None
    consequences: Annotated[tuple[Consequence, ...], Field(description="评上后的处理")] = ()

    @model_validator(mode="after")
    def _one_quota(self) -> Self:
        if self.places is not None and self.share is not None:
            raise wrong("award_form", "places、share 至多其一", "at most one of places, share")
        return self


class Awards(Node):
    """Awards (评优)."""

    kinds: Annotated[dict[Code, Award], Field(default_factory=dict, description="各项评优")]
