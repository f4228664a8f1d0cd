"""The section `assessment` (考核): how points become a result, for a person, window or unit.

A *sheet* (考核表) has dimensions, a catalogue of deductions and bonuses, and conditions. The
section itself is the ordinary sheet; `sheets` holds others by name (of a window, of a
quarter, of the year), each complete in itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts import entry
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import Consequence, Effect
from yichuang.rules.parts.figure import Code, Points, Rounding, Share, Signed
from yichuang.rules.parts.measures import STANDARD_MEASURES, Measure, unknown_measures
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.period import LENGTHS
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.table import Ladder, Table, Tier
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
from yichuang.rules.sections.scoring import MeasureRule, ScoreRule, VoteRule

__all__ = ["STANDARD_MEASURES", "Assessment", "Dimension", "Entry", "Grade", "Sheet", "Total"]

SheetPeriod = Literal["day", "week", "month", "quarter", "half_year", "year"]

#: Quantities that come out of the sheet itself, or (`results.`) out of another rule's ruling.
OWN_MEASURES = ("total", "bonus", "deducted", "count", "counted")
OWN_PREFIXES = ("dimensions.", "deducted.", "count.", "results.")


class Entry(entry.Entry):
    """An entry of the catalogue of deductions or bonuses (目录中的一条)."""

    title: Annotated[Wording, Field(description="名称")]
    dimension: Annotated[
        str, Field(description="记入哪个方面：total 直接记入总分；不写则取代码首段")
    ] = ""
    item: Annotated[str, Field(description="记入该方面的哪个分项")] = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        flat = (self.points is not None) + (self.share is not None)
        forms = flat + bool(self.tiers) + bool(self.degrees)
        if forms != 1:
            raise wrong(
                "amount_form",
                "points、share、tiers、degrees 取其一",
                "exactly one of points, share, tiers, degrees",
            )
        self._of_something()
        open_ = [t for t in self.tiers if t.points is not None and t.points.fixed is None]
        if (open_ or self.rises_by is not None) and self.how not in (None, "each"):
            raise wrong(
                "amount_form",
                "how 为 each 才可写幅度和 rises_by",
                "bounds and rises_by only where how is each",
            )
        if self.rises_by is not None and self.tiers[-1:] == tuple(open_[-1:]):
            raise wrong(
                "amount_form",
                "rises_by 之前的最后一档为固定分值",
                "a fixed last tier before rises_by",
            )
        return self

    def _of_something(self) -> None:
        parts: list[Effect] = [self, *self.degrees.values()]
        if any(part.share is not None and part.of in (None, "allowance") for part in parts):
            raise wrong(
                "share_of",
                "of 写明什么的比例：item、dimension、total、about",
                "of, to say what it is a share of: item, dimension, total, about",
            )


class Item(MayBeTitled):
    """A part of a dimension with full points and a floor of its own (分项)."""

    base: Annotated[Points, Field(description="满分")]
    floor: Annotated[Signed | None, Field(description="底线；空则不设")] = Decimal(0)
    cap: Annotated[Signed | None, Field(description="上限；空则不设")] = None


class Dimension(Titled):
    """One dimension of an assessment (方面)."""

    base: Annotated[
        Points | None, Field(description="满分；空则为各分项之和，投票和打分的起点为零")
    ] = None
    floor: Annotated[Signed | None, Field(description="底线；空则扣分不设底线")] = None
    cap: Annotated[Signed | None, Field(description="上限；空则不设")] = None
    weight: Annotated[Share | None, Field(description="权重；写了权重的，总分按权重合成")] = None
    items: Annotated[dict[str, Item], Field(default_factory=dict, description="分项")]
    votes: Annotated[VoteRule | None, Field(description="由投票得分")] = None
    scores: Annotated[ScoreRule | None, Field(description="由打分得分")] = None
    measured: Annotated[MeasureRule | None, Field(description="由数量得分")] = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(g is not None for g in (self.votes, self.scores, self.measured)) > 1:
            raise wrong(
                "dimension_form",
                "votes、scores、measured 至多其一",
                "at most one of votes, scores, measured",
            )
        return self

    @property
    def full(self) -> Decimal:
        """The full points: the base, or what the items are worth together."""
        if self.base is not None:
            return self.base
        return sum((item.base for item in self.items.values()), Decimal(0))


class BonusRule(Node):
    """What holds of all bonuses together (附加分)."""

    free: Annotated[bool, Field(description="允许直接填写附加分")] = True
    cap: Annotated[Points | None, Field(description="附加分合计封顶")] = None
    groups: Annotated[dict[str, Points], Field(default_factory=dict, description="各组附加分封顶")]
    within: Annotated[
        Literal["total", "dimension"],
        READS,
        Field(description="加分记在哪里：total 另加于总分，dimension 记入各自的方面，受其上限"),
    ] = "total"


class Total(Node):
    """How the total is made up (总分): the dimensions added, or weighted if they have weights."""

    base: Annotated[Signed, Field(description="各方面之外的基本分")] = Decimal(0)
    floor: Annotated[Signed | None, Field(description="总分底线")] = None
    cap: Annotated[Signed | None, Field(description="总分上限；空则可超过满分")] = None
    digits: Annotated[int | None, Field(ge=0, le=6, description="保留几位小数；空则不舍入")] = None
    rounding: Annotated[Rounding, READS, Field(description="舍入")] = Rounding.half_up


class Clause(Condition):
    """A condition and what follows from it (条件与后果)."""

    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()


class Veto(Clause):
    """A condition that alone decides the total (一票否决)."""

    total: Annotated[Signed | None, Field(description="否决后的总分；空则总分不变")] = None
    grade: Annotated[str, Field(description="否决后的等次；空则由总分得出")] = ""

    @model_validator(mode="after")
    def _decides(self) -> Self:
        if self.total is None and not self.grade:
            raise wrong("veto_form", "写明 total 或 grade", "total or grade")
        return self


class Rising(MayBeTitled, Ladder[entry.Level]):
    """What follows by how much a measure has come to (随数量递进), e.g. by months on end."""

    measure: Annotated[str, Field(min_length=1, description="数量的名称")]
    whole: Annotated[bool, Field(description="只计整数：次数、整分钟")] = False


class Grade(MayBeTitled, Tier):
    """A grade by the total (等次)."""

    grade: Annotated[Code, Field(description="等次代码")]
    consequences: Annotated[tuple[Consequence, ...], Field(description="随之而来的处理")] = ()


class Sheet(MayBeTitled):
    """A sheet (考核表)."""

    subject: Annotated[Literal["person", "window", "home_unit"], Field(description="考核对象")] = (
        "person"
    )
    period: Annotated[SheetPeriod, Field(description="考核期")] = "month"
    dimensions: Annotated[dict[str, Dimension], Field(default_factory=dict, description="各方面")]
    deductions: Annotated[dict[Code, Entry], Field(default_factory=dict, description="扣分目录")]
    bonuses: Annotated[dict[Code, Entry], Field(default_factory=dict, description="加分目录")]
    bonus: Annotated[BonusRule, Field(default_factory=BonusRule, description="附加分")]
    total: Annotated[Total, Field(default_factory=Total, description="总分")]
    same_event: Annotated[
        Literal["all", "heaviest"],
        READS,
        Field(description="一件事违反多条：all 都扣，heaviest 只扣最重的一条"),
    ] = "all"
    role_factors: Annotated[
        dict[str, Points], Field(default_factory=dict, description="按身份加重或减轻扣分的倍数")
    ]
    per_head: Annotated[str, Field(description="扣分除以哪个数量")] = ""
    measures: Annotated[dict[str, Measure], Field(default_factory=dict, description="可引用的数量")]
    needs: Annotated[
        dict[Code, Clause], Field(default_factory=dict, description="计入考核须全部成立的条件")
    ]
    barred: Annotated[
        dict[Code, Clause], Field(default_factory=dict, description="取消评优资格的情形")
    ]
    not_rated: Annotated[
        dict[Code, Clause], Field(default_factory=dict, description="不参与考核、不定等次的情形")
    ]
    vetoes: Annotated[dict[Code, Veto], Field(default_factory=dict, description="一票否决")]
    clauses: Annotated[
        dict[Code, Clause], Field(default_factory=dict, description="其他条件与后果")
    ]
    rising: Annotated[
        dict[Code, Rising], Field(default_factory=dict, description="随数量递进的后果")
    ]
    grades: Annotated[Table[Grade], Field(description="总分等次")] = Field(
        default_factory=Table[Grade]
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        misfits = Misfits()
        for table in ("deductions", "bonuses"):
            for code, one in getattr(self, table).items():
                self._has_place(table, code, one, misfits)
        self._runs(misfits)
        unknown_measures(self._named(), self.measures, OWN_MEASURES, OWN_PREFIXES, misfits)
        self._weigh(misfits)
        misfits.raise_any("Sheet")
        return self

    @property
    def is_weighted(self) -> bool:
        """Whether the total is weighted."""
        return any(dimension.weight is not None for dimension in self.dimensions.values())

    def _weigh(self, misfits: Misfits) -> None:
        """Weights make the whole: 1, or 100 where they are written in percent."""
        if not self.is_weighted:
            return
        for name, dimension in self.dimensions.items():
            if dimension.weight is None:
                error = wrong("weight", "加权合成的权重", "a weight, as the total is weighted")
                misfits.add(("dimensions", name), error, name)
        weights = [d.weight for d in self.dimensions.values()]
        whole = sum((w for w in weights if w is not None), Decimal(0))
        if None not in weights and whole not in (1, 100):
            error = wrong(
                "weights",
                "权重合计为1或100，现为{whole}",
                "weights that make 1 or 100; these make {whole}",
                whole=format(whole.normalize(), "f"),
            )
            misfits.add(("dimensions",), error, list(map(str, weights)))

    def _named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every quantity that is named in the sheet, and where."""
        for table in ("needs", "barred", "not_rated", "vetoes", "clauses"):
            for code, clause in getattr(self, table).items():
                yield from (((table, code, *at), name) for at, name in clause.measures())
        for code, rising in self.rising.items():
            yield ("rising", code, "measure"), rising.measure
        for table in ("deductions", "bonuses"):
            for code, one in getattr(self, table).items():
                if one.if_ is not None:
                    yield from (((table, code, "if", *at), n) for at, n in one.if_.measures())
                for i, follows in enumerate(one.consequences):
                    at = (table, code, "consequences", i, "if")
                    if follows.if_ is not None:
                        yield from (((*at, *to), name) for to, name in follows.if_.measures())
        if self.per_head:
            yield ("per_head",), self.per_head
        for name, dimension in self.dimensions.items():
            measured = dimension.measured
            if measured is not None and measured.relative_to is None:
                yield ("dimensions", name, "measured", "measure"), measured.measure

    def _has_place(self, table: str, code: str, one: Entry, misfits: Misfits) -> None:
        name = self.place(code, one)
        at = (table, code)
        if table == "bonuses" and (name not in self.dimensions or self.bonus.within == "total"):
            return
        if name != "total" and name not in self.dimensions:
            known = ", ".join([*self.dimensions, "total"])
            error = wrong(
                "no_dimension", "归入以下之一：{known}", "a dimension of {known}", known=known
            )
            misfits.add((*at, "dimension"), error, name)
        elif one.item and (name == "total" or one.item not in self.dimensions[name].items):
            items = [] if name == "total" else self.dimensions[name].items
            error = wrong(
                "no_item",
                "该方面的分项：{known}",
                "an item of its dimension: {known}",
                known=", ".join(items) or "—",
            )
            misfits.add((*at, "item"), error, one.item)

    def _runs(self, misfits: Misfits) -> None:
        """Totals come once a sheet: a run of shorter periods can't be told from them."""
        for name, measure in self.measures.items():
            run = measure.history.run if measure.history is not None else None
            if run is not None and LENGTHS[run.of] < LENGTHS[self.period]:
                error = wrong(
                    "short_run",
                    "不短于考核期的一期（{period}）",
                    "periods no shorter than the sheet's own ({period})",
                    period=self.period,
                )
                misfits.add(("measures", name, "history", "run", "of"), error, run.of)

    def place(self, code: str, one: Entry) -> str:
        """The dimension an entry's points are taken from; `total`: from the total."""
        return one.dimension or code.split(".", 1)[0]


class Assessment(Sheet):
    """Assessment (考核): the ordinary sheet, and others by name."""

    sheets: Annotated[dict[str, Sheet], Field(default_factory=dict, description="其他考核表")]
