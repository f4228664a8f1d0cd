"""The papers of a case (文书): what each fact says to the applicant, as PDF.

A paper is made from the facts up to its own and the terms the case keeps, so it says the
same whenever it is printed; nothing but facts is stored. Whoever of the house opens one is on
record; the applicant stands on it in full only for those who may see so, and for the one who
made it out and hands it over.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.cases.agreement import unfit
from yichuang.cases.face import ACCEPT_CASE, ISSUE_RESULT
from yichuang.cases.models import Case, Fact
from yichuang.cases.papers.press import printed
from yichuang.cases.papers.source import Source
from yichuang.cases.papers.writing import sheet_of
from yichuang.cases.queries.known import RecordDiffers
from yichuang.cases.queries.shapes import PAPERS
from yichuang.cases.reach import within_reach
from yichuang.cases.states import Kind
from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.organization.face import SEE_PERSONAL_DATA
from yichuang.organization.queries import Reader

__all__ = ["for_applicant", "of_case"]


def of_case(number: str, seq: int, *, reader: Reader, at: datetime, address: str = "") -> bytes:
    """A paper (文书) for its handlers; the look goes on record (R63).

    `address`: the public page for following a case, as the applicant's telephone reaches it.
    Raises NotFound outside the reader's reach.
    """
    row = Case.objects.filter(within_reach(reader), number=number)
    case, facts = _found(row.select_related("site", "department").first(), number, seq)
    whole = _sees_whole(reader, case, facts[-1])
    with transaction.atomic():
        record(site=case.site.code, kind="case.paper_opened", subject=f"case:{number}",
               actor=reader.name, at=at, data={"seq": seq, "masked": not whole})  # fmt: skip
        source = Source(case, facts, address, whole=whole, is_applicant=False)
        return printed(sheet_of(source), facts[-1].at)


def for_applicant(number: str, seq: int, *, address: str = "") -> bytes:
    """A paper for the applicant, who has shown the code (`actions.follow`): their own copy."""
    row = Case.objects.filter(number=number).select_related("site", "department").first()
    case, facts = _found(row, number, seq)
    source = Source(case, facts, address, whole=True, is_applicant=True)
    return printed(sheet_of(source), facts[-1].at)


def _sees_whole(reader: Reader, case: Case, fact: Fact) -> bool:
    """Whether a reader sees all: who may unmask, who made it out, who hands it over."""
    if fact.person_id is not None and fact.person_id == reader.person_id:
        return True
    if case.department_id == reader.department_id and reader.may(SEE_PERSONAL_DATA):
        return True
    if fact.kind == Kind.DECIDED:
        return reader.may(ISSUE_RESULT)
    # Accepted by silence: nobody made it out, the window gives it to the applicant.
    return fact.person_id is None and reader.may(ACCEPT_CASE)


def _found(row: Case | None, number: str, seq: int) -> tuple[Case, list[Fact]]:
    if row is None:
        raise NotFound(what=number, field="number")
    facts = list(Fact.objects.filter(case=row, seq__lte=seq).order_by("seq"))
    if not facts or facts[-1].seq != seq or facts[-1].kind not in PAPERS:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    if min(unfit(number), default=seq + 1) <= seq:
        raise RecordDiffers(number=number)
    return row, facts
