"""The docket of accountability (追究记录): what has been found so far, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from yichuang.phrases import Phrase, phrase
from yichuang.rules import effects
from yichuang.rules.accountability.ruling import Counted, Facts, Ruling, Step
from yichuang.rules.parts.condition import Condition, Judged, Value, judge
from yichuang.rules.parts.consequence import (
    Consequence,
    Effect,
    Follows,
    as_consequence,
    follows,
    number,
    to_words,
)
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.entry import Entry
from yichuang.rules.parts.measures import measure_name
from yichuang.rules.parts.period import together
from yichuang.rules.parts.reading import Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.accountability import Accountability

effects.effects(
    "accountability",
    none=("没有须追究的", "nothing to pursue"),
    not_reached=("未达到", "not reached"),
    not_pursued=("不追究", "not pursued"),
    not_stated=("没有说明，不作认定", "not stated, nothing is found"),
    replaced=("由较重的代替", "replaced by the heavier"),
    undetermined=("由调查认定", "determined by investigation"),
)

NTH = phrase(
    "accountability.nth",
    "{on} {what}，{period}第{nth}次：{said}",
    "{on} {what_en}, number {nth} within {period_en}: {said_en}",
)
RUN = phrase(
    "accountability.run",
    "{on} {what}，{run}：{said}",
    "{on} {what_en}, {run_en}: {said_en}",
)
RUN_BELOW = phrase(
    "accountability.run_below",
    "{on} {what}，{run}，未达到",
    "{on} {what_en}, {run_en}, not reached",
)
SEVERE = phrase(
    "accountability.severity",
    "{on} {what}，情节：{severity}：{said}",
    "{on} {what_en}, gravity: {severity_en}: {said_en}",
)
OWN = phrase("accountability.act", "{on} {what}：{said}", "{on} {what_en}: {said_en}")
UNLESS = phrase(
    "accountability.condition_unmet",
    "{on} {what}：{facts}，追究条件不成立，不追究",
    "{on} {what_en}: {facts_en}; the condition for it is not met, so it is not pursued",
)
OPEN = phrase(
    "accountability.undetermined",
    "{on} {what}：手册没有规定处理方式，由调查认定",
    "{on} {what_en}: the book sets no step; it is determined by investigation",
)
REACHED = phrase(
    "accountability.threshold",
    "{what}：截至{on}，{period}累计{total}{unit}：{said}",
    "{what_en}: {total} {unit_en} within {period_en} by {on}: {said_en}",
)
BELOW = phrase(
    "accountability.below",
    "{what}：{period}累计{total}{unit}，未达到",
    "{what_en}: {total} {unit_en} within {period_en}, not reached",
)
REPLACED = phrase(
    "accountability.replaced",
    "{on} {what}，{run}：“{said}”由更重的处理代替，不并处",
    "{on} {what_en}, {run_en}: “{said_en}” is replaced by the heavier",
)
FOLLOWS = phrase(
    "accountability.follows",
    "{on} {what}：对{to}：{said}",
    "{on} {what_en}: for {to_en}: {said_en}",
)
NOT_STATED = phrase(
    "accountability.not_stated",
    "{on} {what}：{facts}，不作认定",
    "{on} {what_en}: {facts_en}; nothing is found",
)
NOTHING = phrase("accountability.nothing", "没有应追究的行为", "there is no act to pursue")


class Outcome(NamedTuple):
    """What one tier, one degree or the act itself says, and the fact it was found by."""

    effect: Effect
    article: str
    fact: Phrase
    args: Mapping[str, object]

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What else follows."""
        found: tuple[Consequence, ...] = getattr(self.effect, "consequences", ())
        return found

    @property
    def says_something(self) -> bool:
        """Whether it says how the act is dealt with."""
        return bool(self.effect.action) or any(
            _is_bulletin(c) or _is_return(c) for c in self.consequences
        )


def _is_bulletin(c: Consequence) -> bool:
    return c.action == "bulletin" and c.to == "person"


def _is_return(c: Consequence) -> bool:
    return c.action == "return" and c.to == "home_unit"


@dataclass(slots=True)
class Docket:
    """What has been found so far."""

    reasons: bool
    facts: Facts
    section: Accountability | None = None
    done: Sequence[Deed] = ()
    """The acts so far, the one being judged last."""
    steps: list[Step] = field(default_factory=list)
    returns: dict[str, None] = field(default_factory=dict)
    consequences: list[Follows] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    undetermined: dict[str, None] = field(default_factory=dict)
    not_stated: dict[str, None] = field(default_factory=dict)
    because: list[Reason] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)

    def say(self, article: str, fact: Phrase, args: Mapping[str, object], ruling: str) -> None:
        if self.reasons:
            self.because.append(Reason(article, fact, args, ruling))

    def counted_as(self, deed: Deed, nth: int, period: str) -> None:
        """Note how an act was counted."""
        self.counted.append(Counted(deed.code, deed.on, nth, period))

    def settle(self, code: str, on: date, nth: int, article: str, found: Sequence[Outcome]) -> None:
        """Take what was found: the heaviest step, and everything else that follows."""
        assert self.section is not None
        kinds = self.section.kinds
        bulletin = False
        for outcome in found:
            self._tell(outcome)
            for c in outcome.consequences:
                bulletin = self._take(code, c, outcome, nth) or bulletin
            self._take_own(code, outcome)
        stepped = [o for o in found if o.effect.action in kinds]
        if not stepped and not bulletin:
            return
        heaviest = max(stepped, key=lambda o: kinds[o.effect.action or ""].rank, default=found[0])
        points = [o.effect.points.least for o in found if o.effect.points is not None]
        self.steps.append(
            Step(
                code=code,
                nth=nth,
                step=heaviest.effect.action if stepped else None,
                bulletin=bulletin,
                on=on,
                article=heaviest.article or article,
                points=number(max(points)) if points else None,
            )
        )

    def replaced(
        self, entry: Entry, heavier: Effect, length: int, args: Mapping[str, object]
    ) -> None:
        """Say which lighter tiers the heavier one takes the place of."""
        assert self.section is not None
        for laid in entry.laid:
            low = laid.span.low
            if laid.tier is not None and laid.tier is not heavier and low and low.value <= length:
                said = self.section.action_words(laid.tier)
                told = {**args, "said": said.zh, "said_en": said.en}
                self.say(laid.tier.article or entry.article, REPLACED, told, "replaced")

    def _tell(self, outcome: Outcome) -> None:
        assert self.section is not None
        effect = outcome.effect
        self.readings.of(effect, outcome.article)
        if not outcome.says_something and effect.is_empty:
            return
        codes = [effect.action] if effect.action else []
        said = [self.section.action_words(effect)] if effect.action else []
        for c in outcome.consequences:
            if _is_bulletin(c) or _is_return(c):
                codes.append("bulletin" if _is_bulletin(c) else "return_to_home_unit")
                said.append(self.section.action_words(c))
        if not codes:
            return
        words = {"said": "、".join(p.zh for p in said), "said_en": ", ".join(p.en for p in said)}
        told = {**outcome.args, **words}
        dealt = Phrase(words["said"], words["said_en"])
        self.say(outcome.article, outcome.fact, told, effects.Effect(" + ".join(codes), dealt))

    def _take_own(self, code: str, outcome: Outcome) -> None:
        """What the effect itself brings that is no step: a note, months, a grade."""
        assert self.section is not None
        effect = outcome.effect
        if effect.action in self.section.kinds or isinstance(effect, Entry):
            return
        own = as_consequence(effect)
        if own is not None and own.action:
            self.consequences.append(follows(own, code, outcome.article))

    def _take(self, code: str, c: Consequence, outcome: Outcome, nth: int) -> bool:
        """Take a consequence; whether it is a bulletin about the person."""
        if not c.is_due(nth) or not self._may_follow(code, c, outcome):
            return False
        if _is_bulletin(c):
            return True
        if _is_return(c):
            self.returns[code] = None
            return False
        article = c.article or outcome.article
        self.readings.of(c, article)
        self.consequences.append(follows(c, code, article))
        to, said = to_words(c.to), c.says
        args = {
            **outcome.args,
            "to": to.zh,
            "to_en": to.en,
            "said": said.zh,
            "said_en": said.en,
        }
        self.say(article, FOLLOWS, args, effects.Effect(c.action or "", said))
        return False

    def _may_follow(self, code: str, c: Consequence, outcome: Outcome) -> bool:
        """Whether the condition of a consequence is met; what nobody has stated is never so."""
        if c.if_ is None:
            return True
        found = self._judged(c.if_, code)
        if found.met is None:
            self.not_stated[code] = None
            said = found.words()
            args = {**outcome.args, "facts": said.zh, "facts_en": said.en}
            self.say(c.article or outcome.article, NOT_STATED, args, "not_stated")
        return found.met is True

    def is_pursued(self, deed: Deed, entry: Entry, what: Phrase) -> bool:
        """Whether the condition under which an act is pursued at all is met, with its reason."""
        if entry.if_ is None:
            return True
        found = self._judged(entry.if_, deed.code)
        if found.met is True:
            return True
        said = found.words()
        args = {
            "what": what.zh,
            "what_en": what.en,
            "on": deed.on.isoformat(),
            "facts": said.zh,
            "facts_en": said.en,
        }
        if found.met is None:
            self.not_stated[deed.code] = None
        ruling = "not_stated" if found.met is None else "not_pursued"
        self.say(entry.article, UNLESS, args, ruling)
        return False

    def _judged(self, condition: Condition, code: str) -> Judged:
        return judge(condition, self._value, lambda name: measure_name(name, {}), code)

    def _value(self, condition: Condition) -> Value:
        counter = condition.counts
        if counter is None:
            return self.facts.measures.get(condition.measure)
        assert self.section is not None
        groups = {code: act.group for code, act in self.section.acts.items()}
        counts = together(self.done[-1].on, counter.period or self.facts.period)
        return sum(
            counter.worth(deed)
            for deed in self.done
            if counts(deed.on) and counter.counts(deed, groups)
        )

    def ruling(self) -> Ruling:
        """What was found, as the ruling."""
        return Ruling(
            steps=tuple(self.steps),
            return_to_home_unit=tuple(self.returns),
            consequences=tuple(self.consequences),
            counted=tuple(self.counted),
            undetermined=tuple(self.undetermined),
            not_stated=tuple(self.not_stated),
            readings=self.readings.listed(),
            because=tuple(self.because),
        )
