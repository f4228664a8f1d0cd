"""A part of a rule book that has a name people read (名称)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Wording


class Named(Node):
    """An entry of a table, with the name people know it by."""

    name: Annotated[Wording, Field(description="名称")]

    @property
    def zh(self) -> str:
        return self.name.zh

    @property
    def en(self) -> str:
        return self.name.en
