"""The section `standards` (标准清单): lists of points that are checked and scored."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.figure import Code, Points
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS
from yichuang.rules.parts.wording import Titled, Wording


class StandardItem(Titled):
    """An item of a checklist (清单中的一条)."""

    fails_if: Annotated[Wording | None, Field(description="有此情形即未做到")] = None
    points: Annotated[Points | None, Field(description="分值；空则各条均分")] = None


class Checklist(Titled):
    """A checklist (标准清单)."""

    subject: Annotated[
        Literal["person", "window", "home_unit", "hall"], Field(description="检查对象")
    ] = "window"
    points: Annotated[Points, Field(gt=0, description="满分")] = Decimal(100)
    share: Annotated[Decimal, Field(ge=0, le=1, description="部分做到按几成计")] = Decimal("0.5")
    missing: Annotated[
        Literal["left_out", "met"],
        READS,
        Field(description="没有检查的条目：left_out 不计入满分，met 视为做到"),
    ] = "left_out"
    items: Annotated[dict[Code, StandardItem], Field(min_length=1, description="各条")]

    @model_validator(mode="after")
    def _shares(self) -> Self:
        given = [item.points for item in self.items.values() if item.points is not None]
        if given and (len(given) != len(self.items) or sum(given) != self.points):
            raise wrong(
                "checklist_points",
                "各条都写分值且合计为{full}，或都不写",
                "points for every item, together {full}, or for none",
                full=self.points,
            )
        return self

    def worth(self, code: str) -> Decimal:
        """What an item is worth; where the text gives no points, all are worth the same."""
        points = self.items[code].points
        return self.points / len(self.items) if points is None else points


class Standards(Node):
    """Checklists (标准清单)."""

    checklists: Annotated[
        dict[Code, Checklist], Field(default_factory=dict, description="各张清单")
    ]
