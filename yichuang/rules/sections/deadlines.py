"""The deadlines in a book (办理期限): acceptance, limits, pauses, extension, tacit approval."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.extension import Extension
from yichuang.rules.parts.limit import Counting, Limit, check_limits
from yichuang.rules.parts.named import Named
from yichuang.rules.parts.node import Node

PACE = ("remaining", "used", "overdue")
"""What a reminder may go by."""


class CaseClass(Named):
    """A class of cases (件的类别), and how long a case of it may take."""

    limit: Annotated[Limit, Field(description="这一类的承诺期限；可自收到、受理或改类起算")]


class Promise(Node):
    """What the centre promises (承诺期限)."""

    default: Annotated[
        Limit | None, Field(description="事项自身未作承诺时的承诺期限；不写即按法定期限")
    ] = None
    classes: Annotated[
        dict[str, CaseClass], Field(description="按类别承诺的期限；事项自身的承诺优先")
    ] = Field(default_factory=dict)


class SegmentKind(Named):
    """A kind of segment of a case (环节): whether the clock stands still for it."""

    stops_clock: Annotated[bool, Field(description="所需时间是否不计入办理期限")] = False
    legal_basis: Annotated[str, Field(description="不计入期限的法律依据")] = ""
    limit: Annotated[Limit | None, Field(description="该环节自身的时限")] = None
    beyond_limit_counts: Annotated[
        bool, Field(description="超过自身时限的日子是否照常计入办理期限")
    ] = False

    @model_validator(mode="after")
    def _only_law_stops_the_clock(self) -> Self:
        if self.stops_clock and not self.legal_basis.strip():
            raise wrong(
                "no_legal_basis",
                "legal_basis：不计入期限的法律依据",
                "a legal_basis: only by law does a segment stop the clock",
            )
        return self


class Reminder(Named):
    """Something said before or after a limit ends (催办、预警), to whom.

    It goes by the working days that are left (`remaining`), the share of them that is used
    (`used`), the working days over the end (`overdue`; 0: as soon as it is past).
    """

    if_: Annotated[
        Condition,
        Field(
            alias="if",
            description="何时：measure 为 remaining 剩余工作日、used 已用几成、"
            "overdue 逾期工作日（0 为一过期限）",
        ),
    ]
    to: Annotated[tuple[str, ...], Field(description="告知哪些职务")] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        for _, measure in self.if_.measures():
            if measure not in PACE:
                raise wrong(
                    "unknown_measure",
                    "{known} 之一，而不是 {found}",
                    "one of {known}, not {found}",
                    known=", ".join(PACE),
                    found=measure,
                )
        if self.if_.counters():
            raise wrong("condition_counts", "measure，不写 counts", "a measure, no counts")
        return self


class Joint(Node):
    """What holds for joint handling instead (联合办理)."""

    decision: Annotated[Limit, Field(description="法定办理期限（事项未另行规定时）")]
    extension: Annotated[Extension, Field(description="延期")]


class Deadlines(Node):
    """How long a case may take (限时办结)."""

    warn_working_days: Annotated[int, Field(ge=0, description="剩余工作日不多于此数即亮黄灯")]
    counting: Annotated[Counting, Field(description="期限的计算")]
    pre_acceptance: Annotated[Limit, Field(description="收到材料后多久未一次性告知即视为受理")]
    promise: Annotated[Promise, Field(description="承诺期限")]
    decision: Annotated[Limit, Field(description="法定办理期限（事项未另行规定时）")]
    hand_over: Annotated[
        Limit | None, Field(description="受理后转承办部门的期限；不写即未规定")
    ] = None
    delivery: Annotated[Limit | None, Field(description="作出决定后颁发、送达的期限")] = None
    extension: Annotated[Extension, Field(description="延期")]
    joint: Annotated[Joint, Field(description="联合办理")]
    segments: Annotated[dict[str, SegmentKind], Field(description="各类环节")] = Field(
        default_factory=dict
    )
    tacit_approval: Annotated[
        Limit, Field(description="超时默许：期限届满后多久起视为同意，须事项写明法律依据")
    ]
    reminders: Annotated[dict[str, Reminder], Field(description="各级催办、预警")] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _starts(self) -> Self:
        promised = [self.promise.default, *(one.limit for one in self.promise.classes.values())]
        check_limits(tuple(promised), "received", "accepted", "reclassed", followed=True)
        check_limits((self.decision, self.joint, self.hand_over, self.delivery))
        check_limits((self.segments, self.pre_acceptance, self.tacit_approval))
        return self

    @cached_property
    def stopping(self) -> frozenset[str]:
        """The kinds of segment for which the clock stands still."""
        return frozenset(code for code, kind in self.segments.items() if kind.stops_clock)
