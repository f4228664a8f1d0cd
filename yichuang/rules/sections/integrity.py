"""The section `integrity` (廉政): what may not be done, gifts, recusal, who answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording
from yichuang.rules.sections.conduct import Consequential


class Dont(Titled, Consequential):
    """Something that may not be done (不准)."""


class Gifts(Node):
    """Gifts that could not be refused (礼品礼金)."""

    report_to: Annotated[tuple[str, ...], Field(description="向谁报告")] = ()
    hand_in_to: Annotated[str, Field(description="上交给谁")]
    registered: Annotated[bool, Field(description="登记造册")] = True
    within_working_days: Annotated[
        int | None, Field(ge=1, description="几个工作日内；空则及时")
    ] = None


class Handling(Node):
    """How a finding is dealt with (廉政问题处理)."""

    of: Annotated[Literal["person", "department"], Field(description="个人或部门")] = "person"
    gravity: Annotated[Literal["ordinary", "serious"], Field(description="轻重")]
    from_nth: Annotated[int, Field(ge=1, description="自第几次起")] = 1
    by: Annotated[tuple[str, ...], Field(description="由谁处理")]
    how: Annotated[Wording, Field(description="如何处理")]
    filed_with: Annotated[str, Field(description="报谁备案")] = ""


class Recusal(Node):
    """Recusal (回避)."""

    relations: Annotated[tuple[Wording, ...], Field(min_length=1, description="应回避的关系")]
    decided_by: Annotated[str, Field(description="由谁决定")] = ""


class Integrity(Node):
    """Integrity (廉政)."""

    donts: Annotated[dict[Code, Dont], Field(default_factory=dict, description="不准")]
    gifts: Annotated[Gifts | None, Field(description="礼品礼金")] = None
    recusal: Annotated[Recusal | None, Field(description="回避")] = None
    handling: Annotated[dict[Code, Handling], Field(default_factory=dict, description="处理")]
    answers: Annotated[tuple[str, ...], Field(description="谁是第一责任人")] = ()
