"""The deadlines in a book (办理期限): acceptance, limits, pauses, extension, tacit approval."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.extension import Extension
from yichuang.rules.parts.limit import Counting, Limit, check_limits
from yichuang.rules.parts.named import Named
from yichuang.rules.parts.node import Node


class PreAcceptance(Node):
    """Before acceptance (受理前): how long silence may last."""

    working_days: Annotated[
        int, Field(ge=1, description="收到材料后未一次性告知即视为受理的工作日数")
    ]


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


class TacitApproval(Node):
    """Approval by silence (超时默许), for items that say so and name the law that allows it."""

    after_working_days: Annotated[int, Field(ge=1, description="期限届满后第几个工作日起视为同意")]


class Reminder(Named):
    """Something said before or after a limit ends (催办、预警), to whom; one condition each."""

    remaining_at_most: Annotated[int | None, Field(ge=0, description="剩余工作日不多于此数时")] = (
        None
    )
    used_at_least: Annotated[
        float | None, Field(ge=0, le=1, description="已用工作日不少于期限的几分之几时")
    ] = None
    overdue_at_least: Annotated[
        int | None, Field(ge=0, description="逾期工作日不少于此数时；0 为一过期限")
    ] = None
    to: Annotated[tuple[str, ...], Field(description="告知哪些职务")] = ()

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        conditions = (self.remaining_at_most, self.used_at_least, self.overdue_at_least)
        if sum(one is not None for one in conditions) != 1:
            raise wrong(
                "one_condition",
                "remaining_at_most、used_at_least、overdue_at_least 中恰好一项",
                "exactly one of remaining_at_most, used_at_least, overdue_at_least",
            )
        return self


class Deadlines(Node):
    """How long a case may take (限时办结)."""

    warn_working_days: Annotated[int, Field(ge=0, description="剩余工作日不多于此数即亮黄灯")]
    counting: Annotated[Counting, Field(description="期限的计算")]
    pre_acceptance: Annotated[PreAcceptance, Field(description="受理前的告知期限")]
    promise: Annotated[Promise, Field(description="承诺期限")]
    decision: Annotated[Limit, Field(description="法定办理期限（事项未另行规定时）")]
    joint_decision: Annotated[Limit, Field(description="联合办理的法定期限（事项未另行规定时）")]
    hand_over: Annotated[
        Limit | None, Field(description="受理后转承办部门的期限；不写即未规定")
    ] = None
    delivery: Annotated[Limit | None, Field(description="作出决定后颁发、送达的期限")] = None
    extension: Annotated[Extension, Field(description="延期")]
    joint_extension: Annotated[Extension, Field(description="联合办理的延期")]
    segments: Annotated[dict[str, SegmentKind], Field(description="各类环节")] = Field(
        default_factory=dict
    )
    tacit_approval: Annotated[TacitApproval, Field(description="超时默许")]

    reminders: Annotated[dict[str, Reminder], Field(description="各级催办、预警")] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _starts(self) -> Self:
        promised = [self.promise.default, *(one.limit for one in self.promise.classes.values())]
        check_limits(tuple(promised), "received", "accepted", "reclassed", followed=True)
        check_limits((self.decision, self.joint_decision, self.hand_over, self.delivery))
        check_limits(self.segments)
        return self

    @cached_property
    def stopping(self) -> frozenset[str]:
        """The kinds of segment for which the clock stands still."""
        return frozenset(code for code, kind in self.segments.items() if kind.stops_clock)
