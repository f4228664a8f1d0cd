"""What every part of a rule book is made of.

A part that holds figures names the article they come from; where it names none, the
article of the part around it holds. A book in which a figure has no article at all is
refused when it is composed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from yichuang.rules.parts.reading import Choice


def listed(data: object) -> object:
    """What stood in JSON, for a validator that runs before the types: its lists as tuples."""
    if isinstance(data, dict):
        return {key: listed(value) for key, value in data.items()}
    return tuple(map(listed, data)) if isinstance(data, list) else data


class Node(BaseModel):
    """A part of a rule book. Frozen; an unknown key is an error."""

    # Deferred: a section is built once, with the parts inside it, when it is first read.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=False, defer_build=True
    )

    article: Annotated[str, Field(description="条款：这些数字出自哪一条")] = ""
    """The article these figures come from, e.g. ``S0 五.2``; empty: that of the part around."""
    note: Annotated[str, Field(description="说明：条文未尽之处及所取的解释")] = ""
    """For people: a gap in the text, the reading chosen and why."""
    checked_on: Annotated[
        date | None, Field(description="核对日：这些数字何时与原文核对过", title="checked on")
    ] = None
    """When somebody last held these figures against the text; of the nearest part around."""
    readings: Annotated[
        dict[str, Choice],
        Field(description="解释：这里的数字另有读法时，所取的一种和其余各种"),
    ] = Field(default_factory=dict)
    """Readings of the text that these figures stand on, by the book's own names."""
