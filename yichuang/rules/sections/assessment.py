"""The section `assessment` (考核): how points become a result, for a person, window or unit.

A *sheet* (考核表) has dimensions, a catalogue of deductions and bonuses, and gates. The
section itself is the ordinary sheet; `sheets` holds others by name (of a window, of a
quarter, of the year), each complete in itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yichuang.rules.expected import wrong
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.tables import Stretch, Tier, check_cover
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
from yichuang.rules.sections.points import Code, Consequence, Entry, Gate, Points
from yichuang.rules.sections.scoring import MeasureRule, ScoreRule, Signed, VoteRule

SheetPeriod = Literal["month", "quarter", "half_year", "year"]


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
    weight: Annotated[Signed | None, Field(description="权重（加权合成时）")] = None
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


class History(Stretch):
    """A count over the totals of earlier periods (以前各期)."""

    in_a_row: Annotated[bool, Field(description="只数最近连续的")] = False
    with_this: Annotated[bool, Field(description="连同本期")] = True


class Measure(MayBeTitled):
    """A quantity that conditions may name (数量)."""

    neutral: Annotated[float | bool, Field(description="没有给出时的值")] = 0
    most: Annotated[float | None, Field(description="可能的最大值，如比例为1")] = None
    history: Annotated[History | None, Field(description="由以前各期总分数出来")] = None


#: Quantities every sheet knows; `neutral` is what holds of somebody nothing is said about.
STANDARD_MEASURES = {
    "working_days": Measure(neutral=0),
    "months": Measure(neutral=12, most=12),
    "satisfaction": Measure(neutral=1.0, most=1),
    **{
        name: Measure(neutral=0)
        for name in (
            "late_early",
            "absence_days",
            "leave_days",
            "verified_dissatisfied",
            "complaints",
            "disciplinary_bulletins",
        )
    },
    **{
        name: Measure(neutral=False)
        for name in (
            "rating_fraud",
            "items_kept_out",
            "irregular_handling",
            "over_statutory_leave",
            "dishonesty",
        )
    },
}
#: Quantities that come out of the sheet itself, or (`results.`) out of another rule's ruling.
OWN_MEASURES = ("total", "bonus", "deducted", "count", "counted")
OWN_PREFIXES = ("dimensions.", "deducted.", "count.", "results.")


class BonusRule(Node):
    """What holds of all bonuses together (附加分)."""

    free: Annotated[bool, Field(description="允许直接填写附加分")] = True
    cap: Annotated[Points | None, Field(description="附加分合计封顶")] = None
    groups: Annotated[dict[str, Points], Field(default_factory=dict, description="各组附加分封顶")]


class Total(Node):
    """How the total is made up (总分)."""

    combine: Annotated[
        Literal["sum", "weighted"], Field(description="合成：sum 各方面相加，weighted 加权")
    ] = "sum"
    base: Annotated[Signed, Field(description="各方面之外的基本分")] = Decimal(0)
    floor: Annotated[Signed | None, Field(description="总分底线")] = None
    cap: Annotated[Signed | None, Field(description="总分上限；空则可超过满分")] = None
    digits: Annotated[int | None, Field(ge=0, le=6, description="保留几位小数；空则不舍入")] = None
    rounding: Annotated[Literal["half_up", "down", "up"], Field(description="舍入")] = "half_up"


class Veto(Gate):
    """A condition that alone decides the total (一票否决)."""

    total: Annotated[Signed | None, Field(description="否决后的总分；空则总分不变")] = None
    grade: Annotated[str, Field(description="否决后的等次；空则由总分得出")] = ""

    @model_validator(mode="after")
    def _decides(self) -> Self:
        if self.total is None and not self.grade:
            raise wrong("veto_form", "写明 total 或 grade", "total or grade")
        return self


class Grade(Tier):
    """A grade by the total (等次)."""

    grade: Annotated[Code, Field(description="等次代码")]
    title: Annotated[Wording | None, Field(description="名称")] = None
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
        Field(description="一件事违反多条：all 都扣，heaviest 只扣最重的一条"),
    ] = "all"
    role_factors: Annotated[
        dict[str, Points], Field(default_factory=dict, description="按身份加重或减轻扣分的倍数")
    ]
    per_head: Annotated[str, Field(description="扣分除以哪个数量")] = ""
    measures: Annotated[dict[str, Measure], Field(default_factory=dict, description="可引用的数量")]
    counted: Annotated[
        dict[Code, Gate], Field(default_factory=dict, description="计入考核须全部成立的条件")
    ]
    barred: Annotated[
        dict[Code, Gate], Field(default_factory=dict, description="取消评优资格的情形")
    ]
    not_rated: Annotated[
        dict[Code, Gate], Field(default_factory=dict, description="不参与考核、不定等次的情形")
    ]
    vetoes: Annotated[dict[Code, Veto], Field(default_factory=dict, description="一票否决")]
    grades: Annotated[tuple[Grade, ...], Field(description="总分等次")] = ()
    grade_gaps: Annotated[tuple[Stretch, ...], Field(description="等次未覆盖的空档")] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        misfits = Misfits()
        try:
            check_cover([*self.grades, *self.grade_gaps])
        except PydanticCustomError as uncovered:
            misfits.add(("grades",), uncovered, [grade.grade for grade in self.grades])
        for code, entry in self.deductions.items():
            self._has_place(code, entry, misfits)
        for at, measure in self._named():
            self._knows(at, measure, misfits)
        if self.total.combine == "weighted":
            for name, dimension in self.dimensions.items():
                if dimension.weight is None:
                    error = wrong("weight", "加权合成的权重", "a weight, as the total is weighted")
                    misfits.add(("dimensions", name), error, name)
            self._weigh(misfits)
        misfits.raise_any("Sheet")
        return self

    def _weigh(self, misfits: Misfits) -> None:
        """Weights make the whole: 1, or 100 where they are written in percent."""
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
        for table in ("counted", "barred", "not_rated", "vetoes"):
            for code, gate in getattr(self, table).items():
                yield (table, code, "measure"), gate.measure
        for table in ("deductions", "bonuses"):
            for code, entry in getattr(self, table).items():
                for i, gate in enumerate(entry.only_if):
                    yield (table, code, "only_if", i, "measure"), gate.measure
        if self.per_head:
            yield ("per_head",), self.per_head
        for name, dimension in self.dimensions.items():
            if dimension.measured is not None:
                yield ("dimensions", name, "measured", "measure"), dimension.measured.measure

    def _knows(self, at: tuple[str | int, ...], measure: str, misfits: Misfits) -> None:
        known = [*self.measures, *STANDARD_MEASURES, *OWN_MEASURES]
        if measure in known or measure.startswith(OWN_PREFIXES):
            return
        near = get_close_matches(measure, known, n=1)
        if near:
            error = wrong("no_measure", "“{near}”？", "{near}?", near=near[0])
        else:
            error = wrong(
                "no_measure", "measures 中写明的数量", "a quantity declared under measures"
            )
        misfits.add(at, error, measure)

    def _has_place(self, code: str, entry: Entry, misfits: Misfits) -> None:
        name = self.place(code, entry)
        at = ("deductions", code)
        if name != "total" and name not in self.dimensions:
            known = ", ".join([*self.dimensions, "total"])
            error = wrong(
                "no_dimension", "归入以下之一：{known}", "a dimension of {known}", known=known
            )
            misfits.add((*at, "dimension"), error, name)
        elif entry.item and (name == "total" or entry.item not in self.dimensions[name].items):
            items = [] if name == "total" else self.dimensions[name].items
            error = wrong(
                "no_item",
                "该方面的分项：{known}",
                "an item of its dimension: {known}",
                known=", ".join(items) or "—",
            )
            misfits.add((*at, "item"), error, entry.item)

    def place(self, code: str, entry: Entry) -> str:
        """The dimension an entry's points are taken from; `total`: from the total."""
        return entry.dimension or code.split(".", 1)[0]


class Assessment(Sheet):
    """Assessment (考核): the ordinary sheet, and others by name."""

    sheets: Annotated[dict[str, Sheet], Field(default_factory=dict, description="其他考核表")]
