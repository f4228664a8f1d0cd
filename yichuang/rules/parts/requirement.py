"""Requirements (须备): a paper, a consent, a channel, an asker, a stand-in; and what follows.

What must be there is never met by silence: of what nobody has told, the ruling says that it is
not stated. What a defect does is said by the book: nothing is granted, it is granted and
something follows, it counts as something else, or it is absence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.approver import Role, Signer
from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.limit import Limit, check_limits
from yichuang.rules.parts.node import Node, listed
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.wording import MayBeTitled

What = Literal["paper", "consent", "channel", "asker", "stand_in", "colleagues", "ahead"]

NAMES: dict[str, str] = {
    "stand_in": "substitute",
    "colleagues": "not_simultaneous",
    "ahead": "asked_ahead",
}
"""Under which name it is missing where the book gives it none; papers and the like: their row."""


class Lacking(Node):
    """What follows where it lacks (欠缺的后果)."""

    then: Annotated[
        Literal["refused", "allowed", "absence", "counts_as"],
        READS,
        Field(
            description="欠缺时：refused 不准，allowed 准许（另有后果），absence 按旷工，"
            "counts_as 按另一种认定"
        ),
    ] = "refused"
    counts_as: Annotated[Role | None, Field(description="按哪一种认定")] = None
    act: Annotated[str | None, Field(min_length=1, description="记为哪种行为")] = None
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"then": data} if isinstance(data, str) else listed(data)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.then == "counts_as") != (self.counts_as is not None):
            raise wrong(
                "counts_as_what",
                "then: counts_as 与 counts_as 一起写",
                "then: counts_as and counts_as together",
            )
        if any(one.each or one.nth > 1 or one.if_ for one in self.consequences):
            raise wrong(
                "consequence_form",
                "此处的后果不写 each、nth、if：一次欠缺就是一次",
                "no each, nth or if: one defect is one",
            )
        return self


class Requirement(MayBeTitled):
    """Something that must be there (须备)."""

    what: Annotated[
        What,
        Field(
            description="须备什么：paper 材料，consent 同意，channel 渠道，asker 由谁提出，"
            "stand_in 顶岗人员，colleagues 同事在岗，ahead 提前提出"
        ),
    ]
    of: Annotated[
        tuple[Signer, ...], Field(description="须经谁同意（全部），或由谁提出（其一）")
    ] = ()
    by: Annotated[tuple[Role, ...], Field(description="经哪些渠道（其一），如 phone")] = ()
    level: Annotated[Role | None, Field(description="证明至少由哪一级出具")] = None
    limit: Annotated[
        Limit | None,
        Field(
            description="多久之内：channel 自 from 起，paper 自 from 起可补交，ahead 至少提前多久"
        ),
    ] = None
    away: Annotated[Range | None, Field(description="已不在岗的同事人数")] = None
    remain: Annotated[Range | None, Field(description="离岗后尚在的人数")] = None
    remain_share: Annotated[Range | None, Field(description="离岗后尚在的比例")] = None
    lacking: Annotated[Lacking, Field(description="欠缺的后果")] = Field(default_factory=Lacking)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        fits = {
            "of": ("consent", "asker"),
            "by": ("channel",),
            "level": ("paper",),
            "limit": ("channel", "paper", "ahead"),
            "away": ("colleagues",),
            "remain": ("colleagues",),
            "remain_share": ("colleagues",),
        }
        for field, whats in fits.items():
            if getattr(self, field) and self.what not in whats:
                raise wrong(
                    "requirement_form",
                    "{field} 只用于 what: {whats}",
                    "{field} only where what is {whats}",
                    field=field,
                    whats=", ".join(whats),
                )
        needed = {"consent": "of", "asker": "of", "channel": "by", "ahead": "limit"}
        field = needed.get(self.what, "")
        if field and not getattr(self, field):
            raise wrong(
                "requirement_form",
                "what: {what} 须写 {field}",
                "{field} where what is {what}",
                field=field,
                what=self.what,
            )
        units = ("minute", "hour", "working_day", "calendar_day")
        if self.what == "ahead" and self.limit is not None and self.limit.unit not in units:
            raise wrong(
                "requirement_form",
                "提前的时限以 {units} 计",
                "a time ahead in {units}",
                units=", ".join(units),
            )
        check_limits(self.limit, "work_starts", "leave_starts", "leave_ends")
        return self
