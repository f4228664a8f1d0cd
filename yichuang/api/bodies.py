"""What every body of the API has in common: unknown fields and loose types are errors.

``true`` is not 1, ``"5"`` is not 5, and a time is text: whoever sends another type meant
something else.
"""

from __future__ import annotations

from typing import Annotated

from ninja import Header, Schema
from pydantic import BeforeValidator, ConfigDict

Key = Annotated[str | None, Header(None, alias="Idempotency-Key", min_length=1, max_length=200)]


class Body(Schema):
    """A body in which everything is what it says."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _text(value: object) -> object:
    if value is not None and not isinstance(value, str):
        raise ValueError("a time is text, such as 2026-03-02T09:00:00+08:00")
    return value


AsText = BeforeValidator(_text)
"""Before a type that reads text: refuses numbers, which it would take for seconds."""
