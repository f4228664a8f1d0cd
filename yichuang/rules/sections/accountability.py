"""The section `accountability` (责任追究): acts, and what follows by count and by gravity.

An *act* may have a ladder (what follows the nth time within a period), outcomes by severity,
or an outcome of its own; the heaviest of them holds. A *threshold* adds several acts up, by
times, days or points, within a period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yichuang.rules.expected import wrong
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.period import Within
from yichuang.rules.parts.tables import Step, Stretch
from yichuang.rules.parts.wording import MayBeTitled, Titled, Wording
from yichuang.rules.sections.points import Code, Consequence, Points


class StepKind(Titled):
    """A way of dealing with an act (处理方式)."""

    rank: Annotated[int, Field(ge=0, description="轻重，大者为重")]


def _kind(rank: int, zh: str, en: str) -> StepKind:
    return StepKind(title=Wording(zh=zh, en=en), rank=rank)


#: The usual ways of dealing with an act, from light to grave; a book may add its own.
STANDARD_STEPS = {
    "reminder": _kind(10, "提醒", "reminder"),
    "criticism": _kind(20, "批评教育", "criticism"),
    "oral_warning": _kind(30, "口头警告", "oral warning"),
    "admonishing_talk": _kind(40, "诫勉谈话", "admonishing talk"),
    "written_rectification": _kind(45, "书面限期整改", "rectification in writing by a date"),
    "bulletin_of_criticism": _kind(50, "通报批评", "criticism in a bulletin"),
    "efficiency_notice": _kind(60, "效能告诫", "efficiency notice"),
    "transfer_from_post": _kind(70, "调离岗位", "transfer from the post"),
    "return_to_home_unit": _kind(75, "退回原单位", "return to the home unit"),
    "handed_to_home_unit": _kind(78, "转派出单位处理", "handed to the home unit to be dealt with"),
    "administrative_liability": _kind(80, "追究行政责任", "administrative liability"),
    "disciplinary_sanction": _kind(85, "政纪处分", "disciplinary sanction"),
    "referral": _kind(90, "移送有关机关", "referral to the competent authority"),
}


class Outcome(Node):
    """What follows an act (结果)."""

    step: Annotated[str, Field(description="处理方式的代码；空则由调查认定")] = ""
    bulletin: Annotated[bool, Field(description="是否通报")] = False
    return_to_home_unit: Annotated[bool, Field(description="是否退回派出单位")] = False
    points: Annotated[Points | None, Field(description="考核扣分")] = None
    consequences: Annotated[tuple[Consequence, ...], Field(description="对本人和其他人的处理")] = ()


class ActStep(Step, Outcome):
    """What follows from the nth time on (自第几次起)."""


class ActLadder(Node):
    """What follows by how often it happened (按次数递进)."""

    period: Annotated[
        Within | None, Field(description="计次的期间；条文未写的，取事实给出的期间")
    ] = None
    steps: Annotated[tuple[ActStep, ...], Field(min_length=1, description="各级")]
    beyond: Annotated[
        Literal["last", "again"],
        Field(description="超过最后一级：last 仍按最后一级，again 从头再计"),
    ] = "last"

    @model_validator(mode="after")
    def _rising(self) -> Self:
        nths = [step.nth for step in self.steps]
        if any(b <= a for a, b in pairwise(nths)):
            raise wrong("ladder_order", "各级次数递增", "steps at rising counts")
        return self


class Severity(MayBeTitled, Outcome):
    """What a degree of gravity brings, or by how many times it counts more (情节)."""

    raises: Annotated[int, Field(ge=0, description="按多若干次处理")] = 0


class Act(Titled, Outcome):
    """An act that is pursued (应追究的行为)."""

    subject: Annotated[
        Literal["person", "window", "home_unit", "leader"], Field(description="谁的行为")
    ] = "person"
    group: Annotated[str, Field(description="类别")] = ""
    counts: Annotated[Counter | None, Field(description="计行为目录中的哪些行为")] = None
    ladder: Annotated[ActLadder | None, Field(description="按次数递进")] = None
    severities: Annotated[
        dict[Code, Severity], Field(default_factory=dict, description="按情节轻重")
    ]


class Threshold(MayBeTitled, Stretch, Outcome):
    """What follows when acts add up to so much (累计的后果)."""

    acts: Annotated[tuple[str, ...], Field(description="累计哪些行为；与类别都空则全部")] = ()
    groups: Annotated[tuple[str, ...], Field(description="累计哪些类别的行为")] = ()
    measure: Annotated[
        Literal["times", "days", "points"], Field(description="累计次数、天数或扣分")
    ] = "times"
    period: Annotated[
        Within | None, Field(description="累计的期间；条文未写的，取事实给出的期间")
    ] = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.lower is None:
            raise wrong("threshold_form", "写明 at_least 或 over", "at_least or over")
        return self


class Accountability(Node):
    """Accountability (责任追究)."""

    steps: Annotated[dict[Code, StepKind], Field(default_factory=dict, description="处理方式")]
    acts: Annotated[dict[Code, Act], Field(default_factory=dict, description="应追究的行为")]
    thresholds: Annotated[
        dict[Code, Threshold], Field(default_factory=dict, description="累计的后果")
    ]
    investigated_by: Annotated[tuple[str, ...], Field(description="由谁调查认定")] = ()
    heard: Annotated[bool, Field(description="处理前须听取本人陈述")] = True
    contest: Annotated[
        Limit | None, Field(description="对认定有异议的，自告知起多长时间内提出；不写即未规定")
    ] = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        misfits = Misfits()
        for at, outcome in self._outcomes():
            if outcome.step and outcome.step not in self.kinds:
                misfits.add((*at, "step"), _one_of(outcome.step, self.kinds), outcome.step)
        for code, threshold in self.thresholds.items():
            for i, act in enumerate(threshold.acts):
                if act not in self.acts:
                    misfits.add(("thresholds", code, "acts", i), _one_of(act, self.acts), act)
        misfits.raise_any("Accountability")
        return self

    @property
    def kinds(self) -> dict[str, StepKind]:
        """Every step there is: the usual ones and the book's own."""
        return {**STANDARD_STEPS, **self.steps}

    def _outcomes(self) -> Iterator[tuple[tuple[str | int, ...], Outcome]]:
        """Everything that may follow, and where it is written."""
        for code, threshold in self.thresholds.items():
            yield ("thresholds", code), threshold
        for code, act in self.acts.items():
            yield ("acts", code), act
            for name, severity in act.severities.items():
                yield ("acts", code, "severities", name), severity
            for i, step in enumerate(act.ladder.steps if act.ladder else ()):
                yield ("acts", code, "ladder", "steps", i), step


def _one_of(found: str, known: Iterable[str]) -> PydanticCustomError:
    names = list(known)
    near = get_close_matches(found, names, n=1)
    if near:
        return wrong("no_code", "“{near}”？", "{near}?", near=near[0])
    return wrong("no_code", "以下之一：{known}", "one of {known}", known=", ".join(names))
