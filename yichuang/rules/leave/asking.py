"""What a leave needs before one may go (准假条件): approvers, stand-in, certificate, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from yichuang.phrases import Phrase
from yichuang.rules.leave import sentences as say
from yichuang.rules.leave.facts import Facts
from yichuang.rules.leave.length import Away
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.leave import Case, LeaveRules, Route, Step, Unit, weight
from yichuang.rules.workcalendar import WorkCalendar

C = TypeVar("C", bound=Case)

_ORDER = (
    "approver",
    "substitute",
    "certificate",
    "unit_seal",
    "not_simultaneous",
    "within_limit",
    "asked_ahead",
)


@dataclass(slots=True)
class Asked:
    """The answer to an application, while it is being worked out."""

    form: Literal["oral", "written"] = "written"
    takes_days: bool = True
    chain: tuple[str, ...] = ()
    missing: list[str] = field(default_factory=list)
    counts_as: str = ""
    told: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    because: list[Reason] = field(default_factory=list)

    def why(self, article: str, fact: Phrase, ruling: str, **args: object) -> None:
        self.because.append(Reason(article, fact, args, ruling))

    def lack(self, what: str, article: str, fact: Phrase, **args: object) -> None:
        """Something is missing, once, with the reason."""
        if what not in self.missing:
            self.missing.append(what)
        self.why(article, fact, what, **args)


def decide(facts: Facts, rules: LeaveRules, length: Away, calendar: WorkCalendar) -> Asked:
    """Who approves, and what is missing."""
    asker = _Asker(facts, rules, length, calendar)
    asker.approvers()
    asker.substitute()
    asker.certificate()
    asker.simultaneous()
    asker.limits()
    asker.ahead()
    asker.tell()
    asker.measure()
    asker.asked.missing.sort(key=_ORDER.index)
    return asker.asked


class _Asker:
    def __init__(
        self, facts: Facts, rules: LeaveRules, length: Away, calendar: WorkCalendar
    ) -> None:
        self.facts, self.rules, self.length, self.calendar = facts, rules, length, calendar
        self.asked = Asked(counts_as=facts.type)

    def measure(self) -> None:
        """How long it is; the first of the reasons."""
        takes_days = self.asked.takes_days
        args: dict[str, object] = {
            "start": _told(self.facts.from_),
            "end": _told(self.facts.to),
            "hours": f"{self._in('hour'):.2f}".rstrip("0").rstrip("."),
            "halves": self.length.half_days,
        }
        fact = say.LENGTH[self.rules.days_by] if takes_days else say.ORAL
        ruling = f"{self._in('day') if takes_days else 0:g} days"
        self.asked.because.insert(0, Reason(self.rules.article, fact, args, ruling))

    def tell(self) -> None:
        """Who must be told besides."""
        for who, row in self.rules.told.items():
            if self._applies(row):
                self.asked.told.append(who)
                self.asked.why(row.article or self.rules.article, say.TOLD, who)

    def approvers(self) -> None:
        route = self._route()
        if route is None:
            self.asked.findings.append("uncovered")
            self.asked.lack(
                "approver",
                self.rules.article,
                say.NO_ROUTE,
                type=self.facts.type,
                role=self.facts.applicant_role or "—",
                staff=self.facts.window_staff,
            )
            return
        step = next(step for step in route.steps if self._reaches(step))
        article = step.article or route.article or self.rules.article
        told: dict[str, object] = {
            "amount": f"{self._in(step.unit):.2f}".rstrip("0").rstrip("."),
            "step": _step_text(route.steps, step),
        }
        self.asked.form = step.form
        self.asked.takes_days = step.form != "oral" if step.takes_days is None else step.takes_days
        if step.silent:
            self.asked.findings.append("uncovered")
            self.asked.lack("approver", article, say.SILENT[step.unit], **told)
            return
        self.asked.chain = step.chain
        ruling = f"{step.form}: {' → '.join(step.chain)}"
        self.asked.why(article, say.STEP[step.unit], ruling, **told)
        if self.facts.applicant_role in step.chain:
            self._skip_own(article, self.facts.applicant_role or "")
        if step.unit_seal == "on_paper" and not self.facts.unit_seal:
            self.asked.lack("unit_seal", article, say.SEAL_LACKS)

    def _skip_own(self, article: str, role: str) -> None:
        self.asked.chain = tuple(who for who in self.asked.chain if who != role)
        self.asked.findings.append("own_step_skipped")
        self.asked.why(article, say.OWN_STEP, " → ".join(self.asked.chain) or "—", role=role)
        if not self.asked.chain:
            self.asked.missing.append("approver")
            self.asked.findings.append("uncovered")

    def substitute(self) -> None:
        for row in self._applying(self.rules.substitutes):
            article = row.article or self.rules.article
            if self.facts.substitute:
                self.asked.why(article, say.SUBSTITUTE, "substitute", who=self.facts.substitute)
                return
            self.asked.lack(
                "substitute",
                article,
                say.SUBSTITUTE_LACKS,
                sessions=self.length.whole_sessions,
                days=f"{self._in('day'):g}",
                staff=self.facts.window_staff,
            )

    def certificate(self) -> None:
        levels = self.rules.certificate_levels
        found = self.facts.certificate
        for row in self._applying(self.rules.certificates):
            article = row.article or self.rules.article
            told: dict[str, object] = {"level": row.level, "found": found or "—"}
            if found is not None and levels.index(found) >= levels.index(row.level):
                self.asked.why(article, say.CERTIFICATE, "certificate", **told)
            elif row.without is not None:
                self.asked.counts_as = row.without
                self.asked.why(article, say.COUNTS_AS, row.without, kind=row.without)
            else:
                fact = say.certificate_lacks(row.level, found)
                self.asked.lack("certificate", article, fact, **told)

    def simultaneous(self) -> None:
        staff, gone = self.facts.window_staff, self.facts.colleagues_away
        remain = staff - gone - 1
        for row in self._applying(self.rules.simultaneous):
            if (
                (row.colleagues_away_at_most is not None and gone > row.colleagues_away_at_most)
                or (row.must_remain is not None and remain < row.must_remain)
                or (row.must_remain_share is not None and remain < staff * row.must_remain_share)
            ):
                article = row.article or self.rules.article
                self.asked.lack("not_simultaneous", article, say.AWAY, staff=staff, away=gone)

    def limits(self) -> None:
        for row in self._applying(self.rules.limits):
            length = self._in(row.unit)
            taken = 0.0
            if row.per != "leave":
                kinds = row.kinds or (self.facts.type,)
                taken = sum(self.facts.taken.get(kind, 0) for kind in kinds)
            if length + taken > row.at_most:
                self.asked.lack(
                    "within_limit",
                    row.article or self.rules.article,
                    say.OVER_LIMIT[row.unit, row.per],
                    length=f"{length:g}",
                    taken=f"{taken:g}",
                    limit=f"{row.at_most:g}",
                )

    def ahead(self) -> None:
        applied = self.facts.applied_at
        if applied is None:
            return
        for row in self._applying(self.rules.ahead):
            if row.emergencies_excepted and self.facts.emergency:
                continue
            if self._lead(applied, row.unit) < row.n:
                self.asked.lack(
                    "asked_ahead",
                    row.article or self.rules.article,
                    say.TOO_LATE[row.unit],
                    n=f"{row.n:g}",
                    applied=_told(applied),
                )

    def _lead(self, applied: datetime, unit: str) -> float:
        start = self.facts.from_
        if unit == "hour":
            return (start - applied).total_seconds() / 3600
        if unit == "calendar_day":
            return (start.date() - applied.date()).days
        return self.calendar.working_days_between(applied.date(), start.date())

    def _route(self) -> Route | None:
        """The route that fits: the one that says most about who asks, what for, and where."""
        fitting = list(self._applying(self.rules.routes))
        return max(fitting, key=weight) if fitting else None

    def _applying(self, table: Mapping[str, C]) -> Iterator[C]:
        for row in table.values():
            if self._applies(row):
                yield row

    def _applies(self, case: Case) -> bool:
        facts, length = self.facts, self.length
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
        if case.length is not None and not case.length.holds(self._in(case.length.unit)):
            return False
        if case.whole_sessions is not None and length.whole_sessions < case.whole_sessions:
            return False
        return not (case.nobody_left and facts.window_staff - facts.colleagues_away > 1)

    def _reaches(self, step: Step) -> bool:
        if step.end is None:
            return True
        limit, inclusive = step.end
        length = self._in(step.unit)
        return length <= limit if inclusive else length < limit

    def _in(self, unit: Unit) -> float:
        return self.length.in_unit(unit, self.rules)


def _step_text(steps: Sequence[Step], step: Step) -> str:
    """The step's limit, or what it lies beyond: ``≤ 3``, ``< 4``, ``> 3``."""
    if step.end is not None:
        limit, inclusive = step.end
        return f"{'≤' if inclusive else '<'} {limit:g}"
    before = steps[-2].end if len(steps) > 1 and steps[-2].unit == step.unit else None
    if before is None:
        return "…"
    return f"{'>' if before[1] else '≥'} {before[0]:g}"


def _told(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
