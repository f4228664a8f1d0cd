"""Each paper in English (英文说明), set small in its foot; the Chinese text is what counts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.organization.times import local

if TYPE_CHECKING:
    from yichuang.cases.papers.source import Source
    from yichuang.rules.parts.limit import Limit

_COUNTS = "This is a summary; the Chinese text prevails."
_UNITS = {
    "minute": "minute", "hour": "hour", "working_hour": "working hour", "half_day": "half-day",
    "working_day": "working day", "calendar_day": "calendar day", "month": "month",
}  # fmt: skip


def acceptance(s: Source) -> str:
    how = "is deemed accepted, as nobody told you in time what was missing"
    said = how if s.data.get("deemed") is True else "is complete and was accepted"
    return _all(
        f"Acceptance notice. Your application of {_applied(s)} for {_item(s)} {said}.",
        _dues(s), "Follow it with the case number and the code above." if s.whole else "",
        "The digest proves what was recorded, and when." if s.record_code else "",
    )  # fmt: skip


def correction(s: Source, things: int) -> str:
    what = "one paper" if things == 1 else f"{things} papers"
    return _all(
        f"Correction notice. Your application of {_applied(s)} for {_item(s)} lacks "
        f"{what} or has them not in order; all of them are listed above.",
        "Once all are handed in, the application is accepted; nothing else will be asked for.",
    )


def refusal(s: Source) -> str:
    return _all(
        f"Refusal to accept. Your application of {_applied(s)} for {_item(s)} was not "
        "accepted, for the reasons above.", _remedies(s),
    )  # fmt: skip


def extension(s: Source) -> str:
    return _all(
        f"Extension notice. Your application of {_applied(s)} for {_item(s)} can't be "
        "decided in time; the limit was extended once, with approval.", _dues(s),
    )  # fmt: skip


def segment(s: Source, name: str, *, stops: bool) -> str:
    counts = "This time isn't counted" if stops else "This time is counted"
    return _all(
        f"Special procedure notice. Your application of {_applied(s)} for {_item(s)} "
        f"needs {name}, which should take {_many(int(str(s.data['days'])), 'calendar_day')}.",
        f"{counts} in the time limit; afterwards we continue.",
    )


def approval(s: Source) -> str:
    how = "is deemed approved" if s.data.get("tacit") is True else "was approved"
    what = f"You receive: {s.item.result.en}." if s.item.result else ""
    return _all(f"Decision. Your application of {_applied(s)} for {_item(s)} {how}.", what)


def denial(s: Source) -> str:
    return _all(
        f"Decision. Your application of {_applied(s)} for {_item(s)} was denied, for the "
        "reasons above.", _remedies(s),
    )  # fmt: skip


def delivery(s: Source) -> str:
    how = "sent by post" if s.data["way"] == "mail" else "handed over in person"
    return _all(f"Delivery slip. The decision on {_item(s)} was {how}.")


def _all(*sentences: str) -> str:
    return " ".join(part for part in (*sentences, _COUNTS) if part)


def _item(s: Source) -> str:
    # Straight quotes: the fonts of the papers set curly ones as wide as Chinese.
    return f'"{s.item.name.en}"'


def _applied(s: Source) -> str:
    return f"{local(s.course.submissions[0].at):%-d %B %Y}"


def _dues(s: Source) -> str:
    promised, statutory = s.clock.promised_due, s.clock.statutory_due
    parts = (
        f"promised by {_moment(promised)}" if promised else "",
        f"by law due by {_moment(statutory)}" if statutory else "",
    )
    said = ", ".join(part for part in parts if part)
    return f"A decision is {said}." if said else ""


def _moment(wall: datetime) -> str:
    return f"{wall:%H:%M on %-d %B %Y}"


def _remedies(s: Source) -> str:
    section, named = s.casework, s.remedies
    if section is None:
        return ""
    authority = named.reconsideration.en or "the competent authority for reconsideration"
    court = named.court.en or "the competent people's court"
    return (
        f"You may ask {authority} for reconsideration within {_limit(section.reconsideration)} or "
        f"sue at {court} within {_limit(section.suit)} of learning of it."
    )


def _limit(limit: Limit) -> str:
    return _many(limit.n, limit.unit)


def _many(n: int, unit: str) -> str:
    return f"{n} {_UNITS[unit]}{'' if n == 1 else 's'}"
