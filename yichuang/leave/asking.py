"""What is asked for (请假申请), and the ruling on it: one way for the preview and the action.

The rule is asked with what the hall knows by itself (who of the window is away, what was taken
before, which office the applicant holds) and what the applicant says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from yichuang.leave.models import Leave
from yichuang.leave.offices import colleagues, office_of
from yichuang.leave.refusals import BadTimes, UnknownPaper
from yichuang.leave.states import EXCUSED, STANDS
from yichuang.organization.queries import Reader
from yichuang.organization.times import ZONE, instant, local
from yichuang.regulations.queries import in_force
from yichuang.rules import leave as rule
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks
from yichuang.rules.leave.facts import Facts, Ruling
from yichuang.rules.sections.leave import LeaveRules
from yichuang.rules.workcalendar import calendar_of

if TYPE_CHECKING:
    from yichuang.organization.models import Person

_HALF = re.compile(r"(\d{4}-\d\d-\d\d)(am|pm)")
_NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. Times are on the hall's wall."""

    type: str
    from_: datetime
    to: datetime
    substitute: str = ""
    """The staff number of who stands in; empty: nobody named."""
    certificate: str = ""
    """Who signed the certificate, as the book names levels; empty: none."""
    papers: Mapping[str, bool] = field(default_factory=dict)
    emergency: bool = False
    """Asked for by telephone, papers to follow."""
    reason: str = ""


def wall(text: str, book: Book, *, end: bool) -> datetime:
    """A time as people and programs write it, on the hall's wall. Raises BadTimes.

    A half-day such as ``2026-03-02am`` begins and ends with its session; a day without a time is
    whole.
    """
    field = "to" if end else "from"
    said = text.strip()
    half = _HALF.fullmatch(said)
    try:
        if half:
            return _edge(date.fromisoformat(half[1]), half[2], book, end=end)
        if len(said) == len("2026-03-02"):
            return _edge(date.fromisoformat(said), "pm" if end else "am", book, end=end)
        found = datetime.fromisoformat(said)
    except ValueError:
        raise BadTimes(found=said[:40], field=field) from None
    if found.tzinfo is not None:
        found = found.astimezone(ZONE).replace(tzinfo=None)
    return found.replace(microsecond=0)


def asked_for(
    *, type_: str, from_: str, to: str, substitute: str = "", papers: Sequence[str] = (),
    reason: str = "", emergency: bool = False, at: datetime, by: Reader,
) -> Asked:  # fmt: skip
    """A leave as it is written down by people and programs. Raises BadTimes, UnknownPaper.

    `papers`: by their names in the book; the name of who may sign a certificate is one of those.
    """
    assert by.site_id is not None
    book = in_force(by.site_id, local(at).date()).book
    first, last = wall(from_, book, end=False), wall(to, book, end=True)
    certificate, named = named_papers(papers, book, first.date())
    return Asked(type_, first, last, substitute, certificate, named, emergency, reason)


def named_papers(papers: Sequence[str], book: Book, on: date) -> tuple[str, dict[str, bool]]:
    """Who signed the certificate, and the other papers, of what was named. Raises UnknownPaper."""
    levels = rules_of(book, on).certificate_levels
    certificate = next((one for one in papers if one in levels), "")
    named = {one: True for one in papers if one not in levels}
    known = papers_of(book, on)
    strange = next((one for one in named if one not in known), None)
    if strange is not None:
        said = "、".join((*known, *levels))
        raise UnknownPaper(found=strange[:40], known=said or "—", field="papers")
    return certificate, named


def papers_of(book: Book, on: date, kind: str = "") -> tuple[str, ...]:
    """The names of the papers that the book asks for, with leave of a kind or of any."""
    rows = rules_of(book, on).requires
    return tuple(
        row.missing_as(name) for name, row in rows.items()
        if row.what == "paper" and (not kind or not row.kinds or kind in row.kinds)
    )  # fmt: skip


def _edge(day: date, half: str, book: Book, *, end: bool) -> datetime:
    """Where a half-day begins or ends: with its sessions, or at noon and midnight."""
    hours = calendar_of(book).hours(day)
    own = [one for one in hours if (one.start < _NOON) == (half == "am")]
    if own:
        return datetime.combine(day, own[-1].end if end else own[0].start)
    if half == "am":
        return datetime.combine(day, _NOON if end else time())
    return (
        datetime.combine(day + timedelta(days=1), time()) if end else datetime.combine(day, _NOON)
    )


def ruled(asked: Asked, person: Person, book: Book, now: datetime, **more: object) -> Ruling:
    """The ruling on a leave as things stand `now` (on the wall).

    `more`: facts that come later, such as `consents` and `returned_at`. Raises FactsError.
    """
    rules = rules_of(book, asked.from_.date())
    team = colleagues(person)
    from_at, to_at = instant(asked.from_), instant(asked.to)
    gone = overlapping(from_at, to_at).filter(person__in=team, state__in=STANDS)
    away = gone.values("person").distinct().count()
    facts = Facts(
        type=asked.type, from_=asked.from_, to=asked.to, now=now, window_staff=len(team) + 1,
        colleagues_away=min(away, len(team)), substitute=asked.substitute or None,
        certificate=asked.certificate or None, applicant_role=office_of(person, _named(rules)),
        applied_at=now, emergency=asked.emergency,
        taken=_taken(person, asked, rules), papers=dict(asked.papers),
        channel="phone" if asked.emergency else None, reported_at=now if asked.emergency else None,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return rule.rule(facts, book)


def rules_of(book: Book, on: date) -> LeaveRules:
    """The section on leave in force on a day. Raises BookLacks where the book has none."""
    rules = book.on(on).leave
    if rules is None:
        raise BookLacks("leave", book.name)
    return rules


def _named(rules: LeaveRules) -> tuple[str, ...]:
    """Every office that the section names, as an approver or by who asks."""
    chains = (one.role for route in rules.routes.values() for step in route.steps
              for one in step.chain)  # fmt: skip
    asked_by = (role for route in rules.routes.values() for role in route.roles)
    return tuple(dict.fromkeys((*asked_by, *chains)))


def overlapping(from_at: datetime, to_at: datetime) -> QuerySet[Leave]:
    """Leaves of any state that share time with a stretch."""
    return Leave.objects.filter(from_at__lt=to_at, to_at__gt=from_at)


_PERIODS = {"month": 1, "quarter": 3, "year": 12}


def _taken(person: Person, asked: Asked, rules: LeaveRules) -> dict[str, float]:
    """What was taken before within the period of the book's limit on this kind, in its days."""
    for row in rules.limits.values():
        if row.per in _PERIODS and (not row.kinds or asked.type in row.kinds):
            return {asked.type: taken(person.pk, asked.type, row.per, asked.from_.date())}
    return {}


def taken(person_id: int, kind: str, per: str, on: date) -> float:
    """Days of leave of a kind that somebody was granted in the month, quarter or year of a day."""
    months = _PERIODS[per]
    first = on.replace(day=1, month=(on.month - 1) // months * months + 1)
    after = first.month + months
    end = first.replace(year=first.year + (after > 12), month=after - 12 if after > 12 else after)
    rows = Leave.objects.filter(
        person=person_id, kind=kind, state__in=EXCUSED,
        from_at__gte=instant(datetime.combine(first, time())),
        from_at__lt=instant(datetime.combine(end, time())),
    )  # fmt: skip
    return float(rows.aggregate(sum=Sum("days"))["sum"] or 0)


def as_kept(asked: Asked) -> dict[str, object]:
    """What was asked for, as a fact keeps it; the reason is kept apart, encrypted."""
    return {
        "type": asked.type, "from": asked.from_.isoformat(), "to": asked.to.isoformat(),
        "substitute": asked.substitute, "certificate": asked.certificate,
        "papers": dict(asked.papers), "emergency": asked.emergency,
    }  # fmt: skip


def as_asked(kept: Mapping[str, object]) -> Asked:
    """What a fact keeps of what was asked for."""
    papers = kept["papers"]
    assert isinstance(papers, Mapping)
    return Asked(
        type=str(kept["type"]), from_=datetime.fromisoformat(str(kept["from"])),
        to=datetime.fromisoformat(str(kept["to"])), substitute=str(kept["substitute"]),
        certificate=str(kept["certificate"]), papers=papers, emergency=bool(kept["emergency"]),
    )  # fmt: skip
