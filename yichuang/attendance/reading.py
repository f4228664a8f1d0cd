"""Day results and months, as far as the reader may see them: their own, or their site's."""

from __future__ import annotations

from datetime import date, datetime

from yichuang.attendance.days import Days
from yichuang.attendance.months import Month, days_of, months_of
from yichuang.attendance.permissions import SEE_ATTENDANCE
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, person_anyhow


def seen(staff_no: str, reader: Reader) -> int:
    """The person whose attendance the reader may see: oneself, or anybody of one's site.

    Raises NotAllowed for others' without the permission, NotFound for who isn't here.
    """
    found = person_anyhow(staff_no)
    if found is not None and found.pk == reader.person_id:
        return found.pk
    reader.must(SEE_ATTENDANCE)
    if found is None or found.site_id != reader.site_id:
        raise NotFound(what=staff_no, field="staff_no")
    return found.pk


def days(staff_no: str, first: date, last: date, *, reader: Reader, at: datetime) -> Days:
    """Somebody's days (逐日认定). Raises NotAllowed, NotFound, FactsError, NoBook."""
    person = seen(staff_no, reader)
    assert reader.site_id is not None
    return days_of(person, reader.site_id, first, last, at)


def month(staff_no: str, first: date, *, reader: Reader, at: datetime) -> Month:
    """Somebody's month that begins on `first` (一人一月). Raises as `days`."""
    person = seen(staff_no, reader)
    assert reader.site_id is not None
    return months_of([person], reader.site_id, first, at)[person]
