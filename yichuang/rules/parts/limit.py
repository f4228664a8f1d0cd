"""Limits (时限): so many units, from what, hard or as a rule, and how the end is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node

Unit = Literal["minute", "hour", "working_hour", "half_day", "working_day", "calendar_day", "month"]
"""What a limit is counted in. 0 working days: by the close of that day's work."""

Start = Literal[
    "received", "accepted", "reclassed", "contacted", "replied", "work_starts", "leave_starts",
    "leave_ends",
]  # fmt: skip
"""What a limit may be counted from; each section says which of them it knows."""

DayEnds = Literal["close_of_business", "midnight"]


class Counting(Node):
    """How limits are counted (期限的计算)."""

    first_day_counts: Annotated[bool, Field(description="起算当日是否计入")] = False
    day_ends: Annotated[
        DayEnds,
        Field(description="末日何时届满：close_of_business 下班时，midnight 午夜"),
    ] = "close_of_business"
    moves_off_rest_days: Annotated[
        bool, Field(description="以自然日或月计的期限，末日为休息日的，是否顺延至次一工作日")
    ] = True


class Limit(Node):
    """A time limit (时限), e.g. 20 working days.

    What it leaves out (the end of a day, rolling on over days off) is as its section counts.
    A limit that holds *as a rule* (一般) is no breach when it is passed: an explanation is
    owed. Passing a hard one is a breach, and the act that `act` names.
    """

    n: Annotated[int, Field(ge=0, description="数量；0 个工作日指当日下班前")]
    unit: Annotated[
        Unit,
        Field(
            description="单位：minute 分钟，hour 小时（照钟表），working_hour 工作小时，"
            "half_day 半天，working_day 工作日，calendar_day 自然日，month 月"
        ),
    ] = "working_day"
    from_: Annotated[
        Start | None,
        Field(
            alias="from",
            description="自何时起算：received 收到，accepted 受理，reclassed 改类，"
            "contacted 联系，replied 答复，work_starts 当日上班，leave_starts 假期开始，"
            "leave_ends 假期结束；不写即按本节通常的起算",
        ),
    ] = None
    binding: Annotated[
        Literal["hard", "as_a_rule"],
        Field(description="约束力：hard 必须遵守，as_a_rule 一般应遵守（逾期须说明）"),
    ] = "hard"
    act: Annotated[str | None, Field(min_length=1, description="逾期即为哪种行为")] = None
    first_day_counts: Annotated[bool | None, Field(description="起算当日是否计入")] = None
    day_ends: Annotated[
        DayEnds | None,
        Field(description="末日何时届满：close_of_business 下班时，midnight 午夜"),
    ] = None
    moves_off_rest_days: Annotated[
        bool | None, Field(description="以自然日或月计的期限，末日为休息日的，是否顺延")
    ] = None

    @model_validator(mode="after")
    def _only_working_days_can_be_none(self) -> Self:
        if self.n == 0 and self.unit != "working_day":
            raise wrong(
                "limit_of_nothing",
                "不小于 1 的数量（只有以工作日计的可为 0）",
                "1 or more (only in working days 0)",
            )
        if self.binding == "as_a_rule" and self.act is not None:
            raise wrong(
                "no_breach",
                "一般应遵守的时限（as_a_rule）逾期不算违反，不写 act",
                "no act: passing a limit that holds as a rule is no breach",
            )
        return self

    @cached_property
    def counted_otherwise(self) -> Mapping[str, object]:
        """What this limit counts otherwise than its section does."""
        names = ("first_day_counts", "day_ends", "moves_off_rest_days")
        said = {name: getattr(self, name) for name in names}
        return {name: value for name, value in said.items() if value is not None}


def limits_in(part: object) -> Iterator[Limit]:
    """Every limit in a part of a book, at any depth."""
    if isinstance(part, Limit):
        yield part
    elif isinstance(part, Node):
        for name in type(part).model_fields:
            yield from limits_in(getattr(part, name))
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from limits_in(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from limits_in(inner)


def check_limits(parts: object, *starts: Start, followed: bool = False, told: bool = False) -> None:
    """Raise where limits say what nothing reads there.

    `starts`: what they may be counted from. `followed`: whether the rule says what follows
    once they are passed; elsewhere neither `as_a_rule` nor an act has a meaning. `told`: they
    are only told to people and never counted.
    """
    for limit in limits_in(parts):
        if limit.from_ is not None and limit.from_ not in starts:
            raise wrong(
                "unknown_start",
                "此处的时限不写 from，或为以下之一：{known}（而不是 {found}）",
                "no from for this limit, or one of {known} (not {found})",
                known=", ".join(starts) or "—",
                found=limit.from_,
            )
        unread = told and limit.counted_otherwise
        if unread or (not followed and (limit.binding != "hard" or limit.act is not None)):
            raise wrong(
                "limit_not_followed",
                "此处的时限只写 n 和 unit：逾期或算法没有认定",
                "n and unit alone for this limit: nothing rules on more of it",
            )
