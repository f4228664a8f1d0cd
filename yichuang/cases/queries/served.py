"""A paper of a case as its own page shows it: as it went out, and how it was served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Case, Fact
from yichuang.cases.queries.shapes import PAPER_KINDS, PAPERS
from yichuang.cases.reach import sees_scans, serves, within_reach
from yichuang.cases.states import Kind
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader
from yichuang.papers.queries import Attempt, Printed, deliveries, printed
from yichuang.papers.queries import served as served_of
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper: what it is, as it was printed, each attempt at serving it."""

    number: str
    seq: int
    kind: str
    title: Phrase
    told_at: datetime
    printed: Printed | None
    attempts: tuple[Attempt, ...]
    may_serve: bool
    sees_whole: bool

    @property
    def served(self) -> bool:
        return any(one.served for one in self.attempts)


def paper(number: str, seq: int, *, reader: Reader) -> PaperView:
    """A paper with its delivery (文书与送达). Raises NotFound outside the reader's reach."""
    case = Case.objects.filter(within_reach(reader), number=number).first()
    fact = Fact.objects.filter(case=case, seq=seq, kind__in=PAPER_KINDS).first() if case else None
    if case is None or fact is None:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    subject = f"case:{number}"
    whole = sees_scans(reader, case)
    kind, title = PAPERS[Kind(fact.kind)]
    return PaperView(
        number, seq, kind, title, fact.at, printed(subject, seq),
        deliveries(subject, seq, whole=whole),
        serves(reader, case.department_id), whole,
    )  # fmt: skip


def served(number: str, *, reader: Reader) -> frozenset[int]:
    """Which papers of a case were served. Nothing outside the reader's reach."""
    within = Case.objects.filter(within_reach(reader), number=number).exists()
    return served_of(f"case:{number}") if within else frozenset()
