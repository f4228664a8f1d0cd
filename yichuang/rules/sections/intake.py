"""The intake in a book (收件与一次性告知)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.entry import Level
from yichuang.rules.parts.limit import Limit, check_limits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.table import Ladder


class Breach(Ladder[Level]):
    """What follows the nth breach of once-only notification (违反一次性告知的处理)."""

    counts: Annotated[Counter, Field(description="计次的期间")] = Field(default_factory=Counter)


class Examination(Node):
    """How handed-in materials are looked through (材料审查): on the spot, all faults at once.

    It has no figures; the articles of a centre are named here.
    """


class Intake(Node):
    """What happens to handed-in materials (收件)."""

    examination: Annotated[Examination, Field(description="材料的审查，依据哪一条")]
    notify: Annotated[Limit, Field(description="一次性告知的期限，自每次提交起算")]
    breach: Annotated[Breach, Field(description="第几次违反一次性告知如何处理")]

    @model_validator(mode="after")
    def _plain(self) -> Self:
        check_limits(self.notify)
        return self
