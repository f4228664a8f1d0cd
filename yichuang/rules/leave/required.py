"""What must be there before one may go (须备), and what follows where it lacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.leave import sentences as say
from yichuang.rules.leave.asking import Asking, number, told_at
from yichuang.rules.leave.facts import Defect, Owed
from yichuang.rules.limits import due
from yichuang.rules.parts.approver import role_words
from yichuang.rules.parts.consequence import follows
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.limit import Limit, Start
from yichuang.rules.sections.leave import Required

ABSENCE = "absence"
_PLACES = {
    "stand_in": 1, "paper": 2, "consent": 3, "asker": 4, "channel": 5, "colleagues": 6, "ahead": 8,
}  # fmt: skip
"""The order in which what is missing is told; the approver comes first."""


class _Met(NamedTuple):
    """Whether a requirement is met; None: nobody has said so. Why, and by when it still may be."""

    met: bool | None
    fact: Phrase
    args: dict[str, object]
    until: datetime | None = None


def _yes(fact: Phrase, args: dict[str, object]) -> _Met:
    return _Met(met=True, fact=fact, args=args)


def _no(fact: Phrase, args: dict[str, object], until: datetime | None = None) -> _Met:
    return _Met(met=False, fact=fact, args=args, until=until)


def _unsaid(fact: Phrase, args: dict[str, object]) -> _Met:
    return _Met(met=None, fact=fact, args=args)


def requirements(asking: Asking) -> None:
    """Look at everything that must be there for this leave."""
    said_so = False
    for row_name, row in asking.applying(asking.rules.requires):
        name = row.missing_as(row_name)
        article = row.article or asking.rules.article
        asking.asked.readings.of(row, article)
        found = _CHECKS[row.what](asking, row, name)
        if found.met:
            # One stand-in stands in for every row that asks for one.
            if row.what != "colleagues" and not (row.what == "stand_in" and said_so):
                asking.asked.why(article, found.fact, name, **found.args)
            said_so = said_so or row.what == "stand_in"
        elif found.until is not None and asking.facts.now <= found.until:
            asking.asked.owed.append(Owed(name, found.until))
            args = {**found.args, "due": told_at(found.until)}
            asking.asked.why(article, say.OWED, "owed", **args)
        else:
            _lacks(asking, row_name, row, found)


def _lacks(asking: Asking, row_name: str, row: Required, found: _Met) -> None:
    """Something lacks: what the book lets follow."""
    asked, lacking = asking.asked, row.lacking
    name = row.missing_as(row_name)
    article = row.article or asking.rules.article
    follows_by = lacking.article or article
    asked.defects.append(Defect(name, lacking.then, stated=found.met is not None))
    if found.met is None:
        asked.find("not_stated")
        asked.not_stated += [name] if name not in asked.not_stated else []
    asked.why(article, found.fact, name, **found.args)
    asked.readings.setting(f"requires.{row_name}.lacking", lacking, "then", follows_by)
    asked.readings.of(lacking, follows_by)
    if lacking.then == "refused":
        asked.lack(name, _PLACES[row.what])
    elif lacking.then == "absence":
        asked.lack(name, _PLACES[row.what])
        asked.counts_as = ABSENCE
        asked.why(follows_by, say.AS_ABSENCE, ABSENCE)
    elif lacking.counts_as is not None:
        asked.counts_as = lacking.counts_as
        kind = asking.kind_words(lacking.counts_as)
        asked.why(follows_by, say.COUNTS_AS, lacking.counts_as, zh=kind.zh, en=kind.en)
    else:
        asked.find("allowed_with_defect")
        asked.why(follows_by, say.ALLOWED_ALL_THE_SAME, "allowed")
    if lacking.act is not None:
        asked.acts.append(Deed(lacking.act, asking.facts.from_.date()))
        asked.why(follows_by, say.ACT, lacking.act)
    for one in lacking.consequences:
        made = follows(one, name, follows_by)
        asked.consequences.append(made)
        words = say.consequence_words(one)
        asked.why(made.article, say.FOLLOWS, made.action, zh=words.zh, en=words.en)


def _stand_in(asking: Asking, row: Required, name: str) -> _Met:
    if asking.facts.substitute:
        return _yes(say.SUBSTITUTE, {"who": asking.facts.substitute})
    return _no(
        say.SUBSTITUTE_LACKS,
        {
            "sessions": asking.length.whole_sessions,
            "days": number(asking.amount("day")),
            "staff": asking.facts.window_staff,
        },
    )


def _paper(asking: Asking, row: Required, name: str) -> _Met:
    facts = asking.facts
    until = None
    if row.limit is not None:
        until = _due(asking, row.limit, "leave_ends")
    if row.level is not None:
        return _certificate(asking, row, until)
    what = row.name or say.A_PAPER
    args: dict[str, object] = {"zh": what.zh, "en": what.en}
    handed = facts.handed_in.get(name)
    there = facts.papers.get(name)
    if handed is not None:
        args["handed"] = told_at(handed)
        if until is not None and handed > until:
            args["due"] = told_at(until)
            return _no(say.HANDED_IN_LATE, args)
        return _yes(say.HANDED_IN, args)
    if there:
        return _yes(say.PAPER, args)
    fact = say.NOT_SAID if there is None else say.PAPER_LACKS
    return _Met(there, fact, args, until)


def _certificate(asking: Asking, row: Required, until: datetime | None) -> _Met:
    assert row.level is not None
    levels, found = asking.rules.certificate_levels, asking.facts.certificate
    level = say.level_words(row.level)
    args: dict[str, object] = {"level": level.zh, "level_en": level.en}
    if found is None:
        return _no(say.NO_CERTIFICATE, args, until)
    shown = role_words(found)
    args |= {"found": shown.zh, "found_en": shown.en}
    if levels.index(found) >= levels.index(row.level):
        return _yes(say.CERTIFICATE, args)
    return _no(say.LOW_CERTIFICATE, args, until)


def _consent(asking: Asking, row: Required, name: str) -> _Met:
    told = asking.facts.consents
    states = [told.get(name)] if name in told else [told.get(one.role) for one in row.of]
    met = False if False in states else None if None in states else True
    who = [one.words for one in row.of]
    args: dict[str, object] = {
        "who": "、".join(p.zh for p in who),
        "who_en": " and ".join(p.en for p in who),
    }
    fact = {True: say.CONSENT, False: say.NO_CONSENT, None: say.CONSENT_NOT_SAID}[met]
    return _Met(met, fact, args)


def _asker(asking: Asking, row: Required, name: str) -> _Met:
    by = asking.facts.asked_by
    who = [one.words for one in row.of]
    args: dict[str, object] = {
        "who": "或".join(p.zh for p in who),
        "who_en": " or ".join(p.en for p in who),
    }
    if by is None:
        return _unsaid(say.ASKER_NOT_SAID, args)
    found = next((one.words for one in row.of if one.role == by), role_words(by))
    args |= {"by": found.zh, "by_en": found.en}
    met = by in {one.role for one in row.of}
    return _Met(met, say.ASKED_BY if met else say.WRONG_ASKER, args)


def _channel(asking: Asking, row: Required, name: str) -> _Met:
    facts = asking.facts
    ways = [role_words(way) for way in row.by]
    args: dict[str, object] = {
        "ways": "或".join(p.zh for p in ways),
        "ways_en": " or ".join(p.en for p in ways),
    }
    if facts.channel is None or (row.limit is not None and facts.reported_at is None):
        return _unsaid(say.REPORT_NOT_SAID, args)
    if facts.channel not in row.by:
        used = role_words(facts.channel)
        return _no(say.WRONG_CHANNEL, args | {"used": used.zh, "used_en": used.en})
    if row.limit is None or facts.reported_at is None:
        return _yes(say.REPORTED, args)
    ends = _due(asking, row.limit, "work_starts")
    args |= {"due": told_at(ends), "at": told_at(facts.reported_at)}
    in_time = facts.reported_at <= ends
    return _Met(in_time, say.REPORTED_IN_TIME if in_time else say.REPORTED_LATE, args)


def _colleagues(asking: Asking, row: Required, name: str) -> _Met:
    staff, gone, left = asking.facts.window_staff, asking.facts.colleagues_away, asking.left
    met = (
        (row.away is None or row.away.holds(gone))
        and (row.remain is None or row.remain.holds(left))
        and (row.remain_share is None or row.remain_share.holds(Fraction(left, staff)))
    )
    return _Met(met, say.AWAY, {"staff": staff, "away": gone, "left": left})


def _ahead(asking: Asking, row: Required, name: str) -> _Met:
    facts, limit = asking.facts, row.limit
    assert limit is not None
    args: dict[str, object] = {"n": limit.n}
    applied = facts.applied_at
    if applied is None and facts.now < facts.from_:
        applied = facts.now  # who asks by now has asked by now
    if applied is None:
        return _unsaid(say.ASKING_NOT_SAID[limit.unit], args)
    args["applied"] = told_at(applied)
    met = _lead(asking, applied, limit) >= limit.n
    return _Met(met, (say.IN_GOOD_TIME if met else say.TOO_LATE)[limit.unit], args)


def _lead(asking: Asking, applied: datetime, limit: Limit) -> float:
    start = asking.facts.from_
    if limit.unit in ("hour", "minute"):
        seconds = (start - applied).total_seconds()
        return seconds / (3600 if limit.unit == "hour" else 60)
    if limit.unit == "working_day":
        return asking.calendar.working_days_between(applied.date(), start.date())
    return (start.date() - applied.date()).days


def _due(asking: Asking, limit: Limit, usual: Start) -> datetime:
    """When a limit ends that begins with the leave, its end, or the work of its first day."""
    start = limit.from_ or usual
    moments = {"leave_starts": asking.facts.from_, "leave_ends": asking.facts.to}
    return due(limit, moments.get(start) or _work_starts(asking), asking.calendar)


def _work_starts(asking: Asking) -> datetime:
    """The start of the session in which the leave begins, or of the next one that day."""
    start = asking.facts.from_
    for session in asking.calendar.sessions(start.date()):
        if start.time() < session.end:
            return datetime.combine(start.date(), session.start)
    return start


_CHECKS: dict[str, Callable[[Asking, Required, str], _Met]] = {
    "stand_in": _stand_in,
    "paper": _paper,
    "consent": _consent,
    "asker": _asker,
    "channel": _channel,
    "colleagues": _colleagues,
    "ahead": _ahead,
}
