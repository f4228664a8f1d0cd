"""Which of the book's reminders (催办、预警) a case has reached."""

from __future__ import annotations

from typing import NamedTuple

from yichuang.rules.deadline import said
from yichuang.rules.parts.condition import Judged, Value, judge
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.deadlines import Deadlines, Reminder


class Pace(NamedTuple):
    """How far a case has come: what is left and used while undecided, how much it is over."""

    left: int | None
    used: float | None
    over: int | None


def reached(section: Deadlines, pace: Pace) -> tuple[str, ...]:
    """The reminders that are reached, in the order of the book."""
    return tuple(code for code, one in section.reminders.items() if _is_reached(one, pace))


def _is_reached(one: Reminder, pace: Pace) -> bool:
    return _judged(one, pace).met is True


def _judged(one: Reminder, pace: Pace) -> Judged:
    known: dict[str, Value] = {"remaining": pace.left, "used": pace.used, "overdue": pace.over}
    return judge(one.if_, lambda single: known.get(single.measure), said.PACE.__getitem__)


def reasons_for(codes: tuple[str, ...], section: Deadlines, pace: Pace) -> list[Reason]:
    """Why each of them is reached; past the due time, the rung that decides alone."""
    made: list[Reason] = []
    for code in _deciding(codes, section, pace):
        one = section.reminders[code]
        args: dict[str, object] = {"zh": one.zh, "en": one.en}
        bound = one.if_.upper or one.if_.lower
        if one.if_.measure == "remaining" and bound is not None:
            fact = said.REMINDER_LEFT
            args |= {"left": pace.left, "n": f"{bound.value:g}"}
        elif one.if_.measure == "used" and bound is not None:
            fact = said.REMINDER_USED
            args |= {"used": f"{pace.used or 0:.0%}", "n": f"{bound.value:.0%}"}
        elif one.if_.measure == "overdue" and bound is not None:
            fact = said.REMINDER_OVERDUE if bound.value else said.REMINDER_PAST
            args |= {"over": pace.over, "n": f"{bound.value:g}"}
        else:
            fact, words = said.REMINDER_REACHED, _judged(one, pace).words()
            args |= {"why": words.zh, "why_en": words.en}
        made.append(Reason(one.article, fact, args, code))
    return made


def _deciding(codes: tuple[str, ...], section: Deadlines, pace: Pace) -> tuple[str, ...]:
    """Of those reached, the ones that still say something: "nearly due" is over once it is due."""
    if pace.over is None:
        return codes
    late = [code for code in codes if _from(section.reminders[code]) is not None]
    return tuple(sorted(late, key=lambda code: _from(section.reminders[code]) or 0)[-1:])


def _from(one: Reminder) -> float | None:
    """From how many working days over on a reminder holds; None: it goes by something else."""
    inside = [one.if_, *one.if_.all, *one.if_.any]
    bounds = [c.lower.value for c in inside if c.measure == "overdue" and c.lower is not None]
    return max(bounds, default=None)
