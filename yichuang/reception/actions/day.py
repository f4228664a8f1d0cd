"""Closing the day (闭厅): no number and no seat lives on into the next one.

Whoever was being served counts as served; everybody else goes away with "not served", and
open windows are closed. What it did to each number is kept, so that it can be told and,
while the next day hasn't begun, undone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from yichuang.errors import NotAllowed
from yichuang.journal.actions import ENTRY_COLUMNS, record
from yichuang.organization.changes import changed
from yichuang.organization.queries import SYSTEM, sites
from yichuang.organization.times import instant, local
from yichuang.reception.errors import DayNotClosed, DayOver
from yichuang.reception.face import CLOSE_DAY
from yichuang.reception.hours import opening_of
from yichuang.reception.models import Closing, Ticket, WindowSession
from yichuang.reception.states import OVER, WindowState

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_DAY_LOCK = 0x7964
_CLOSE = f"""
WITH gone AS (
  SELECT t.id, t.state, t.window_id, coalesce(w.code, '') AS code FROM reception_ticket t
  LEFT JOIN organization_window w ON w.id = t.window_id
  WHERE t.site_id = %(site)s AND t.day = %(day)s
    AND t.state NOT IN ('finished', 'abandoned', 'unserved') FOR UPDATE OF t
), ticket AS (
  UPDATE reception_ticket t SET window_id = NULL, since = %(at)s,
    ended_at = greatest(%(at)s, t.started_at),
    state = CASE WHEN gone.state = 'serving' THEN 'finished' ELSE 'unserved' END
  FROM gone WHERE gone.id = t.id RETURNING t.id, gone.state AS was, t.state AS became, gone.code
), line AS (
  INSERT INTO reception_closed (closing_id, ticket_id, was, became, at_window)
  SELECT %(closing)s, id, was, became, code FROM ticket RETURNING ticket_id
)
INSERT INTO journal_entry ({ENTRY_COLUMNS})
SELECT %(site_code)s, CASE WHEN was = 'serving' THEN 'ticket.closed_out' ELSE 'ticket.unserved' END,
  'ticket:' || id, %(actor)s, %(at)s, jsonb_build_object('was', was, 'window', code)
FROM ticket JOIN line ON line.ticket_id = ticket.id  -- after the line: the entry binds it
"""  # noqa: S608 (constants of ours)
# Who was at a window waits again, in the old place: the window is closed, and whoever opens
# one calls them first.
_UNDO = f"""
WITH ticket AS (
  UPDATE reception_ticket t SET since = %(at)s, ended_at = NULL, started_at = NULL,
    state = CASE WHEN c.was IN ('missed', 'transferred') THEN c.was ELSE 'waiting' END
  FROM reception_closed c WHERE c.closing_id = %(closing)s AND c.ticket_id = t.id
    AND t.state = c.became
  RETURNING t.id, t.state
)
INSERT INTO journal_entry ({ENTRY_COLUMNS})
SELECT %(site_code)s, 'ticket.restored', 'ticket:' || id, %(actor)s, %(at)s,
  jsonb_build_object('state', state)
FROM ticket
"""  # noqa: S608 (constants of ours)


def close_day(*, site_id: int, day: date, at: datetime, by: Reader) -> Closing | None:
    """Close a day of a site (闭厅); None where nothing was left to close.

    Raises NotAllowed, DayOver for a day that hasn't come yet.
    """
    site_code = _may(site_id, by)
    if day > local(at).date():
        raise DayOver(day=day.isoformat())
    with transaction.atomic():
        _lock(site_id)
        sessions = WindowSession.objects.filter(
            window__site=site_id, closed_at=None, opened_at__lt=_end_of(day)
        ).select_related("window")
        left = Ticket.objects.filter(site=site_id, day=day).exclude(state__in=OVER)
        open_now = list(sessions.order_by("window__code"))
        if not open_now and not left.exists() and by == SYSTEM:
            return None
        codes = [one.window.code for one in open_now]
        closing = Closing.objects.create(
            site_id=site_id, day=day, closed_at=at, closed_by=by.name, windows=codes
        )
        record(site=site_code, kind="day.closed", subject=f"day:{site_code}:{day}",
               actor=by.name, at=at, data={"closing": closing.pk, "windows": codes})  # fmt: skip
        _run(_CLOSE, closing, site_code, at, by)
        for session in open_now:
            session.state, session.reason = WindowState.CLOSED, ""
            session.since = session.closed_at = max(at, session.opened_at)
            session.save(update_fields=["state", "reason", "since", "closed_at"])
            record(site=site_code, kind="window.closed", actor=by.name, at=at,
                   subject=f"window:{site_code}:{session.window.code}")  # fmt: skip
        changed(site_code)
    return closing


def reopen_day(*, site_id: int, day: date, at: datetime, by: Reader) -> None:
    """Undo the last closing of a day (撤销闭厅), while the next day hasn't begun.

    Numbers wait again in their old places; windows stay closed until somebody opens them.
    Raises NotAllowed, DayNotClosed, DayOver.
    """
    site_code = _may(site_id, by)
    if day != local(at).date():
        raise DayOver(day=day.isoformat())
    with transaction.atomic():
        _lock(site_id)
        closing = Closing.objects.filter(site=site_id, day=day, undone_at=None).last()
        if closing is None:
            raise DayNotClosed(day=day.isoformat())
        closing.undone_at, closing.undone_by = at, by.name
        closing.save(update_fields=["undone_at", "undone_by"])
        record(site=site_code, kind="day.reopened", subject=f"day:{site_code}:{day}",
               actor=by.name, at=at, data={"closing": closing.pk})  # fmt: skip
        _run(_UNDO, closing, site_code, at, by)
        changed(site_code)


def close_days_that_are_over(at: datetime) -> int:
    """Close what nobody closed (自动闭厅): days that are over, and today some time after hours.

    Run again and again; it does nothing where nothing is left. How many days it closed.
    """
    today, closed = local(at).date(), 0
    for site_id in sites().values_list("id", flat=True):
        days = _left_open(site_id, today)
        itself = opening_of(site_id, at).closes_itself_at
        if itself is None or local(at) < itself or _was_closed(site_id, today):
            days.discard(today)
        for day in sorted(days):
            closed += close_day(site_id=site_id, day=day, at=at, by=SYSTEM) is not None
    return closed


def _left_open(site_id: int, today: date) -> set[date]:
    left = Ticket.objects.filter(site=site_id, day__lte=today).exclude(state__in=OVER)
    days = set(left.values_list("day", flat=True).distinct())
    seats = WindowSession.objects.filter(window__site=site_id, closed_at=None)
    return days | {local(opened).date() for opened in seats.values_list("opened_at", flat=True)}


def _was_closed(site_id: int, day: date) -> bool:
    return Closing.objects.filter(site=site_id, day=day).exists()


def _may(site_id: int, by: Reader) -> str:
    """The code of the site, for whoever may close its day. Raises NotAllowed."""
    if by == SYSTEM:
        return sites().get(pk=site_id).code
    by.must(CLOSE_DAY)
    if by.site_id != site_id:
        raise NotAllowed(what=CLOSE_DAY.name)
    return by.site_code


def _lock(site_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_DAY_LOCK, site_id))


def _run(sql: str, closing: Closing, site_code: str, at: datetime, by: Reader) -> None:
    values: dict[str, Any] = {
        "site": closing.site_id, "day": closing.day, "at": at, "closing": closing.pk,
        "site_code": site_code, "actor": by.name,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _end_of(day: date) -> datetime:
    return instant(datetime.combine(day, datetime.max.time()))
