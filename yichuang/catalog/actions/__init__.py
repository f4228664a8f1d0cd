"""Changing the catalogue: the only writers of items and their versions."""

from yichuang.catalog.actions.admission import (
    apply_to_admit,
    apply_to_change,
    apply_to_withdraw,
    enter_approval,
    enter_decision,
)
from yichuang.catalog.actions.elsewhere import list_elsewhere
from yichuang.catalog.actions.imported import import_sheet
from yichuang.catalog.actions.publication import publish, unpublish
from yichuang.catalog.actions.taking_in import BodyEntry, Entry, Taken, take_in

__all__ = [
    "BodyEntry",
    "Entry",
    "Taken",
    "apply_to_admit",
    "apply_to_change",
    "apply_to_withdraw",
    "enter_approval",
    "enter_decision",
    "import_sheet",
    "list_elsewhere",
    "publish",
    "take_in",
    "unpublish",
]
