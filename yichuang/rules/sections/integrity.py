"""The section `integrity` (廉政): what may not be done, gifts, recusal, who answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording
from yichuang.rules.sections.conduct import Consequential


class Dont(Titled, Consequential):
    """Something that may not be done (不准)."""


class Gifts(Node):
    """Gifts that could not be refused (礼品礼金)."""

    to: Annotated[str, Field(description="上交给谁")]
    limit: Annotated[Limit | None, Field(description="多久之内；不写即及时")] = None
    consequences: Annotated[
        tuple[Consequence, ...],
        Field(description="收到后如何处理，如 reported_to 向谁报告、register 登记造册"),
    ] = ()


class Handling(Consequence):
    """How a finding is dealt with, and by whom (廉政问题处理)."""

    by: Annotated[tuple[str, ...], Field(min_length=1, description="由谁处理")]
    filed_with: Annotated[str, Field(description="报谁备案")] = ""


class Recusal(Node):
    """Recusal (回避)."""

    items: Annotated[tuple[Wording, ...], Field(min_length=1, description="应回避的关系")]
    decided_by: Annotated[str, Field(description="由谁决定")] = ""


class Integrity(Node):
    """Integrity (廉政)."""

    rules: Annotated[dict[Code, Dont], Field(default_factory=dict, description="不准")]
    gifts: Annotated[Gifts | None, Field(description="礼品礼金")] = None
    recusal: Annotated[Recusal | None, Field(description="回避")] = None
    consequences: Annotated[
        tuple[Handling, ...], Field(description="查出问题后的处理，依轻重和次数")
    ] = ()
    who: Annotated[tuple[str, ...], Field(description="谁是第一责任人")] = ()
