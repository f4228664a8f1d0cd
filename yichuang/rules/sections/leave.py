"""Leave in a book (请销假): who approves what length, what must be there, how late one may return.

Every table is keyed, so a book above can change or remove one entry. A row applies where
everything it names holds: the kind of leave, who asks, the size of the window, the length, and
circumstances of the book's own (`if`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.approver import Approver
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.requirement import NAMES, Requirement
from yichuang.rules.parts.wording import MayBeTitled
from yichuang.rules.sections.routes import check_routes

Unit = Literal["hour", "session", "day", "working_day", "calendar_day", "month"]
Per = Literal["leave", "month", "quarter", "year"]

KINDS = ("personal", "sick", "annual", "marriage", "maternity", "family", "official")
"""The kinds of leave every hall knows; a book may add its own."""

LEVELS = ("town_clinic", "county_hospital", "city_hospital", "provincial_hospital")
"""Who may have signed a certificate, the lowest first."""

_UNIT = "单位：hour 工时，session 完整的半天，day 本节所计的天，working_day 工作日，"
_UNIT += "calendar_day 自然日，month 月"


class Length(Range):
    """How long a leave is (假期长短). `day`: as the section counts days."""

    unit: Annotated[Unit, Field(description=_UNIT)] = "day"


class Case(Node):
    """When a row applies (适用情形); what is left out applies always."""

    kinds: Annotated[tuple[Code, ...], Field(description="请假种类")] = ()
    roles: Annotated[tuple[Code, ...], Field(description="请假人的身份")] = ()
    window: Annotated[Range | None, Field(description="窗口人数")] = None
    left: Annotated[Range | None, Field(description="离岗后窗口剩几人")] = None
    service_years: Annotated[Range | None, Field(description="工龄（年）")] = None
    length: Annotated[Length | None, Field(description="假期长短")] = None
    if_: Annotated[
        Condition | None, Field(alias="if", description="另有何种情形；由事实 circumstances 说明")
    ] = None


class Kind(MayBeTitled):
    """A kind of leave of the book's own (另有的请假种类)."""


class Step(Node):
    """Up to this length (不超过多长), these approve, in order. The last step has no end.

    `silent`: the text says nothing about these lengths; nobody is named rather than guessed.
    """

    at_most: Annotated[float | None, Field(gt=0, description="不超过（含）")] = None
    under: Annotated[float | None, Field(gt=0, description="不足（不含）")] = None
    unit: Annotated[Unit, Field(description=_UNIT)] = "day"
    form: Annotated[
        Literal["oral", "phone", "written"],
        Field(description="形式：oral 口头，phone 电话，written 书面"),
    ] = "written"
    takes_days: Annotated[bool | None, Field(description="是否计天数；不写即书面计、口头不计")] = (
        None
    )
    chain: Annotated[tuple[Approver, ...], Field(description="依次审批的人")] = ()
    silent: Annotated[bool, Field(description="条文未规定")] = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.at_most is not None and self.under is not None:
            raise wrong("two_upper_ends", "at_most 与 under 只写一个", "at_most or under, not both")
        if self.silent == bool(self.chain):
            raise wrong(
                "chain_or_silent",
                "chain 与 silent: true 二者之一",
                "either a chain, or silent: true",
            )
        return self

    @property
    def end(self) -> tuple[float, bool] | None:
        """The upper end and whether it is inside; None: open."""
        if self.at_most is not None:
            return self.at_most, True
        return None if self.under is None else (self.under, False)


class Route(Case):
    """The steps for some people, kinds or windows (审批程序).

    Of two that fit one leave, the narrower goes first; where neither is narrower, one must
    say that it `overrides` the other.
    """

    overrides: Annotated[
        tuple[Code, ...], Field(description="优先于哪些程序，如“不论何种假”的例外")
    ] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, description="按长短分级")]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.length or self.left:
            raise wrong(
                "route_length", "假期长短写在 steps 里", "lengths in the steps of the route"
            )
        *but_last, last = self.steps
        if last.end is not None:
            raise wrong(
                "tier_gap",
                "最后一级不写上限（更长的假由谁审批）",
                "a last step without an end (who approves longer leaves)",
            )
        if any(step.end is None for step in but_last):
            raise wrong("tier_overlap", "只有最后一级不写上限", "no end in the last step alone")
        for one, other in pairwise(but_last):
            if one.unit == other.unit and one.end >= other.end:  # type: ignore[operator]
                raise wrong(
                    "tier_overlap",
                    "每一级上限高于前一级",
                    "each step to reach further than the one before",
                )
        return self


class Required(Case, Requirement):
    """Something that must be there before one may go (请假须备)."""

    called: Annotated[
        Code | None, Field(description="欠缺时所列的名称；不写即本行的键（顶岗、同事、提前除外）")
    ] = None

    def missing_as(self, row: str) -> str:
        """The name under which it is missing."""
        return self.called or NAMES.get(self.what, row)


class LengthLimit(Case):
    """No longer than this (假期上限), in one leave or within a period."""

    at_most: Annotated[float, Field(ge=0, description="上限")]
    unit: Annotated[Unit, Field(description=_UNIT)] = "day"
    per: Annotated[Per, Field(description="每次，或每月、季、年累计")] = "leave"


class Told(Case, MayBeTitled):
    """Who must be told besides, by name of the row (另须通报)."""


class Overdue(Node):
    """Not back in time (逾期未归)."""

    absence_counts: Annotated[float, Field(ge=0, description="逾期半天计旷工几次")] = 1


class LeaveRules(Node):
    """Leave and reporting back (请销假)."""

    days_by: Annotated[
        Literal["half_days_touched", "working_days_touched", "hours", "share_of_day"],
        READS,
        Field(
            description="天数怎么算：half_days_touched 按涉及的半天，"
            "working_days_touched 按涉及的工作日，hours 按固定的工时折算，"
            "share_of_day 按占当日工时的比例折算"
        ),
    ] = "half_days_touched"
    hours_per_day: Annotated[float | None, Field(gt=0, description="按工时折算时一天几小时")] = None
    kinds: Annotated[dict[Code, Kind], Field(description="另有的请假种类")] = Field(
        default_factory=dict
    )
    certificate_levels: Annotated[tuple[Code, ...], Field(description="证明出具者，由低到高")] = (
        LEVELS
    )
    routes: Annotated[dict[Code, Route], Field(description="审批程序")] = Field(
        default_factory=dict
    )
    requires: Annotated[dict[Code, Required], Field(description="须备")] = Field(
        default_factory=dict
    )
    limits: Annotated[dict[Code, LengthLimit], Field(description="上限")] = Field(
        default_factory=dict
    )
    overdue: Annotated[Overdue, Field(description="逾期未归")] = Field(default_factory=Overdue)
    filed_with: Annotated[tuple[Code, ...], Field(description="备案")] = ()
    report_back_to: Annotated[tuple[Code, ...], Field(description="销假")] = ()
    told: Annotated[dict[Code, Told], Field(description="另须通报谁")] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if (self.days_by == "hours") != (self.hours_per_day is not None):
            raise wrong(
                "hours_per_day",
                "days_by: hours 与 hours_per_day 一起写",
                "days_by: hours and hours_per_day together",
            )
        for name, row in self.requires.items():
            if row.level is not None and row.level not in self.certificate_levels:
                raise wrong(
                    "unknown_level",
                    "{name} 要求的 {level} 为 certificate_levels 之一：{known}",
                    "the level of {name} ({level}) to be one of certificate_levels: {known}",
                    name=name,
                    level=row.level,
                    known=", ".join(self.certificate_levels),
                )
        check_routes(self.routes)
        for condition in self.circumstances():
            if condition.counters():
                raise wrong(
                    "condition_counts",
                    "请假的情形只写 measure，不写 counts",
                    "measures in a circumstance of a leave, no counts",
                )
        return self

    def circumstances(self) -> Iterator[Condition]:
        """Every condition of the book's own that a leave may depend on."""
        tables: tuple[Mapping[str, Case], ...]
        tables = (self.routes, self.requires, self.limits, self.told)
        yield from (row.if_ for table in tables for row in table.values() if row.if_)
        for route in self.routes.values():
            chains = (approver for step in route.steps for approver in step.chain)
            yield from (approver.if_ for approver in chains if approver.if_)

    def known_kinds(self) -> tuple[str, ...]:
        """Every kind of leave this book can be asked about."""
        tables = (self.routes, self.requires, self.limits, self.told)
        named = (kind for table in tables for row in table.values() for kind in row.kinds)
        return tuple(dict.fromkeys((*KINDS, *self.kinds, *named)))
