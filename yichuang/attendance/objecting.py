"""Objecting to a half-day (对考勤认定的异议), through contests.

What a half-day counts as is known to the person the same day and published by the book's
rhythm; the time to object runs from then. An upheld objection is a fact like others: the half-day
is ruled with what was found set aside.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from yichuang.contests.outcomes import Outcome, contestable
from yichuang.contests.queries import contested_of_kind, upheld_of_kind
from yichuang.errors import HallError
from yichuang.organization.queries import Reader, person_by_id
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rules.attendance.facts import SetAside
from yichuang.rules.sections.attendance import Publication

HALF_DAY = "halfday"
_KEY = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<person>\d{1,9})-(?P<code>[a-z0-9_]+)")
_ABOUT = Phrase("{day} {half}的考勤认定", "the attendance of {day}, {half}")
_HALVES = {"am": Phrase("上午", "morning"), "pm": Phrase("下午", "afternoon"),
           "day": Phrase("全天", "whole day")}  # fmt: skip


def number_of(person_id: int, day: date, session: str) -> str:
    """How a contest about a half-day is called."""
    return f"{HALF_DAY}-{day}-{person_id}-{session}"


def half_said(session: str) -> Phrase:
    """A session in words; the book's own by its code."""
    return _HALVES.get(session, Phrase(session, session))


def _half_day(key: str) -> Outcome | None:
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    try:
        day, person = date.fromisoformat(found["day"]), person_by_id(int(found["person"]))
        adopted = in_force(person.site_id, day)
    except (ValueError, HallError):
        return None
    section = adopted.book.on(day).attendance
    if section is None:
        return None
    half = half_said(found["code"])
    told_at = instant(published_at(day, section.publication))
    about = Phrase(_ABOUT.say("zh", day=day, half=half.zh), _ABOUT.say("en", day=day, half=half.en))
    limit = section.publication.objection if section.publication else None
    return Outcome(
        about=about, site_id=person.site_id, department_id=person.department_id,
        person_id=person.pk, decided_by=None, told_at=told_at,
        adoption_id=adopted.adoption_id, limit=limit,
    )  # fmt: skip


def published_at(day: date, publication: Publication | None) -> datetime:
    """When a day's results are published (公示): as the day, its week or its month ends."""
    every = publication.every if publication else None
    if every == "week":
        after = day + timedelta(days=7 - day.weekday())
    elif every == "month":
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        after = day + timedelta(days=1)
    return datetime.combine(after, time())


def declare() -> None:
    """Say how a half-day is found by a contest, and whose it is."""
    contestable(HALF_DAY, _half_day, mine=_mine)


def _mine(reader: Reader) -> list[str]:
    """The half-days somebody contested; every other one stands in their month."""
    found = [(_KEY.fullmatch(key), key) for key in contested_of_kind(HALF_DAY)]
    return sorted(
        (key for match, key in found if match and int(match["person"]) == reader.person_id),
        reverse=True,
    )


def set_aside_of(
    people: Collection[int], first: date, last: date
) -> Mapping[int, tuple[SetAside, ...]]:
    """The half-days of these people whose findings were set aside, by person."""
    made: dict[int, list[SetAside]] = {}
    for key in upheld_of_kind(HALF_DAY):
        found = _KEY.fullmatch(key)
        if found is None or int(found["person"]) not in people:
            continue
        day = date.fromisoformat(found["day"])
        if first <= day <= last:
            made.setdefault(int(found["person"]), []).append(SetAside(day, found["code"]))
    return {person: tuple(sorted(rows, key=lambda one: (one.date_, one.session)))
            for person, rows in made.items()}  # fmt: skip
