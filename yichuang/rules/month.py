"""A person's month in one call (一人一月): what each ruling finds flows into the next.

Attendance finds acts; they join the acts that were reported; allowance, assessment and
accountability count what the book says they count. Each part is what the single rule gives
for the same facts. A section that the book doesn't have gives null, and so does what the facts
leave out (`punches: null`, no `monthly_allowance`).

Facts of several months are ruled month by month (`months`), allowance and assessment there
alone. Where a quarter, a half-year or a year ends with the facts, so are the sheets of that
period (`sheets`): the months' totals are their scores, what the months found their results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from yichuang.phrases import Phrase, phrase
from yichuang.rules import accountability, allowance, assessment, attendance
from yichuang.rules.acts import known_on
from yichuang.rules.assessment import Ruling as Assessed
from yichuang.rules.attendance.facts import (
    Duty,
    ExcusedPunch,
    Leave,
    OtherPunch,
    Outage,
    Outing,
    SetAside,
)
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.longer import by_month, longer_sheets
from yichuang.rules.parts.consequence import unnamed
from yichuang.rules.parts.deed import Deed, once_each, perhaps_the_same
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections import Sections
from yichuang.rules.workcalendar import calendar_of

_BEFORE = Phrase("{first}之前的日期", "a day before {first}")
_WITHIN = Phrase("{first}至{last}之间的日期", "a day from {first} through {last}")
_ORDER = Phrase("不早于from的日期", "a day not before from")

CHARGED = phrase(
    "month.acts",
    "{first}至{last}，计入的行为{n}项（考勤认定{found}项）",
    "{first} through {last}: {n} acts charged, {found} of them found by attendance",
)
PERHAPS = phrase(
    "month.perhaps_the_same",
    "{on}的“{what}”由{one}和{other}分别反映，是否同一件事，请人工认定",
    "{what_en} on {on}, reported by {one_en} and by {other_en}: somebody has to say whether it"
    " is one event",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person's month (一人一月的事实).

    `acts` are those reported within the month, `earlier` those before it; attendance adds what
    it finds. The rest is as for the single rules.
    """

    from_: date
    to: date
    person: str = ""
    role: str = ""
    punches: tuple[datetime, ...] | None = ()
    leaves: tuple[Leave, ...] = ()
    outings: tuple[Outing, ...] = ()
    proxy_punches: tuple[datetime, ...] = ()
    punches_for_others: tuple[datetime, ...] = ()
    duties: tuple[Duty, ...] = ()
    excused: tuple[ExcusedPunch, ...] = ()
    brought_forward: Mapping[str, float] = field(default_factory=dict)
    other_punches: tuple[OtherPunch, ...] = ()
    outages: tuple[Outage, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    acts: tuple[Deed, ...] = ()
    earlier: tuple[Deed, ...] = ()
    monthly_allowance: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    votes: Mapping[str, int] | None = None
    ballots: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    measures: Mapping[str, float | bool] = field(default_factory=dict)
    bonus: float = 0
    year: Mapping[str, float | bool] = field(default_factory=dict)
    history: tuple[float, ...] = ()
    past: tuple[assessment.Past, ...] = ()
    carried_over: str = "0.00"
    sheet: str = ""


class Reasoned(Protocol):
    """A ruling with its readings and its reasons."""

    @property
    def readings(self) -> tuple[Reading, ...]: ...
    @property
    def because(self) -> tuple[Reason, ...]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """Two reports that may be of one event (是否一事); until somebody says, both count."""

    code: str
    on: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The month: each ruling, the acts charged, and what a person has to be asked."""

    attendance: attendance.Ruling | None
    acts: tuple[Deed, ...]
    questions: tuple[Question, ...]
    working_days: int
    allowance: allowance.Ruling | None
    assessment: assessment.Ruling | None
    accountability: accountability.Ruling | None
    months: tuple[Ruling, ...]
    """Each month by itself, where the facts are of several."""
    sheets: Mapping[str, Assessed]
    """The sheets of a longer period that ends here, by their names."""
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


@ruled("month")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rule on a person's month (一人一月认定).

    Raises FactsError for an act that nothing in the book knows or that lies outside its time,
    and whatever the single rules raise.
    """
    _check(facts, book)
    in_force = book.on(facts.to)
    sheet = _attendance(facts, book, in_force, reasons)
    found = sheet.acts if sheet is not None else ()
    acts = tuple(once_each((*found, *facts.acts)))
    calendar = calendar_of(book)
    days = calendar.working_days_between(facts.from_ - timedelta(days=1), facts.to)
    months = by_month(facts, book, rule, reasons=reasons)
    paid, assessed = None, None
    if not months:
        assessed = _assessment(facts, acts, days, book, in_force, reasons)
        paid = _allowance(facts, acts, days, book, in_force, reasons)
    if months:
        acts = tuple(once_each([deed for month in months for deed in month.acts]))
    else:
        acts = tuple(once_each((*acts, *_opened(acts, assessed, facts, book, in_force))))
    made = (sheet, paid, assessed, _accountability(facts, acts, book, in_force, reasons))
    sheets = longer_sheets(facts, acts, months, assessed, book, reasons=reasons)
    pairs = perhaps_the_same(facts.acts)
    parts: list[Reasoned] = [part for part in (*made, *sheets.values()) if part is not None]
    parts += months
    because = [*_said(facts, acts, len(found), pairs, book)] if reasons else []
    because += [reason for part in parts for reason in part.because]
    readings = Readings()
    for part in parts:
        readings.update(part.readings)
    return Ruling(
        attendance=made[0],
        acts=acts,
        questions=tuple(Question(a.code, a.on, (a.source or "", b.source or "")) for a, b in pairs),
        working_days=days,
        allowance=made[1],
        assessment=made[2],
        accountability=made[3],
        months=months,
        sheets=sheets,
        readings=readings.listed(),
        because=tuple(because),
    )


def _check(facts: Facts, book: Book) -> None:
    if facts.to < facts.from_:
        raise FactsError("facts.to", _ORDER, facts.to)
    known = known_on(book, facts.to)
    known.check(facts.acts)
    known.check(facts.earlier, "facts.earlier")
    for index, deed in enumerate(facts.acts):
        if not facts.from_ <= deed.on <= facts.to:
            args = {"first": facts.from_, "last": facts.to}
            raise FactsError(f"facts.acts[{index}].on", _WITHIN, deed.on.isoformat(), args)
    for index, deed in enumerate(facts.earlier):
        if deed.on >= facts.from_:
            at = f"facts.earlier[{index}].on"
            raise FactsError(at, _BEFORE, deed.on.isoformat(), {"first": facts.from_})


def _attendance(
    facts: Facts, book: Book, in_force: Sections, reasons: bool
) -> attendance.Ruling | None:
    if in_force.attendance is None or facts.punches is None:
        return None
    own = attendance.Facts(
        from_=facts.from_,
        to=facts.to,
        punches=facts.punches,
        leaves=facts.leaves,
        outings=facts.outings,
        proxy_punches=facts.proxy_punches,
        other_punches=facts.other_punches,
        outages=facts.outages,
        punches_for_others=facts.punches_for_others,
        duties=facts.duties,
        excused=facts.excused,
        set_aside=facts.set_aside,
        brought_forward=facts.brought_forward,
    )
    return attendance.rule(own, book, reasons=reasons)


def _allowance(
    facts: Facts, acts: tuple[Deed, ...], days: int, book: Book, in_force: Sections, reasons: bool
) -> allowance.Ruling | None:
    if in_force.allowance is None or facts.monthly_allowance is None:
        return None
    own = allowance.Facts(
        monthly_allowance=facts.monthly_allowance,
        working_days=days,
        month=f"{facts.to:%Y-%m}",
        chosen=facts.chosen,
        carried_over=facts.carried_over,
        acts=acts,
        earlier_acts=facts.earlier,
    )
    return allowance.rule(own, book, reasons=reasons)


def _assessment(
    facts: Facts, acts: tuple[Deed, ...], days: int, book: Book, in_force: Sections, reasons: bool
) -> assessment.Ruling | None:
    if in_force.assessment is None:
        return None
    own = assessment.Facts(
        acts=acts,
        earlier_acts=facts.earlier,
        bonus=facts.bonus,
        votes=facts.votes or {},
        ballots=facts.ballots,
        scores=facts.scores,
        working_days=days,
        measures=facts.measures,
        year=facts.year,
        history=facts.history,
        past=facts.past,
        sheet=facts.sheet,
        role=facts.role if in_force.assessment.role_factors else "",
        on=facts.to,
    )
    return assessment.rule(own, book, reasons=reasons)


def _opened(
    acts: tuple[Deed, ...],
    assessed: assessment.Ruling | None,
    facts: Facts,
    book: Book,
    in_force: Sections,
) -> list[Deed]:
    """The acts that the assessment opens: beside an entry, or as a consequence of its result."""
    section = in_force.assessment
    if assessed is None or section is None:
        return []
    sheet = section.sheets[facts.sheet] if facts.sheet else section
    known = known_on(book, facts.to)
    made = []
    for code, entry in sheet.deductions.items():
        if entry.act:
            counted = known.counted(code, entry.counts, acts)
            made += [Deed(entry.act, d.on, count=d.count, event=d.event) for d in counted]
    made += [Deed(c.act, facts.to) for c in assessed.consequences if c.act and c.to == "person"]
    return [deed for deed in made if known.knows(deed.code)]


def _accountability(
    facts: Facts, acts: tuple[Deed, ...], book: Book, in_force: Sections, reasons: bool
) -> accountability.Ruling | None:
    if in_force.accountability is None:
        return None
    own = accountability.Facts(acts=acts, earlier_acts=facts.earlier)
    return accountability.rule(own, book, reasons=reasons)


def _said(
    facts: Facts, acts: tuple[Deed, ...], found: int, pairs: list[tuple[Deed, Deed]], book: Book
) -> list[Reason]:
    args = {
        "first": facts.from_,
        "last": facts.to,
        "n": len(acts),
        "found": found,
    }
    made = [Reason("", CHARGED, args, str(len(acts)))]
    for one, other in pairs:
        what = known_on(book, facts.to).name(one.code)
        told: dict[str, object] = {"on": one.on, "what": what.zh, "what_en": what.en}
        said, said_too = _source(one), _source(other)
        told |= {"one": said.zh, "other": said_too.zh, "one_en": said.en, "other_en": said_too.en}
        made.append(Reason("", PERHAPS, told, "undecided"))
    return made


SOURCES = {
    "letter": Phrase("来信", "a letter"),
    "visit": Phrase("来访", "a visit"),
    "phone": Phrase("电话", "a call"),
    "web": Phrase("网上", "the web"),
    "patrol": Phrase("巡查", "a patrol"),
    "complaint": Phrase("投诉", "a complaint"),
    "rating": Phrase("评价", "a rating"),
    "attendance": Phrase("考勤", "attendance"),
    "self": Phrase("本人", "the person"),
}
"""How an act may be known."""


def _source(deed: Deed) -> Phrase:
    return SOURCES.get(deed.source or "") or unnamed(deed.source or "", "另一来源")
