"""What a leave lacks (所缺), in words, and which papers the book knows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.leave.asking import Asked, overlapping, rules_of
from yichuang.leave.models import Outing
from yichuang.leave.refusals import NotNeeded, SubstituteTaken
from yichuang.leave.states import STANDS
from yichuang.leave.whereabouts import GONE
from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.leave.facts import Ruling
from yichuang.rules.parts.approver import role_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yichuang.leave.models import Leave
    from yichuang.organization.models import Person

_WORDS = {
    "substitute": Phrase("顶岗人员", "a deputy"),
    "certificate": Phrase("病假证明", "a medical certificate"),
    "not_simultaneous": Phrase(
        "同窗口已有人不在，不能同时请假", "a colleague of the window is away then"
    ),
    "asked_ahead": Phrase("没有按规定提前提出", "it wasn't asked for in time"),
    "approver": Phrase("手册没有写由谁审批", "the rule book names nobody to approve it"),
    "unit_seal": Phrase("单位盖章", "the unit's seal"),
}  # fmt: skip


def still_missing(book: Book, asked: Asked, ruling: Ruling) -> tuple[str, ...]:
    """What the applicant has to see to; consents are asked for on the way."""
    rows = rules_of(book, asked.from_.date()).requires
    consents = {row.missing_as(name) for name, row in rows.items() if row.what == "consent"}
    return tuple(name for name in ruling.missing if name not in consents)


def missing_words(book: Book, asked: Asked, name: str) -> Phrase:
    """What lacks, as people call it: by the book's title, else by the product's words."""
    for row_name, row in rules_of(book, asked.from_.date()).requires.items():
        if row.missing_as(row_name) == name and row.title is not None:
            return Phrase(row.title.zh, row.title.en)
    return _WORDS.get(name) or role_words(name)


def not_needed(asked: Asked) -> NotNeeded:
    """The refusal of a leave that holds no working time."""
    first, last = f"{asked.from_:%Y-%m-%d %H:%M}", f"{asked.to:%Y-%m-%d %H:%M}"
    return NotNeeded(from_=first, to=last, field="from")


def lacking_words(book: Book, asked: Asked, names: tuple[str, ...]) -> Phrase:
    """All that lacks, in one phrase."""
    words = [missing_words(book, asked, name) for name in names]
    return Phrase("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def promised(person_id: int, from_at: datetime, to_at: datetime, but: str) -> QuerySet[Leave]:
    """Leaves in which somebody goes or stands in at that time, other than the one named."""
    rows = overlapping(from_at, to_at).filter(state__in=STANDS).exclude(number=but)
    found: QuerySet[Leave] = rows.filter(person=person_id) | rows.filter(substitute=person_id)
    return found


def must_be_free(other: Person, from_at: datetime, to_at: datetime, but: str) -> None:
    """Raise SubstituteTaken where somebody is away at that time or stands in elsewhere."""
    taken = promised(other.pk, from_at, to_at, but).first()
    out = Outing.objects.filter(
        GONE, person=other.pk, out_at__lt=to_at, back_by__gt=from_at
    ).exists()
    if taken is not None or out:
        number = taken.number if taken else "—"
        raise SubstituteTaken(name=other.name, number=number, field="substitute")
