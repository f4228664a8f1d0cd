"""The section `hygiene` (卫生): areas, who cleans them, how often they are checked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording
from yichuang.rules.sections.conduct import Consequential

Every = Literal["always", "day", "week", "month", "quarter", "irregular"]


class Area(Titled):
    """An area, who cleans it, how often, to what state (卫生区域)."""

    owner: Annotated[
        Literal["window", "cleaner", "office", "everyone"],
        Field(description="谁负责：window 窗口，cleaner 保洁员，office 办公室，everyone 所有人"),
    ]
    every: Annotated[
        Every,
        Field(description="多久打扫一次：always 随时保持，irregular 不定期"),
    ] = "day"
    when: Annotated[
        Literal["", "before_opening", "after_closing"],
        Field(description="何时：before_opening 开门前，after_closing 下班后"),
    ] = ""
    state: Annotated[Wording, Field(description="做到什么程度")]


class HygieneCheck(Titled):
    """A check of hygiene (卫生检查)."""

    by: Annotated[str, Field(description="由谁检查")]
    every: Annotated[
        Every,
        Field(description="多久检查一次：always 随时，irregular 不定期"),
    ]
    counts_for: Annotated[tuple[str, ...], Field(description="结果计入谁的考核")] = ()
    published: Annotated[bool, Field(description="是否通报")] = False


class HygieneRule(Titled, Consequential):
    """A rule of hygiene (卫生要求)."""


class Hygiene(Node):
    """Hygiene (卫生)."""

    areas: Annotated[dict[Code, Area], Field(default_factory=dict, description="区域")]
    checks: Annotated[dict[Code, HygieneCheck], Field(default_factory=dict, description="检查")]
    big_cleans_before: Annotated[
        tuple[str, ...],
        Field(
            description="哪些节日之前大扫除：new_year 元旦，spring_festival 春节，"
            "labour_day 劳动节，national_day 国庆节"
        ),
    ] = ()
    big_cleans: Annotated[
        tuple[Literal["week", "month"], ...], Field(description="定期的大扫除")
    ] = ()
    rules: Annotated[dict[Code, HygieneRule], Field(default_factory=dict, description="要求")]
