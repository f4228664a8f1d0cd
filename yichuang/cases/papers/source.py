"""What the papers are written from: the case as it stood when the fact happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from yichuang.cases import items, rulings
from yichuang.cases.applicants import take_out
from yichuang.cases.course import fold, happened
from yichuang.journal.queries import leaf_of
from yichuang.organization.queries import name_of
from yichuang.organization.remedies import Remedies, remedies_of
from yichuang.organization.times import local
from yichuang.papers.numbers import next_number
from yichuang.regulations.queries import adopted_as
from yichuang.rules import deadline
from yichuang.rules.citation import cite

if TYPE_CHECKING:
    from yichuang.cases.models import Case, Fact
    from yichuang.rules.reasons import Reason
    from yichuang.rules.sections.casework import Casework, Outcome
    from yichuang.rules.sections.deadlines import Deadlines


class Source:
    """A case and its last fact, with what the rule says at that instant.

    `whole`: the reader sees the applicant in full; else masked, and without the code.
    `is_applicant`: the reader is the applicant, who gets no copy but their own. `number`: the
    document number the paper has; None: it gets its own now.
    """

    def __init__(
        self, row: Case, facts: Sequence[Fact], address: str, *, whole: bool, is_applicant: bool,
        number: str | None = None,
    ) -> None:  # fmt: skip
        self.row = row
        self.fact = facts[-1]
        self.data = self.fact.data
        self.address = address
        self.whole = whole
        self.is_applicant = is_applicant
        self.number = number
        self.course = fold(row.number, [happened(fact) for fact in facts])
        self.item = items.of_version(row.item_version_id)
        self.book = adopted_as(row.adoption_id).book
        applicant = take_out(row.personal, number=row.number)
        self.applicant = applicant if whole else applicant.masked()
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
    def record_code(self) -> str:
        """Entry and leaf of the acceptance (存证码), or of this fact where there is none yet."""
        accepted = self.course.acceptance
        entry = accepted.entry_id if accepted else self.fact.entry_id
        return f"{entry}-{leaf_of(entry) or ''}"

    @property
    def handler(self) -> str:
        """Who did it (经办人), by name; empty for the house itself."""
        return name_of(self.fact.person_id) if self.fact.person_id is not None else ""

    @property
    def phone(self) -> str:
        return self.row.department.phone or self.row.site.phone

    @property
    def place(self) -> str:
        site = self.row.site
        return "，".join(part for part in (site.name, site.address) if part)

    @property
    def remedies(self) -> Remedies:
        """Who reviews, and which court hears: the department's own, else the site's."""
        return remedies_of(self.row.department, self.row.site)

    @property
    def deadlines(self) -> Deadlines | None:
        on = self.clock.accepted_on or local(self.fact.at).date()
        return self.book.on(on).deadlines

    @property
    def casework(self) -> Casework | None:
        return self.book.on(local(self.fact.at).date()).casework

    def number_of(self, outcome: Outcome) -> str:
        """The document number (文号) by the book's pattern; without one, the case's.

        A pattern of the section `numbering.kinds` counts (``paper.<outcome>``, or ``paper`` for
        all); the form in `casework.papers` is made of the case's own number.
        """
        if self.number is not None:
            return self.number
        counted = next_number(
            self.book, f"paper.{outcome}", "paper", site_code=self.row.site.code,
            on=local(self.fact.at).date(), values={"organ": self.row.department.code},
        )  # fmt: skip
        if counted:
            return counted
        section, number = self.casework, self.row.number
        papers = section.papers if section else None
        made = papers and papers.number_of(
            outcome, organ=self.row.department.short or self.org,
            year=local(self.fact.at).year, case=number,
        )  # fmt: skip
        return made or f"编号：{number}"

    def basis_of(self, outcome: Outcome) -> str:
        """The law a paper rests on, as papers cite it."""
        section = self.casework
        papers = section.papers if section else None
        return cited(papers.article_of(outcome)) if papers else ""

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
    """A moment as official papers write it: 2026年3月10日9时03分."""
    return f"{day(wall.date())}{wall.hour}时{wall:%M}分"


def cited(article: str) -> str:
    """An article as official papers cite it.

    ``行政许可法 32(1)(4)`` is 《中华人民共和国行政许可法》第三十二条第一款第（四）项. A mark that
    only this house understands is no citation: empty.
    """
    return "、".join(one.say() for one in cite(article) if one.kind == "statute")
