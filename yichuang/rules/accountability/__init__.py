"""Accountability (责任追究): acts, by count and gravity → steps, bulletins, return to the unit.

Each act is judged by the figures in force on its day. Acts are taken in the order of their
days, whatever the order they are given in. Where the book names no period for a counter, the
period the facts name is used, by calendar: counting starts again with each month, quarter or
year, which favours the person. Where a book sets no step, somebody has to determine it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yichuang.phrases import Phrase
from yichuang.rules.accountability.docket import (
    BELOW,
    NOTHING,
    NTH,
    OPEN,
    OWN,
    REACHED,
    RUN,
    RUN_BELOW,
    SEVERE,
    Docket,
    Outcome,
)
from yichuang.rules.accountability.ruling import Facts, Ruling
from yichuang.rules.acts import known_on
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.consequence import called
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.parts.entry import Degree, Entry, Level
from yichuang.rules.parts.figure import plain
from yichuang.rules.parts.period import (
    Run,
    Within,
    on_end,
    run_words,
    serial,
    text,
    together,
    words,
)
from yichuang.rules.parts.table import Hit
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.accountability import Accountability, Act, Threshold
from yichuang.rules.suggest import unknown

__all__ = ["Deed", "Facts", "Ruling", "rule"]

_DAYS = Phrase("大于0的天数", "a number of days above 0")


@ruled("accountability")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Say what follows the acts (责任追究).

    Raises FactsError for an unknown act (naming the nearest), an unknown severity, or days
    that are missing where days are counted; BookLacks without a section `accountability`.
    """
    docket = Docket(reasons, facts)
    done = [deed for deed, _ in _pursued(facts.earlier_acts, "facts.earlier_acts", book)]
    docket.done = done
    for deed, at in _pursued(facts.acts, "facts.acts", book):
        docket.section = section = _section(book, deed.on)
        done.append(deed)
        act = section.acts[deed.code]
        if not docket.is_pursued(deed, act, Phrase(act.title.zh, act.title.en)):
            done.pop()
            continue
        _judge(docket, deed, section, done)
        _thresholds(docket, section, done, at)
    if not docket.because and reasons:
        section = _section(book, done[-1].on if done else date.max)
        docket.say(section.article, NOTHING, {}, "none")
    return docket.ruling()


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
    degrees = section.acts[deed.code].degrees
    if deed.severity is not None and deed.severity not in degrees:
        raise unknown(f"{at}.severity", deed.severity, degrees)
    if deed.days is not None and not 0 < deed.days <= 366:
        raise FactsError(f"{at}.days", _DAYS, deed.days)


def _judge(docket: Docket, deed: Deed, section: Accountability, done: Sequence[Deed]) -> None:
    """The heaviest of what the tiers, the degree and the act itself say."""
    act = section.acts[deed.code]
    within: Within = act.counter.period or docket.facts.period
    counts = together(deed.on, within)
    nth = sum(1 for d in done if d.code == deed.code and counts(d.on))
    degree = act.degrees.get(deed.severity) if deed.severity else None
    args = _args(act, deed, nth, within, degree)
    found: list[Outcome] = []
    if act.tiers:
        raises = degree.raises if degree else 0
        found += _levels(docket, act, deed, done, (nth + raises, within), args)
    if degree is not None and (degree.consequences or not degree.is_empty):
        found.append(Outcome(degree, degree.article or act.article, SEVERE, args))
    if act.action or act.consequences:
        found.append(Outcome(act, act.article, OWN, args))
    docket.counted_as(deed, nth, text(within))
    docket.settle(deed.code, deed.on, nth, act.article, found)
    if act.counter.run is not None and not found:
        return
    if not found or not any(outcome.says_something for outcome in found):
        docket.undetermined[deed.code] = None
        docket.say(act.article, OPEN, args, "undetermined")


def _levels(
    docket: Docket,
    act: Act,
    deed: Deed,
    done: Sequence[Deed],
    number: tuple[int, Within],
    args: dict[str, object],
) -> list[Outcome]:
    """What the tiers say of this time, or of so many periods on end."""
    run, (nth, _) = act.counter.run, number
    if run is None:
        return _outcomes(docket, act, act.hits(nth - 1, 1, act.read_as("each")), NTH, args)
    docket.readings.setting(f"{deed.code}.over_new_year", run, "over_new_year", act.article)
    how = act.read_as("reached")
    docket.readings.setting(f"{deed.code}.how", act, "how", value=how)
    days = [d.on for d in done[:-1] if d.code == deed.code]
    if serial(deed.on, run.of) in {serial(day, run.of) for day in days}:
        return []
    length = on_end([*days, deed.on], run, deed.on)
    told = {**args, **_run_args(length, run)}
    if act.find(length) is None:
        docket.say(act.article, RUN_BELOW, told, "not_reached")
    found = _outcomes(docket, act, act.hits(length - 1, 1, how), RUN, told)
    if found and how == "reached":
        docket.replaced(act, found[-1].effect, length, told)
    return found


def _run_args(length: int, run: Run) -> dict[str, object]:
    said = run_words(length, run)
    return {"run": said.zh, "run_en": said.en}


def _outcomes(
    docket: Docket, entry: Entry, hits: Sequence[Hit[Level]], fact: Phrase, args: dict[str, object]
) -> list[Outcome]:
    found = []
    for hit in hits:
        if hit.laid is not None and hit.laid.tier is not None:
            level = hit.laid.tier
            docket.readings.of(level, entry.article)
            found.append(Outcome(level, level.article or entry.article, fact, args))
    return found


def _thresholds(docket: Docket, section: Accountability, done: Sequence[Deed], at: str) -> None:
    """Report each threshold once: at the act by which it is first reached."""
    deed = done[-1]
    for code, threshold in section.thresholds.items():
        if not _concerns(threshold, section, deed):
            continue
        within: Within = threshold.counter.period or docket.facts.period
        counts = together(deed.on, within)
        counted = [d for d in done if counts(d.on) and _concerns(threshold, section, d)]
        now = sum(_weight(threshold, section, d, at) for d in counted)
        before = now - _weight(threshold, section, deed, at)
        hits = threshold.hits(before, now - before, threshold.read_as("reached"))
        if not hits and threshold.find(now) is not None:
            continue
        args = _threshold_args(code, threshold, deed, now, within)
        found = _outcomes(docket, threshold, hits, REACHED, args)
        if found:
            docket.settle(code, deed.on, int(now), threshold.article, found)
        else:
            docket.say(threshold.article, BELOW, args, "not_reached")


_MEASURES = {
    "times": ("次", "times"),
    "quantity": ("天", "days"),
    "single": ("次", "times"),
    "points": ("分", "points"),
}


def _threshold_args(
    code: str, threshold: Threshold, deed: Deed, now: float, within: Within
) -> dict[str, object]:
    what = called(threshold.title, code, "所列行为")
    unit = _MEASURES[threshold.counter.measure]
    period = words(within)
    return {
        "what": what.zh,
        "what_en": what.en,
        "on": deed.on.isoformat(),
        "total": plain(now, 6),
        "unit": unit[0],
        "unit_en": unit[1],
        "period": period.zh,
        "period_en": period.en,
    }


def _concerns(threshold: Threshold, section: Accountability, deed: Deed) -> bool:
    counter = threshold.counter
    if not counter.acts and not counter.groups:
        return True
    act = section.acts.get(deed.code)
    return deed.code in counter.acts or (act is not None and act.group in counter.groups)


def _weight(threshold: Threshold, section: Accountability, deed: Deed, at: str) -> float:
    measure = threshold.counter.measure
    if measure == "points":
        act = section.acts.get(deed.code)
        return float(act.points.least) if act and act.points else 0
    if measure != "quantity":
        return 1
    if deed.amount is None:
        raise FactsError(f"{at}.days", _DAYS, "null")
    return deed.amount


def _args(
    act: Act, deed: Deed, nth: int, within: Within, degree: Degree | None
) -> dict[str, object]:
    period = words(within)
    gravity = deed.severity or ""
    title = degree.title if degree is not None else None
    return {
        "what": act.title.zh,
        "what_en": act.title.en,
        "on": deed.on.isoformat(),
        "nth": nth,
        "period": period.zh,
        "period_en": period.en,
        "severity": title.zh if title else gravity,
        "severity_en": title.en if title else gravity,
    }
