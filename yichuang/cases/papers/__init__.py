"""The papers of a case (文书): what each fact says to the applicant, as PDF.

A paper is made from the facts up to its own and the terms the case keeps, so it says the
same whenever it is printed; nothing but facts is stored.
"""

from __future__ import annotations

from yichuang.cases.agreement import unfit
from yichuang.cases.models import Case, Fact
from yichuang.cases.papers.press import printed
from yichuang.cases.papers.source import Source
from yichuang.cases.papers.writing import sheet_of
from yichuang.cases.queries.known import RecordDiffers
from yichuang.cases.queries.shapes import PAPERS
from yichuang.cases.queries.view import within_reach
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader

__all__ = ["for_applicant", "of_case"]


def of_case(number: str, seq: int, *, reader: Reader, address: str = "") -> bytes:
    """A paper (文书) for its handlers. Raises NotFound outside the reader's reach.

    `address`: the public page for following a case, as the applicant's telephone reaches it.
    """
    row = Case.objects.filter(within_reach(reader), number=number)
    return _made(row.select_related("site", "department").first(), number, seq, address)


def for_applicant(number: str, seq: int, *, address: str = "") -> bytes:
    """A paper for the applicant, who has shown the code (`actions.follow`)."""
    row = Case.objects.filter(number=number).select_related("site", "department").first()
    return _made(row, number, seq, address)


def _made(row: Case | None, number: str, seq: int, address: str) -> bytes:
    if row is None:
        raise NotFound(what=number, field="number")
    facts = list(Fact.objects.filter(case=row, seq__lte=seq).order_by("seq"))
    if not facts or facts[-1].seq != seq or facts[-1].kind not in PAPERS:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    if min(unfit(number), default=seq + 1) <= seq:
        raise RecordDiffers(number=number)
    source = Source(row, facts, address)
    return printed(sheet_of(source), facts[-1].at)
