"""Attendance in a book (考勤): punches, lateness in tiers, absence, outings, what counts add up to.

The hours themselves stand in `worktime`. A working day's first two sessions are called
`am` and `pm`; `sessions` says more about one of them, or adds sessions such as noon duty.
"""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.approver import Signer
from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code, Yuan
from yichuang.rules.parts.limit import Limit, check_limits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.table import Table, Tier, check_cover
from yichuang.rules.parts.wording import Titled
from yichuang.rules.parts.yearly import Weekday

Status = Literal["present", "late", "early", "missing_in", "missing_out", "absent"]
Side = Literal["in", "out"]
Half = Literal["am", "pm", "both"]
Junction = Literal["both", "one", "none"]
OutsideWindow = Literal["void", "counts", "uncovered"]
CountPeriod = Literal["period", "week", "month", "quarter", "half_year", "year"]

COUNTED = frozenset(
    {
        "late",
        "early",
        "missing",
        "absence_counts",
        "absence_days",
        "leave_days",
        "outings",
        "proxy_punches",
        "consecutive_absence_days",
    }
)
"""What a table of counts may count besides the codes of tiers."""

FRACTIONS = frozenset({"absence_counts", "absence_days", "leave_days", "consecutive_absence_days"})
"""What comes in halves and quarters."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SPAN = re.compile(rf"{_CLOCK.pattern}-{_CLOCK.pattern}")


def _mark(value: object) -> time | int:
    """A clock time ``08:30``, or minutes from the start (of a sign-in) or end (of a sign-out)."""
    if isinstance(value, time) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise wrong(
            "not_a_mark",
            "钟点如 08:30，或分钟数如 -10",
            "a time such as 08:30, or minutes such as -10",
        )
    return time(int(found[1]), int(found[2]))


def _span(value: object) -> tuple[int, int]:
    """Hours ``11:50-13:30`` in minutes of the day; an end not after the start is the next day's."""
    if isinstance(value, tuple):
        return value
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise wrong("not_a_session", "时段，如 11:50-13:30", "hours, e.g. 11:50-13:30")
    h1, m1, h2, m2 = map(int, found.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    return start, end if end > start else end + 24 * 60


ClockMark = Annotated[
    time | int,
    PlainValidator(_mark),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": _CLOCK.pattern}]}),
]
SpanText = Annotated[
    tuple[int, int],
    PlainValidator(_span),
    WithJsonSchema({"type": "string", "pattern": _SPAN.pattern, "examples": ["11:50-13:30"]}),
]


class Outcome(Node):
    """What follows from one punch too late, too early or missing (单次后果)."""

    status: Annotated[Status | None, Field(description="记作什么：不写即按所在位置")] = None
    code: Annotated[Code | None, Field(description="档名，供累计与通报使用")] = None
    times: Annotated[int, Field(ge=0, description="计几次")] = 1
    absence_counts: Annotated[float, Field(ge=0, description="另计旷工几次")] = 0
    points: Annotated[float, Field(ge=0, description="扣分")] = 0
    money: Annotated[Yuan, Field(description="扣款（元）")] = Decimal(0)
    consequences: Annotated[tuple[Consequence, ...], Field(description="其他后果")] = ()


class PunchTier(Tier, Outcome):
    """A stretch of minutes too late or too early, and what follows."""


class Absent(Outcome):
    """Neither signed in nor out (整半天未签)."""

    absence_counts: Annotated[float, Field(ge=0, description="半天计旷工几次")] = 1


class PunchWindow(Node):
    """When a punch may be made (签到、签退时段), inside the time that is the session's own.

    Minutes count from the session's start for signing in, from its end for signing out.
    """

    opens: Annotated[ClockMark | None, Field(description="开始")] = None
    closes: Annotated[ClockMark | None, Field(description="截止（含）")] = None
    before: Annotated[
        OutsideWindow,
        Field(description="早于时段的打卡：void 无效，counts 有效，uncovered 条文未及"),
    ] = "void"
    after: Annotated[
        OutsideWindow,
        Field(description="晚于时段的打卡：void 无效，counts 有效，uncovered 条文未及"),
    ] = "void"


class PunchSession(Node):
    """More about one session, or a further one (时段，如午间值班).

    `before_it`, `after_it`: how many punches there are between it and its neighbour. One
    punch between two sessions serves both; where they run into each other it only shows
    that somebody is there, and is neither early nor late.
    """

    hours: Annotated[SpanText | None, Field(description="时段；已在工作时间内的不写")] = None
    half: Annotated[Half | None, Field(description="属于哪个半天：am 上午，pm 下午，both 全天")] = (
        None
    )
    days: Annotated[float | None, Field(ge=0, le=1, description="折合几天")] = None
    weekdays: Annotated[tuple[Weekday, ...], Field(description="限星期几；不写即每天")] = ()
    on: Annotated[
        Literal["working_days", "rest_days", "any_day"],
        Field(description="哪种日子：working_days 工作日，rest_days 休息日，any_day 每天"),
    ] = "working_days"
    who: Annotated[
        Literal["everyone", "rostered"],
        Field(description="哪些人：everyone 所有人，rostered 排到班的人"),
    ] = "everyone"
    replaces: Annotated[tuple[Code, ...], Field(description="当班时代替哪些时段，如轮班")] = ()

    @property
    def by_windows(self) -> tuple[int, int] | None:
        """The hours between the end of signing in and the start of signing out, in minutes."""
        came, went = self.sign_in, self.sign_out
        if came is None or went is None:
            return None
        start, end = came.closes, went.opens
        if not isinstance(start, time) or not isinstance(end, time):
            return None
        first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
        return first, last if last > first else last + 24 * 60

    asks: Annotated[tuple[Side, ...], Field(description="须打哪些卡：in 签到，out 签退")] = (
        "in",
        "out",
    )
    before_it: Annotated[
        Junction, Field(description="与前一时段之间：both 签退又签到，one 只签一次，none 不签")
    ] = "both"
    after_it: Annotated[
        Junction, Field(description="与后一时段之间：both 签退又签到，one 只签一次，none 不签")
    ] = "both"
    sign_in: Annotated[PunchWindow | None, Field(description="签到时段")] = None
    sign_out: Annotated[PunchWindow | None, Field(description="签退时段")] = None
    late: Annotated[Table[PunchTier] | None, Field(description="本时段另行规定的迟到")] = None
    early: Annotated[Table[PunchTier] | None, Field(description="本时段另行规定的早退")] = None
    no_sign_in: Annotated[Outcome | None, Field(description="本时段无签到")] = None
    no_sign_out: Annotated[Outcome | None, Field(description="本时段无签退")] = None
    absent: Annotated[Outcome | None, Field(description="本时段全无打卡")] = None


class Evidence(Titled):
    """Something that shows a punch in place of the terminal (打卡的证据)."""

    during_outage: Annotated[bool, Field(description="只在停电、故障期间有效")] = False
    signed_by: Annotated[tuple[Signer, ...], Field(description="须经谁签字，其中一人即可")] = ()
    limit: Annotated[Limit | None, Field(description="自打卡当日起多久之内交到")] = None
    at_most: Annotated[int | None, Field(ge=0, description="每期至多几次")] = None
    per: Annotated[
        Literal["week", "month", "quarter", "half_year", "year"], Field(description="一期多长")
    ] = "month"

    @model_validator(mode="after")
    def _plain(self) -> Self:
        check_limits(self.limit)
        return self


class OutingTier(Tier):
    """A stretch of minutes out, and what follows (外出多久)."""

    code: Annotated[Code | None, Field(description="档名")] = None
    absence_counts: Annotated[float, Field(ge=0, description="计旷工几次")] = 0
    leave_days: Annotated[float, Field(ge=0, description="按请假几天")] = 0
    points: Annotated[float, Field(ge=0, description="扣分")] = 0
    money: Annotated[Yuan, Field(description="扣款（元）")] = Decimal(0)
    consequences: Annotated[tuple[Consequence, ...], Field(description="其他后果")] = ()


class Outings(Node):
    """Going out during work (上班时间外出), with and without leave."""

    measured: Annotated[
        Literal["working_time", "clock_time"],
        READS,
        Field(description="外出时长：working_time 只算上班时间，clock_time 按钟点"),
    ] = "working_time"
    approved: Annotated[Table[OutingTier] | None, Field(description="经许可的")] = None
    unapproved: Annotated[Table[OutingTier] | None, Field(description="未经许可的")] = None


class Proxy(Node):
    """Punching for somebody else (代签)."""

    absence_counts: Annotated[float, Field(ge=0, description="被代签人每次计旷工几次")]
    helper_absence_counts: Annotated[float, Field(ge=0, description="代签人每次计旷工几次")]


class Given(Node):
    """What counts add up to (累计后果)."""

    absence_days: Annotated[float, Field(ge=0, description="折旷工几天")] = 0
    points: Annotated[float, Field(ge=0, description="扣分")] = 0
    money: Annotated[Yuan, Field(description="扣款（元）")] = Decimal(0)
    consequences: Annotated[tuple[Consequence, ...], Field(description="其他后果")] = ()


class CountTier(Tier, Given):
    """From so many to so many (累计几次), what follows in all."""

    code: Annotated[Code | None, Field(description="档名")] = None


class CountTable(Table[CountTier]):
    """Tiers of a count; counts are whole numbers unless the table says otherwise."""

    whole: Annotated[bool, Field(description="只计整数（次数）")] = True


class Counting(Given):
    """A count within a period (累计): every so many, or by tiers.

    `counting: whole`: the tier of the number reached says what follows in all. `nth`: each
    one brings what the tier of its own number says.
    """

    of: Annotated[tuple[Code, ...], Field(min_length=1, description="累计什么")]
    per: Annotated[
        CountPeriod,
        Field(
            description="累计周期：period 所认定的期间，week 周，month 月，quarter 季度，"
            "half_year 半年，year 年"
        ),
    ] = "period"
    together: Annotated[bool, READS, Field(description="合并累计；否则各自累计")] = True
    every: Annotated[float | None, Field(gt=0, description="每满几次")] = None
    counting: Annotated[
        Literal["whole", "nth"],
        Field(description="分档怎么计：whole 按累计数整体认定，nth 逐次递进"),
    ] = "whole"
    steps: Annotated[CountTable | None, Field(description="按累计数分档")] = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.every is None) == (self.steps is None):
            raise wrong(
                "every_or_steps", "every 与 steps 二者之一", "either every or steps, not both"
            )
        if self.counting == "nth" and not FRACTIONS.isdisjoint(self.of):
            raise wrong(
                "nth_of_days", "逐次递进只用于按次的累计", "nth only for what is counted by times"
            )
        if self.steps is not None and self.steps.whole and not FRACTIONS.isdisjoint(self.of):
            check_cover(self.steps.spans)
        return self


class Publication(Node):
    """What is shown to whom, and how long one may object (公示、异议、通报)."""

    every: Annotated[Literal["day", "week", "month"] | None, Field(description="多久公示一次")] = (
        None
    )
    objection: Annotated[Limit | None, Field(description="公示后多久之内可提出异议")] = None
    report_home_unit: Annotated[
        Literal["week", "month", "quarter"] | None, Field(description="多久向派驻单位通报")
    ] = None


class Attendance(Node):
    """Attendance (考勤)."""

    opens_before_first: Annotated[int, Field(ge=0, description="首个时段提前多少分钟可签到")] = 120
    closes_after_last: Annotated[int, Field(ge=0, description="末个时段结束后多少分钟内可签退")] = (
        360
    )
    precision: Annotated[
        Literal["second", "minute"], READS, Field(description="认定精度：second 按秒，minute 按分")
    ] = "second"
    sessions: Annotated[dict[Code, PunchSession], Field(description="时段的细则与增设时段")] = (
        Field(default_factory=dict)
    )
    late: Annotated[Table[PunchTier], Field(description="迟到：上班后多少分钟（负数为提前）")] = (
        Field(default_factory=Table[PunchTier])
    )
    early: Annotated[Table[PunchTier], Field(description="早退：下班前多少分钟")] = Field(
        default_factory=Table[PunchTier]
    )
    no_sign_in: Annotated[Outcome, Field(description="无签到")] = Field(
        default_factory=lambda: Outcome(status="missing_in")
    )
    no_sign_out: Annotated[Outcome, Field(description="无签退")] = Field(
        default_factory=lambda: Outcome(status="missing_out")
    )
    absent: Annotated[Absent, Field(description="既无签到又无签退")] = Field(
        default_factory=lambda: Absent(status="absent")
    )
    absence_count_days: Annotated[float, Field(ge=0, description="旷工一次折几天")] = 0.5
    attended: Annotated[
        Literal["not_absent", "both_punches"],
        READS,
        Field(description="何为出勤：not_absent 未旷工即可，both_punches 须签到又签退"),
    ] = "not_absent"
    attended_kinds: Annotated[
        tuple[Code, ...], Field(description="视同出勤的请假种类，如公假")
    ] = ()
    excused_punches: Annotated[bool, Field(description="事先报告的未打卡不计")] = True
    hours_from: Annotated[
        Literal["worktime", "windows"] | None,
        Field(
            description="时段从何而来：worktime 工作时间，windows 签到、签退时段；"
            "不写则本手册未写工作时间而写了签到、签退时段的，从后者"
        ),
    ] = None
    evidence: Annotated[
        dict[Code, Evidence], Field(description="除打卡机外以什么为准，如停电时的纸质签到表")
    ] = Field(default_factory=dict)
    outings: Annotated[Outings | None, Field(description="外出")] = None
    proxy: Annotated[Proxy | None, Field(description="代签")] = None
    counts: Annotated[dict[Code, Counting], Field(description="累计与折算")] = Field(
        default_factory=dict
    )
    publication: Annotated[Publication | None, Field(description="公示与异议")] = None

    @model_validator(mode="after")
    def _plain(self) -> Self:
        check_limits(self.publication)
        return self

    @model_validator(mode="after")
    def _counts_known(self) -> Self:
        known = COUNTED | self.codes()
        for name, counting in self.counts.items():
            for code in counting.of:
                if code not in known:
                    raise wrong(
                        "unknown_count",
                        "{name} 累计的 {code} 为以下之一：{known}",
                        "what {name} counts ({code}) to be one of {known}",
                        name=name,
                        code=code,
                        known=", ".join(sorted(known)),
                    )
        return self

    def codes(self) -> set[str]:
        """Every code a tier of this section gives to what happened."""
        tables: list[Table[PunchTier] | None] = [self.late, self.early]
        outcomes: list[Outcome | None] = [self.no_sign_in, self.no_sign_out, self.absent]
        for session in self.sessions.values():
            tables += [session.late, session.early]
            outcomes += [session.no_sign_in, session.no_sign_out, session.absent]
        made = {tier.code for table in tables if table for tier in table.tiers}
        made |= {outcome.code for outcome in outcomes if outcome}
        if self.outings is not None:
            for outings in (self.outings.approved, self.outings.unapproved):
                made |= {tier.code for tier in outings.tiers} if outings else set()
        return {code for code in made if code}
