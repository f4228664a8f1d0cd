"""Serving a case's papers (送达): how each of them reached the applicant, or didn't."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.face import ISSUE_RESULT
from yichuang.cases.models import Case, Fact
from yichuang.cases.queries.shapes import PAPER_KINDS
from yichuang.cases.reach import serves, within_reach
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader
from yichuang.papers import actions as papers
from yichuang.papers.actions import Served


def serve(*, number: str, seq: int, served: Served, at: datetime, by: Reader) -> None:
    """Record how a paper of a case was served (登记送达), or that it was refused.

    Raises NotFound, NotAllowed, DeliveryLacks, DeliveryInFuture.
    """
    case = Case.objects.filter(within_reach(by), number=number).select_related("site").first()
    fact = Fact.objects.filter(case=case, seq=seq, kind__in=PAPER_KINDS).first() if case else None
    if case is None or fact is None:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    if not serves(by, case.department_id):
        raise by.refusal(ISSUE_RESULT)
    about = papers.About(case.site_id, case.site.code, f"case:{number}", seq)
    papers.deliver(about, served, made=fact.at, at=at, by=by)
