"""Why a light (亮灯) is what it is, for cases, complaints and commitments: one deciding sentence.

Past its end a limit speaks of nothing but that; a limit of the clock speaks of minutes; days
left are spoken of only where days decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from yichuang.phrases import Phrase, phrase
from yichuang.rules.effects import effects
from yichuang.rules.limits import CLOCKED, Light
from yichuang.rules.parts.limit import Unit
from yichuang.rules.wording import minute

_MINUTE = timedelta(minutes=1)

NAMES: Mapping[str, tuple[str, str]] = {
    "green": ("正常", "on time"),
    "yellow": ("即将到期", "due soon"),
    "red": ("已超期", "overdue"),
    "done_on_time": ("按时办结", "done on time"),
    "done_late": ("超期办结", "done late"),
}
"""What each light is called, everywhere."""


class Lights(NamedTuple):
    """The sentences of one rule."""

    left: Phrase
    near: Phrase
    clock: Phrase
    over: Phrase


def lights(rule: str) -> Lights:
    """The sentences under the keys of a rule, e.g. ``deadline.light``; declares its lights."""
    effects(rule, **NAMES)
    return Lights(
        phrase(
            f"{rule}.light",
            "现为 {now}，期限至 {due}，剩余 {left} 个工作日，多于预警的 {warn} 个工作日",
            "now {now}, due {due}, {left} working days left, more than the {warn} of the warning",
        ),
        phrase(
            f"{rule}.near",
            "现为 {now}，期限至 {due}，剩余 {left} 个工作日，不多于预警的 {warn} 个工作日",
            "now {now}, due {due}, {left} working days left, "
            "not more than the {warn} of the warning",
        ),
        phrase(
            f"{rule}.clock",
            "现为 {now}，期限至 {due}，尚余 {minutes} 分钟",
            "now {now}, due {due}, {minutes} minutes left",
        ),
        phrase(
            f"{rule}.overdue", "现为 {now}，已过期限 {due}", "now {now}, past the due time {due}"
        ),
    )


def deciding(
    said: Lights, light: Light, unit: Unit, ends: datetime, now: datetime, left: int, warn: int
) -> tuple[Phrase, dict[str, object]]:
    """The one sentence that decides an undecided matter's light, with its arguments."""
    args: dict[str, object] = {"now": minute(now), "due": minute(ends)}
    if light == "red":
        return said.over, args
    if unit in CLOCKED:
        return said.clock, args | {"minutes": (ends - now) // _MINUTE}
    args |= {"left": left, "warn": warn}
    return (said.near if light == "yellow" else said.left), args
