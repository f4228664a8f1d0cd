"""Opening, pausing and closing a window (窗口状态, R13)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yichuang.journal.actions import record
from yichuang.organization.changes import changed
from yichuang.organization.queries import SYSTEM
from yichuang.reception.actions.desk import Place, must_be_theirs, place_of, session_at
from yichuang.reception.errors import (
    AtAnotherWindow,
    PauseNeedsReason,
    WindowBusy,
    WindowClosed,
)
from yichuang.reception.hours import midnight
from yichuang.reception.models import Ticket, WindowSession
from yichuang.reception.states import AT_WINDOW, WindowState
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_LONGEST_REASON = 60


def open_window(*, window: str, at: datetime, by: Reader) -> WindowState:
    """Sit down at a window and open it (开窗), or resume it after a pause.

    Raises WindowTaken where somebody else sits there, AtAnotherWindow where the reader
    sits elsewhere.
    """
    place = place_of(window, by)
    with transaction.atomic():
        session = session_at(place)
        if session is None or _forgotten(session, place, at):
            _sit_down(place, at, by)
            kind = "window.opened"
        else:
            must_be_theirs(session.person_id, place, by)
            arrives = session.person_id is None and by.person_id is not None
            if session.state == WindowState.OPEN and not arrives:
                return WindowState.OPEN
            if arrives:
                session.person_id = by.person_id
            session.state, session.reason, session.since = WindowState.OPEN, "", at
            _save(session, place)
            kind = "window.resumed"
        _note(place, kind, at, by)
    return WindowState.OPEN


def pause_window(*, window: str, reason: str, at: datetime, by: Reader) -> WindowState:
    """Pause a window (暂停); the reason is shown on its display.

    A person at the window is served first (R13). Raises PauseNeedsReason, WindowClosed,
    WindowTaken, WindowBusy.
    """
    reason = passage(reason)[:_LONGEST_REASON]
    if not reason:
        raise PauseNeedsReason(field="reason")
    place = place_of(window, by)
    with transaction.atomic():
        session = _idle_session(place, by)
        session.state, session.reason, session.since = WindowState.PAUSED, reason, at
        session.save(update_fields=["state", "reason", "since"])
        _note(place, "window.paused", at, by, reason)
    return WindowState.PAUSED


def close_window(*, window: str, at: datetime, by: Reader) -> WindowState:
    """Close a window (关窗); closing a closed one changes nothing.

    A person at the window is served first. Raises WindowTaken, WindowBusy.
    """
    place = place_of(window, by)
    with transaction.atomic():
        try:
            session = _idle_session(place, by)
        except WindowClosed:
            return WindowState.CLOSED
        session.state, session.reason = WindowState.CLOSED, ""
        session.since = session.closed_at = at
        session.save(update_fields=["state", "reason", "since", "closed_at"])
        _note(place, "window.closed", at, by)
    return WindowState.CLOSED


def _forgotten(session: WindowSession, place: Place, at: datetime) -> bool:
    """Whether a session is of a day that is over; it ends here, where nobody closed that day."""
    if session.opened_at >= midnight(at):
        return False
    session.state, session.reason = WindowState.CLOSED, ""
    session.since = session.closed_at = at
    session.save(update_fields=["state", "reason", "since", "closed_at"])
    _note(place, "window.closed", at, SYSTEM)
    return True


def _idle_session(place: Place, by: Reader) -> WindowSession:
    session = session_at(place)
    if session is None:
        raise WindowClosed(window=place.code)
    must_be_theirs(session.person_id, place, by)
    busy = Ticket.objects.filter(window=place.id, state__in=AT_WINDOW).first()
    if busy:
        raise WindowBusy(window=place.code, number=busy.number)
    return session


def _sit_down(place: Place, at: datetime, by: Reader) -> None:
    session = WindowSession(
        window_id=place.id, person_id=by.person_id, state=WindowState.OPEN, since=at, opened_at=at
    )
    _save(session, place)


def _save(session: WindowSession, place: Place) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if "one_window_per_person" not in str(error):
            raise
        other = WindowSession.objects.select_related("window").get(
            person=session.person_id, closed_at=None
        )
        raise AtAnotherWindow(window=other.window.code) from error


def _note(place: Place, kind: str, at: datetime, by: Reader, reason: str = "") -> None:
    record(site=place.site_code, kind=kind, subject=f"window:{place.site_code}:{place.code}",
           actor=by.name, at=at, reason=reason)  # fmt: skip
    changed(place.site_code)
