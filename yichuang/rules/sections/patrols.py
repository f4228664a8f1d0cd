"""The section `patrols` (巡查): who goes round, how often, what follows a finding."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.quota import Quota
from yichuang.rules.parts.wording import Titled, Wording


class Patrol(Titled):
    """A patrol (巡查)."""

    by: Annotated[tuple[str, ...], Field(min_length=1, description="由谁巡查")]
    quota: Annotated[Quota | None, Field(description="频次；不写则条文没有规定")] = None
    irregular: Annotated[bool, Field(description="时间不固定、不预告")] = False
    items: Annotated[tuple[Wording, ...], Field(description="查什么")] = ()
    consequences: Annotated[
        tuple[Consequence, ...], Field(description="发现问题时如何处理，如 register、stop")
    ] = ()
    counts_for: Annotated[tuple[str, ...], Field(description="结果计入谁的考核")] = ()


class Bulletin(Titled):
    """A bulletin (通报)."""

    quota: Annotated[Quota, Field(description="多久一次，如 month")]
    form: Annotated[Literal["written", "oral"], Field(description="书面或口头")] = "written"
    to: Annotated[tuple[str, ...], Field(description="送谁")] = ()


class Patrols(Node):
    """Patrols and bulletins (巡查与通报)."""

    kinds: Annotated[dict[Code, Patrol], Field(default_factory=dict, description="巡查")]
    published: Annotated[dict[Code, Bulletin], Field(default_factory=dict, description="通报")]
    objection: Annotated[
        Limit | None, Field(description="对发现有异议，多久之内提出；不写则不限")
    ] = None
