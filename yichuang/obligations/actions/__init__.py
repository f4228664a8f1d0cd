"""What is done about obligations: opened and settled, passed on, scanned for what is due."""

from yichuang.obligations.actions.owing import owe
from yichuang.obligations.actions.passing import pass_on
from yichuang.obligations.actions.scanning import let_lapse, light_up

__all__ = ["let_lapse", "light_up", "owe", "pass_on"]
