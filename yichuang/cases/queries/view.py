"""One case as it is shown: where it stands and why, for its handlers and for its applicant."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.applicants import take_out
from yichuang.cases.joint.queries import opinions
from yichuang.cases.models import Case
from yichuang.cases.queries.known import Known
from yichuang.cases.queries.shapes import CaseView, PublicView
from yichuang.cases.reach import reached, within_reach
from yichuang.cases.stages import public_state
from yichuang.cases.states import STATES
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.messages import queries as messages
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase


def case(number: str, *, reader: Reader, at: datetime) -> CaseView:
    """A case as its handlers see it (办件详情). Raises NotFound outside the reader's reach."""
    row = reached(number, reader)
    if row is None:
        raise NotFound(what=number, field="number")
    known = Known(row, at)
    return CaseView(
        number=number, item_code=row.item_code, item=known.item.name, item_kind=known.item.kind,
        department=_named(row.department),
        department_id=row.department_id, site=_named(row.site), state=known.course.state,
        state_said=STATES[known.course.state],
        applicant=take_out(row.personal, number=number).masked(),
        received_at=row.received_at, accepted_at=row.accepted_at, deemed=known.deemed,
        deemed_too_early=known.deemed_too_early,
        promised_due=known.promised_due, statutory_due=known.statutory_due, clock=known.ruling,
        by_the_hour=known.by_the_hour,
        materials=known.materials(), events=known.events(named=True), segments=known.segments(),
        papers=known.papers(), days=known.days(),
        may=frozenset() if known.unfit else offered(known, reader),
        choices=known.choices(),
        book_names=tuple(row.book_names), book_digest=row.book_digest, decision=known.decision,
        ticket=row.ticket_id, acceptance_entry=known.acceptance_entry, unfit=known.unfit,
        joint=opinions(number, reader=reader, at=at) if known.item.parts else (),
    )  # fmt: skip


def told(number: str, *, reader: Reader) -> tuple[messages.Sent, ...]:
    """What was told of a case, to whom and when (告知记录). Nothing outside the reader's reach."""
    within = Case.objects.filter(within_reach(reader), number=number).exists()
    return messages.about(f"case:{number}") if within else ()


def public_view(number: str, *, at: datetime) -> PublicView:
    """A case as its applicant sees it (公众查询). Asked for by `actions.follow` alone."""
    row = Case.objects.select_related("site", "department").get(number=number)
    known = Known(row, at)
    return PublicView(
        number=number, item=known.item.name, department=_named(row.department),
        site=_named(row.site), state=known.course.state,
        state_said=public_state(known.course.state), by_the_hour=known.by_the_hour,
        applicant=take_out(row.personal, number=number).masked(), received_at=row.received_at,
        accepted_at=row.accepted_at, promised_due=known.promised_due,
        statutory_due=known.statutory_due, clock=known.ruling, materials=known.materials(),
        events=known.events(named=False), papers=known.papers(), days=known.days(),
        decision=known.decision, acceptance_entry=known.acceptance_entry, unfit=known.unfit,
    )  # fmt: skip


def _named(row: object) -> Phrase:
    name, english = getattr(row, "name", ""), getattr(row, "name_en", "")
    return Phrase(name, english or name)
