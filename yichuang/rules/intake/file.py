"""The file of an application: what was handed in and told, in order, and how it stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError
from yichuang.rules.intake.facts import Facts, Notice, State, Submission

TO_TELL = ("missing", "defective")

_ONCE = Phrase("每种材料只列一次", "each material once")
_ONE = Phrase("至少一次提交", "at least one submission")
_AFTER = Phrase("不早于首次提交（{when}）", "not before the first submission ({when})")
_COUNT = Phrase("不小于 0 的整数", "0 or more")


class Lapse(NamedTuple):
    """Something a notice names though an earlier one should have."""

    on: date
    earlier: date
    item: str


class File:
    """The file of an application. Raises FactsError where the facts contradict one another."""

    def __init__(self, facts: Facts) -> None:
        self.codes = [material.code for material in facts.required]
        _check(facts, self.codes)
        self.submissions = sorted(facts.submissions, key=lambda s: _starts(s.on))
        self.notices = sorted(facts.notices, key=lambda n: _ends(n.on))
        first = _starts(self.submissions[0].on)
        for i, notice in enumerate(facts.notices):
            if _ends(notice.on) < first:
                raise FactsError(
                    f"facts.notices[{i}].on", _AFTER, notice.on, {"when": first.date()}
                )
        self.states = self._carried()
        self.answered = [self._answered(notice) for notice in self.notices]

    @property
    def latest(self) -> Submission:
        """The submission to judge."""
        return self.submissions[-1]

    @property
    def told(self) -> Notice | None:
        """The first notice that answers the latest submission."""
        last = len(self.submissions) - 1
        return next(
            (n for n, i in zip(self.notices, self.answered, strict=True) if i == last), None
        )

    def lapses(self) -> list[Lapse]:
        """All that later notices name and earlier ones should have named."""
        found: list[Lapse] = []
        for j, later in enumerate(self.notices):
            for earlier, at in zip(self.notices[:j], self.answered[:j], strict=True):
                found += [
                    Lapse(day_of(later.on), day_of(earlier.on), item)
                    for item in later.items
                    if self._kept_silent(item, earlier, at)
                ]
        return found

    def should_have_been_told(self, item: str) -> bool:
        """Whether some notice so far was silent about it, though it was wrong already."""
        pairs = zip(self.notices, self.answered, strict=True)
        return any(self._kept_silent(item, notice, at) for notice, at in pairs)

    def beyond_list(self) -> list[str]:
        """What was handed in or asked for without being required."""
        known = set(self.codes)
        seen = [code for s in self.submissions for code in s.materials]
        seen += [code for n in self.notices for code in n.items]
        return [code for code in dict.fromkeys(seen) if code not in known]

    def _kept_silent(self, item: str, notice: Notice, at: int) -> bool:
        return self.states[at].get(item) in TO_TELL and item not in notice.items

    def _carried(self) -> list[Mapping[str, State]]:
        state: dict[str, State] = dict.fromkeys(self.codes, "missing")
        states: list[Mapping[str, State]] = []
        for submission in self.submissions:
            new = {k: v for k, v in submission.materials.items() if k in state}
            state = {**state, **new}
            states.append(state)
        return states

    def _answered(self, notice: Notice) -> int:
        at = _ends(notice.on)
        return max(i for i, s in enumerate(self.submissions) if _starts(s.on) <= at)


def day_of(moment: date | datetime) -> date:
    """The day, of a day or a time."""
    return moment.date() if isinstance(moment, datetime) else moment


def _starts(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _ends(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _check(facts: Facts, codes: list[str]) -> None:
    seen: set[str] = set()
    for i, code in enumerate(codes):
        if code in seen:
            raise FactsError(f"facts.required[{i}].code", _ONCE, code)
        seen.add(code)
    if not facts.submissions:
        raise FactsError("facts.submissions", _ONE, "[]")
    if facts.prior_breaches < 0:
        raise FactsError("facts.prior_breaches", _COUNT, facts.prior_breaches)
