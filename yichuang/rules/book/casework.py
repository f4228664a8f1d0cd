"""What follows a decision, and what papers must say (送达与救济)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yichuang.rules.book.limits import Limit
from yichuang.rules.book.node import Node


class Casework(Node):
    """After the decision (决定之后): when it must be delivered, how it can be challenged."""

    delivery: Annotated[Limit, Field(description="作出决定后颁发、送达的期限")]
    reconsideration: Annotated[Limit, Field(description="申请行政复议的期限，自知道决定之日起")]
    suit: Annotated[Limit, Field(description="提起行政诉讼的期限，自知道决定之日起")]
    notice_copies: Annotated[int, Field(ge=1, description="补正通知书一式几份")]
