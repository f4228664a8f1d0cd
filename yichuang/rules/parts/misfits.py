"""Saying everything wrong between the parts of a section at once (各部分之间的问题)."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError


class Misfits:
    """Parts that are right in themselves and don't fit together, each with its place."""

    def __init__(self) -> None:
        self._found: list[InitErrorDetails] = []

    def add(self, at: tuple[str | int, ...], error: PydanticCustomError, found: object) -> None:
        """Note something wrong at a place below the part that is being checked."""
        self._found.append(InitErrorDetails(type=error, loc=at, input=found))

    def raise_any(self, title: str) -> None:
        """Raise everything noted, if anything was."""
        if self._found:
            raise ValidationError.from_exception_data(title, self._found)
