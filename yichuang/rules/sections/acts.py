"""The section `acts` (行为目录): the one catalogue of what people do or leave undone.

What follows from an act stands in `assessment`, `allowance`, `accountability`, `awards`.
Attendance finds acts by itself: `late`, `early`, `missing`, `absence` (with its days),
`absence_by_count` (days that a count of late and early comes to) and, for each kind of leave,
`leave_KIND` (with its days) in the group `leave`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled


class CatalogueAct(Titled):
    """An act (行为)."""

    group: Annotated[str, Field(description="类别")] = ""
    subject: Annotated[
        Literal["person", "window", "home_unit", "leader"], Field(description="谁的行为")
    ] = "person"
    unit: Annotated[str, Field(description="数量的单位，如 minute；不按数量的不写")] = ""


class Acts(Node):
    """Acts (行为目录)."""

    catalogue: Annotated[dict[Code, CatalogueAct], Field(description="各种行为")]
