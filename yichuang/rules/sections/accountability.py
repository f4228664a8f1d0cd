"""The section `accountability` (责任追究): acts, and what follows by count and by gravity.

An *act* may have tiers (what follows the nth time within a period, or so many periods on end),
degrees of gravity, or an effect of its own; the heaviest of them holds. A *threshold* adds
several acts up, by times, quantity or points; what follows comes once, when it is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.consequence import ACTIONS, Consequence, Effect, unnamed
from yichuang.rules.parts.entry import Entry, Level
from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.misfits import Misfits
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording

Subject = Literal["person", "window", "home_unit", "leader"]


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
    "talk": _kind(35, "约谈", "a talk"),
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


class Act(Entry):
    """An act that is pursued (应追究的行为)."""

    title: Annotated[Wording, Field(description="名称")]
    subject: Annotated[Subject, Field(description="谁的行为")] = "person"
    group: Annotated[str, Field(description="类别")] = ""


class Threshold(Entry):
    """What follows when acts add up to so much (累计的后果); no act or group named: all acts."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if not self.tiers:
            raise wrong("threshold_form", "写明各档 tiers", "tiers, from how much on")
        if self.if_ is not None:
            raise wrong(
                "threshold_form",
                "累计的后果不写 if：条件写在 consequences 中",
                "no if for what adds up: a condition stands in its consequences",
            )
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
        for at, effect in self._effects():
            if effect.action and effect.action not in self.kinds and not _own_words(effect):
                known = [*self.kinds, *ACTIONS]
                misfits.add((*at, "action"), _one_of(effect.action, known), effect.action)
        misfits.raise_any("Accountability")
        return self

    @property
    def kinds(self) -> dict[str, StepKind]:
        """Every step there is: the usual ones and the book's own."""
        return {**STANDARD_STEPS, **self.steps}

    def action_words(self, one: Effect) -> Phrase:
        """What a consequence is called."""
        title = getattr(one, "title", None) if isinstance(one, Consequence | Level) else None
        if title is not None:
            return Phrase(title.zh, title.en)
        kind = self.kinds.get(one.action or "")
        if kind is not None:
            return Phrase(kind.title.zh, kind.title.en)
        return ACTIONS.get(one.action or "") or unnamed(one.action or "", "手册所列的处理")

    def _effects(self) -> Iterator[tuple[tuple[str | int, ...], Effect]]:
        """Everything that may follow for the person, and where it is written."""
        for table, entries in (("thresholds", self.thresholds), ("acts", self.acts)):
            for code, entry in entries.items():
                at = (table, code)
                yield at, entry
                for name, degree in entry.degrees.items():
                    yield (*at, "degrees", name), degree
                for i, level in enumerate(entry.tiers):
                    yield (*at, "tiers", i), level


def _own_words(effect: Effect) -> bool:
    """Whether a consequence is one of the usual ones, or named by a title of its own."""
    titled = isinstance(effect, Level) and effect.title is not None
    return effect.action in ACTIONS or titled


def _one_of(found: str, known: Iterable[str]) -> PydanticCustomError:
    names = list(known)
    near = get_close_matches(found, names, n=1)
    if near:
        return wrong("no_code", "“{near}”？", "{near}?", near=near[0])
    return wrong("no_code", "以下之一：{known}", "one of {known}", known=", ".join(names))
