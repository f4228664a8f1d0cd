"""The papers of a case (文书): what each fact says to the applicant, as PDF.

A paper is made from the facts up to its own and the terms the case keeps, when it is first printed,
and kept: printed again it is the same octets. Whoever of the house opens one is on record; the
applicant stands on it in full only for those who may see so, and for the one who made it out and
hands it over. For others it is set anew with the applicant masked.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.cases.agreement import unfit
from yichuang.cases.face import ACCEPT_CASE, ISSUE_RESULT
from yichuang.cases.models import Case, Fact
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
from yichuang.papers import actions as papers
from yichuang.papers import word
from yichuang.papers.press import Sheet, printed
from yichuang.papers.states import Copy

__all__ = ["for_applicant", "of_case", "word_of_case"]


def of_case(number: str, seq: int, *, reader: Reader, at: datetime, address: str = "") -> bytes:
    """A paper (文书) for its handlers; the look goes on record (R63).

    `address`: the public page for following a case, as the applicant's telephone reaches it.
    Raises NotFound outside the reader's reach.
    """
    case, facts, whole = _asked_for(number, seq, reader)
    with transaction.atomic():
        kept = _kept(case, facts, address, at)
        _looked_at(case, seq, reader, at, masked=not whole)
        if whole:
            return kept.content
        masked = Source(case, facts, address, whole=False, is_applicant=False, number=kept.number)
        return printed(sheet_of(masked), facts[-1].at)


def word_of_case(
    number: str, seq: int, *, reader: Reader, at: datetime, address: str = ""
) -> word.Written:
    """The paper's text for Word (可编辑稿), by the centre's own template or ours.

    For who sees the applicant in full; the look goes on record. What is signed is what counts:
    it is scanned and put to the paper. Raises NotFound.
    """
    case, facts, whole = _asked_for(number, seq, reader)
    if not whole:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    with transaction.atomic():
        kept = _kept(case, facts, address, at)
        _looked_at(case, seq, reader, at, masked=False)
        source = Source(case, facts, address, whole=True, is_applicant=False, number=kept.number)
        return word.written(case.site.code, PAPERS[Kind(facts[-1].kind)][0], sheet_of(source))


def for_applicant(number: str, seq: int, *, at: datetime, address: str = "") -> bytes:
    """A paper for the applicant, who has shown the code (`actions.follow`): their own copy."""
    row = Case.objects.filter(number=number).select_related("site", "department").first()
    case, facts = _found(row, number, seq)
    with transaction.atomic():
        whole = _kept(case, facts, address, at)

        def own() -> Sheet:
            source = Source(
                case, facts, address, whole=True, is_applicant=True, number=whole.number
            )
            return sheet_of(source)

        return papers.keep(_about(case, seq), Copy.OWN, own, dated=facts[-1].at, at=at).content


def _kept(case: Case, facts: list[Fact], address: str, at: datetime) -> papers.Kept:
    """The paper with all its copies as it was first printed."""

    def whole() -> Sheet:
        return sheet_of(Source(case, facts, address, whole=True, is_applicant=False))

    about = _about(case, facts[-1].seq)
    return papers.keep(about, Copy.WHOLE, whole, dated=facts[-1].at, at=at)


def _about(case: Case, seq: int) -> papers.About:
    return papers.About(case.site_id, case.site.code, f"case:{case.number}", seq)


def _asked_for(number: str, seq: int, reader: Reader) -> tuple[Case, list[Fact], bool]:
    row = Case.objects.filter(within_reach(reader), number=number)
    case, facts = _found(row.select_related("site", "department").first(), number, seq)
    return case, facts, _sees_whole(reader, case, facts[-1])


def _looked_at(case: Case, seq: int, reader: Reader, at: datetime, *, masked: bool) -> None:
    record(site=case.site.code, kind="case.paper_opened", subject=f"case:{case.number}",
           actor=reader.name, at=at, data={"seq": seq, "masked": masked})  # fmt: skip


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
