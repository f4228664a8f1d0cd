"""What the papers are written from: the case as it stood when the fact happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from yichuang.cases import items, rulings
from yichuang.cases.applicants import take_out
from yichuang.cases.course import fold, happened
from yichuang.catalog.citations import chinese_number
from yichuang.journal.queries import leaf_of
from yichuang.organization.times import local
from yichuang.regulations.queries import adopted_as
from yichuang.rules import deadline

if TYPE_CHECKING:
    from yichuang.cases.models import Case, Fact
    from yichuang.rules.book.casework import Casework
    from yichuang.rules.book.deadlines import Deadlines
    from yichuang.rules.reasons import Reason

_LAW = re.compile(r"([\u4e00-\u9fff（）]+?) ?([0-9]+)?")


class Source:
    """A case and its last fact, with what the rule says at that instant."""

    def __init__(self, row: Case, facts: Sequence[Fact], address: str) -> None:
        self.row = row
        self.fact = facts[-1]
        self.data = self.fact.data
        self.address = address
        self.course = fold(row.number, [happened(fact) for fact in facts])
        self.item = items.of_version(row.item_version_id)
        self.book = adopted_as(row.adoption_id).book
        self.applicant = take_out(row.personal, number=row.number)
        self.clock: deadline.Ruling = rulings.clock(self.course, self.item, self.book, self.fact.at)

    @property
    def org(self) -> str:
        return self.row.department.name

    @property
    def on(self) -> str:
        return day(local(self.fact.at).date())

    @property
    def you(self) -> str:
        return "你单位" if self.applicant.kind == "organization" else "你"

    @property
    def applied_on(self) -> str:
        return day(local(self.course.submissions[0].at).date())

    @property
    def code(self) -> str:
        """Entry and leaf of the acceptance (存证码), or of this fact where there is none yet."""
        accepted = self.course.acceptance
        entry = accepted.entry_id if accepted else self.fact.entry_id
        return f"{entry}-{leaf_of(entry) or ''}"

    @property
    def deadlines(self) -> Deadlines | None:
        on = self.clock.accepted_on or local(self.fact.at).date()
        return self.book.on(on).deadlines

    @property
    def casework(self) -> Casework | None:
        return self.book.on(local(self.fact.at).date()).casework

    def article_of(self, *keys: str) -> str:
        """The article of the first reason of the clock whose phrase begins so."""
        for reason in self.clock.because:
            if reason.fact.key.startswith(keys):
                return cited(reason.article)
        return ""

    def said_of(self, *keys: str) -> str:
        """The first reason of the clock whose phrase begins so, in words."""
        for reason in self.clock.because:
            if reason.fact.key.startswith(keys):
                return said(reason)
        return ""


def said(reason: Reason) -> str:
    """A reason as a paper says it: dates written out."""
    args = {key: _shown(value) for key, value in reason.args.items()}
    return reason.fact.say("zh", **args)


def _shown(value: object) -> object:
    """Dates and times as papers write them, also where a reason holds them as text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > len("2026-03-10") else (
                date.fromisoformat(value)
            )  # fmt: skip
        except ValueError:
            return value
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def moment(wall: datetime) -> str:
    return f"{day(wall.date())}{wall:%H:%M}"


def cited(article: str) -> str:
    """An article as official papers cite it: 《行政许可法》第三十二条; a hall's own as it is."""
    found = _LAW.fullmatch(article.strip())
    if found is None:
        return ""
    number = f"第{chinese_number(int(found[2]))}条" if found[2] else ""
    return f"《{found[1]}》{number}"
