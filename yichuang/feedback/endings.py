"""Endings: a turn that is over and a case that is closed each invite their rating.

Reception and cases know nothing of ratings; whoever ends a service for an entry point
(page, API, job) does so here, and the invitation belongs to the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from django.db import transaction

from yichuang.cases import actions as cases
from yichuang.cases.queries.brief import brief
from yichuang.feedback.actions import invite, inviting_turn
from yichuang.reception.actions import finish as finish_turn

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.reception.actions.moves import Moved


class Finished(NamedTuple):
    """A turn that is over, and the code by which its visitor may rate it."""

    ticket: Moved
    rating_code: str


def finish(*, ticket_id: int, at: datetime, by: Reader) -> Finished:
    """End a turn at the window (办结) and invite its rating. Raises as reception's finish."""
    code, invitation = inviting_turn(ticket_id)
    return Finished(finish_turn(ticket_id=ticket_id, also=invitation, at=at, by=by), code)


def issue(
    *, number: str, by_way: Literal["signature", "mail"], signed_by: str = "", tracking: str = "",
    at: datetime, by: Reader,
) -> str:  # fmt: skip
    """Issue a result (出件) and invite the rating of the case; its code."""
    with transaction.atomic():
        cases.issue(
            number=number, by_way=by_way, signed_by=signed_by, tracking=tracking, at=at, by=by
        )
        case = brief(number)
        return invite(
            subject=f"case:{number}", about=case.item, site_id=case.site_id,
            site_code=by.site_code, department_id=case.department_id, item=case.item_code,
            at=at, by=by,
        )  # fmt: skip
