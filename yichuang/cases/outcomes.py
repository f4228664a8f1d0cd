"""What was granted (准予的结果): an approved case's decision, for who changes or checks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import items
from yichuang.cases.agreement import unfit
from yichuang.cases.applicants import Applicant, take_out
from yichuang.cases.models import Case, Fact
from yichuang.cases.states import Kind, State
from yichuang.papers.queries import numbered, printed
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Granted:
    """A decision that grants something, as it went out."""

    number: str
    site_id: int
    site_code: str
    site: Phrase
    department_id: int
    department: Phrase
    organ: str
    """The department's code."""
    item: Phrase
    adoption_id: int
    decided_at: datetime
    issued: bool
    text: str
    """What is granted, in the words of the decision."""
    given: Phrase | None
    """What the applicant got: a licence, a certificate."""
    holder: Applicant
    """In full; whoever shows it masks it."""
    document: str
    """The number printed on the decision; empty until it was printed."""
    digest: str
    """SHA-256 of the printed decision."""


def granted(number: str) -> Granted | None:
    """The approval of a case (准予决定); None where there is none, or its record doesn't fit."""
    case = Case.objects.filter(number=number, decided_at__isnull=False)
    row = case.select_related("site", "department").first()
    if row is None or unfit(number):
        return None
    fact = Fact.objects.get(case=row, kind=Kind.DECIDED)
    if fact.data["decision"] != "approve":
        return None
    paper = printed(f"case:{number}", fact.seq)
    item = items.of_version(row.item_version_id)
    return Granted(
        number=number, site_id=row.site_id, site_code=row.site.code,
        site=Phrase(row.site.name, row.site.name_en or row.site.name),
        department_id=row.department_id,
        department=Phrase(row.department.name, row.department.name_en or row.department.name),
        organ=row.department.code, item=item.name, adoption_id=row.adoption_id, decided_at=fact.at,
        issued=row.state == State.ISSUED, text=str(fact.data["result"]), given=item.result,
        holder=take_out(row.personal, number=number),
        document=paper.number if paper else "", digest=paper.digest if paper else "",
    )  # fmt: skip


def granted_by_paper(given: str) -> Granted | None:
    """The approval that a printed number names: its document number, or that of its case."""
    found = granted(given)
    if found is not None:
        return found
    subject = numbered(given)
    return granted(subject.partition(":")[2]) if subject.startswith("case:") else None
