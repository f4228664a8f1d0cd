"""What counts add up to within their periods (累计与折算)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules import money
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.facts import PeriodCount, Uncovered
from yichuang.rules.attendance.labels import label_words, labelled
from yichuang.rules.attendance.period import Period
from yichuang.rules.attendance.sheet import Sheet
from yichuang.rules.money import yuan_in_cents
from yichuang.rules.parts.consequence import Consequence
from yichuang.rules.parts.table import Gap
from yichuang.rules.sections.attendance import Attendance, Counting, CountPeriod, CountTier
from yichuang.rules.words import WORDS

_NEARLY = 1e-9
"""Halves and quarters of days are exact in binary; tenths are not."""


class _Count(NamedTuple):
    """A count within one period: what, when, brought forward, reached."""

    of: tuple[str, ...]
    label: str
    day: int
    before: float
    reached: float


class _Given(NamedTuple):
    """What a count comes to now."""

    days: float
    points: float
    cents: int
    consequences: tuple[Consequence, ...]


class Sums:
    """Every count of a book's section over a period, in the order of the book."""

    def __init__(
        self,
        attendance: Attendance,
        period: Period,
        sheet: Sheet,
        brought: Mapping[str, float],
        names: Mapping[str, Phrase],
    ) -> None:
        """`names`: what the book's catalogue calls the acts that are counted."""
        self.attendance, self.period, self.sheet, self.brought = attendance, period, sheet, brought
        self.names = names
        self.counts: list[PeriodCount] = []
        self.by_count: list[tuple[int, str, float]] = []
        """The days of absence that counts came to, each on the last day of its period."""
        self.absence_days = sheet.absence_counts * attendance.absence_count_days

    def run(self) -> None:
        """Work out every count; what follows is written on the sheet."""
        for day, what, times in tuple(self.sheet.events):
            if what == "absence_counts":
                days = times * self.attendance.absence_count_days
                self.sheet.events.append((day, "absence_days", days))
        for name, counting in self.attendance.counts.items():
            groups = [counting.of] if counting.together else [(what,) for what in counting.of]
            for of in groups:
                self._count(name, counting, of)

    def _count(self, name: str, counting: Counting, of: tuple[str, ...]) -> None:
        by_period: dict[str, float] = {}
        last_day: dict[str, int] = {}
        for label, day in self._labels(counting.per):
            by_period.setdefault(label, 0)
            last_day[label] = day
        current = next(iter(by_period))
        for day, what, times in self.sheet.events:
            if what in of:
                label = self._label(day, counting.per)
                by_period[label] = _joined(what, by_period[label], times)
        for label, count in by_period.items():
            before = sum(self.brought.get(what, 0) for what in of) if label == current else 0
            reached = _joined(of[0], before, count)
            told = _Count(of, label, last_day[label], before, reached)
            self._settle(name, counting, told)

    def _settle(self, name: str, counting: Counting, count: _Count) -> None:
        given = (
            self._every(counting, count) if counting.every else self._steps(name, counting, count)
        )
        self.absence_days += given.days
        self.sheet.points += given.points
        self.sheet.cents += given.cents
        if given.days:
            self.sheet.events.append((count.day, "absence_days", given.days))
            self.by_count.append((count.day, name, given.days))
        self.sheet.follow(given.consequences, name, count.label)
        self.counts.append(
            PeriodCount(
                name,
                count.label,
                count.of,
                count.reached,
                given.days,
                given.points,
                money.to_text(given.cents),
            )
        )

    def _every(self, counting: Counting, count: _Count) -> _Given:
        """Every so many come to something; what the earlier ones came to was given before."""
        every = counting.every or 1
        new = _fold(count.reached, every) - _fold(count.before, every)
        days = new * counting.absence_days
        if count.reached:
            self.sheet.why(
                counting.article or self.attendance.article,
                say.EVERY,
                f"absence_days +{days:g}" if counting.absence_days else "counted",
                every=f"{every:g}",
                **self._told(count),
            )
        cents = new * yuan_in_cents(counting.money)
        consequences = counting.consequences if new else ()
        return _Given(days, new * counting.points, cents, consequences)

    def _nth(self, counting: Counting, count: _Count) -> _Given:
        """Each new one brings what the tier of its own number says."""
        first, last = int(count.before) + 1, int(count.reached)
        days = points = 0.0
        cents = 0
        consequences: list[Consequence] = []
        for laid in counting.steps.laid if counting.steps else ():
            tier, times = laid.tier, laid.whole_from(first, last)
            if tier is None:
                continue
            days += times * tier.absence_days
            points += times * tier.points
            cents += times * yuan_in_cents(tier.money)
            consequences += tier.consequences if times else ()
        return _Given(days, points, cents, tuple(consequences))

    def _steps(self, name: str, counting: Counting, count: _Count) -> _Given:
        """The step reached, less what the step reached before has given."""
        if counting.counting == "nth":
            self._why_step(name, counting, count)
            return self._nth(counting, count)
        old, new = self._step(counting, count.before), self._step(counting, count.reached)
        self._why_step(name, counting, count)
        return _Given(
            (new.absence_days if new else 0) - (old.absence_days if old else 0),
            (new.points if new else 0) - (old.points if old else 0),
            (yuan_in_cents(new.money) if new else 0) - (yuan_in_cents(old.money) if old else 0),
            new.consequences if new is not None and new is not old else (),
        )

    def _step(self, counting: Counting, count: float) -> CountTier | None:
        found = counting.steps.pick(count) if counting.steps else None
        return None if isinstance(found, Gap) else found

    def _why_step(self, name: str, counting: Counting, count: _Count) -> None:
        article = counting.article or self.attendance.article
        told = self._told(count)
        found = counting.steps.pick(count.reached) if counting.steps else None
        if found is None:
            if count.reached:
                self.sheet.why(article, say.NO_STEP, "nothing", **told)
        elif isinstance(found, Gap):
            words = found.span.words()
            self.sheet.find("uncovered")
            day = date.fromordinal(self.period.last)
            self.sheet.uncovered.append(Uncovered(day, "", name, count.reached, words.zh))
            article = found.article or article
            told |= {"step": words.zh, "step_en": words.en}
            self.sheet.why(article, say.COUNT_HOLE, "uncovered", **told)
        else:
            words = found.span.words()
            told |= {"step": words.zh, "step_en": words.en}
            self.sheet.why(found.article or article, say.REACHED, found.code or "counted", **told)

    def _told(self, count: _Count) -> dict[str, object]:
        """What was counted, in which period, and how often."""
        period = label_words(count.label)
        names = [self.names.get(what) or WORDS.get(what) or say.OWN_COUNT for what in count.of]
        return {
            "period": period.zh,
            "period_en": period.en,
            "what": "、".join(dict.fromkeys(name.zh for name in names)),
            "what_en": ", ".join(dict.fromkeys(name.en for name in names)),
            "count": f"{count.reached:g}",
        }

    def _labels(self, per: CountPeriod) -> Iterable[tuple[str, int]]:
        if per == "period":
            yield self._label(self.period.last, per), self.period.last
            return
        for day in range(self.period.first, self.period.last + 1):
            yield labelled(day, per), day

    def _label(self, day: int, per: CountPeriod) -> str:
        if per == "period":
            return f"{_iso(self.period.first)}/{_iso(self.period.last)}"
        return labelled(day, per)


def _joined(what: str, count: float, more: float) -> float:
    """Counts add up; of runs only the longest counts."""
    return max(count, more) if what == "consecutive_absence_days" else count + more


def _fold(count: float, every: float) -> int:
    return math.floor(count / every + _NEARLY)


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
