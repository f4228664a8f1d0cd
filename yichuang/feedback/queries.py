"""Reading the ratings: shares and words, never who said what.

What was not rated is counted as not rated; it is in no share of satisfaction (GB/T 39735).
Small groups are shown to supervision alone, because two ratings of a morning point at two
visitors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from django.db.models import Count, F, Q, QuerySet

from yichuang.cases.face import SEE_SITE_CASES
from yichuang.feedback.codes import code_of, digest_of
from yichuang.feedback.levels import TAGS, Level
from yichuang.feedback.models import Invitation, Rating
from yichuang.organization.face import SUPERVISE
from yichuang.phrases import Phrase
from yichuang.reception.queries import is_at_work, is_next_called

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

By = Literal["site", "window", "department", "item"]
_NAMED: Mapping[By, tuple[str, ...]] = {
    "site": ("site__code", "site__name", "site__name_en"),
    "window": ("window__code", "window__name", "window__name_en"),
    "department": ("department__code", "department__name", "department__name_en"),
    "item": ("item", "about", "about_en"),
}
FEWEST_SHOWN = 5
"""Ratings below which the levels of a group are kept to supervision."""
_AT_THE_WINDOW = timedelta(minutes=10)
"""How long the device at the window goes on asking, unless the next visitor is called."""
_LOOKED_AT = 2000
_NUMBERS = re.compile(r"[0-9０-９Xx][0-9０-９Xx\- ]{5,}[0-9０-９Xx]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked to rate."""

    invitation_id: int
    subject: str
    about: Phrase
    served_at: datetime
    is_rated: bool


@dataclass(frozen=True, slots=True)
class Share:
    """The ratings of a group: a window, a department, an item, the site."""

    code: str
    name: Phrase
    invited: int
    rated: int
    levels: Mapping[Level, int] = field(default_factory=dict)
    """How many of each level; empty where the group is too small to be shown."""

    @property
    def not_rated(self) -> int:
        return self.invited - self.rated

    @property
    def active_rate(self) -> float | None:
        """主动评价率: of those asked, how many rated. No target is set on it."""
        return self.rated / self.invited if self.invited else None

    @property
    def bad(self) -> int | None:
        return sum(n for level, n in self.levels.items() if level.is_bad) if self.levels else None

    @property
    def good_rate(self) -> float | None:
        """好评率: of those who rated, how many were at least fairly satisfied."""
        bad = self.bad
        return 1 - bad / self.rated if bad is not None and self.rated else None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, without day, window or number."""

    level: Level
    tags: tuple[Phrase, ...]
    text: str


def asked_by_code(code: str) -> Asked | None:
    """What this code may rate; None for a code that is unknown or not valid yet."""
    rows = Invitation.objects.filter(digest=digest_of(code)).select_related("rating")
    return _asked(rows.first())


def code_for_visitor(subject: str) -> str | None:
    """The code by which whoever was served may rate (评价码); None: not yet, or rated already.

    Only for what the visitor alone sees: their slip, their receipt, their case. No page and
    no answer for staff asks this.
    """
    waits = Invitation.objects.filter(subject=subject, rating=None)
    return code_of(subject) if waits.exists() and is_over(subject) else None


def is_over(subject: str, *, hold: bool = False) -> bool:
    """Whether a service that was invited to rate is over still: a window fetches turns back.

    `hold`: and stays so until the commit.
    """
    kind, _, key = subject.partition(":")
    return kind != "ticket" or not is_at_work(int(key), hold=hold)


def rated_at(subject: str) -> datetime | None:
    """When a service was rated, without how; None: it wasn't."""
    rows = Rating.objects.filter(invitation__subject=subject)
    return rows.values_list("rated_at", flat=True).first()


def asked_at_window(*, at: datetime, by: Reader) -> Asked | None:
    """What the visitor at this device's window was served just now and hasn't rated."""
    if by.window_id is None:
        return None
    rows = Invitation.objects.filter(
        window_id=by.window_id, invited_at__gt=at - _AT_THE_WINDOW, invited_at__lte=at
    )
    newest = rows.select_related("rating").order_by("-invited_at", "-id").first()
    asked = _asked(newest)
    if asked is None or asked.is_rated or is_next_called(by.window_id, asked.served_at):
        return None
    return asked


def code_at_window(*, at: datetime, by: Reader) -> str | None:
    """The code for the display that faces the visitor at a window (窗口显示评价码).

    For the display set up for that very window alone: not for a hall's board, nor for the
    clerk's own machine, nor for anybody who is logged in.
    """
    if by.scope != "display" or by.window_id is None:
        return None
    asked = asked_at_window(at=at, by=by)
    return code_of(asked.subject) if asked else None


def _asked(row: Invitation | None) -> Asked | None:
    if row is None or not is_over(row.subject):
        return None
    about = Phrase(row.about, row.about_en)
    return Asked(row.pk, row.subject, about, row.invited_at, hasattr(row, "rating"))


def most_served(site_id: int, *, most: int) -> list[str]:
    """Codes of the items done most among the newest services of a site, most first.

    A fixed number of services is looked at, so the cost doesn't grow with the years.
    """
    newest = (
        Invitation.objects.filter(site_id=site_id).order_by("-invited_at").values("pk")[:_LOOKED_AT]
    )
    rows = Invitation.objects.filter(pk__in=newest).exclude(item="").values_list("item")
    return [code for code, _ in rows.annotate(n=Count("pk")).order_by("-n", "item")[:most]]


def shares(reader: Reader, *, since: datetime, until: datetime, by: By = "window") -> list[Share]:
    """The ratings of services finished in [since, until) at the reader's site, by group."""
    named = _NAMED[by]
    counts = {f"n{level.value}": Count("pk", filter=Q(rating__level=level)) for level in Level}
    rows = (
        _finished(reader, since, until)
        .exclude(**{named[0]: None})
        .values(code=F(named[0]), name=F(named[1]), name_en=F(named[2]))
        .annotate(invited=Count("pk"), rated=Count("rating"), **counts)
        .order_by("code")
    )
    sees_all = reader.may(SUPERVISE)
    return [_share(row, sees_all=sees_all) for row in rows]


def _finished(reader: Reader, since: datetime, until: datetime) -> QuerySet[Invitation]:
    if reader.site_id is None:
        return Invitation.objects.none()
    return Invitation.objects.filter(
        site_id=reader.site_id, invited_at__gte=since, invited_at__lt=until
    )


def _share(row: Mapping[str, object], *, sees_all: bool) -> Share:
    figures = {name: n for name, n in row.items() if isinstance(n, int)}
    rated = figures["rated"]
    shown = rated > 0 and (sees_all or rated >= FEWEST_SHOWN)
    levels = {level: figures[f"n{level.value}"] for level in Level} if shown else {}
    name = Phrase(str(row["name"]), str(row["name_en"] or row["name"]))
    return Share(str(row["code"]), name, figures["invited"], rated, levels)


def said(reader: Reader, *, since: datetime, until: datetime, most: int = 200) -> list[Said]:
    """What people wrote about services finished in [since, until), worst first.

    The order is of level and text, so that it tells nothing of when each was said; long
    numbers (telephones, identity cards) are hidden.
    """
    if not (reader.may(SUPERVISE) or reader.may(SEE_SITE_CASES)):
        reader.must(SUPERVISE)
    rows = (
        _finished(reader, since, until)
        .exclude(rating__text="")
        .filter(rating__isnull=False)
        .order_by("rating__level", "rating__text")
        .values_list("rating__level", "rating__tags", "rating__text")[:most]
    )
    return [
        Said(
            Level(level), tuple(TAGS[tag] for tag in tags if tag in TAGS), _NUMBERS.sub("***", text)
        )
        for level, tags, text in rows
    ]
