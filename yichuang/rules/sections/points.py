"""How many points something costs or earns (分值): the entries of an assessment's catalogues.

An amount is written in exactly one of seven ways: points each time; a ladder by the nth
time; points by a quantity; tiers of a quantity; a range a person chooses in; a share of the
full points; or one of these for each degree of gravity. An entry adds where the points are
taken, what caps them, and what else follows, for whom.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.tables import Ladder, Step, Stretch, Tier, Tiers
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording

Points = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Code = Annotated[str, Field(min_length=1, max_length=80)]


class Consequence(Node):
    """What else follows, and for whom (随之而来的处理)."""

    to: Annotated[
        str, Field(description="对象：person 本人，window 窗口，chief 负责人，home_unit 派出单位")
    ] = "person"
    action: Annotated[Code, Field(description="处理：代码")]
    title: Annotated[Wording | None, Field(description="名称")] = None
    from_nth: Annotated[int, Field(ge=1, description="自第几次起")] = 1
    share: Annotated[float | None, Field(ge=0, description="比例，如扣发津贴的比例")] = None
    points: Annotated[Points | None, Field(description="分值")] = None
    months: Annotated[int | None, Field(ge=1, description="持续月数")] = None


class Gate(MayBeTitled, Stretch):
    """A condition (条件): a quantity within a stretch, or something that is so or not."""

    measure: Annotated[str, Field(min_length=1, description="数量")]
    is_: Annotated[bool | None, Field(alias="is", description="是非项应为真或假")] = None
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        bounded = self.lower is not None or self.upper is not None
        if bounded == (self.is_ is not None):
            raise wrong(
                "gate_form",
                "界限（at_least、over、at_most、under）或 is，二者取其一",
                "either bounds (at_least, over, at_most, under) or is",
            )
        return self


class Range(Node):
    """Points a person fills in within bounds (裁量幅度), in steps where the text says so."""

    least: Annotated[Points, Field(description="下限（含）")] = Decimal(0)
    most: Annotated[Points | None, Field(description="上限（含）；空则不设")] = None
    step: Annotated[Decimal | None, Field(gt=0, description="级差，如0.5")] = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most is not None and self.least > self.most:
            raise wrong("empty_range", "下限不高于上限", "a lower end not above the upper end")
        return self

    def holds(self, points: Decimal) -> bool:
        """Whether a person may choose so many points."""
        if points < self.least or (self.most is not None and points > self.most):
            return False
        return self.step is None or (points - self.least) % self.step == 0

    def text(self) -> str:
        """The range as people write it, e.g. ``1–5`` or ``2–``."""
        return f"{self.least}–{'' if self.most is None else self.most}"


class Share(Node):
    """A share of the full points (满分的比例)."""

    of: Annotated[Literal["item", "dimension", "total"], Field(description="谁的满分")]
    share: Annotated[Decimal, Field(gt=0, le=1, description="比例，1为全部")] = Decimal(1)


class ByQuantity(Node):
    """Points by a quantity (按数量计): for the first unit, and for each further one."""

    unit: Annotated[str, Field(description="单位")]
    first: Annotated[Points, Field(description="第一个单位的分值")]
    further: Annotated[Points, Field(description="其后每个单位的分值")]
    every: Annotated[Decimal, Field(gt=0, description="多少算一个单位，如每10分钟")] = Decimal(1)
    part: Annotated[
        Literal["whole", "exact", "none"],
        Field(description="不足一个单位：whole 按一个计，exact 按比例，none 不计"),
    ] = "whole"
    reading: Annotated[
        Literal["each", "once"],
        Field(description="超出部分如何加计：each 每单位加一次，once 只加一次"),
    ] = "each"


class QuantityTier(Tier):
    """What a stretch of a quantity costs or earns (一档的分值)."""

    points: Annotated[Points, Field(description="分值")]


class QuantityTiers(Tiers[QuantityTier]):
    """Tiers of a quantity (按数量分档)."""

    unit: Annotated[str, Field(description="单位")]


class NthPoints(Step):
    """What each time costs from the nth on (自第几次起), fixed or chosen within a range."""

    points: Annotated[Points | None, Field(description="分值")] = None
    range: Annotated[Range | None, Field(description="裁量幅度")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.points is None) == (self.range is None):
            raise wrong("amount_form", "points、range 取其一", "exactly one of points, range")
        return self


class PointsLadder(Ladder[NthPoints]):
    """Dearer with each time (按次数递进)."""

    reading: Annotated[
        Literal["each", "all", "sum"],
        Field(
            description="到了下一档如何计：each 各次按各自的档，"
            "all 各次都按所到的档，sum 所到的档即累计"
        ),
    ] = "each"

    rises_by: Annotated[Points, Field(description="最后一档之后每多一次，比前一次再多若干分")] = (
        Decimal(0)
    )

    @model_validator(mode="after")
    def _choosable(self) -> Self:
        ranged = any(step.range for step in self.steps)
        if self.reading != "each" and (ranged or self.rises_by):
            raise wrong(
                "amount_form",
                "reading 为 each 才可写 range 和 rises_by",
                "range and rises_by only with the reading each",
            )
        if self.rises_by and self.steps[-1].range is not None:
            raise wrong(
                "amount_form",
                "rises_by 之前的最后一档为固定分值",
                "a fixed last step before rises_by",
            )
        return self


class Amount(Node):
    """An amount of points (分值), in exactly one of seven forms."""

    points: Annotated[Points | None, Field(description="每次的分值")] = None
    by_nth: Annotated[PointsLadder | None, Field(description="按第几次递进")] = None
    by_quantity: Annotated[ByQuantity | None, Field(description="按数量计")] = None
    tiers: Annotated[QuantityTiers | None, Field(description="按数量分档")] = None
    range: Annotated[Range | None, Field(description="裁量幅度，由人填定")] = None
    share: Annotated[Share | None, Field(description="满分的比例")] = None
    degrees: Annotated[dict[Code, Degree] | None, Field(description="按情节轻重分别规定")] = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = ("points", "by_nth", "by_quantity", "tiers", "range", "share", "degrees")
        given = [name for name in forms if getattr(self, name) is not None]
        if len(given) != 1:
            raise wrong(
                "amount_form",
                "{forms} 取其一，现有：{given}",
                "exactly one of {forms}; given: {given}",
                forms=", ".join(forms),
                given=", ".join(given) or "—",
            )
        return self


class Degree(MayBeTitled, Amount):
    """What one degree of gravity costs or earns (一种情节)."""

    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()

    @model_validator(mode="after")
    def _flat(self) -> Self:
        if self.degrees is not None or self.by_nth is not None:
            raise wrong(
                "amount_form",
                "情节之内不再写 degrees 或 by_nth",
                "a degree without degrees or by_nth inside",
            )
        return self


class Cap(Node):
    """The most it can come to (封顶)."""

    points: Annotated[Points, Field(description="最多若干分")]
    per: Annotated[
        Literal["time", "day", "month", "period"],
        Field(description="每次、每天、每月，或整个考核期"),
    ] = "period"


class Carry(Node):
    """What somebody else has to bear as well (连带扣分)."""

    to: Annotated[
        str, Field(min_length=1, description="对象：window 窗口，chief 负责人，home_unit 派出单位")
    ]
    points: Annotated[Points | None, Field(description="每次的分值")] = None
    share: Annotated[Decimal | None, Field(gt=0, description="本人所扣分值的比例")] = None
    code: Annotated[Code | None, Field(description="在对方考核表中的代码")] = None
    from_nth: Annotated[int, Field(ge=1, description="自第几次起")] = 1

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.points is None) == (self.share is None):
            raise wrong("amount_form", "points、share 取其一", "exactly one of points, share")
        return self


class Entry(Titled, Amount):
    """An entry of the catalogue of deductions or bonuses (目录中的一条)."""

    dimension: Annotated[
        str, Field(description="记入哪个方面：total 直接记入总分；不写则取代码首段")
    ] = ""
    item: Annotated[str, Field(description="记入该方面的哪个分项")] = ""
    counts: Annotated[Counter | None, Field(description="计行为目录中的哪些行为")] = None
    caps: Annotated[tuple[Cap, ...], Field(description="封顶")] = ()
    carries: Annotated[tuple[Carry, ...], Field(description="连带扣分")] = ()
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()
    act: Annotated[str, Field(description="同时追究的行为")] = ""
    only_if: Annotated[tuple[Gate, ...], Field(description="成立才记分的条件")] = ()


Amount.model_rebuild()
Degree.model_rebuild()
Entry.model_rebuild()
