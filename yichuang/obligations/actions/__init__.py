"""What is done about obligations: opened, settled, passed on, stood in for, scanned."""

from yichuang.obligations.actions.owing import owe
from yichuang.obligations.actions.passing import pass_on
from yichuang.obligations.actions.periodic import done_by_deed, miss, note_done, open_periodic
from yichuang.obligations.actions.scanning import let_lapse, light_up
from yichuang.obligations.actions.standing_in import (
    arrange_stand_in,
    begin_standing_in,
    call_off,
    end_standing_in,
    turn_over,
)

__all__ = [
    "arrange_stand_in",
    "begin_standing_in",
    "call_off",
    "done_by_deed",
    "end_standing_in",
    "let_lapse",
    "light_up",
    "miss",
    "note_done",
    "open_periodic",
    "owe",
    "pass_on",
    "turn_over",
]
