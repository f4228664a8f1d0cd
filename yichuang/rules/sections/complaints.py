"""The complaints in a book (投诉办理): by when to contact and to reply, and in what form."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.extension import Extension
from yichuang.rules.parts.limit import Counting, Limit, check_limits
from yichuang.rules.parts.node import Node

Form = Literal["oral", "phone", "written", "web"]
ReplyForm = Literal["oral", "written"]


class ReplyRow(Node):
    """A limit for the reply (答复期限), and the complaints it is for; left out: any."""

    if_: Annotated[
        Condition | None,
        Field(
            alias="if",
            description="何种情形：measure 为 departments 涉及部门数、complex 复杂、severe 重大，"
            "或事实 circumstances 所说明的",
        ),
    ] = None
    kinds: Annotated[tuple[str, ...], Field(description="投诉类别；不写即不限")] = ()
    forms: Annotated[tuple[Form, ...], Field(description="投诉形式；不写即不限")] = ()
    limit: Annotated[Limit, Field(description="答复期限；0 个工作日指当日下班前")]

    @model_validator(mode="after")
    def _measures(self) -> Self:
        if self.if_ is not None and self.if_.counters():
            raise wrong("condition_counts", "measure，不写 counts", "a measure, no counts")
        return self


class Severe(Node):
    """What holds for a complaint about a serious matter (重大事项投诉)."""

    must_be_written: Annotated[bool, Field(description="是否须采用书面形式")]
    reply: Annotated[ReplyForm, Field(description="答复形式")]


class Complaints(Node):
    """How a complaint is dealt with (投诉办理)."""

    warn_working_days: Annotated[int, Field(ge=0, description="剩余工作日不多于此数即亮黄灯")]
    counting: Annotated[Counting, Field(description="期限的计算")] = Counting()
    contact: Annotated[Limit | None, Field(description="联系投诉人的期限；不写即未规定")] = None
    reply: Annotated[
        tuple[ReplyRow, ...], Field(min_length=1, description="答复期限，取最先相符的一行")
    ]
    extension: Annotated[Extension | None, Field(description="答复延期；不写即不得延期")] = None
    follow_up: Annotated[Limit | None, Field(description="答复后回访的期限；不写即未规定")] = None
    reply_forms: Annotated[dict[Form, ReplyForm], Field(description="各投诉形式的答复形式")]
    severe: Annotated[Severe | None, Field(description="重大事项")] = None

    @model_validator(mode="after")
    def _starts(self) -> Self:
        check_limits(self.contact, "received", followed=True)
        check_limits(self.reply, "received", "contacted", "reclassed", followed=True)
        check_limits(self.follow_up, "replied")
        return self
