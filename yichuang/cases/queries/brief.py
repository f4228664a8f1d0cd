"""A case in brief: what it is about, without whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.joint.queries import asked
from yichuang.cases.models import Case
from yichuang.cases.states import State
from yichuang.errors import NotFound
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Brief:
    """What a case is about."""

    number: str
    item: Phrase
    item_code: str
    department_id: int
    site_id: int


def brief(number: str) -> Brief:
    """What a case is about (办件概要), for its rating. Raises NotFound."""
    row = Case.objects.filter(number=number).first()
    if row is None:
        raise NotFound(what=number, field="number")
    name = Phrase(row.item_name, row.item_name_en or row.item_name)
    return Brief(row.number, name, row.item_code, row.department_id, row.site_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case that waits for somebody in the house."""

    number: str
    state: State
    department_id: int
    due: datetime | None


def standing(site_id: int) -> list[Standing]:
    """Every open case of a site that waits for the house (在办件), the nearest due first.

    A joint case that could be decided but for an opinion waits for that instead.
    """
    waits = (State.ACCEPTED, State.REVIEWED, State.VERIFIED, State.DECIDED)
    rows = Case.objects.filter(site=site_id, state__in=waits).order_by("promised_due", "number")
    fields = rows.values_list("number", "state", "department_id", "promised_due")
    held_up = {one.case for one in asked()}
    return [
        Standing(number, State(state), body, due) for number, state, body, due in fields
        if state != State.VERIFIED or number not in held_up
    ]  # fmt: skip
