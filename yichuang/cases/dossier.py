"""A case's dossier (案卷): its row, course, item version and rule book, put together once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.cases import items, rulings
from yichuang.cases.course import Course, answered, fold, happened
from yichuang.cases.models import Case, Fact
from yichuang.cases.states import OPEN, OVER
from yichuang.courses.dossier import Dossier
from yichuang.obligations.states import About
from yichuang.phrases import Phrase
from yichuang.regulations.queries import adopted_as

if TYPE_CHECKING:
    from yichuang.cases.items import Item
    from yichuang.courses.course import Happened
    from yichuang.rules import deadline
    from yichuang.rules.book.rulebook import Book

FOLDED = (
    "state", "facts_held", "clock_stopped", "received_at", *rulings.Dues._fields, "decided_at",
    "closed_at",
)  # fmt: skip
"""What of a case's row is folded from its facts."""


class CaseDossier(Dossier[Course]):
    """A case with all that is needed to rule on it."""

    def __init__(self, case: Case, course: Course, item: Item, book: Book) -> None:
        self.case, self.course, self.item, self.book = case, course, item, book

    @classmethod
    def of(cls, case: Case, facts: Sequence[Fact]) -> CaseDossier:
        """The dossier of a case as these facts leave it: all of them, or those up to a moment."""
        course = fold(case.number, [happened(row) for row in facts])
        return cls(
            case, course, items.of_version(case.item_version_id), adopted_as(case.adoption_id).book
        )

    @property
    def subject(self) -> str:
        return f"case:{self.case.number}"

    @property
    def site_code(self) -> str:
        return self.case.site.code

    @property
    def department_id(self) -> int:
        return self.case.department_id

    @property
    def department(self) -> Phrase:
        return Phrase(self.case.department.name, self.case.department.name_en)

    @property
    def about(self) -> About:
        name = Phrase(self.case.item_name, self.case.item_name_en or self.case.item_name)
        said = Phrase(f"{name.zh} {self.case.number}", f"{name.en} {self.case.number}")
        return About(self.subject, self.case.site_id, said)

    def clock(self, at: datetime, *, reasons: bool = True) -> deadline.Ruling:
        """What the rule says of its limits at an instant."""
        return rulings.clock(self.course, self.item, self.book, at, reasons=reasons)

    def fold(self, at: datetime) -> None:
        self.fold_into_row(at)
        self.case.save(update_fields=FOLDED)

    def fold_into_row(self, at: datetime) -> None:
        """Set what the facts add up to on the case's row, without writing it."""
        case, course = self.case, self.course
        case.state, case.facts_held = course.state, len(course.happened)
        case.clock_stopped = False
        if course.open_segments and course.state in OPEN:
            ruled = self.clock(at, reasons=False).segments
            case.clock_stopped = any(one.finding is None and one.to is None for one in ruled)
        for field, value in rulings.dues(course, self.item, self.book, at)._asdict().items():
            setattr(case, field, value)
        case.received_at = course.submissions[0].at
        case.decided_at = course.decision.at if course.decision else None
        case.closed_at = course.last_at if course.state in OVER else None

    def keep(self, fact: Happened, recorded_at: datetime) -> int:
        about = answered(self.course, fact.kind)
        row = Fact.objects.create(
            case=self.case, seq=fact.seq, kind=fact.kind, at=fact.at, recorded_at=recorded_at,
            actor=fact.actor, person_id=fact.person_id, answers_id=about.id if about else None,
            answers_person_id=about.person_id if about else None, entry_id=fact.entry_id,
            data=fact.data,
        )  # fmt: skip
        return row.pk
