"""The desk as a working list (审批工作台): mine first, then the rest, the nearest due first.

A page is found by where the last one ended, never by counting rows, so the thousandth page
costs what the first does; each half walks one index of open cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang import text
from yichuang.cases.applicants import name_index, person_index
from yichuang.cases.models import Case, Fact
from yichuang.cases.queries.desk import LIGHTS, Light, Row, by_light, made, next_for
from yichuang.cases.reach import within_reach
from yichuang.cases.states import OPEN
from yichuang.organization.queries import Reader
from yichuang.organization.times import EPOCH
from yichuang.phrases import Phrase
from yichuang.rules.identity import tidy

A_PAGE = 50
_SHORTEST_NUMBER = 4
"""Fewer characters of a number find too much."""
_MICRO = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; what is empty narrows nothing."""

    words: str = ""
    """A number or its beginning, an identity number, a whole name, or words of an item."""
    department: str = ""
    item: str = ""
    light: str = ""
    handler: str = ""
    """Staff number of somebody who has had the case in hand."""
    only_mine: bool = False


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the list, and where the next one begins; empty: this is the last."""

    rows: tuple[Row, ...]
    next: str


class Choice(NamedTuple):
    code: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list can be narrowed to: what there is among the open cases now."""

    departments: tuple[Choice, ...]
    items: tuple[Choice, ...]
    handlers: tuple[Choice, ...]


class _Place(NamedTuple):
    """Where a page ends: in which half, and its last row."""

    mine: bool
    due: datetime
    id: int

    def __str__(self) -> str:
        return f"{int(self.mine)}.{(self.due - EPOCH) // _MICRO}.{self.id}"

    @classmethod
    def of(cls, said: str) -> _Place | None:
        parts = said.split(".")
        if len(parts) != 3 or not all(p.isdecimal() and len(p) < 19 for p in parts):
            return None
        half, due, pk = map(int, parts)
        try:
            return cls(half == 1, EPOCH + due * _MICRO, pk)
        except OverflowError:
            return None


def worklist(reader: Reader, at: datetime, asked: Asked, after: str = "") -> Worklist:
    """The open cases within reach that fit what was asked, from a place on."""
    states, known = next_for(reader), _known(reader, asked.words)
    if known:
        return Worklist(made(known, reader, at, states), "")
    rows = _asked(Case.objects.filter(within_reach(reader), state__in=sorted(OPEN)), asked, at)
    mine = Q(state__in=sorted(states), department=reader.department_id)
    place, found = _Place.of(after), list[Case]()
    if place is None or place.mine:
        found = _from(rows.filter(mine), place, A_PAGE + 1)
    of_mine = len(found)
    if of_mine <= A_PAGE and not asked.only_mine:
        began = place if place and not place.mine else None
        found += _from(rows.exclude(mine), began, A_PAGE + 1 - of_mine)
    page, last = found[:A_PAGE], ""
    if len(found) > A_PAGE:
        end = page[-1]
        assert end.promised_due is not None
        last = str(_Place(of_mine >= A_PAGE, end.promised_due, end.pk))
    return Worklist(made(page, reader, at, states), last)


def filters(reader: Reader) -> Filters:
    """What the reader's open cases can be narrowed to."""
    rows = Case.objects.filter(within_reach(reader), state__in=sorted(OPEN)).order_by()
    departments = rows.values_list("department__code", "department__name", "department__name_en")
    items = rows.values_list("item_code", "item_name", "item_name_en")
    hands = Fact.objects.filter(case__in=rows, person__isnull=False).order_by()
    people = hands.values_list("person__staff_no", "person__name").distinct()
    return Filters(
        tuple(Choice(of, Phrase(zh, en or zh)) for of, zh, en in sorted(departments.distinct())),
        tuple(Choice(of, Phrase(zh, en or zh)) for of, zh, en in sorted(items.distinct())),
        tuple(Choice(no, Phrase(name, name)) for no, name in sorted(people)),
    )  # fmt: skip


def _from(rows: QuerySet[Case], place: _Place | None, most: int) -> list[Case]:
    if place is not None:
        later = Q(promised_due=place.due, id__gt=place.id) | Q(promised_due__gt=place.due)
        # Said once more in a form the index can begin at.
        rows = rows.filter(later, promised_due__gte=place.due)
    return list(rows.select_related("department").order_by("promised_due", "id")[:most])


def _asked(rows: QuerySet[Case], asked: Asked, at: datetime) -> QuerySet[Case]:
    if words := text.passage(asked.words):
        rows = rows.filter(Q(item_name__icontains=words) | Q(item_name_en__icontains=words))
    if asked.department:
        rows = rows.filter(department__code=asked.department)
    if asked.item:
        rows = rows.filter(item_code=asked.item)
    light: Light | None = next((one for one in LIGHTS if one == asked.light), None)
    if light:
        rows = rows.filter(by_light(light, at))
    if asked.handler:
        facts = Fact.objects.filter(case=OuterRef("pk"), person__staff_no=asked.handler)
        rows = rows.filter(Exists(facts))
    return rows


def _known(reader: Reader, words: str) -> list[Case]:
    """The cases that a number or a name names, closed ones too, the newest first."""
    typed, name = tidy(words), text.name(words)
    if not typed:
        return []
    named = Q(applicant_index=person_index(typed)) | Q(name_index=name_index(name))
    if len(typed) >= _SHORTEST_NUMBER:
        named |= Q(number__startswith=typed)
    rows = Case.objects.filter(within_reach(reader)).filter(named).select_related("department")
    return list(rows.order_by("-received_at", "-id")[:A_PAGE])
