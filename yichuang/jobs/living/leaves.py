"""What the demo's office has on its desk (演示的请假和岗位): posts with A and B, two leaves."""

from __future__ import annotations

from datetime import datetime

from yichuang.leave import actions
from yichuang.leave.asking import Asked
from yichuang.leave.previews import next_day
from yichuang.organization.queries import Reader, person_by_staff_no, reader_for

_OFFICE, _POSTS = "1002", (("1034", "1035", "E01"), ("1030", "1031", "D01"))


def leaves(at: datetime) -> None:
    """One leave that waits for the office, one that is granted, for the next working day."""
    office = _reader(_OFFICE)
    for holder, backup, window in _POSTS:
        actions.set_post(holder=holder, backup=backup, window=window, at=at, by=office)
    _asked("1036", "1035", "personal", "家中有事", at)
    granted = _asked("1031", "1030", "official", "到市民政局培训", at)
    actions.decide(granted, approve=True, at=at, by=office)


def _asked(who: str, deputy: str, kind: str, reason: str, at: datetime) -> str:
    """A leave of the whole next working day, to which the deputy has agreed; its number."""
    by = _reader(who)
    start, end = next_day(by, at)
    number = actions.ask(Asked(kind, start, end, deputy, reason=reason), at=at, by=by)
    actions.accept(number, at=at, by=_reader(deputy))
    return number


def _reader(staff_no: str) -> Reader:
    return reader_for(person_by_staff_no(staff_no))
