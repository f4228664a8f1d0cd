"""An item's guide (办事指南) as its page shows it: the six disclosures, and what if today.

Nothing is decided here: limits and fees are the item's own, and the day by which an
application made today would be decided is the deadline rule's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.cases.queries.days import Day, day_strip
from yichuang.catalog.kinds import (
    CASE_KINDS,
    CHANNELS,
    EXTERNAL_STEPS,
    KINDS,
    SERVED,
    STEPS,
)
from yichuang.organization.queries import windows_of
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook, book_of
from yichuang.rules import deadline
from yichuang.rules.limits import Limit
from yichuang.rules.reasons import Reason
from yichuang.web.base import words

if TYPE_CHECKING:
    from yichuang.catalog.content import ItemContent, Material, Step
    from yichuang.catalog.kinds import Unit
    from yichuang.catalog.queries import ItemVersion
    from yichuang.organization.models import Window

_ORIGINALS = Phrase("原件 {n} 份", "original: {n}")
_COPIES = Phrase("复印件 {n} 份", "copies: {n}")
_SHOW = Phrase("出示即可", "just show it")
_IF_TODAY = Phrase(
    "如果今天受理，最迟 {due} 办结", "If accepted today, decided by {due} at the latest"
)


@dataclass(frozen=True, slots=True)
class ToBring:
    """A paper of the checklist: how many, in which case, and whether it may come later."""

    material: Material
    count: Phrase

    @property
    def name(self) -> Phrase:
        return self.material.name


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A step of the procedure; `outside` the hall's own desk, it may take time of its own."""

    name: Phrase
    step: Step
    outside: bool


@dataclass(frozen=True, slots=True)
class IfToday:
    """By when an application accepted now would be decided, and why."""

    title: Phrase
    due: datetime
    reasons: tuple[Reason, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    item: ItemVersion
    name: Phrase
    department: Phrase
    kind: Phrase
    case_kind: Phrase
    served: list[Phrase]
    channels: list[Phrase]
    to_bring: list[ToBring]
    fetched: list[ToBring]
    """Papers the hall fetches itself from whoever holds them already."""
    steps: list[GuideStep]
    windows: list[Window]
    if_today: IfToday | None

    @property
    def content(self) -> ItemContent:
        return self.item.content


def guide_of(item: ItemVersion, site_id: int, at: datetime) -> Guide:
    content = item.content
    papers = [ToBring(material, _count(material)) for material in content.materials]
    return Guide(
        item=item, name=Phrase(item.name, item.name_en),
        department=Phrase(item.department, item.department_en),
        kind=KINDS[content.kind], case_kind=CASE_KINDS[content.case_kind],
        served=[SERVED[one] for one in content.served],
        channels=[CHANNELS[one] for one in content.channels],
        to_bring=[paper for paper in papers if not _is_fetched(paper.material)],
        fetched=[paper for paper in papers if _is_fetched(paper.material)],
        steps=[GuideStep(STEPS[s.kind], s, s.kind in EXTERNAL_STEPS) for s in content.steps],
        windows=_windows(item, site_id), if_today=_if_today(item, site_id, at),
    )  # fmt: skip


def _is_fetched(material: Material) -> bool:
    return material.shared_from is not None or material.source == "authority"


def _count(material: Material) -> Phrase:
    parts = []
    if material.originals:
        parts.append((_ORIGINALS, material.originals))
    if material.copies:
        parts.append((_COPIES, material.copies))
    if not parts:
        return _SHOW
    return Phrase(
        "，".join(p.say("zh", n=n) for p, n in parts), ", ".join(p.say("en", n=n) for p, n in parts)
    )


def _windows(item: ItemVersion, site_id: int) -> list[Window]:
    """The department's own windows; where it has none, the integrated ones."""
    every = list(windows_of(site_id))
    own = [window for window in every if window.department_id == item.department_id]
    return own or [window for window in every if window.integrated]


def _if_today(item: ItemVersion, site_id: int, at: datetime) -> IfToday | None:
    now = local(at)
    try:
        book = book_of(site_id, now.date())
    except NoBook:
        return None
    facts = deadline.Facts(
        received_at=now, accepted_at=now, now=now, joint=item.joint,
        promised=_limit(item.promised), statutory=_limit(item.statutory),
    )  # fmt: skip
    ruling = deadline.rule(facts, book)
    if ruling.promised_due is None:
        return None
    due, today = ruling.promised_due, now.date()
    title = Phrase(
        _IF_TODAY.say("zh", due=words.day(due.date(), today, "zh")),
        _IF_TODAY.say("en", due=words.day(due.date(), today, "en")),
    )
    return IfToday(title, due, tuple(ruling.because), day_strip(facts, ruling, book))


def _limit(told: tuple[int, Unit] | None) -> Limit | None:
    return Limit(*told) if told else None
