"""Leave (请销假): how long it is, who approves it, what must be there, whether one is back late.

The section in force on the first day of the leave is used. Hours are working hours (sessions
of working days only). Days are half-days touched / 2 unless the book counts otherwise; an
oral leave takes no day unless its step says so. Where a stand-in is asked for "half a day",
at least one whole session is meant.

Routes. Of two that fit one leave the narrower goes first, unless the book says that another
`overrides` it ("whatever the kind"). An approver may depend on a circumstance; while that is
not stated, nobody is named.

Requirements. What must be there is never met by silence. What a defect does is said by the
book: the leave is refused, granted with a consequence, counted as another kind or as absence.
A paper that may come afterwards is owed until its limit ends, and no defect until then.

Where the text names nobody (`silent`, or no route fits) the ruling names nobody: the chain is
empty, `approver` is missing, and the finding is `uncovered`. Nobody approves their own leave:
the applicant's own step falls out of the chain.
"""

from __future__ import annotations

from collections.abc import Iterable

from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.leave import sentences as say
from yichuang.rules.leave.asking import KNOWN, Asked, Asking
from yichuang.rules.leave.facts import Facts, Ruling
from yichuang.rules.leave.length import Away, away
from yichuang.rules.leave.required import ABSENCE, requirements
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.leave import LeaveRules
from yichuang.rules.workcalendar import calendar_of

__all__ = ["Facts", "Ruling", "rule"]

LONGEST = 1_100
"""Days a leave, or being overdue, is measured over: three years and a little."""


@ruled("leave")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rule on a leave (请假认定); hours are working hours, days as the book counts them.

    Raises FactsError for a leave that ends before it starts, an unknown kind or certificate,
    a window smaller than those away; BookLacks where the book says nothing about leave.
    """
    rules = book.on(facts.from_.date()).leave
    if rules is None:
        raise BookLacks("leave", book.name)
    _check(facts, rules)
    calendar = calendar_of(book)
    length = away(facts.from_, facts.to, calendar)
    asking = Asking(facts, rules, length, calendar)
    asking.approvers()
    requirements(asking)
    asking.limits()
    asking.tell()
    asking.measure()
    asked = asking.asked
    until = facts.now if facts.returned_at is None else facts.returned_at
    late = away(facts.to, until, calendar) if until > facts.to else None
    overdue = late.half_days - late.unconfirmed_half_days if late else 0
    _find(facts, rules, length, late, asked)
    asked.readings.of(rules)
    if late is not None:
        asked.readings.of(rules.overdue, rules.article)
    provisional = length.provisional or (late.provisional if late else None)
    if reasons:
        _close(facts, rules, overdue, asked)
        if provisional is not None:
            asked.because.append(provisional)
    return _ruling(rules, length, asked, overdue, provisional=provisional is not None)


def _find(facts: Facts, rules: LeaveRules, length: Away, late: Away | None, asked: Asked) -> None:
    """What was given that has no other effect, or none yet."""
    if not length.seconds:
        asked.find("days_off_only")
        asked.why(rules.article, say.DAYS_OFF_ONLY, "days_off_only")
    if facts.returned_at is not None and facts.returned_at > facts.now:
        asked.find("returned_after_now")
        told = {"returned": _told(facts.returned_at), "now": _told(facts.now)}
        asked.why(rules.article, say.RETURNED_LATER, "returned_after_now", **told)
    if late is not None and late.unconfirmed_half_days:
        asked.find("overdue_to_confirm")
        article = rules.overdue.article or rules.article
        args: dict[str, object] = {"due": _told(facts.to), "n": late.unconfirmed_half_days}
        asked.why(article, say.OVERDUE_TO_CONFIRM, "overdue_to_confirm", **args)


def _ruling(
    rules: LeaveRules, length: Away, asked: Asked, overdue: int, *, provisional: bool
) -> Ruling:
    missing = tuple(name for _, name in sorted(asked.missing, key=lambda one: one[0]))
    absent = overdue + (length.half_days if asked.counts_as == ABSENCE else 0)
    return Ruling(
        days=_number(length.in_unit("day", rules) if asked.takes_days else 0),
        hours=_number(length.in_unit("hour", rules)),
        working_days=length.working_days,
        calendar_days=length.calendar_days,
        form=asked.form,
        chain=asked.chain,
        missing=missing,
        allowed=not missing,
        counts_as=asked.counts_as,
        owed=tuple(asked.owed),
        defects=tuple(asked.defects),
        not_stated=tuple(asked.not_stated),
        consequences=tuple(asked.consequences),
        acts=tuple(asked.acts),
        overdue_half_days=overdue,
        absence_counts=_number(absent * rules.overdue.absence_counts),
        filed_with=rules.filed_with,
        report_back_to=rules.report_back_to,
        told=tuple(asked.told),
        findings=tuple(asked.findings),
        readings=asked.readings.listed(),
        provisional=provisional,
        because=tuple(asked.because),
    )


def _check(facts: Facts, rules: LeaveRules) -> None:
    if facts.to <= facts.from_:
        raise FactsError("facts.to", say.AFTER, facts.to, {"start": facts.from_})
    if (facts.to - facts.from_).days >= LONGEST:
        args = {"start": facts.from_, "days": LONGEST}
        raise FactsError("facts.to", say.NOT_LONGER, facts.to, args)
    at, until = ("now", facts.now)
    if facts.returned_at is not None:
        at, until = ("returned_at", facts.returned_at)
    if (until - facts.to).days >= LONGEST:
        raise FactsError(f"facts.{at}", say.NOT_LONGER, until, {"start": facts.to, "days": LONGEST})
    kinds = rules.known_kinds()
    if facts.type not in kinds:
        raise FactsError("facts.type", say.KIND, facts.type, {"known": ", ".join(kinds)})
    levels = rules.certificate_levels
    if facts.certificate is not None and facts.certificate not in levels:
        args = {"known": ", ".join(levels)}
        raise FactsError("facts.certificate", say.LEVEL, facts.certificate, args)
    if facts.window_staff < 1:
        raise FactsError("facts.window_staff", say.STAFF, facts.window_staff)
    most = facts.window_staff - 1
    if not 0 <= facts.colleagues_away <= most:
        args = {"most": most}
        raise FactsError("facts.colleagues_away", say.AWAY_COUNT, facts.colleagues_away, args)
    for kind, taken in facts.taken.items():
        if kind not in kinds:
            raise FactsError(f"facts.taken.{kind}", say.KIND, kind, {"known": ", ".join(kinds)})
        if taken < 0:
            raise FactsError(f"facts.taken.{kind}", say.NOT_NEGATIVE, taken)
    if facts.service_years is not None and facts.service_years < 0:
        raise FactsError("facts.service_years", say.NOT_NEGATIVE, facts.service_years)
    _check_names(facts, rules)


def _check_names(facts: Facts, rules: LeaveRules) -> None:
    """Raise FactsError where the facts name a paper, a consent or a circumstance of no book."""
    rows = rules.requires
    papers = {row.missing_as(name) for name, row in rows.items() if row.what == "paper"}
    consents = {row.missing_as(name) for name, row in rows.items() if row.what == "consent"}
    consents |= {one.role for row in rows.values() if row.what == "consent" for one in row.of}
    measures = (measure for one in rules.circumstances() for _, measure in one.measures())
    circumstances = set(measures) - set(KNOWN)
    told: tuple[tuple[str, Iterable[str], set[str]], ...] = (
        ("papers", facts.papers, papers),
        ("handed_in", facts.handed_in, papers),
        ("consents", facts.consents, consents),
        ("circumstances", facts.circumstances, circumstances),
    )
    for field, names, known in told:
        for name in names:
            if name not in known:
                args = {"known": ", ".join(sorted(known)) or "—"}
                raise FactsError(f"facts.{field}.{name}", say.NAMED, name, args)


def _close(facts: Facts, rules: LeaveRules, overdue: int, asked: Asked) -> None:
    """The reasons about filing and about coming back."""
    if rules.filed_with:
        asked.because.append(Reason(rules.article, say.FILED, {}, ", ".join(rules.filed_with)))
    until = facts.returned_at or facts.now
    if until <= facts.to:
        return
    article = rules.overdue.article or rules.article
    due = _told(facts.to)
    if overdue:
        args: dict[str, object] = {"due": due, "until": _told(until)}
        asked.because.append(Reason(article, say.OVERDUE, args, f"overdue_half_days {overdue}"))
    else:
        asked.because.append(Reason(article, say.IN_TIME, {"due": due}, "back"))


def _told(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _number(x: float) -> float:
    rounded = round(x, 6)
    return int(rounded) if rounded == int(rounded) else rounded
