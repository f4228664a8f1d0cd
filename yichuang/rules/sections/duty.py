"""The section `duty` (值班带班): duty windows, leaders' shifts, opening and closing, rosters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
from yichuang.rules.parts.yearly import Weekday
from yichuang.rules.sections.patrols import Frequency


class Quota(Node):
    """So much in such a time (定额): at least, at most, or exactly where both are the same."""

    at_least: Annotated[int, Field(ge=1, description="不少于")]
    at_most: Annotated[int | None, Field(ge=1, description="不多于；与不少于相同即恰为此数")] = None
    unit: Annotated[Literal["half_day", "day", "window", "shift"], Field(description="单位")]
    per: Annotated[Literal["week", "month", "quarter"], Field(description="每多久")]


class Task(Titled):
    """A duty to be done (职责)."""


class DutyWindows(Node):
    """Windows on duty in turn (值班窗口)."""

    quota: Annotated[Quota, Field(description="每期几个窗口")]
    officer: Annotated[str, Field(description="由谁任值班员")] = "window_head"
    rounds: Annotated[Frequency, Field(description="巡视频次")]
    log: Annotated[bool, Field(description="记值班日志")] = True
    badge: Annotated[bool, Field(description="佩戴值班标识")] = True
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]
    when_away: Annotated[
        tuple[Literal["report", "name_substitute"], ...], Field(description="因事不在时")
    ] = ()
    report_to: Annotated[str, Field(description="因事不在时向谁报告")] = ""
    grave_matters_to: Annotated[str, Field(description="重大问题向谁报告")] = ""
    if_neglected: Annotated[tuple[Consequence, ...], Field(description="没有履职的后果")] = ()


class LeaderGroup(MayBeTitled):
    """Departments whose leaders have the same quota (带班分组)."""

    quota: Annotated[Quota, Field(description="带班定额")]
    departments: Annotated[tuple[str, ...], Field(description="部门名称")] = ()


class LeaderShifts(Node):
    """Leaders' shifts (领导带班)."""

    who: Annotated[Wording, Field(description="哪些人带班")]
    groups: Annotated[dict[Code, LeaderGroup], Field(default_factory=dict, description="各组")]
    signs: Annotated[tuple[Literal["in", "out"], ...], Field(description="签到、签退")] = (
        "in",
        "out",
    )
    in_person: Annotated[bool, Field(description="须本人签到")] = True
    place: Annotated[Wording | None, Field(description="签到地点")] = None
    published: Annotated[Literal["", "week", "month", "quarter"], Field(description="通报周期")] = (
        ""
    )
    counts_for: Annotated[tuple[str, ...], Field(description="计入谁的考核")] = ()
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]


class WeekdayDuty(MayBeTitled):
    """Duty shared by days of the week (按星期值班)."""

    role: Annotated[str, Field(min_length=1, description="谁")]
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, description="星期几")]
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]


class OpeningDuty(Node):
    """Opening and closing (开门与关门)."""

    minutes_before: Annotated[int, Field(ge=0, le=120, description="提前几分钟开门")]
    opening: Annotated[dict[Code, Task], Field(default_factory=dict, description="开门前后")]
    during: Annotated[dict[Code, Task], Field(default_factory=dict, description="当班期间")]
    closing: Annotated[dict[Code, Task], Field(default_factory=dict, description="关门前的检查")]
    hand_over_before_leaving: Annotated[bool, Field(description="下班前办理交接")] = False


class RosterRule(Node):
    """Rosters (排班)."""

    filed_by: Annotated[Literal["month_end", "week_end"], Field(description="何时前报送")]
    covers: Annotated[Literal["next_month", "next_week"], Field(description="排哪一期")]
    filed_with: Annotated[str, Field(description="报给谁")]
    posts: Annotated[tuple[str, ...], Field(description="排哪些岗：front 前台，standby 备岗")] = ()
    no_empty_window: Annotated[bool, Field(description="前台不得空岗")] = True


class Duty(Node):
    """Duty of all kinds (值班带班)."""

    windows: Annotated[DutyWindows | None, Field(description="值班窗口")] = None
    leaders: Annotated[LeaderShifts | None, Field(description="领导带班")] = None
    weekdays: Annotated[
        dict[Code, WeekdayDuty], Field(default_factory=dict, description="按星期分担的值班")
    ]
    opening: Annotated[OpeningDuty | None, Field(description="开门与关门")] = None
    roster: Annotated[RosterRule | None, Field(description="排班")] = None
    handover: Annotated[dict[Code, Task], Field(default_factory=dict, description="交接要求")]
