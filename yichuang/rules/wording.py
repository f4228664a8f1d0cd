"""Wording that rules about time limits share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from yichuang.phrases import Phrase, phrase
from yichuang.rules.effects import At
from yichuang.rules.parts.limit import Unit

UNITS: dict[Unit, tuple[str, str]] = {
    "minute": ("分钟", "minutes"),
    "hour": ("小时", "hours"),
    "working_hour": ("个工作小时", "working hours"),
    "half_day": ("个半天", "half-days"),
    "working_day": ("个工作日", "working days"),
    "calendar_day": ("日", "calendar days"),
    "month": ("个月", "months"),
}


@lru_cache(maxsize=4096)
def minute(moment: date | datetime | None) -> str:
    """A day, or a time to the minute (to the second where it has seconds)."""
    return str(moment) if moment is None else At(moment)


def quoted(names: Iterable[str]) -> str:
    """Names as the facts give them, which no book has words for: “photo” “id_card”."""
    return " ".join(f"“{name}”" for name in names)


def by_unit(key: str, zh: str, en: str) -> dict[Unit, Phrase]:
    """One phrase for each unit; `[unit]` stands for its name."""
    return {
        unit: phrase(f"{key}.{unit}", zh.replace("[unit]", z), en.replace("[unit]", e))
        for unit, (z, e) in UNITS.items()
    }
