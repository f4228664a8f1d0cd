"""The complaint ruling itself; what it means is told by the package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from yichuang.phrases import Phrase
from yichuang.rules import extension
from yichuang.rules.book.rulebook import Book
from yichuang.rules.complaint import said
from yichuang.rules.complaint.facts import Facts, Ruling
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.lateness import AS_A_RULE, Lateness, lateness
from yichuang.rules.lights import deciding
from yichuang.rules.limits import Light, counted_days, due, light, longer
from yichuang.rules.limits import Limit as Plain
from yichuang.rules.parts.condition import Condition, Value, judge
from yichuang.rules.parts.limit import Limit
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.complaints import Complaints, ReplyForm, ReplyRow
from yichuang.rules.wording import minute
from yichuang.rules.worktime import WorkCalendar, calendar_of

MUST_BE_WRITTEN = "must_be_written"
REPLY_MUST_BE_WRITTEN = "reply_must_be_written"
CONTACT_LATE = "contact_late"
UNDATED_REPLY = "reply_without_time"
EXPLAIN = "explain_and_follow_up"


_NOT_BEFORE = Phrase("不早于收到投诉（{when}）", "no time before the receipt ({when})")
_ONE = Phrase("不小于 1 的部门数", "1 department or more")


@ruled("complaint")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rule on the handling of a complaint (投诉办理).

    By the book in force on the day of receipt. Articles: S2 投诉督察 五, S1-4 三.5. Raises
    FactsError where the facts contradict one another, BookLacks where the book has no
    `complaints`.
    """
    _check(facts)
    section = book.on(facts.received_at.date()).complaints
    if section is None:
        raise BookLacks("complaints", book.name)
    calendar = calendar_of(book)
    kind = _kind(facts)
    row = next((row for row in section.reply if _fits(row, facts, kind)), None)
    findings: list[str] = []
    because: list[Reason] = []
    reply_by = _reply_by(facts, section, row, calendar, findings, because)
    contact_by = _by(section.contact, facts.received_at, section, calendar)
    follow_up_by = _by(section.follow_up, facts.replied_at, section, calendar)
    form = section.reply_forms.get(facts.form, "oral")
    if facts.severe and section.severe:
        form = section.severe.reply
    lamp, left = _light(facts, section, calendar, reply_by)
    late = [*_passed(facts, section, row, contact_by, reply_by)]
    findings += [AS_A_RULE] if any(not one.breach for one in late) else []
    dues = (reply_by, contact_by, follow_up_by)
    last = max((one.date() for one in dues if one), default=facts.received_at.date())
    provisional = calendar.provisional_reason(facts.received_at.date(), last)
    ruling = Ruling(
        contact_by=contact_by,
        reply_by=reply_by,
        extended=bool(facts.extension) and extension.INVALID not in findings,
        follow_up_by=follow_up_by,
        reply_form=form,
        light=lamp,
        remaining_working_days=left,
        kind=kind,
        acts=tuple(one.act for one in late if one.act),
        readings=_readings(facts, section, row),
        provisional=provisional is not None,
        findings=(*_findings(facts, section, contact_by, reply_by, form), *findings),
        because=(),
    )
    if not reasons:
        return ruling
    because += _why(ruling, facts, section, row)
    because += [reason for one in late for reason in one.reasons]
    if provisional is not None:
        because.append(provisional)
    return replace(ruling, because=tuple(because))


def _by(
    limit: Limit | None, start: datetime | None, section: Complaints, calendar: WorkCalendar
) -> datetime | None:
    """When a limit ends, if the book sets one and it has begun."""
    if limit is None or start is None:
        return None
    return due(limit, start, calendar, None, section.counting)


def _reply_by(
    facts: Facts,
    section: Complaints,
    row: ReplyRow | None,
    calendar: WorkCalendar,
    findings: list[str],
    because: list[Reason],
) -> datetime | None:
    """By when to reply, with the extension if it holds; what is said of both goes on the lists."""
    if row is None:
        because.append(Reason(section.article, said.SILENT, {}, "no_limit"))
        return None
    start = _start(row.limit, facts)
    ends = due(row.limit, start, calendar, None, section.counting)
    because.append(_said(row.limit, facts, start, ends))
    asked, allowed = facts.extension, section.extension
    if asked is None:
        return ends
    if allowed is None or not extension.is_valid(asked, allowed, ends, row.limit.n):
        findings.append(extension.INVALID)
        if allowed is None:
            because.append(Reason(section.article, extension.NOT_ALLOWED, {}, extension.INVALID))
        else:
            because += extension.faults(asked, allowed, ends, row.limit.n)
        return ends
    if asked.notified_on is None:
        findings.append(extension.NOT_NOTIFIED)
    by = Plain(asked.days, allowed.unit)
    ends = longer(ends, by, calendar, None, section.counting, "facts.extension.days")
    because += extension.held(asked, allowed)
    because.append(Reason(allowed.article, said.EXTENDED_TO, {"due": minute(ends)}, minute(ends)))
    return ends


def _kind(facts: Facts) -> str | None:
    """The kind in force: what it was put into last by `now`, else what it was at first."""
    changes = [one for one in facts.reclassed if one.at <= facts.now]
    return max(changes, key=lambda one: one.at).to if changes else facts.kind


def _start(limit: Limit, facts: Facts) -> datetime:
    """From when the reply's limit is counted: receipt, unless the book says otherwise."""
    changes = [one.at for one in facts.reclassed if one.at <= facts.now]
    if limit.from_ == "reclassed" and changes:
        return max(changes)
    if limit.from_ == "contacted" and facts.contacted_at is not None:
        return facts.contacted_at
    return facts.received_at


def _said(limit: Limit, facts: Facts, start: datetime, ends: datetime) -> Reason:
    """By when to reply, and from what that is counted."""
    args: dict[str, object] = {"n": limit.n, "due": minute(ends)}
    args["received"] = minute(facts.received_at)
    fact = said.SAME_DAY if limit.n == 0 else said.REPLY[limit.unit]
    if start != facts.received_at:
        args["start"] = minute(start)
        fact = (said.SINCE_CHANGE if limit.from_ == "reclassed" else said.SINCE_CONTACT)[limit.unit]
    return Reason(limit.article, fact, args, minute(ends))


def _passed(
    facts: Facts,
    section: Complaints,
    row: ReplyRow | None,
    contact_by: datetime | None,
    reply_by: datetime | None,
) -> Iterator[Lateness]:
    """The limits that are passed: of the contact, of the reply."""
    heard = [at for at in (facts.contacted_at, facts.replied_at) if at]
    first = min(heard, default=None)
    passed = (
        lateness(section.contact, contact_by, first, facts.now),
        lateness(row.limit if row else None, reply_by, facts.replied_at, facts.now),
    )
    yield from (one for one in passed if one is not None)


def _readings(facts: Facts, section: Complaints, row: ReplyRow | None) -> tuple[Reading, ...]:
    """The readings of the book that were used, among them from when a new kind counts."""
    made = Readings()
    made.of(section)
    if facts.severe and section.severe:
        made.of(section.severe)
    if row is not None:
        limit = row.limit
        if any(one.at <= facts.now for one in facts.reclassed):
            value, starts = limit.from_ or "received", ("received", "reclassed")
            made.add(Reading("reply.from", value, starts, limit.article, limit.note or row.note))
        made.of(row)
        made.of(limit)
    return made.listed()


def _fits(row: ReplyRow, facts: Facts, kind: str | None) -> bool:
    return (
        (row.if_ is None or judge(row.if_, lambda one: _value(one, facts)).met is True)
        and (not row.kinds or kind in row.kinds)
        and (not row.forms or facts.form in row.forms)
    )


def _value(condition: Condition, facts: Facts) -> Value:
    """What is known of a complaint, by the measures that a row may name."""
    own: dict[str, Value] = {
        "departments": facts.departments,
        "complex": facts.complex,
        "severe": facts.severe,
    }
    return own.get(condition.measure, facts.circumstances.get(condition.measure))


def _light(
    facts: Facts, section: Complaints, calendar: WorkCalendar, reply_by: datetime | None
) -> tuple[Light | None, int | None]:
    if reply_by is None:
        return None, None
    today = max(facts.now.date(), facts.received_at.date())
    left = counted_days(today, reply_by.date(), calendar)
    return light(reply_by, facts.now, facts.replied_at, left, section.warn_working_days), left


def _findings(
    facts: Facts,
    section: Complaints,
    contact_by: datetime | None,
    reply_by: datetime | None,
    form: ReplyForm,
) -> Iterator[str]:
    spoken = facts.form in ("oral", "phone")
    if facts.severe and section.severe and section.severe.must_be_written and spoken:
        yield MUST_BE_WRITTEN
    if form == "written" and facts.reply_form == "oral":
        yield REPLY_MUST_BE_WRITTEN
    if contact_by and _first_contact(facts) > contact_by:
        yield CONTACT_LATE
    if reply_by and (facts.replied_at or facts.now) > reply_by:
        yield EXPLAIN
    if facts.reply_form is not None and facts.replied_at is None:
        yield UNDATED_REPLY


def _first_contact(facts: Facts) -> datetime:
    """When the complainant first heard from anybody; `now` if not yet."""
    return min((t for t in (facts.contacted_at, facts.replied_at) if t), default=facts.now)


def _why(
    ruling: Ruling, facts: Facts, section: Complaints, row: ReplyRow | None
) -> Iterator[Reason]:
    if section.contact and ruling.contact_by:
        until = minute(ruling.contact_by)
        args: dict[str, object] = {"n": section.contact.n, "due": until}
        args["received"] = minute(facts.received_at)
        yield Reason(section.contact.article, said.CONTACT[section.contact.unit], args, until)
    if section.follow_up and ruling.follow_up_by:
        until = minute(ruling.follow_up_by)
        args = {"n": section.follow_up.n, "due": until, "replied": minute(facts.replied_at)}
        yield Reason(section.follow_up.article, said.FOLLOW_UP[section.follow_up.unit], args, until)
    if facts.severe and section.severe:
        yield Reason(section.severe.article, said.SEVERE, {}, MUST_BE_WRITTEN)
    else:
        fact = said.FORM_WRITTEN if ruling.reply_form == "written" else said.FORM_ORAL
        yield Reason(section.article, fact, {}, ruling.reply_form)
    yield from _faults(ruling, facts, section, row)
    if ruling.light and ruling.reply_by and row:
        yield _lit(ruling, facts, section, row, ruling.reply_by)


def _faults(
    ruling: Ruling, facts: Facts, section: Complaints, row: ReplyRow | None
) -> Iterator[Reason]:
    if REPLY_MUST_BE_WRITTEN in ruling.findings:
        yield Reason(section.article, said.REPLIED_ORALLY, {}, REPLY_MUST_BE_WRITTEN)
    if UNDATED_REPLY in ruling.findings:
        yield Reason(section.article, said.UNDATED, {}, UNDATED_REPLY)
    if CONTACT_LATE in ruling.findings and section.contact:
        args = {"due": minute(ruling.contact_by)}
        yield Reason(section.contact.article, said.CONTACTED_LATE, args, CONTACT_LATE)
    if EXPLAIN in ruling.findings and row:
        yield Reason(row.limit.article, said.LATE, {"due": minute(ruling.reply_by)}, EXPLAIN)


def _lit(
    ruling: Ruling, facts: Facts, section: Complaints, row: ReplyRow, reply_by: datetime
) -> Reason:
    assert ruling.light is not None
    if facts.replied_at is not None:
        args: dict[str, object] = {"due": minute(reply_by), "replied": minute(facts.replied_at)}
        return Reason(section.article, said.REPLIED, args, ruling.light)
    left, warn = ruling.remaining_working_days or 0, section.warn_working_days
    lamp, unit = ruling.light, row.limit.unit
    fact, args = deciding(said.LIGHTS, lamp, unit, reply_by, facts.now, left, warn)
    return Reason(section.article, fact, args, ruling.light)


def _check(facts: Facts) -> None:
    if facts.departments < 1:
        raise FactsError("facts.departments", _ONE, facts.departments)
    if facts.extension is not None:
        extension.check(facts.extension, facts.received_at.date())
    for i, one in enumerate(facts.reclassed):
        if one.at < facts.received_at:
            when = {"when": facts.received_at}
            raise FactsError(f"facts.reclassed[{i}].at", _NOT_BEFORE, one.at, when)
    for name, at in (("contacted_at", facts.contacted_at), ("replied_at", facts.replied_at)):
        if at is not None and at < facts.received_at:
            raise FactsError(f"facts.{name}", _NOT_BEFORE, at, {"when": facts.received_at})
