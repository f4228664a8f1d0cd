"""Half-days (半天): which half of a working day a session belongs to.

A session that starts before noon is the morning's, any other the afternoon's. The only
session of a day, when it reaches more than an hour past noon, is both halves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Half = Literal["am", "pm", "both"]

NOON = 12 * 3600
_PAST_NOON = 3600


def halves_of(spans: Sequence[tuple[int, int]]) -> list[Half]:
    """The half each session of a day belongs to; spans in seconds of the day."""
    return [half_of(start, end, alone=len(spans) == 1) for start, end in spans]


def half_of(start: int, end: int, *, alone: bool = False) -> Half:
    """The half of the day a session belongs to."""
    if alone and start < NOON and end > NOON + _PAST_NOON:
        return "both"
    return "am" if start < NOON else "pm"
