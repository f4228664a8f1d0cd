"""Where people are (去向): who is out now, what a window says, and how often somebody was out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from yichuang.leave.models import Leave, Outing, Post
from yichuang.leave.states import State
from yichuang.obligations.queries import standing_in
from yichuang.organization.queries import Reader, name_of
from yichuang.organization.times import instant, local

GONE = Q(back_at=None) & (Q(kind="outing") | Q(consented_at__isnull=False))
"""Out now: an outing, or a recall that was consented to."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a window says of somebody who isn't there (去向留言)."""

    staff_no: str
    name: str
    place: str
    """Empty for a leave: where people spend it is nobody's business."""
    back_by: datetime
    stand_in: str
    window: str
    """The code of the window whose post is theirs; empty: none."""


def away_now(site_id: int) -> tuple[Whereabouts, ...]:
    """Everybody who is out or on leave now, with who acts for them."""
    acting = {
        one.person_id: name_of(one.stand_in_id) for one in standing_in(site_id) if one.began_at
    }
    windows = {
        post.holder_id: post.window.code if post.window else ""
        for post in Post.objects.filter(site=site_id, until=None).select_related("window")
    }
    out = Outing.objects.filter(GONE, site=site_id).select_related("person")
    gone = Leave.objects.filter(site=site_id, state=State.AWAY).select_related("person")
    found = [
        *((one.person, one.place, one.back_by) for one in out),
        *((one.person, "", one.to_at) for one in gone),
    ]
    return tuple(
        Whereabouts(person.staff_no, person.name, place, back, acting.get(person.pk, ""),
                    windows.get(person.pk, ""))
        for person, place, back in found
    )  # fmt: skip


def gone_from(
    away: Iterable[Whereabouts], window: str, staff_no: str, state: str
) -> Whereabouts | None:
    """Who isn't at a window: whoever sat down there, or its A where nobody works at it."""
    if state == "open":
        return next((one for one in away if staff_no and one.staff_no == staff_no), None)
    known = [one for one in away if one.staff_no == staff_no or (window and one.window == window)]
    return next((one for one in known if one.staff_no == staff_no), known[0] if known else None)


@dataclass(frozen=True, slots=True)
class Out:
    """One outing as a list shows it."""

    pk: int
    name: str
    kind: str
    place: str
    notice: str
    out_at: datetime
    back_by: datetime
    back_at: datetime | None
    waits: bool
    """A recall nobody has consented to yet."""


def own_outings(reader: Reader, on: date) -> tuple[Out, ...]:
    """The reader's outings of the month of a day, the newest first."""
    first = instant(datetime.combine(on.replace(day=1), time()))
    return _outs(Outing.objects.filter(person=reader.person_id, out_at__gte=first))


def recalls_waiting(reader: Reader) -> tuple[Out, ...]:
    """Recalls at the site that wait for consent."""
    return _outs(Outing.objects.filter(
        site=reader.site_id, kind="recall", back_at=None, consented_at=None
    ))  # fmt: skip


def outings(person_id: int, first: date, last: date) -> tuple[Out, ...]:
    """Somebody's outings within these days, for attendance; recalls only once consented to."""
    start = instant(datetime.combine(first, time()))
    end = instant(datetime.combine(last + timedelta(days=1), time()))
    rows = Outing.objects.filter(person=person_id, out_at__gte=start, out_at__lt=end)
    return _outs(rows.filter(Q(kind="outing") | Q(consented_at__isnull=False)))


def _outs(rows: QuerySet[Outing]) -> tuple[Out, ...]:
    return tuple(
        Out(one.pk, one.person.name, one.kind, one.place, one.notice, local(one.out_at),
            local(one.back_by), local(one.back_at) if one.back_at else None,
            one.kind == "recall" and one.consented_at is None)
        for one in rows.select_related("person").order_by("-out_at")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with its A and B, and who has it now."""

    window: str
    holder: str
    holder_no: str
    backup: str
    backup_no: str
    now: str


def posts(site_id: int | None) -> tuple[PostRow, ...]:
    """The posts of a site (AB岗一览), by window."""
    acting = {one.person_id: one.stand_in_id for one in standing_in(site_id) if one.began_at}
    rows = Post.objects.filter(site=site_id, until=None)
    made = []
    for row in rows.select_related("window", "holder", "backup").order_by("window__code", "pk"):
        now = acting.get(row.holder_id)
        made.append(PostRow(
            row.window.code if row.window else "", row.holder.name, row.holder.staff_no,
            row.backup.name, row.backup.staff_no, name_of(now) if now else row.holder.name,
        ))  # fmt: skip
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A standing-in as a list shows it."""

    id: int
    who: str
    stand_in: str
    from_at: datetime
    until_at: datetime | None
    began: bool
    may_call_off: bool


def arranged(reader: Reader, *, all_of_site: bool) -> tuple[Arranged, ...]:
    """Who stands in for whom: all of the site, or the reader's own."""
    found = standing_in(reader.site_id)
    if not all_of_site:
        found = tuple(one for one in found if reader.person_id in (one.person_id, one.stand_in_id))
    return tuple(
        Arranged(one.id, name_of(one.person_id), name_of(one.stand_in_id), local(one.from_at),
                 local(one.until_at) if one.until_at else None, one.began_at is not None,
                 one.until_at is not None)
        for one in found
    )  # fmt: skip
