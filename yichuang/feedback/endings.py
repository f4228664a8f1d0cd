"""Endings: a turn that is over and a case that is closed each invite their rating.

Reception and cases know nothing of ratings; whoever ends a service for an entry point
(page, API, job) does so here, and the invitation belongs to the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.db import transaction

from yichuang.cases import actions as cases
from yichuang.cases.queries.brief import brief
from yichuang.feedback.actions import invite, inviting_turn
from yichuang.feedback.queries import rated_at
from yichuang.reception.actions import finish as finish_turn
from yichuang.reception.actions import undo as undo_move
from yichuang.reception.actions.undoing import too_late

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.reception.actions.moves import Moved
    from yichuang.reception.actions.undoing import Undone


def finish(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """End a turn at the window (办结) and invite its rating. Raises as reception's finish.

    The code is the visitor's alone: the slip shows it (`queries.code_for_visitor`), and
    whoever ends the turn doesn't get it.
    """
    return finish_turn(ticket_id=ticket_id, also=inviting_turn(ticket_id), at=at, by=by)


def undo(*, ticket_id: int, at: datetime, by: Reader) -> Undone:
    """Fetch back whom the window sent away a moment ago (撤回).

    A turn that was rated is over for good; the code of one that isn't works again once the
    turn has ended again. Raises as reception's undo.
    """
    with transaction.atomic():
        undone = undo_move(ticket_id=ticket_id, at=at, by=by)
        if rated_at(f"ticket:{ticket_id}"):  # whoever rates holds the number meanwhile
            raise too_late(undone.number)
    return undone


def issue(
    *, number: str, by_way: Literal["signature", "mail"], signed_by: str = "", tracking: str = "",
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Issue a result (出件) and invite the rating of the case."""
    with transaction.atomic():
        cases.issue(
            number=number, by_way=by_way, signed_by=signed_by, tracking=tracking, at=at, by=by
        )
        case = brief(number)
        invite(
            subject=f"case:{number}", about=case.item, site_id=case.site_id,
            site_code=by.site_code, department_id=case.department_id, item=case.item_code,
            at=at, by=by,
        )  # fmt: skip
