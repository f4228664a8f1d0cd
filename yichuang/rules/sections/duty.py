"""The section `duty` (值班带班): duty windows, leaders' shifts, opening and closing, rosters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.quota import Quota
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
from yichuang.rules.parts.yearly import Weekday


class Task(Titled):
    """A duty to be done (职责)."""


class DutyWindows(Node):
    """Windows on duty in turn (值班窗口)."""

    quota: Annotated[Quota, Field(description="每期几个窗口")]
    role: Annotated[str, Field(description="由谁任值班员")] = "window_head"
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]
    consequences: Annotated[
        tuple[Consequence, ...],
        Field(description="因事不在（away）、遇重大问题（grave_matter）、没有履职（neglected）时"),
    ] = ()


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
    counts_for: Annotated[tuple[str, ...], Field(description="计入谁的考核")] = ()
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]


class WeekdayDuty(MayBeTitled):
    """Duty shared by days of the week (按星期值班)."""

    role: Annotated[str, Field(min_length=1, description="谁")]
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, description="星期几")]
    tasks: Annotated[dict[Code, Task], Field(default_factory=dict, description="职责")]


class OpeningTask(Task):
    """A duty to be done, and at what time of the shift (开门、当班、关门的职责)."""

    when: Annotated[
        Literal["opening", "during", "closing"],
        Field(description="opening 开门前后，during 当班期间，closing 关门前的检查"),
    ]


class OpeningDuty(Node):
    """Opening and closing (开门与关门)."""

    limit: Annotated[Limit | None, Field(description="提前多久开门")] = None
    tasks: Annotated[dict[Code, OpeningTask], Field(default_factory=dict, description="职责")]


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
