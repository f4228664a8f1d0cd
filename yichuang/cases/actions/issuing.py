"""The result goes out (出件送达, R25): only from the integrated window, signed for or mailed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from django.db import transaction

from yichuang import text
from yichuang.cases.actions.writing import happen, hold
from yichuang.cases.states import Kind
from yichuang.cases.telling import applicant_is_told
from yichuang.errors import HallError
from yichuang.organization.personal import encrypt
from yichuang.organization.queries import Reader
from yichuang.papers import actions as papers
from yichuang.papers.actions import Served
from yichuang.papers.states import Way
from yichuang.phrases import Phrase


class DeliveryIncomplete(HallError):
    code: ClassVar[str] = "cases.delivery_incomplete"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "当面领取须有领取人签收姓名；邮寄须有邮件号码。",
        "Given in person, the receiver signs with a name; mailed, it has a tracking number.",
    )


def issue(
    *, number: str, by_way: Literal["signature", "mail"], signed_by: str = "", tracking: str = "",
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Issue the result (出件) against a signature or by mail; the case is closed with it.

    The receiver's name is personal data and is kept encrypted. Raises DeliveryIncomplete,
    OutOfOrder, NotAllowed.
    """
    signed_by, tracking = text.name(signed_by), text.number(tracking)
    needed = signed_by if by_way == "signature" else tracking
    if not needed or (signed_by and text.name_fault(signed_by)):
        raise DeliveryIncomplete(field="signed_by" if by_way == "signature" else "tracking")
    with transaction.atomic():
        dossier = hold(number, by)
        signed = encrypt(signed_by, of=dossier.subject).hex() if signed_by else ""
        data = {"way": by_way, "signed_by": signed, "tracking": tracking}
        fact = happen(dossier, Kind.ISSUED, data, at=at, by=by, told={"way": by_way})
        applicant_is_told(dossier, fact)
        decision = dossier.course.decision
        assert decision is not None
        case = dossier.case
        about = papers.About(case.site_id, case.site.code, dossier.subject, decision.seq)
        way = Way.HANDED if by_way == "signature" else Way.POST
        served = Served(way, at, receiver=signed_by, tracking=tracking)
        papers.deliver(about, served, made=decision.at, at=at, by=by)
