"""Punches shown otherwise than by the terminal (打卡的证据): a sheet, a slip; which are good.

The book says by what else a punch may be shown, and what must hold for it: that the terminal
was out at that time, that somebody signed, that it was handed in in time, that it isn't one too
many in its period. What a book doesn't name shows nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.facts import Facts, OtherPunch
from yichuang.rules.attendance.labels import period_label
from yichuang.rules.attendance.plan import Hall
from yichuang.rules.limits import due
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.attendance import Evidence
from yichuang.rules.wording import minute
from yichuang.rules.words import WORDS


class Shown(NamedTuple):
    """What other punches are worth: by their place among the facts, what shows them; and why."""

    by: Mapping[int, Phrase]
    because: tuple[Reason, ...]
    void: bool
    """Whether any of them shows nothing."""


NOTHING_SHOWN = Shown({}, (), void=False)


def shown(facts: Facts, hall: Hall) -> Shown:
    """Which of the other punches are good, by the section in force on their days."""
    if not facts.other_punches:
        return NOTHING_SHOWN
    by: dict[int, Phrase] = {}
    because: list[Reason] = []
    used: Counter[tuple[str, str]] = Counter()
    for code, times in facts.brought_forward.items():
        used[code, ""] = int(times)
    in_order = sorted(enumerate(facts.other_punches), key=lambda one: (one[1].at, one[0]))
    for index, punch in in_order:
        attendance = hall.attendance(punch.at.date())
        way = attendance.evidence.get(punch.by)
        what = _what(punch.by, way)
        told: dict[str, object] = {"at": minute(punch.at), "zh": what.zh, "en": what.en}
        article = (way.article if way else "") or attendance.article
        if way is None:
            because.append(Reason(article, say.NO_SUCH_EVIDENCE, told, "void"))
            continue
        fault = _fault(punch, way, facts, hall, used)
        if fault is None:
            by[index] = what
            outage = _outage(punch, facts)
            fact = say.SHOWN
            if way.during_outage and outage is not None:
                fact, told = say.SHOWN_OUTAGE, told | _span(outage)
            because.append(Reason(article, fact, told, "counts"))
        else:
            because.append(Reason(article, fault[0], told | fault[1], "void"))
    return Shown(by, tuple(because), void=len(by) < len(facts.other_punches))


def _fault(
    punch: OtherPunch, way: Evidence, facts: Facts, hall: Hall, used: Counter[tuple[str, str]]
) -> tuple[Phrase, dict[str, object]] | None:
    """Why a punch isn't shown by it; None: it is, and takes one of those the period has."""
    if way.during_outage and _outage(punch, facts) is None:
        return say.NO_OUTAGE, {}
    if way.signed_by and punch.signed_by not in {one.role for one in way.signed_by}:
        who = [one.words for one in way.signed_by]
        told: dict[str, object] = {
            "who": "或".join(p.zh for p in who),
            "who_en": " or ".join(p.en for p in who),
        }
        return (say.UNSIGNED if punch.signed_by is None else say.WRONG_SIGNATURE), told
    if way.limit is not None:
        start = datetime.combine(punch.at.date(), time())
        ends = due(way.limit, start, hall.calendar)
        if punch.handed_in_at is None:
            return say.HAND_IN_NOT_STATED, {"due": minute(ends)}
        if punch.handed_in_at > ends:
            return say.HANDED_IN_LATE, {"due": minute(ends), "handed": minute(punch.handed_in_at)}
    if way.at_most is not None:
        label = period_label(punch.at.date(), way.per)
        current = label == period_label(facts.from_, way.per)
        before = used[punch.by, ""] if current else 0
        if before + used[punch.by, label] >= way.at_most:
            return say.ONE_TOO_MANY, {"most": way.at_most, "period": label}
        used[punch.by, label] += 1
    return None


def _outage(punch: OtherPunch, facts: Facts) -> tuple[datetime, datetime] | None:
    """The time in which the terminal was out and the punch was made."""
    for one in facts.outages:
        if one.from_ <= punch.at <= one.to:
            return one.from_, one.to
    return None


def _span(outage: tuple[datetime, datetime]) -> dict[str, object]:
    return {"out_from": minute(outage[0]), "out_to": minute(outage[1])}


def _what(code: str, way: Evidence | None) -> Phrase:
    if way is not None:
        return Phrase(way.title.zh, way.title.en)
    return WORDS.get(code, say.OTHER_WAY)
