"""The section `awards` (评优): who is ranked, by what, how many win, and how ties are resolved."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code, Rounding, Share, Signed, exact
from yichuang.rules.parts.measures import Measure, unknown_measures
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.wording import Titled
from yichuang.rules.sections.scoring import Relative

OWN_MEASURES = ("total", "votes")
OWN_PREFIXES = ("dimensions.", "count.", "results.")


class Key(Node):
    """What candidates are ordered by (排序依据)."""

    by: Annotated[str, Field(min_length=1, description="依据的数值")]
    order: Annotated[Literal["high", "low"], Field(description="高者或低者在前")] = "high"


class Part(Node):
    """A part of the score (得分的一部分): a weight; a plain number is the weight alone."""

    weight: Annotated[Signed, Field(description="权重；与谁相比的，即满分")]
    relative_to: Annotated[
        Relative | None,
        Field(description="与谁相比按比例得分：best 最好者得满分，voters 占投票人数的比例"),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _number(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: exact(value) if key == "weight" else value for key, value in data.items()}
        number = exact(data)
        return {"weight": number} if isinstance(number, Decimal) else data


def _total() -> dict[str, Part]:
    return {"total": Part(weight=Decimal(1))}


class Award(Titled):
    """An award (评优)."""

    subject: Annotated[Literal["person", "window", "home_unit"], Field(description="评选对象")] = (
        "person"
    )
    period: Annotated[
        Literal["month", "quarter", "half_year", "year"], Field(description="评选周期")
    ] = "month"
    places: Annotated[int | None, Field(ge=1, description="名额；空则不限")] = None
    share: Annotated[Share | None, Field(gt=0, le=1, description="名额占参评者的比例")] = None
    rounding: Annotated[Rounding, READS, Field(description="按比例算出的名额如何取整")] = (
        Rounding.down
    )
    score: Annotated[dict[str, Part], Field(default_factory=_total, description="得分的构成与权重")]
    digits: Annotated[int | None, Field(ge=0, le=6, description="得分保留几位小数")] = None
    order: Annotated[Literal["high", "low"], Field(description="高者或低者在前")] = "high"
    measures: Annotated[dict[str, Measure], Field(default_factory=dict, description="可引用的数量")]
    barred: Annotated[
        dict[Code, Condition], Field(default_factory=dict, description="不得评选的情形")
    ]
    needs: Annotated[
        dict[Code, Condition], Field(default_factory=dict, description="必须具备的条件")
    ]
    tie_breakers: Annotated[tuple[Key, ...], Field(description="并列时依次比较")] = ()
    ties: Annotated[
        Literal["vote", "all", "none"],
        READS,
        Field(description="末位仍并列：vote 投票决定，all 都评上，none 都不评上"),
    ] = "vote"
    numbering: Annotated[
        Literal["skip", "dense"], READS, Field(description="并列后的名次：skip 跳过，dense 不跳")
    ] = "skip"
    per_group: Annotated[int | None, Field(ge=1, description="同一组（窗口、单位）最多几名")] = None
    decided_by: Annotated[str, Field(description="由谁决定；写明的，规则只提出名单，不评定")] = ""
    consequences: Annotated[tuple[Consequence, ...], Field(description="评上后的处理")] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.places is not None and self.share is not None:
            raise wrong("award_form", "places、share 至多其一", "at most one of places, share")
        misfits = Misfits()
        weights = [part.weight for part in self.score.values()]
        if (
            len(weights) > 1
            and set(weights) != {Decimal(1)}
            and sum(weights, Decimal(0)) not in (1, 100)
        ):
            error = wrong(
                "weights",
                "权重合计为1或100，现为{whole}",
                "weights that make 1 or 100; these make {whole}",
                whole=format(sum(weights, Decimal(0)).normalize(), "f"),
            )
            misfits.add(("score",), error, list(map(str, weights)))
        for table in ("barred", "needs"):
            for code, condition in getattr(self, table).items():
                for at, measure in condition.measures():
                    named = ((table, code, *at), measure)
                    unknown_measures([named], self.measures, OWN_MEASURES, OWN_PREFIXES, misfits)
        misfits.raise_any("Award")
        return self


class Awards(Node):
    """Awards (评优)."""

    kinds: Annotated[dict[Code, Award], Field(default_factory=dict, description="各项评优")]
