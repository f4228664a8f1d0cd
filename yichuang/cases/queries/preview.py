"""What the rule would say, before anything is written (预判), for the clerk at the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.cases import items, rulings
from yichuang.cases.applicants import check_number
from yichuang.cases.course import Course, Status, Submission
from yichuang.cases.items import Item
from yichuang.cases.queries.days import Day, day_strip
from yichuang.cases.rulings import Grounds
from yichuang.cases.states import State
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.regulations.queries import in_force
from yichuang.rules import deadline, intake

if TYPE_CHECKING:
    from yichuang.rules.identity import Checked


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow: the answer to the papers, and the clock if they were accepted now."""

    item: Item
    ruling: intake.Ruling
    clock: deadline.Ruling | None
    days: tuple[Day, ...]


def preview(
    item: str, states: Mapping[str, Status], *, reader: Reader, at: datetime,
    grounds: Grounds | None = None,
) -> Preview:  # fmt: skip
    """What accepting these papers now would come to. Writes nothing."""
    assert reader.site_id is not None
    on = local(at).date()
    terms = items.in_force(item, at)
    book = in_force(reader.site_id, on).book
    course = Course("", State.RECEIVED, submissions=(Submission(at, states, {}, 1),))
    ruling = rulings.intake_ruling(course, terms, book, at, grounds=grounds or Grounds())
    clock: deadline.Ruling | None = None
    days: tuple[Day, ...] = ()
    if ruling.decision == "accept":
        facts = replace(rulings.clock_facts(course, terms, at), accepted_at=local(at))
        ruled = deadline.rule(facts, book)
        # Nothing is accepted yet, so no light is lit: only the dates it would have.
        because = tuple(reason for reason in ruled.because if reason.ruling != ruled.light)
        clock = replace(ruled, light=None, because=because)
        days = day_strip(facts, clock, book)
    return Preview(terms, ruling, clock, days)


def check_identity(text: str, kind: str, *, at: datetime) -> Checked:
    """What the identity number typed so far turns out to be (证件核对)."""
    return check_number(
        text, "organization" if kind == "organization" else "person", today=local(at).date()
    )
