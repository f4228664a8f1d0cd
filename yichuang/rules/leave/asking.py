"""What a leave needs before one may go (准假条件): approvers, what must be there, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from yichuang.phrases import Phrase
from yichuang.rules.leave import sentences as say
from yichuang.rules.leave.facts import Defect, Facts, Owed
from yichuang.rules.leave.length import Away
from yichuang.rules.parts.approver import role_words
from yichuang.rules.parts.condition import Condition, Judged, Value, judge
from yichuang.rules.parts.consequence import Follows
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.range import Bound, Span
from yichuang.rules.parts.reading import Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.leave import Case, LeaveRules, Route, Step, Unit
from yichuang.rules.sections.routes import first
from yichuang.rules.words import WORDS
from yichuang.rules.workcalendar import WorkCalendar

C = TypeVar("C", bound=Case)


@dataclass(slots=True)
class Asked:
    """The answer to an application, while it is being worked out."""

    form: Literal["oral", "phone", "written"] = "written"
    takes_days: bool = True
    chain: tuple[str, ...] = ()
    missing: list[tuple[int, str]] = field(default_factory=list)
    """What bars, with its place in the order in which it is told."""
    counts_as: str = ""
    owed: list[Owed] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    not_stated: list[str] = field(default_factory=list)
    consequences: list[Follows] = field(default_factory=list)
    acts: list[Deed] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    because: list[Reason] = field(default_factory=list)

    def why(self, article: str, fact: Phrase, ruling: str, **args: object) -> None:
        self.because.append(Reason(article, fact, args, ruling))

    def lack(self, what: str, place: int = 0) -> None:
        """Something is missing, once."""
        if all(what != name for _, name in self.missing):
            self.missing.append((place, what))

    def find(self, code: str) -> None:
        """A finding, once."""
        if code not in self.findings:
            self.findings.append(code)


class Asking:
    """An application being judged: what is known of it, and which rows of the book apply."""

    def __init__(
        self, facts: Facts, rules: LeaveRules, length: Away, calendar: WorkCalendar
    ) -> None:
        self.facts, self.rules, self.length, self.calendar = facts, rules, length, calendar
        self.asked = Asked(counts_as=facts.type)

    def measure(self) -> None:
        """How long it is; the first of the reasons."""
        takes_days = self.asked.takes_days
        args: dict[str, object] = {
            "start": told_at(self.facts.from_),
            "end": told_at(self.facts.to),
            "hours": number(self.amount("hour")),
            "halves": self.length.half_days,
        }
        fact = say.LENGTH[self.rules.days_by] if takes_days else say.ORAL
        ruling = f"{self.amount('day') if takes_days else 0:g} days"
        self.asked.because.insert(0, Reason(self.rules.article, fact, args, ruling))
        if takes_days:
            self.asked.readings.setting("days_by", self.rules, "days_by")

    def tell(self) -> None:
        """Who must be told besides."""
        for who, row in self.applying(self.rules.told):
            self.asked.told.append(who)
            name = row.name or role_words(who)
            said = {"zh": name.zh, "en": name.en}
            self.asked.why(row.article or self.rules.article, say.TOLD, who, **said)

    def approvers(self) -> None:
        """Who approves, by the route and the step that fit."""
        found = self._route()
        if found is None:
            return
        route = found
        step = next(step for step in route.steps if self._reaches(step))
        article = step.article or route.article or self.rules.article
        span = _span(route, step)
        words = say.span_words(span, step.unit)
        told: dict[str, object] = {
            "amount": number(self.amount(step.unit)),
            "step": words.zh,
            "step_en": words.en,
        }
        self.asked.form = step.form
        self.asked.takes_days = (
            step.form == "written" if step.takes_days is None else step.takes_days
        )
        if step.silent:
            self.asked.find("uncovered")
            self.asked.lack("approver")
            self.asked.why(article, say.SILENT[step.unit], "approver", **told)
            return
        self.asked.readings.of(route, article)
        self.asked.readings.of(step, article)
        chain = self._chain(step, article)
        if chain is None:
            return
        self.asked.chain = chain
        self.asked.why(article, say.STEP[step.unit], f"{step.form}: {' → '.join(chain)}", **told)
        if self.facts.applicant_role in chain:
            self._skip_own(article, self.facts.applicant_role or "")

    def _chain(self, step: Step, article: str) -> tuple[str, ...] | None:
        """The roles of a step, by circumstance; None where a circumstance is not stated."""
        roles: list[str] = []
        for one in step.chain:
            if one.if_ is None:
                roles.append(one.role)
                continue
            judged = self.judged(one.if_)
            if judged.met is None:
                self._unknown(one.if_, one.article or article, say.APPROVER_NOT_STATED)
                self.asked.lack("approver")
                return None
            who = one if judged.met else one.otherwise
            said = judged.words()
            name = who.words if who else one.words
            args = {"zh": said.zh, "en": said.en, "who": name.zh, "who_en": name.en}
            fact = say.BY_CIRCUMSTANCE if who else say.STEP_FALLS_OUT
            self.asked.why(one.article or article, fact, who.role if who else "none", **args)
            roles += [who.role] if who else []
        return tuple(dict.fromkeys(roles))

    def _skip_own(self, article: str, role: str) -> None:
        self.asked.chain = tuple(who for who in self.asked.chain if who != role)
        self.asked.find("own_step_skipped")
        name = role_words(role)
        said = {"zh": name.zh, "en": name.en}
        self.asked.why(article, say.OWN_STEP, " → ".join(self.asked.chain) or "—", **said)
        if not self.asked.chain:
            self.asked.lack("approver")
            self.asked.find("uncovered")

    def limits(self) -> None:
        """Whether it stays within the longest leave there is."""
        for _, row in self.applying(self.rules.limits):
            length = self.amount(row.unit)
            taken = 0.0
            if row.per != "leave":
                kinds = row.kinds or (self.facts.type,)
                taken = sum(self.facts.taken.get(kind, 0) for kind in kinds)
            article = row.article or self.rules.article
            self.asked.readings.of(row, article)
            if length + taken > row.at_most:
                self.asked.lack("within_limit", 7)
                self.asked.why(
                    article,
                    say.OVER_LIMIT[row.unit, row.per],
                    "within_limit",
                    length=number(length),
                    taken=number(taken),
                    limit=number(row.at_most),
                )

    def _route(self) -> Route | None:
        """The route that fits and goes before the others; None where there is none, or unknown."""
        routes = self.rules.routes
        fits = {name: self.applies(route) for name, route in routes.items()}
        fitting = [name for name, fit in fits.items() if fit is not False]
        if not fitting:
            self.asked.find("uncovered")
            self.asked.lack("approver")
            kind = self.kind_words(self.facts.type)
            role = (
                role_words(self.facts.applicant_role) if self.facts.applicant_role else say.NO_ROLE
            )
            told = {"zh": kind.zh, "en": kind.en, "role": role.zh, "role_en": role.en}
            told["staff"] = str(self.facts.window_staff)
            self.asked.why(self.rules.article, say.NO_ROUTE, "approver", **told)
            return None
        name = first(fitting, routes)
        route = routes[name]
        if fits[name] is None and route.if_ is not None:
            article = route.article or self.rules.article
            self._unknown(route.if_, article, say.APPROVER_NOT_STATED)
            self.asked.lack("approver")
            return None
        others = [other for other in fitting if other in route.overrides]
        if others:
            article = route.article or self.rules.article
            self.asked.why(article, say.GOES_FIRST, name, title=route.note or "")
        return route

    def applying(self, table: Mapping[str, C]) -> Iterator[tuple[str, C]]:
        """The rows of a table that apply; of the others whose circumstance isn't stated, say so."""
        for name, row in table.items():
            applies = self.applies(row)
            if applies:
                yield name, row
            elif applies is None and row.if_ is not None:
                self._unknown(row.if_, row.article or self.rules.article, say.NOT_STATED)

    def applies(self, case: Case) -> bool | None:
        """Whether a row applies; None where that hangs on a circumstance nobody has stated."""
        facts = self.facts
        if case.kinds and facts.type not in case.kinds:
            return False
        if case.roles and facts.applicant_role not in case.roles:
            return False
        if case.window is not None and not case.window.holds(facts.window_staff):
            return False
        if case.service_years is not None and (
            facts.service_years is None or not case.service_years.holds(facts.service_years)
        ):
            return False
        if case.length is not None and not case.length.holds(self.amount(case.length.unit)):
            return False
        if case.left is not None and not case.left.holds(self.left):
            return False
        return True if case.if_ is None else self.judged(case.if_).met

    @property
    def left(self) -> int:
        """How many stay at the window."""
        return self.facts.window_staff - self.facts.colleagues_away - 1

    def judged(self, condition: Condition) -> Judged:
        """A condition of the book's own, by what is known of the leave."""
        return judge(condition, self._value, _named)

    def _value(self, condition: Condition) -> Value:
        name, facts = condition.measure, self.facts
        if name in facts.circumstances:
            return facts.circumstances[name]
        own: dict[str, Value] = {
            "emergency": facts.emergency,
            "window_staff": facts.window_staff,
            "colleagues_away": facts.colleagues_away,
            "service_years": facts.service_years,
        }
        return self.amount(_AMOUNTS[name]) if name in _AMOUNTS else own.get(name)

    def _unknown(self, condition: Condition, article: str, fact: Phrase) -> None:
        """A circumstance that matters and of which nothing is said."""
        self.asked.find("not_stated")
        for _, measure in condition.measures():
            if measure not in self.asked.not_stated:
                self.asked.not_stated.append(measure)
        said = self.judged(condition).words()
        self.asked.why(article, fact, "not_stated", zh=said.zh, en=said.en)

    def kind_words(self, kind: str) -> Phrase:
        """What a kind of leave is called."""
        own = self.rules.kinds.get(kind)
        return (own.name if own else None) or WORDS.get(kind, say.A_LEAVE)

    def _reaches(self, step: Step) -> bool:
        if step.end is None:
            return True
        limit, inclusive = step.end
        length = self.amount(step.unit)
        return length <= limit if inclusive else length < limit

    def amount(self, unit: Unit) -> float:
        """How long the leave is, in a unit."""
        return self.length.in_unit(unit, self.rules)


_AMOUNTS: dict[str, Unit] = {
    "hours": "hour",
    "days": "day",
    "working_days": "working_day",
    "calendar_days": "calendar_day",
}
"""Measures of a leave that a circumstance may go by, besides what the facts tell."""

KNOWN = ("emergency", "window_staff", "colleagues_away", "service_years", *_AMOUNTS)


def _named(measure: str) -> Phrase:
    return WORDS.get(measure, say.CIRCUMSTANCE)


def _span(route: Route, step: Step) -> Span:
    """What lengths a step is for: from where the one before it in the same unit ends."""
    index = route.steps.index(step)
    before = route.steps[index - 1] if index and route.steps[index - 1].unit == step.unit else None
    if step.end is None and index:
        before = route.steps[index - 1]
    low = Bound(before.end[0], inclusive=not before.end[1]) if before and before.end else None
    return Span(low, Bound(*step.end) if step.end else None)


def told_at(at: datetime) -> str:
    """A time as it is told in a reason."""
    return f"{at:%Y-%m-%d %H:%M}"


def number(x: float) -> str:
    """A number as people write it, to two places."""
    return f"{x:.2f}".rstrip("0").rstrip(".")
