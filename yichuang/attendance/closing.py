"""Closing a month (考勤月的锁定): from then on it is ruled from what was known, until reopened.

Until it is closed, late records, corrections and leaves simply count. Whoever closes signs for
it, so every day must be proven whole first; whoever reopens says why. What comes late for a
closed month waits for that, and is counted for all to see (`late_for`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import connection, transaction

from yichuang.attendance.days import Known, adopted_on, known_of, settled_days
from yichuang.attendance.evidence import Evidence
from yichuang.attendance.models import MonthClosing, MonthFacts
from yichuang.attendance.permissions import CLOSE_MONTH, REOPEN_MONTH
from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.organization.queries import Reader, people_of
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules.attendance.facts import Leave, Outing, SetAside
from yichuang.text import passage

_LONGEST = 500


class NotOver(HallError):
    code: ClassVar[str] = "attendance.month_not_over"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{month} 还没有过完，不能锁定。", "{month} isn't over and can't be closed."
    )


class NotProven(HallError):
    code: ClassVar[str] = "attendance.month_not_proven"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{days} 还有考勤机未核对齐全，不能锁定。请待考勤机联机补传，或停用不再使用的考勤机。",
        "Not every terminal's records of {days} are proven to be here, so the month can't be "
        "closed. Let the terminals connect, or remove those no longer in use.",
    )


class NotInThatState(HallError):
    code: ClassVar[str] = "attendance.month_state"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{month} 已经是“{state}”。请刷新页面。", "{month} is “{state}” already. Reload the page."
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "attendance.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明理由，不超过 {most} 个字。", "Please give the reason, at most {most} characters."
    )


_STATES = {True: Phrase("已锁定", "closed"), False: Phrase("未锁定", "open")}


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that is closed: by which signature, under which book."""

    id: int
    first: date
    last: date
    revision: int
    adoption_id: int
    at: datetime
    by: str


def closed_month(site_id: int, first: date) -> Closed | None:
    """The signature by which a month is closed now; None: it is open."""
    row = _newest(site_id, first)
    if row is None or not row.closed:
        return None
    return Closed(row.pk, first, last_of(first), row.revision, row.adoption_id, row.at,
                  row.person.name)  # fmt: skip


def last_of(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def close(*, month: date, at: datetime, by: Reader) -> int:
    """Close a month of the reader's site, and sign for it (锁定); the revision.

    Raises NotAllowed, NotOver, NotProven, NotInThatState.
    """
    by.must(CLOSE_MONTH)
    assert by.site_id is not None
    last = last_of(month)
    if local(at).date() <= last:
        raise NotOver(month=f"{month:%Y-%m}")
    missing = _days_of(month, last) - settled_days(by.site_id, month, last, at)
    if missing:
        raise NotProven(days=_named(missing))
    with transaction.atomic():
        row = _changed(by, month, closed=True, reason="", at=at)
        people = list(people_of(by.site_id).values_list("pk", flat=True))
        known = known_of(people, month, last)
        MonthFacts.objects.bulk_create(
            MonthFacts(closing=row, person_id=person, facts=_plain(one))
            for person, one in known.items()
        )
        _told(row, "attendance.month_closed", by, at)
    return row.revision


def reopen(*, month: date, reason: str, at: datetime, by: Reader) -> None:
    """Reopen a closed month (重开), with the reason. Raises NotAllowed, NotInThatState,
    ReasonNeeded."""
    by.must(REOPEN_MONTH)
    reason = passage(reason)
    if not reason or len(reason) > _LONGEST:
        raise ReasonNeeded(most=_LONGEST, field="reason")
    with transaction.atomic():
        row = _changed(by, month, closed=False, reason=reason, at=at)
        _told(row, "attendance.month_reopened", by, at, reason=reason)


def as_known(
    known: Mapping[int, Known], site_id: int, first: date, last: date
) -> Mapping[int, Known]:
    """What is known, with what was signed in place of it where a month is closed."""
    made = dict(known)
    start = first.replace(day=1)
    while start <= last:
        closed = closed_month(site_id, start)
        if closed is not None:
            for person, signed in _signed(closed, made).items():
                made[person] = _laid_over(made[person], signed)
        start = (start + timedelta(days=32)).replace(day=1)
    return made


_LATE = """
SELECT count(*) FROM attendance_punch p JOIN attendance_device v ON v.id = p.device_id
WHERE v.site_id = %s AND p.at >= %s AND p.at < %s AND p.received_at > %s
"""


def late_for(site_id: int, closed: Closed) -> int:
    """How many records came for a month after it was closed (迟到的数据)."""
    first = instant(datetime.combine(closed.first, datetime.min.time()))
    after = instant(datetime.combine(closed.last + timedelta(days=1), datetime.min.time()))
    with connection.cursor() as cursor:
        cursor.execute(_LATE, (site_id, first, after, closed.at))
        count: int = cursor.fetchone()[0]
    return count


def _newest(site_id: int, first: date) -> MonthClosing | None:
    rows = MonthClosing.objects.filter(site=site_id, month=first).select_related("person")
    return rows.order_by("-pk").first()


def _changed(by: Reader, month: date, *, closed: bool, reason: str, at: datetime) -> MonthClosing:
    assert by.site_id is not None
    assert by.person_id is not None
    with connection.cursor() as cursor:
        key = f"attendance.month:{by.site_id}:{month}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (key,))
    before = _newest(by.site_id, month)
    if (before is not None and before.closed) == closed:
        raise NotInThatState(month=f"{month:%Y-%m}", state=_STATES[closed])
    revision = before.revision if before else 0
    return MonthClosing.objects.create(
        site_id=by.site_id, month=month, revision=revision + 1 if closed else revision,
        closed=closed, person_id=by.person_id, at=at, reason=reason,
        adoption_id=adopted_on(by.site_id, last_of(month)).adoption_id,
    )  # fmt: skip


def _told(row: MonthClosing, kind: str, by: Reader, at: datetime, reason: str = "") -> None:
    record(site=by.site_code, kind=kind, subject=f"attendance:{by.site_code}:{row.month:%Y-%m}",
           actor=by.name, at=at, reason=reason, data={"revision": row.revision})  # fmt: skip


def _days_of(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


def _named(days: Collection[date]) -> str:
    said = [f"{day:%m-%d}" for day in sorted(days)]
    return ", ".join(said if len(said) <= 5 else [*said[:5], f"… ({len(said)})"])


def _plain(known: Known) -> dict[str, Any]:
    return {
        "evidence": [[e.at.isoformat(), e.kind, e.device, e.verify] for e in known.evidence],
        "leaves": [[one.from_, one.to, one.type] for one in known.leaves],
        "outings": [[o.from_.isoformat(), o.to.isoformat(), o.approved] for o in known.outings],
        "set_aside": [[one.date_.isoformat(), one.session] for one in known.set_aside],
    }


def _signed(closed: Closed, people: Collection[int]) -> dict[int, Known]:
    rows = MonthFacts.objects.filter(closing=closed.id, person__in=list(people))
    return {row.person_id: _read(closed, row.facts) for row in rows}


def _read(closed: Closed, facts: Mapping[str, Any]) -> Known:
    moment = datetime.fromisoformat
    return Known(
        closed.first, closed.last,
        tuple(Evidence(moment(at), *rest) for at, *rest in facts["evidence"]),
        tuple(Leave(*one) for one in facts["leaves"]),
        tuple(Outing(moment(a), moment(b), ok) for a, b, ok in facts["outings"]),
        tuple(SetAside(date.fromisoformat(day), code) for day, code in facts["set_aside"]),
    )  # fmt: skip


def _laid_over(live: Known, signed: Known) -> Known:
    """The signed month in place of the same days as they would be known now.

    Leaves reach over the end of a month: those that touch it are the signed ones.
    """
    first, last = signed.first, signed.last

    def within(day: date) -> bool:
        return first <= day <= last and live.first <= day <= live.last

    def touches(leave: Leave) -> bool:
        return leave.from_[:10] <= last.isoformat() and leave.to[:10] >= first.isoformat()

    others = [one for one in live.leaves if not touches(one)]
    leaves = [*others, *(one for one in signed.leaves if touches(one))]
    return replace(
        live,
        evidence=tuple(sorted(
            [e for e in live.evidence if not first <= e.at.date() <= last]
            + [e for e in signed.evidence if within(e.at.date())],
            key=lambda e: (e.at, e.kind, e.device),
        )),
        leaves=tuple(leaves),
        outings=tuple(
            [o for o in live.outings if not first <= o.from_.date() <= last]
            + [o for o in signed.outings if within(o.from_.date())]
        ),
        set_aside=tuple(
            [one for one in live.set_aside if not first <= one.date_ <= last]
            + [one for one in signed.set_aside if within(one.date_)]
        ),
    )  # fmt: skip
