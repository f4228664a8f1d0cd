"""How every change of a case is written: held, asked, recorded, folded. One way for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection

from yichuang.cases import items, rulings
from yichuang.cases.course import Course, Happened, fold, happened
from yichuang.cases.digests import digest
from yichuang.cases.flow import MAY, OPEN, OVER, Act, Kind, OutsideScope, step
from yichuang.cases.items import Item
from yichuang.cases.models import Case, Fact
from yichuang.cases.reach import must_take_in_for
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.journal.actions import record
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import Permission
from yichuang.phrases import Phrase
from yichuang.regulations.queries import adopted_as
from yichuang.rules.book.rulebook import Book
from yichuang.text import passage

# Two processes may read the clock a moment before they get the lock, in the other order.
_CLOCK_SKEW = timedelta(seconds=30)


class BackDated(HallError):
    code: ClassVar[str] = "cases.back_dated"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "不得事后补录：{at} 早于这个办件已有的记录。",
        "No back-filling: {at} is before what is already on this case's record.",
    )


@dataclass(slots=True)
class Held:
    """A case under its lock, with all that is needed to rule on it."""

    case: Case
    course: Course
    item: Item
    book: Book

    @property
    def subject(self) -> str:
        return f"case:{self.case.number}"


def hold(number: str, by: Reader) -> Held:
    """Lock a case of the actor's site. Raises NotFound where the site has none of that number."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("site", "department")
    if by is not SYSTEM:
        rows = rows.filter(site=by.site_id)
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound(what=number, field="number")
    facts = Fact.objects.filter(case=case).order_by("seq")
    course = fold(number, [happened(row) for row in facts])
    item = items.of_version(case.item_version_id)
    return Held(case, course, item, adopted_as(case.adoption_id).book)


def happen(
    held: Held, kind: Kind, data: Mapping[str, object], *, at: datetime, by: Reader,
    answers: Happened | None = None, charged_to: int | None = None,
    told: Mapping[str, object] | None = None,
) -> Happened:  # fmt: skip
    """Let something happen to the case: ask the table, write the fact and its journal entry.

    `told` goes into the journal as it is and holds no personal data; of `data` the journal
    keeps the digest, so that the fact can't be changed unnoticed. Raises OutOfOrder,
    NotAllowed, OutsideScope, BackDated, or what a guard says.
    """
    _allowed(held.case, kind, by)
    data = {key: _kept(value) for key, value in data.items()}
    step(held.course, Act(kind, by, data))
    _not_back_dated(held.course, at)
    case, seq, before = held.case, held.case.facts_held + 1, held.course
    person_id = charged_to if charged_to is not None else by.person_id
    # The case's row comes first: the entry binds it as this fact leaves it.
    held.course = before.then(Happened(0, seq, kind, at, person_id, by.name, 0, data))
    case.facts_held = seq
    _fold_into(held, at)
    case.save(update_fields=_FOLDED)
    journal = {"seq": seq, "digest": digest(data), **(told or {})}
    entry = record(site=case.site.code, kind=f"case.{kind}", subject=held.subject, actor=by.name,
                   at=at, data=journal)  # fmt: skip
    row = Fact.objects.create(
        case=case, seq=seq, kind=kind, at=at, recorded_at=entry.recorded_at, actor=by.name,
        person_id=person_id,
        answers_id=answers.id if answers else None,
        answers_person_id=answers.person_id if answers else None,
        entry_id=entry.id, data=data,
    )  # fmt: skip
    fact = happened(row)
    held.course = before.then(fact)
    return fact


def _kept(value: object) -> object:
    """What somebody wrote, in the form texts are kept in, however deep it lies."""
    if isinstance(value, str):
        return passage(value)
    if isinstance(value, Mapping):
        return {key: _kept(one) for key, one in value.items()}
    return [_kept(one) for one in value] if isinstance(value, list) else value


def _allowed(case: Case, kind: Kind, by: Reader) -> None:
    """Raise NotAllowed or OutsideScope where somebody may not do this to this case."""
    if by is SYSTEM:
        return
    may, own = MAY.get(kind, (None, False))
    if may is None or by.person_id is None:
        raise NotAllowed(what=f"case.{kind}")
    by.must(may)
    if may == Permission.ACCEPT_CASE:
        must_take_in_for(by, case.department_id)
    if own and by.department_id != case.department_id:
        raise OutsideScope(department=Phrase(case.department.name, case.department.name_en))


_FOLDED = (
    "state", "facts_held", "clock_stopped", "received_at", *rulings.Dues._fields, "decided_at",
    "closed_at",
)  # fmt: skip
REFOLDED = "case.refolded"


def settle(held: Held, at: datetime) -> None:
    """Write what the facts add up to now into the case's row, where that has changed.

    Facts settle themselves; this is for what changes without one: the calendar. The change
    goes on record with the new dues.
    """
    case = held.case
    before = [getattr(case, name) for name in _FOLDED]
    _fold_into(held, at)
    if [getattr(case, name) for name in _FOLDED] == before:
        return
    case.save(update_fields=_FOLDED)
    told = {
        name: due.isoformat() if (due := getattr(case, name)) else None
        for name in ("promised_due", "statutory_due")
    }
    record(site=case.site.code, kind=REFOLDED, subject=held.subject, actor=SYSTEM.name, at=at,
           data=told)  # fmt: skip


def _fold_into(held: Held, at: datetime) -> None:
    """Set what the facts add up to on the case's row."""
    case, course = held.case, held.course
    case.state = course.state
    case.clock_stopped = False
    if course.open_segments and course.state in OPEN:
        ruled = rulings.clock(course, held.item, held.book, at, reasons=False).segments
        case.clock_stopped = any(one.finding is None and one.to is None for one in ruled)
    for field, value in rulings.dues(course, held.item, held.book, at)._asdict().items():
        setattr(case, field, value)
    case.received_at = course.submissions[0].at
    case.decided_at = course.decision.at if course.decision else None
    case.closed_at = course.last_at if course.state in OVER else None


def _not_back_dated(course: Course, at: datetime) -> None:
    if course.last_at is not None and at < course.last_at - _CLOCK_SKEW:
        raise BackDated(at=at.isoformat(timespec="minutes"))


def count_breaches(person_id: int, since: datetime) -> int:
    """How often once-only notification was broken by somebody since an instant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_fact WHERE kind = %s AND person_id = %s AND at >= %s",
            (Kind.BREACH_FOUND, person_id, since),
        )
        found: int = cursor.fetchone()[0]
    return found
