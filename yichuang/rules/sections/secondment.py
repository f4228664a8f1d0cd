"""The section `secondment` (选派): who may be sent to the hall, and what the department settles."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled


class Settled(Titled):
    """Something that the department settles when it sends people (派驻时明确的事)."""


class Secondment(Node):
    """Whom a department may send, and what it settles (选派)."""

    needs: Annotated[
        dict[Code, Condition], Field(default_factory=dict, description="派驻人员须符合的条件")
    ]
    tasks: Annotated[
        dict[Code, Settled], Field(default_factory=dict, description="派驻单位须明确的事项")
    ]
    consequences: Annotated[
        tuple[Consequence, ...], Field(description="不符合条件的处理，如由派驻单位重新选派")
    ] = ()
