"""Accountability (责任追究): acts, by count and gravity → steps, bulletins, return to the unit.

Each act is judged by the figures in force on its day. Acts are taken in the order of their
days, whatever the order they are given in. Where the book names no period for a ladder, the
period the facts name is used, by calendar: counting starts again with each month, quarter or
year, which favours the person. Where a book sets no step, somebody has to determine it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.accountability.ruling import Counted, Facts, Follows, Ruling, Step
from yichuang.rules.acts import known_on
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.parts.period import Period, Within, text, together
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.tables import step_of
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.accountability import (
    Accountability,
    Act,
    ActLadder,
    ActStep,
    Outcome,
    Threshold,
)
from yichuang.rules.suggest import unknown

__all__ = ["Deed", "Facts", "Ruling", "rule"]

_DAYS = Phrase("大于0的天数", "a number of days above 0")

NTH = phrase(
    "accountability.nth",
    "{on} {what}，{period}内第{nth}次",
    "{on} {what_en}, number {nth} within {period}",
)
SEVERE = phrase(
    "accountability.severity",
    "{on} {what}，情节：{severity}",
    "{on} {what_en}, gravity: {severity}",
)
OWN = phrase("accountability.act", "{on} {what}", "{on} {what_en}")
OPEN = phrase(
    "accountability.undetermined",
    "{on} {what}：手册没有规定处理方式，由调查认定",
    "{on} {what_en}: the book sets no step; it is determined by investigation",
)
REACHED = phrase(
    "accountability.threshold",
    "{what}：截至{on}，{period}内累计{total}（{measure}）",
    "{what_en}: {total} {measure} within {period} by {on}",
)
NOT_REACHED = phrase(
    "accountability.below",
    "{what}：{period}内累计{total}（{measure}），未达到",
    "{what_en}: {total} {measure} within {period}, not reached",
)
NOTHING = phrase("accountability.nothing", "没有应追究的行为", "there is no act to pursue")


@dataclass(slots=True)
class _Docket:
    """What has been found so far."""

    reasons: bool
    period: Period
    steps: list[Step] = field(default_factory=list)
    returns: dict[str, None] = field(default_factory=dict)
    consequences: list[Follows] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    undetermined: dict[str, None] = field(default_factory=dict)
    because: list[Reason] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)

    def say(self, article: str, fact: Phrase, args: Mapping[str, object], ruling: str) -> None:
        if self.reasons:
            self.because.append(Reason(article, fact, args, ruling))

    def follow(self, code: str, outcome: Outcome, article: str) -> None:
        self.readings.of(outcome, article)
        if outcome.return_to_home_unit:
            self.returns[code] = None
        for c in outcome.consequences:
            points = None if c.points is None else float(c.points)
            article_ = c.article or article
            self.consequences.append(
                Follows(c.to, c.action, code, article_, c.share, points, c.months)
            )


def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Say what follows the acts (责任追究).

    Raises FactsError for an unknown act (naming the nearest), an unknown severity, or days
    that are missing where days are counted; BookLacks without a section `accountability`.
    """
    docket = _Docket(reasons, facts.period)
    done = [deed for deed, _ in _pursued(facts.earlier_acts, "facts.earlier_acts", book)]
    for deed, at in _pursued(facts.acts, "facts.acts", book):
        section = _section(book, deed.on)
        done.append(deed)
        _judge(docket, deed, section, done)
        _thresholds(docket, section, done, at)
    if not docket.because and reasons:
        _nothing(docket, book, done)
    return Ruling(
        steps=tuple(docket.steps),
        return_to_home_unit=tuple(docket.returns),
        consequences=tuple(docket.consequences),
        counted=tuple(docket.counted),
        undetermined=tuple(docket.undetermined),
        readings=docket.readings.listed(),
        because=tuple(docket.because),
    )


def _pursued(acts: Sequence[Deed], at: str, book: Book) -> list[tuple[Deed, str]]:
    """The acts by the codes they are pursued under, each time by itself, with their places.

    An act that the book knows and doesn't pursue is left out.
    """
    made = []
    for deed in sorted(once_each(acts), key=_key):
        here = f"{at}[{acts.index(deed)}]"
        section, known = _section(book, deed.on), known_on(book, deed.on)
        pursued = [
            code
            for code, act in section.acts.items()
            if code == deed.code or (act.counts and known.counted(code, act.counts, [deed]))
        ]
        if not pursued and not known.knows(deed.code):
            raise unknown(f"{here}.code", deed.code, section.acts)
        known.check([deed], here.rpartition("[")[0])
        for code in pursued:
            same = code == deed.code and deed.count == 1
            one = deed if same else replace(deed, code=code, count=1)
            _check(one, section, here)
            made += [(one, here)] * deed.count
    return made


def _key(deed: Deed) -> tuple[date, str, str, float]:
    return deed.on, deed.code, deed.severity or "", deed.days or 0


def _section(book: Book, on: date) -> Accountability:
    section = book.on(on).accountability
    if section is None:
        raise BookLacks("accountability", book.name)
    return section


def _check(deed: Deed, section: Accountability, at: str) -> None:
    if deed.code not in section.acts:
        raise unknown(f"{at}.code", deed.code, section.acts)
    severities = section.acts[deed.code].severities
    if deed.severity is not None and deed.severity not in severities:
        raise unknown(f"{at}.severity", deed.severity, severities)
    if deed.days is not None and not 0 < deed.days <= 366:
        raise FactsError(f"{at}.days", _DAYS, deed.days)


def _judge(docket: _Docket, deed: Deed, section: Accountability, done: Sequence[Deed]) -> None:
    """The heaviest of what the ladder, the severity and the act itself say."""
    act = section.acts[deed.code]
    within: Within = (act.ladder.period if act.ladder else None) or docket.period
    nth = sum(1 for d in _window(done, deed.on, within) if d.code == deed.code)
    docket.counted.append(Counted(deed.code, deed.on, nth, text(within)))
    severity = act.severities.get(deed.severity) if deed.severity else None
    found: list[tuple[Outcome, Phrase]] = []
    if act.ladder is not None:
        step = _rung(act.ladder, nth + (severity.raises if severity else 0))
        found += [(step, NTH)] if step is not None else []
    if severity is not None and (severity.step or severity.bulletin):
        found.append((severity, SEVERE))
    if act.step or act.bulletin or act.return_to_home_unit or act.consequences:
        found.append((act, OWN))
    args = _args(act, deed, nth, within)
    for outcome, fact in found:
        if _said(outcome):
            docket.say(outcome.article or act.article, fact, args, _said(outcome))
        docket.follow(deed.code, outcome, outcome.article or act.article)
    if not any(_said(outcome) for outcome, _ in found):
        docket.undetermined[deed.code] = None
        docket.say(act.article, OPEN, args, "undetermined")
        return
    kinds = section.kinds
    heaviest = max(found, key=lambda f: kinds[f[0].step].rank if f[0].step else -1)[0]
    if not (heaviest.step or any(o.bulletin for o, _ in found)):
        return
    points = [o.points for o, _ in found if o.points is not None]
    docket.steps.append(
        Step(
            code=deed.code,
            nth=nth,
            step=heaviest.step or None,
            bulletin=any(o.bulletin for o, _ in found),
            on=deed.on,
            article=heaviest.article or act.article,
            points=float(max(points)) if points else None,
        )
    )


def _rung(ladder: ActLadder, nth: int) -> ActStep | None:
    last = ladder.steps[-1].nth
    if nth > last and ladder.beyond == "again":
        nth = (nth - 1) % last + 1
    return step_of(ladder.steps, nth)


def _thresholds(docket: _Docket, section: Accountability, done: Sequence[Deed], at: str) -> None:
    """Report each threshold once: at the act by which it is first passed."""
    deed = done[-1]
    for code, threshold in section.thresholds.items():
        if not _concerns(threshold, section, deed):
            continue
        within = threshold.period or docket.period
        counted = [d for d in _window(done, deed.on, within) if _concerns(threshold, section, d)]
        now = sum((_weight(threshold, section, d, at) for d in counted), Decimal(0))
        before = now - _weight(threshold, section, deed, at)
        title = threshold.title
        args: dict[str, object] = {
            "what": title.zh if title else code,
            "what_en": title.en if title else code,
            "on": deed.on.isoformat(),
            "total": format(now.normalize(), "f"),
            "measure": threshold.measure,
            "period": text(within),
        }
        if not threshold.holds(now):
            docket.say(threshold.article, NOT_REACHED, args, "not_reached")
        elif not threshold.holds(before):
            docket.say(threshold.article, REACHED, args, _said(threshold) or code)
            docket.follow(code, threshold, threshold.article)
            if threshold.step or threshold.bulletin:
                docket.steps.append(_passed(code, threshold, deed, int(now)))


def _passed(code: str, threshold: Threshold, deed: Deed, total: int) -> Step:
    points = None if threshold.points is None else float(threshold.points)
    step = threshold.step or None
    return Step(code, total, step, threshold.bulletin, deed.on, threshold.article, points)


def _concerns(threshold: Threshold, section: Accountability, deed: Deed) -> bool:
    if not threshold.acts and not threshold.groups:
        return True
    act = section.acts.get(deed.code)
    return deed.code in threshold.acts or (act is not None and act.group in threshold.groups)


def _weight(threshold: Threshold, section: Accountability, deed: Deed, at: str) -> Decimal:
    if threshold.measure == "times":
        return Decimal(1)
    if threshold.measure == "points":
        act = section.acts.get(deed.code)
        return (act.points if act else None) or Decimal(0)
    if deed.days is None:
        raise FactsError(f"{at}.days", _DAYS, "null")
    return Decimal(str(deed.days))


def _window(done: Sequence[Deed], on: date, within: Within) -> list[Deed]:
    """The deeds so far that count together with one on that day."""
    counts = together(on, within)
    return [d for d in done if counts(d.on)]


def _args(act: Act, deed: Deed, nth: int, within: Within) -> dict[str, object]:
    return {
        "what": act.title.zh,
        "what_en": act.title.en,
        "on": deed.on.isoformat(),
        "nth": nth,
        "period": text(within),
        "severity": deed.severity,
    }


def _said(outcome: Outcome) -> str:
    said = [outcome.step] if outcome.step else []
    said += ["bulletin"] if outcome.bulletin else []
    said += ["return_to_home_unit"] if outcome.return_to_home_unit else []
    return " + ".join(said)


def _nothing(docket: _Docket, book: Book, done: Sequence[Deed]) -> None:
    section = _section(book, done[-1].on if done else date.max)
    docket.say(section.article, NOTHING, {}, "none")
