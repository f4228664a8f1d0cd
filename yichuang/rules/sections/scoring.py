"""Points that come from votes, from scores people give, or from measured quantities (得分规则)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.figure import Points, Share
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.table import Table, Tier
from yichuang.rules.parts.wording import Wording

Missing = Literal["nothing", "full", "left_out"]
Relative = Literal["best", "voters"]


class VoteTier(Range):
    """So many points for such a share of the votes (票数比例)."""

    counting: Annotated[tuple[str, ...], Field(min_length=1, description="哪些票合计")]
    points: Annotated[Points, Field(description="得分")]


class VoteRule(Node):
    """Points from votes (投票得分): by shares, or as the mean of what each ballot is worth."""

    grades: Annotated[tuple[str, ...], Field(min_length=2, description="票种，由好到差")]
    titles: Annotated[dict[str, Wording], Field(default_factory=dict, description="票种的名称")]
    tiers: Annotated[tuple[VoteTier, ...], Field(description="自上而下，先符合者为准")] = ()
    otherwise: Annotated[Points, Field(description="各档都不符合时的得分")] = Decimal(0)
    values: Annotated[dict[str, Points] | None, Field(description="每种票折算的分值")] = None
    blank: Annotated[tuple[str, ...], Field(description="弃权、废票的票种")] = ()
    share_of: Annotated[
        Literal["cast", "valid"],
        READS,
        Field(description="比例的分母：cast 全部票，valid 除去弃权废票"),
    ] = "cast"
    groups: Annotated[dict[str, Share] | None, Field(description="各类投票人的权重")] = None
    at_least: Annotated[int, Field(ge=1, description="至少多少票才算")] = 1
    missing: Annotated[
        Missing,
        READS,
        Field(description="票数不足时：nothing 不得分，full 得满分，left_out 不计此方面"),
    ] = "nothing"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.tiers) == (self.values is not None):
            raise wrong("vote_form", "tiers、values 取其一", "either tiers or values")
        known = {*self.grades, *self.blank}
        named = {g for tier in self.tiers for g in tier.counting} | set(self.values or ())
        if named - known:
            raise wrong(
                "vote_grade",
                "grades 或 blank 中已有的票种，没有{names}",
                "ballots named under grades or blank; there is no {names}",
                names=", ".join(sorted(named - known)),
            )
        return self


class ScoreRule(Node):
    """Points from scores that people or earlier periods give (打分得分)."""

    method: Annotated[Literal["mean", "median", "sum"], READS, Field(description="合成方法")] = (
        "mean"
    )
    drop_highest: Annotated[int, Field(ge=0, description="去掉几个最高分")] = 0
    drop_lowest: Annotated[int, Field(ge=0, description="去掉几个最低分")] = 0
    out_of: Annotated[Points | None, Field(gt=0, description="打分的满分；空则不折算")] = None
    groups: Annotated[dict[str, Share] | None, Field(description="各类打分人的权重")] = None
    missing: Annotated[
        Missing,
        READS,
        Field(description="无人打分时：nothing 不得分，full 得满分，left_out 不计此方面"),
    ] = "nothing"


class Proportional(Node):
    """Points in proportion (按比例得分), from none at one value to all at another."""

    zero_at: Annotated[float, Field(description="得零分的数值")]
    full_at: Annotated[float, Field(description="得满分的数值")]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.zero_at == self.full_at:
            raise wrong(
                "empty_range",
                "zero_at 与 full_at 不同",
                "different values of zero_at and full_at",
            )
        return self


class PointsTier(Tier):
    """What a range of a quantity earns (一档的得分)."""

    points: Annotated[Points, Field(description="分值")]


class MeasureRule(Table[PointsTier]):
    """Points from a measured quantity (指标得分)."""

    measure: Annotated[str, Field(min_length=1, description="数量的名称")]
    proportional: Annotated[Proportional | None, Field(description="按比例得分")] = None
    relative_to: Annotated[
        Relative | None,
        Field(description="与谁相比按比例得分：best 最好者得满分，voters 占投票人数的比例"),
    ] = None
    target: Annotated[float | None, Field(description="目标值")] = None
    side: Annotated[Literal["below", "above"], Field(description="低于或高于目标时扣分")] = "below"
    every: Annotated[float, Field(gt=0, description="每差多少")] = 1
    points: Annotated[Points, Field(description="扣若干分")] = Decimal(0)
    part: Annotated[
        Literal["whole", "exact", "none"],
        READS,
        Field(description="不足一个单位：whole 按一个计，exact 按比例，none 不计"),
    ] = "exact"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [self.tiers or None, self.proportional, self.target, self.relative_to]
        if sum(g is not None for g in given) != 1:
            raise wrong(
                "measure_form",
                "tiers、proportional、target、relative_to 取其一",
                "exactly one of tiers, proportional, target, relative_to",
            )
        return self
