"""An extension in a book (延期): how long, and who may approve it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.parts.limit import Unit
from yichuang.rules.parts.named import Named
from yichuang.rules.parts.node import Node


class Approver(Named):
    """Somebody who may approve an extension (延期批准人)."""

    max_days: Annotated[
        int | None, Field(ge=1, description="可批准的最长天数；不写即不超过总上限")
    ] = None


class Extension(Node):
    """The one extension there may be (延期)."""

    max_days: Annotated[int, Field(ge=0, description="最长延期天数；0 为不得延期")]
    max_share: Annotated[
        float | None, Field(gt=0, description="不超过原期限的几分之几；不写即不限")
    ] = None
    unit: Annotated[Unit, Field(description="延期天数的单位")] = "working_day"
    approvers: Annotated[
        dict[str, Approver], Field(min_length=1, description="各批准人，以职务代码为键")
    ]

    def longest(self, limit: int) -> int:
        """The longest extension of a limit of so many days, cut to whole days."""
        if self.max_share is None:
            return self.max_days
        # A share is written in decimals; what it cuts to must not depend on binary fractions.
        return min(self.max_days, int(round(self.max_share * limit, 6)))

    def may_approve(self, role: str | None, days: int) -> bool:
        """Whether somebody of that role may approve so many days, `max_days` apart."""
        found = self.approvers.get(role) if role else None
        return found is not None and (found.max_days is None or days <= found.max_days)
