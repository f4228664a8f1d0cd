"""The section `suggestions` (意见建议): by when one is answered, and an improvement done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.limit import Counting, Limit
from yichuang.rules.parts.node import Node


class Suggestions(Node):
    """How suggestions are dealt with (意见建议办理)."""

    warn_working_days: Annotated[int, Field(ge=0, description="剩余工作日不多于此数即亮黄灯")]
    counting: Annotated[Counting, Field(description="期限的计算")] = Counting()
    answer: Annotated[Limit | None, Field(description="答复的期限；不写即未规定")] = None
    improve: Annotated[
        Limit | None, Field(description="转为改进的，改进完成的期限；不写即未规定")
    ] = None
