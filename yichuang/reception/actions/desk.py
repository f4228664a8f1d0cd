"""A window and who sits there, as the actions need it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from yichuang.errors import NotAllowed, NotFound
from yichuang.organization.face import WORK_WINDOW
from yichuang.organization.queries import window_by_code
from yichuang.reception.errors import (
    NoWindow,
    WindowClosed,
    WindowPaused,
    WindowTaken,
    WindowUnknown,
)
from yichuang.reception.models import WindowSession
from yichuang.reception.states import WindowState

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

WINDOW_LOCK = 0x7977
QUEUE_LOCK = 0x7973


class Place(NamedTuple):
    """A window, named."""

    id: int
    code: str
    site_id: int
    site_code: str

    @property
    def subject(self) -> str:
        """How the journal calls it."""
        return f"window:{self.site_code}:{self.code}"


class Desk(NamedTuple):
    """How a window stands: its session, who sits there, and the number it has."""

    session_id: int | None
    state: str | None
    reason: str | None
    person_id: int | None
    number: str | None


def place_of(window: str, by: Reader) -> Place:
    """The window of a code at the reader's site, if the reader may work there.

    A token of one window works at that window alone. Raises WindowUnknown, NotAllowed.
    """
    site_id = site_of(by)
    if by.scope == "window" and by.window_id and by.window_code == window:
        return Place(by.window_id, window, site_id, by.site_code)
    try:
        window_id = _window_id(site_id, window)
    except NotFound:
        raise WindowUnknown(window=window, field="window") from None
    if by.scope != "window":
        by.must(WORK_WINDOW)
    elif by.window_id:
        raise NotAllowed(what=window)
    return Place(window_id, window, site_id, by.site_code)


def own_place(by: Reader) -> Place | None:
    """Where the reader works: a device's window, or where a person sits.

    None for a device that serves all windows of its site. Raises NoWindow where a person
    has not opened one.
    """
    site_id = site_of(by)
    if by.scope == "window":
        if by.window_id is None:
            return None
        return Place(by.window_id, by.window_code, site_id, by.site_code)
    by.must(WORK_WINDOW)
    open_now = WindowSession.objects.filter(person=by.person_id, closed_at=None)
    found = open_now.values_list("window_id", "window__code").first()
    if found is None:
        raise NoWindow
    return Place(*found, site_id, by.site_code)


def site_of(by: Reader) -> int:
    if by.site_id is None:
        raise NotAllowed(what=WORK_WINDOW.name)
    return by.site_id


@lru_cache(maxsize=4096)
def _window_id(site_id: int, code: str) -> int:
    """Windows keep their code and are never deleted, so this stays true once found."""
    return window_by_code(site_id, code).pk


def lock_window(window_id: int) -> None:
    """Hold a window until the commit: its calls and its state change one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (WINDOW_LOCK, window_id))


def session_at(place: Place) -> WindowSession | None:
    """Who sits at a window now; held until the commit."""
    lock_window(place.id)
    return WindowSession.objects.filter(window=place.id, closed_at=None).first()


def must_be_open(desk: Desk, place: Place, by: Reader) -> None:
    """Raise WindowClosed, WindowPaused, or WindowTaken where somebody else sits there."""
    if desk.session_id is None:
        raise WindowClosed(window=place.code)
    must_be_theirs(desk.person_id, place, by)
    if desk.state == WindowState.PAUSED:
        raise WindowPaused(window=place.code, reason=desk.reason)


def must_be_theirs(person_id: int | None, place: Place, by: Reader) -> None:
    """Raise WindowTaken where a person acts at a window at which another one sits.

    The window's own device acts for whoever sits there.
    """
    if by.person_id and person_id and person_id != by.person_id:
        raise WindowTaken(window=place.code)
