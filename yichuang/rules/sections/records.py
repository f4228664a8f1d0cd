"""How soon a fact must be written down, and the record sealed (实时登记)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.node import Node


class Holders(Node):
    """How long it is kept whose number it was (取号人信息)."""

    keep_days: Annotated[
        int, Field(ge=0, le=3650, description="当日结束后再保存多少天即抹去；0：次日抹去")
    ]


class Records(Node):
    """When an entry counts as late (补录的界限)."""

    late_entry_minutes: Annotated[
        int, Field(ge=1, le=1440, description="事后多少分钟以上才登记，算补录")
    ]
    seal_within_minutes: Annotated[
        int, Field(ge=1, le=1440, description="登记后多少分钟内应当封存")
    ]
    holders: Annotated[Holders | None, Field(description="取号人信息的保存")] = None
