"""Which of the book's reminders (催办、预警) a case has reached."""

from __future__ import annotations

from typing import NamedTuple

from yichuang.rules.deadline import said
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
    if one.remaining_at_most is not None:
        return pace.left is not None and pace.left <= one.remaining_at_most
    if one.used_at_least is not None:
        return pace.used is not None and pace.used >= one.used_at_least
    return pace.over is not None and pace.over >= (one.overdue_at_least or 0)


def reasons_for(codes: tuple[str, ...], section: Deadlines, pace: Pace) -> list[Reason]:
    """Why each of them is reached; past the due time, the rung that decides alone."""
    made: list[Reason] = []
    for code in _deciding(codes, section, pace):
        one = section.reminders[code]
        args: dict[str, object] = {"zh": one.zh, "en": one.en, "to": ", ".join(one.to)}
        if one.remaining_at_most is not None:
            fact = said.REMINDER_LEFT
            args |= {"left": pace.left, "n": one.remaining_at_most}
        elif one.used_at_least is not None:
            fact = said.REMINDER_USED
            args |= {"used": f"{pace.used or 0:.0%}", "n": f"{one.used_at_least:.0%}"}
        elif not one.overdue_at_least:
            fact = said.REMINDER_PAST
        else:
            fact = said.REMINDER_OVERDUE
            args |= {"over": pace.over, "n": one.overdue_at_least}
        made.append(Reason(one.article, fact, args, code))
    return made


def _deciding(codes: tuple[str, ...], section: Deadlines, pace: Pace) -> tuple[str, ...]:
    """Of those reached, the ones that still say something: "nearly due" is over once it is due."""
    if pace.over is None:
        return codes
    late = [code for code in codes if section.reminders[code].overdue_at_least is not None]
    return tuple(sorted(late, key=lambda code: section.reminders[code].overdue_at_least or 0)[-1:])
