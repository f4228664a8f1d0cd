"""Leave in a book (请销假): who approves what length, what must be there, how late one may return.

Every table is keyed, so a book above can change or remove one entry. A row applies where
everything it names holds: the kind of leave, who asks, the size of the window, the length.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.range import Range

Unit = Literal["hour", "day", "working_day", "calendar_day", "month"]
Per = Literal["leave", "month", "quarter", "year"]

KINDS = ("personal", "sick", "annual", "marriage", "maternity", "family", "official")
"""The kinds of leave every hall knows; a book may add its own."""

LEVELS = ("town_clinic", "county_hospital", "city_hospital", "provincial_hospital")
"""Who may have signed a certificate, the lowest first."""


class Length(Range):
    """How long a leave is (假期长短). `day`: as the section counts days."""

    unit: Annotated[Unit, Field(description="单位")] = "day"


class Case(Node):
    """When a row applies (适用情形); what is left out applies always."""

    kinds: Annotated[tuple[Code, ...], Field(description="请假种类")] = ()
    roles: Annotated[tuple[Code, ...], Field(description="请假人的身份")] = ()
    window: Annotated[Range | None, Field(description="窗口人数")] = None
    service_years: Annotated[Range | None, Field(description="工龄（年）")] = None
    length: Annotated[Length | None, Field(description="假期长短")] = None
    whole_sessions: Annotated[int | None, Field(ge=1, description="至少离岗几个完整的半天")] = None
    nobody_left: Annotated[bool, Field(description="窗口将空无一人时")] = False


class Step(Node):
    """Up to this length (不超过多长), these approve, in order. The last step has no end.

    `silent`: the text says nothing about these lengths; nobody is named rather than guessed.
    """

    at_most: Annotated[float | None, Field(gt=0, description="不超过（含）")] = None
    under: Annotated[float | None, Field(gt=0, description="不足（不含）")] = None
    unit: Annotated[Unit, Field(description="单位")] = "day"
    form: Annotated[
        Literal["oral", "written"], Field(description="形式：oral 口头，written 书面")
    ] = "written"
    takes_days: Annotated[bool | None, Field(description="是否计天数；不写即书面计、口头不计")] = (
        None
    )
    chain: Annotated[tuple[Code, ...], Field(description="依次审批的人")] = ()
    unit_seal: Annotated[
        Literal["not_asked", "by_step", "on_paper"],
        Field(
            description="单位盖章：not_asked 不要求，by_step 由单位一步确认，on_paper 须附在纸上"
        ),
    ] = "not_asked"
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
    """The steps for some people, kinds or windows (审批程序)."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, description="按长短分级")]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.length or self.whole_sessions or self.nobody_left:
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


class Substitute(Case):
    """A stand-in must be named (须有顶岗人员)."""


class Certificate(Case):
    """A certificate must be there (须附证明)."""

    level: Annotated[Code, Field(description="至少哪一级医院")]
    without: Annotated[Code | None, Field(description="没有证明时改按哪种假；不写即不准")] = None


class Simultaneous(Case):
    """How many of a window may be away at once (同时请假)."""

    colleagues_away_at_most: Annotated[int | None, Field(ge=0, description="至多几名同事不在")] = (
        None
    )
    must_remain: Annotated[int | None, Field(ge=0, description="至少留几人")] = None
    must_remain_share: Annotated[float | None, Field(ge=0, le=1, description="至少留几成")] = None


class Limit(Case):
    """No longer than this (假期上限), in one leave or within a period."""

    at_most: Annotated[float, Field(ge=0, description="上限")]
    unit: Annotated[Unit, Field(description="单位")] = "day"
    per: Annotated[Per, Field(description="每次，或每月、季、年累计")] = "leave"


class Ahead(Case):
    """To be asked for so long before (提前申请); not judged where the day of asking isn't told."""

    n: Annotated[float, Field(gt=0, description="提前多少")]
    unit: Annotated[Literal["hour", "working_day", "calendar_day"], Field(description="单位")] = (
        "working_day"
    )
    emergencies_excepted: Annotated[bool, Field(description="不可抗力可事后补办")] = True


class Told(Case):
    """Who must be told besides, by name of the row (另须通报)."""


class Overdue(Node):
    """Not back in time (逾期未归)."""

    absence_counts: Annotated[float, Field(ge=0, description="逾期半天计旷工几次")] = 1


class LeaveRules(Node):
    """Leave and reporting back (请销假)."""

    days_by: Annotated[
        Literal["half_days_touched", "working_days_touched", "hours"],
        Field(
            description="天数怎么算：half_days_touched 按涉及的半天，"
            "working_days_touched 按涉及的工作日，hours 按工时折算"
        ),
    ] = "half_days_touched"
    hours_per_day: Annotated[float, Field(gt=0, description="按工时折算时一天几小时")] = 8
    kinds: Annotated[tuple[Code, ...], Field(description="另有的请假种类")] = ()
    certificate_levels: Annotated[tuple[Code, ...], Field(description="证明出具者，由低到高")] = (
        LEVELS
    )
    routes: Annotated[dict[Code, Route], Field(description="审批程序")] = Field(
        default_factory=dict
    )
    substitutes: Annotated[dict[Code, Substitute], Field(description="顶岗")] = Field(
        default_factory=dict
    )
    certificates: Annotated[dict[Code, Certificate], Field(description="证明")] = Field(
        default_factory=dict
    )
    simultaneous: Annotated[dict[Code, Simultaneous], Field(description="同时请假")] = Field(
        default_factory=dict
    )
    limits: Annotated[dict[Code, Limit], Field(description="上限")] = Field(default_factory=dict)
    ahead: Annotated[dict[Code, Ahead], Field(description="提前申请")] = Field(default_factory=dict)
    overdue: Annotated[Overdue, Field(description="逾期未归")] = Field(default_factory=Overdue)
    filed_with: Annotated[tuple[Code, ...], Field(description="备案")] = ()
    report_back_to: Annotated[tuple[Code, ...], Field(description="销假")] = ()
    told: Annotated[dict[Code, Told], Field(description="另须通报谁")] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name, row in self.certificates.items():
            if row.level not in self.certificate_levels:
                raise wrong(
                    "unknown_level",
                    "{name} 要求的 {level} 为 certificate_levels 之一：{known}",
                    "the level of {name} ({level}) to be one of certificate_levels: {known}",
                    name=name,
                    level=row.level,
                    known=", ".join(self.certificate_levels),
                )
        for (one, a), (other, b) in combinations(self.routes.items(), 2):
            if weight(a) == weight(b) and _meet(a, b):
                raise wrong(
                    "routes_overlap",
                    "{one} 与 {other} 不适用于同一种请假",
                    "{one} and {other} not to apply to the same leaves",
                    one=one,
                    other=other,
                )
        return self

    def known_kinds(self) -> tuple[str, ...]:
        """Every kind of leave this book can be asked about."""
        tables = (
            self.routes,
            self.substitutes,
            self.certificates,
            self.simultaneous,
            self.limits,
            self.ahead,
            self.told,
        )
        named = (kind for table in tables for row in table.values() for kind in row.kinds)
        return tuple(dict.fromkeys((*KINDS, *self.kinds, *named)))


def weight(case: Case) -> tuple[bool, bool, bool, bool]:
    """Which of two fitting routes goes first: it names who asks, then what for, then where."""
    return (
        bool(case.roles),
        bool(case.kinds),
        case.window is not None,
        case.service_years is not None,
    )


def _meet(a: Case, b: Case) -> bool:
    """Whether two rows that name the same things can both apply."""
    return (
        (not a.roles or bool(set(a.roles) & set(b.roles)))
        and (not a.kinds or bool(set(a.kinds) & set(b.kinds)))
        and (a.window is None or b.window is None or _ranges_meet(a.window, b.window))
        and (
            a.service_years is None
            or b.service_years is None
            or _ranges_meet(a.service_years, b.service_years)
        )
    )


def _ranges_meet(a: Range, b: Range) -> bool:
    return not (_below(a, b) or _below(b, a))


def _below(a: Range, b: Range) -> bool:
    high, low = a.upper, b.lower
    if high is None or low is None:
        return False
    return high.value < low.value or (
        high.value == low.value and not (high.inclusive and low.inclusive)
    )
