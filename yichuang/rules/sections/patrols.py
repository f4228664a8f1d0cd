"""The section `patrols` (巡查): who goes round, how often, what follows a finding."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording


class Frequency(Node):
    """How often at least (频次)."""

    times: Annotated[int, Field(ge=1, description="至少几次")] = 1
    per: Annotated[Literal["day", "week", "month", "quarter", "year"], Field(description="每多久")]


class Patrol(Titled):
    """A patrol (巡查)."""

    by: Annotated[tuple[str, ...], Field(min_length=1, description="由谁巡查")]
    at_least: Annotated[Frequency | None, Field(description="频次；空则条文没有规定")] = None
    irregular: Annotated[bool, Field(description="时间不固定、不预告")] = False
    looks_at: Annotated[tuple[Wording, ...], Field(description="查什么")] = ()
    on_finding: Annotated[
        tuple[Literal["register", "notify_person", "stop", "report", "correct_by"], ...],
        Field(description="发现问题时：登记、告知本人、当场制止、报告、限期整改"),
    ] = ("register", "notify_person")
    counts_for: Annotated[tuple[str, ...], Field(description="结果计入谁的考核")] = ()


class Bulletin(Titled):
    """A bulletin (通报)."""

    every: Annotated[Literal["week", "month", "quarter", "year"], Field(description="周期")]
    written: Annotated[bool, Field(description="书面")] = True
    to: Annotated[tuple[str, ...], Field(description="送谁")] = ()


class Patrols(Node):
    """Patrols and bulletins (巡查与通报)."""

    kinds: Annotated[dict[Code, Patrol], Field(default_factory=dict, description="巡查")]
    bulletins: Annotated[dict[Code, Bulletin], Field(default_factory=dict, description="通报")]
    objection: Annotated[
        Limit | None, Field(description="对发现有异议，多久之内提出；不写则不限")
    ] = None
