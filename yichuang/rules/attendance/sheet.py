"""The sheet of a period while it is being written: half-days, events, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from yichuang.phrases import Phrase
from yichuang.rules.attendance.facts import Follows, HalfDay, Uncovered
from yichuang.rules.money import yuan_in_cents
from yichuang.rules.parts.consequence import Consequence, follows
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.attendance import Outcome, OutingTier

TO_CONFIRM = "to_confirm"
_FINE = frozenset({"present", "rest", "excused", "outing"})
_HARMLESS = frozenset({"leave_days", "outings"})


@dataclass(slots=True)
class Sheet:
    """What has been found so far. `events`: (day, what, how many), the ground of every count."""

    reasons: bool
    half_days: list[HalfDay] = field(default_factory=list)
    events: list[tuple[int, str, float]] = field(default_factory=list)
    because: list[Reason] = field(default_factory=list)
    attended: dict[tuple[int, str], float] = field(default_factory=dict)
    """The days each attended session counts, by day and name."""
    consequences: list[Follows] = field(default_factory=list)
    uncovered: list[Uncovered] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    late: int = 0
    early: int = 0
    missing: int = 0
    absence_counts: float = 0
    leave_days: float = 0
    points: float = 0
    cents: int = 0
    rest_days: int = 0
    absent_run: float = 0
    """Days absent on end, up to the session judged last."""
    provisional: Reason | None = None

    @property
    def attended_days(self) -> float:
        """Days attended so far."""
        return sum(self.attended.values())

    def why(self, article: str, fact: Phrase, ruling: str, **args: object) -> None:
        """A reason, if reasons are wanted."""
        if self.reasons:
            self.because.append(Reason(article, fact, args, ruling))

    def aside(self) -> Sheet:
        """A sheet for a day that is provisional: nothing on it counts against anybody yet."""
        return Sheet(self.reasons)

    def put_before_a_person(self, aside: Sheet) -> None:
        """Take over what a provisional day came to, its faults as to be confirmed (待确认)."""
        faults = any(what not in _HARMLESS for _, what, _ in aside.events)
        faults = faults or bool(aside.points or aside.cents or aside.consequences)
        for half in aside.half_days:
            fine = all(code in _FINE or code.startswith("leave:") for code in half.status)
            self.half_days.append(half if fine else replace(half, status=(TO_CONFIRM,)))
            faults = faults or not fine
        if faults:
            self.find(TO_CONFIRM)
        for reason in aside.because:
            fine = reason.ruling in _FINE or reason.ruling.startswith("leave")
            self.because.append(reason if fine else reason._replace(ruling=TO_CONFIRM))
        self.attended |= aside.attended
        self.leave_days += aside.leave_days
        self.events += [event for event in aside.events if event[1] in _HARMLESS]
        self.rest_days += aside.rest_days
        self.uncovered += aside.uncovered
        for code in aside.findings:
            self.find(code)

    def find(self, code: str) -> None:
        """A finding, once."""
        if code not in self.findings:
            self.findings.append(code)

    def count(self, day: int, what: str, times: float) -> None:
        """An event that counts may count."""
        if times:
            self.events.append((day, what, times))

    def absence(self, day: int, counts: float) -> None:
        """Absence counts on a day."""
        if counts:
            self.absence_counts += counts
            self.events.append((day, "absence_counts", counts))

    def apply(self, outcome: Outcome, status: str, day: int, text: str) -> None:
        """What follows from one punch, besides absence."""
        if status == "late":
            self.late += outcome.times
            self.count(day, "late", outcome.times)
        elif status == "early":
            self.early += outcome.times
            self.count(day, "early", outcome.times)
        elif status in ("missing_in", "missing_out"):
            self.missing += outcome.times
            self.count(day, "missing", outcome.times)
        if outcome.code:
            self.count(day, outcome.code, outcome.times)
        self.extras(outcome, outcome.code or status, text)

    def extras(self, outcome: Outcome | OutingTier, code: str, text: str) -> None:
        """Points, money and consequences of one outcome."""
        self.points += outcome.points
        self.cents += yuan_in_cents(outcome.money)
        self.follow(outcome.consequences, code, text)

    def follow(self, consequences: Iterable[Consequence], code: str, period: str) -> None:
        """What else follows from an outcome or a count."""
        for one in consequences:
            made = follows(one, code, one.article)
            self.consequences.append(
                Follows(
                    made.to,
                    made.action,
                    code,
                    period,
                    made.article,
                    made.points,
                    made.share,
                    made.months,
                )
            )
