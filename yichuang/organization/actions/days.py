"""The calendar the hall keeps besides its book (节假日安排)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yichuang.journal.actions import record
from yichuang.organization.models import CalendarDay, CalendarYear, Site
from yichuang.organization.queries import DayOff, Reader


def complete_calendar_year(year: int, *, source: str, at: datetime, by: Reader) -> None:
    """Say that a year's arrangement is complete (全年安排已齐), whatever festivals are in it.

    From then on its days are no longer provisional. Saying it again changes nothing.
    """
    with transaction.atomic():
        _, made = CalendarYear.objects.get_or_create(year=year, defaults={"source": source})
        if made:
            record(site="-", kind="calendar.completed", subject="calendar",
                   actor=by.name, at=at, data={"year": year, "source": source})  # fmt: skip


def set_calendar_days(
    days: Sequence[DayOff], *, site: Site | None, source: str, at: datetime, by: Reader
) -> None:
    """Enter holidays and make-up days (节假日安排); a later entry replaces an earlier one."""
    rows = [
        CalendarDay(on=d.on, site=site, working=d.working, name=d.name, source=source) for d in days
    ]
    with transaction.atomic():
        CalendarDay.objects.filter(site=site, on__in=[d.on for d in days]).delete()
        CalendarDay.objects.bulk_create(rows)
        record(site=site.code if site else "-", kind="calendar.entered", subject="calendar",
               actor=by.name, at=at, data={"days": len(days), "source": source})  # fmt: skip
