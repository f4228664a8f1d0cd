"""The section `hygiene` (卫生): areas, who cleans them, how often, to what state.

Who checks them, and how often, stands with the other rounds in `patrols`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.quota import Quota
from yichuang.rules.parts.wording import Titled, Wording
from yichuang.rules.sections.conduct import Consequential


class Area(Titled):
    """An area, who cleans it, how often, to what state (卫生区域)."""

    who: Annotated[
        Literal["window", "cleaner", "office", "everyone"],
        Field(description="谁负责：window 窗口，cleaner 保洁员，office 办公室，everyone 所有人"),
    ]
    quota: Annotated[Quota | None, Field(description="多久打扫一次，如 day；不写即随时保持")] = None
    when: Annotated[
        Literal["", "before_opening", "after_closing"],
        Field(description="何时：before_opening 开门前，after_closing 下班后"),
    ] = ""
    before: Annotated[
        tuple[str, ...],
        Field(
            description="哪些节日之前：new_year 元旦，spring_festival 春节，"
            "labour_day 劳动节，national_day 国庆节"
        ),
    ] = ()
    says: Annotated[Wording | None, Field(description="做到什么程度")] = None


class HygieneRule(Titled, Consequential):
    """A rule of hygiene (卫生要求)."""


class Hygiene(Node):
    """Hygiene (卫生)."""

    items: Annotated[dict[Code, Area], Field(default_factory=dict, description="区域和大扫除")]
    rules: Annotated[dict[Code, HygieneRule], Field(default_factory=dict, description="要求")]
