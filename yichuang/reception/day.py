"""Reading the closings of a day (闭厅): when, by whom, and what each did to each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from yichuang.phrases import Phrase
from yichuang.reception.models import Closed, Closing, Ticket, WindowSession
from yichuang.reception.states import OVER


@dataclass(frozen=True, slots=True)
class ClosedNumber:
    """What became of one number."""

    ticket_id: int
    number: str
    service: Phrase
    was: str
    became: str
    at_window: str


@dataclass(frozen=True, slots=True)
class DayClosing:
    """One closing of a day, and whether it was undone."""

    id: int
    closed_at: datetime
    closed_by: str
    windows: list[str]
    undone_at: datetime | None
    undone_by: str
    numbers: Sequence[ClosedNumber]

    @property
    def served(self) -> int:
        """How many were being served when it closed."""
        return sum(one.became == "finished" for one in self.numbers)

    @property
    def unserved(self) -> int:
        return sum(one.became == "unserved" for one in self.numbers)


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What a closing would end now."""

    states: dict[str, int]
    """How many numbers are in which state."""
    windows: list[str]

    @property
    def numbers(self) -> int:
        return sum(self.states.values())


def closing_of(site_id: int, day: date) -> list[DayClosing]:
    """The closings of a day, the last one first."""
    rows = list(Closing.objects.filter(site=site_id, day=day).order_by("-id"))
    numbers: dict[int, list[ClosedNumber]] = {row.pk: [] for row in rows}
    lines = Closed.objects.filter(closing__in=rows).select_related("ticket__service")
    for one in lines.order_by("ticket__prefix", "ticket__seq"):
        service = one.ticket.service
        numbers[one.closing_id].append(
            ClosedNumber(one.ticket_id, one.ticket.number, Phrase(service.name, service.name_en),
                         one.was, one.became, one.at_window)
        )  # fmt: skip
    return [
        DayClosing(row.pk, row.closed_at, row.closed_by, row.windows, row.undone_at,
                   row.undone_by, numbers[row.pk])
        for row in rows
    ]  # fmt: skip


def still_open(site_id: int, day: date) -> StillOpen:
    """Numbers of a day that are not over, and windows that are open."""
    left = Ticket.objects.filter(site=site_id, day=day).exclude(state__in=OVER)
    states = dict(left.values_list("state").annotate(n=Count("id")).order_by("state"))
    seats = WindowSession.objects.filter(window__site=site_id, closed_at=None)
    return StillOpen(
        states, list(seats.order_by("window__code").values_list("window__code", flat=True))
    )
