"""The hall at a glance (大厅实况, R50): windows, waits, empty posts, screens, today and usual.

One look of a few queries, by those who supervise. What it shows is counted from the tables of
the reception as they stand; nothing here rules on anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Min

from yichuang.database import ask_all
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import Reader, screens_of
from yichuang.organization.times import local
from yichuang.reception import estimates, queries
from yichuang.reception.hours import opening_of, queue_rules
from yichuang.reception.models import Service, Ticket, WindowService
from yichuang.reception.states import IN_QUEUE, WindowState
from yichuang.rules.opening import Opening

STALE_AFTER = timedelta(minutes=3)
"""A screen looks every few seconds and is noted once a minute; no figure of a regulation."""
_WEEKS = 4

Cell = Literal["serving", "called", "idle", "paused", "empty", "closed"]


@dataclass(frozen=True, slots=True)
class Post:
    """A window as the plan shows it."""

    card: queries.WindowCard
    state: Cell
    minutes: int | None
    """How long it has been so; None where it isn't known."""


@dataclass(frozen=True, slots=True)
class Business:
    """How people wait for a business."""

    queue: queries.Queue
    longest: int | None
    """Minutes that the first one has waited; None: nobody waits."""
    wait: estimates.Wait | None
    """What somebody who came now would wait; None: no window is open."""
    light: Literal["green", "yellow", "red", "grey"]
    """Against the book's longest wait of an ordinary number."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A display or machine, and when it was last heard of."""

    id: int
    scope: str
    window: str
    heard_at: datetime | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of today until now, and what is usual on this weekday until this hour."""

    today: int
    usual: int | None


@dataclass(frozen=True, slots=True)
class HallNow:
    """What the live hall shows."""

    at: datetime
    hall: Opening
    posts: Sequence[Post]
    businesses: Sequence[Business]
    screens: Sequence[Screen]
    taken: Compared
    served: Compared
    waited: Compared
    """Minutes from the number to the first call, on average."""
    most_minutes: int
    """The book's longest wait (`queue.max_wait_minutes`)."""

    def count(self, state: Cell) -> int:
        return sum(post.state == state for post in self.posts)

    @property
    def waiting(self) -> int:
        return sum(one.queue.waiting for one in self.businesses)

    @property
    def empty(self) -> list[Post]:
        """Windows that should be open and are not (空岗)."""
        return [post for post in self.posts if post.state == "empty"]

    @property
    def stale(self) -> list[Screen]:
        return [screen for screen in self.screens if screen.stale]


def hall_now(reader: Reader, at: datetime) -> HallNow:
    """How the hall stands now. Raises NotAllowed."""
    reader.must(SUPERVISE)
    assert reader.site_id is not None
    site_id = reader.site_id
    hall, rules = opening_of(site_id, at), queue_rules(site_id, at)
    taken, served, waited = _compared(site_id, at)
    return HallNow(
        at, hall, _posts(site_id, hall, at), _businesses(site_id, rules.max_wait_minutes, at),
        _screens(site_id, at), taken, served, waited, rules.max_wait_minutes,
    )  # fmt: skip


def _posts(site_id: int, hall: Opening, at: datetime) -> list[Post]:
    giving = set(
        WindowService.objects.filter(window__site=site_id).values_list("window__code", flat=True)
    )
    posts = []
    for card in queries.window_cards(site_id):
        if card.state == WindowState.PAUSED:
            state: Cell = "paused"
        elif card.state == WindowState.OPEN:
            at_window = {"serving": "serving", "called": "called"}
            state = at_window.get(card.number_state, "idle")  # type: ignore[assignment]
        else:
            state = "empty" if hall.open and card.code in giving else "closed"
        since = card.called_at if state in ("serving", "called") else card.since
        posts.append(Post(card, state, _minutes(since, at) if since else None))
    return posts


def _businesses(site_id: int, most: int, at: datetime) -> list[Business]:
    day = local(at).date()
    first = dict(
        Ticket.objects.filter(
            service__site=site_id, day=day, state__in=IN_QUEUE, queued_at__isnull=False
        ).values_list("service__code").annotate(first=Min("queued_at"))
    )  # fmt: skip
    ids = dict(Service.objects.filter(site=site_id, active=True).values_list("code", "pk"))
    made = []
    for queue in queries.queues(site_id, at):
        if not (queue.waiting or queue.open_windows):
            continue
        wait = estimates.wait(ids[queue.service], queue.waiting, queue.open_windows, at)
        longest = _minutes(first[queue.service], at) if queue.service in first else None
        made.append(Business(queue, longest, wait, _light(longest, wait, queue.waiting, most)))
    return sorted(made, key=lambda one: (-(one.longest or -1), one.queue.service))


def _light(
    longest: int | None, wait: estimates.Wait | None, waiting: int, most: int
) -> Literal["green", "yellow", "red", "grey"]:
    """Red: somebody waits longer than the book's longest wait, or nobody will call them;
    yellow: whoever came now may.
    """
    if wait is None:
        return "red" if waiting else "grey"
    if longest is not None and longest >= most:
        return "red"
    return "yellow" if wait.high >= most else "green"


def _screens(site_id: int, at: datetime) -> list[Screen]:
    return [
        Screen(one.pk, one.scope, one.window.code if one.window else "", one.last_used_at,
               one.last_used_at is None or at - one.last_used_at > STALE_AFTER)
        for one in screens_of(site_id, at)
    ]  # fmt: skip


# The same weekday of the last weeks, until the same time of day.
_DAYS = """
SELECT d.n, count(t.id), count(t.id) FILTER (WHERE t.state = 'finished' AND t.ended_at <= d.until),
  avg(extract(epoch FROM first.at - t.taken_at) / 60)
FROM (SELECT n, (%(day)s::date - 7 * n) AS day, %(at)s::timestamptz - n * interval '7 days' AS until
      FROM generate_series(0, %(weeks)s::int) n) d
LEFT JOIN reception_ticket t ON t.site_id = %(site)s::bigint AND t.day = d.day
  AND t.taken_at <= d.until
LEFT JOIN reception_call first ON first.ticket_id = t.id AND first.nth = 1 AND first.at <= d.until
GROUP BY d.n ORDER BY d.n
"""


def _compared(site_id: int, at: datetime) -> tuple[Compared, Compared, Compared]:
    values = {"site": site_id, "day": local(at).date(), "at": at, "weeks": _WEEKS}
    today, *before = ask_all(_DAYS, values)
    known = [row for row in before if row[1]]  # days on which the hall gave numbers

    def usual(column: int) -> int | None:
        found = [float(row[column]) for row in known if row[column] is not None]
        return round(sum(found) / len(found)) if found else None

    return (
        Compared(int(today[1]), usual(1)), Compared(int(today[2]), usual(2)),
        Compared(round(float(today[3] or 0)), usual(3)),
    )  # fmt: skip


def _minutes(since: datetime, at: datetime) -> int:
    return max(0, int((at - since).total_seconds() // 60))
