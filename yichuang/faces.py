"""Faces (门面): what each capability shows of itself, in one place of its own.

A capability's `face.py` holds the words of its journal entries, its permissions, its menu
entries, what its people owe and what silence does. Pages, jobs and the page of roles assemble
the faces of all; a new capability adds its own and edits no table of others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeAlias

from django.apps import apps

from yichuang.phrases import Phrase

_NONE = Phrase("", "")


class Permission(str):
    """Something people may do (权限): its code, its name, and the roles that hold it."""

    name: Phrase
    roles: frozenset[str]
    __slots__ = ("name", "roles")

    def __new__(cls, code: str, name: Phrase, *roles: str) -> Permission:
        made = super().__new__(cls, code)
        made.name, made.roles = name, frozenset(roles)
        return made


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the menu: its address by name, what it is called and what it is for."""

    name: str
    words: Phrase
    purpose: Phrase = _NONE
    any_of: tuple[Permission, ...] = ()
    """Who finds it: whoever holds one of these; everybody of the staff where none is named."""
    place: int = 100
    """Where it stands in the menu: the lower, the earlier."""
    count: Callable[[Any], int] | None = None
    """How much waits there for a reader: the number beside it in the menu."""


Lapse: TypeAlias = Callable[[str, datetime], bool]
"""What silence does to a subject (``case:…``) at an instant; whether it did."""


Scan: TypeAlias = Callable[[datetime], int]
"""Does what is due at an instant, whoever else scans at the same moment; how much it did."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A duty whose limit has just passed (刚刚逾期): on what, since when, and whose it was."""

    subject: str
    about: Phrase
    what: Phrase
    site_id: int
    due_at: datetime
    person_id: int | None
    department_id: int | None
    because: str


Overdue: TypeAlias = Callable[[Missed, datetime], None]
"""What follows, at an instant, from a duty being overdue, besides its red light."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody owes (待办种类): what it is called, where it is done."""

    words: Phrase
    page: str = ""
    """The address by name of the page on which it is done; its argument is the number."""
    lapse: Lapse | None = None
    """What follows by itself where it is left undone past its last instant."""
    overdue: Overdue | None = None
    """What follows once when its limit passes; in the transaction in which it turns red."""
    by_note: bool = False
    """Whoever owes it says themselves that it is done, and how."""
    own: bool = False
    """It is for the person alone: whoever stands in for them all the same can't do it."""


@dataclass(frozen=True, slots=True)
class Face:
    """What one capability shows of itself."""

    permissions: tuple[Permission, ...] = ()
    journal: Mapping[str, Phrase] = field(default_factory=dict)
    """Its kinds of journal entries, in words."""
    subjects: Mapping[str, Phrase] = field(default_factory=dict)
    """What its entries are about, by the first part of their subject."""
    opens: Mapping[str, str] = field(default_factory=dict)
    """The address by name of the page on which staff open such a subject, by its number."""
    public: tuple[Page, ...] = ()
    staff: tuple[Page, ...] = ()
    duties: Mapping[str, Duty] = field(default_factory=dict)
    """What its courses and its sections of the book have people owe, by kind."""
    scans: tuple[Scan, ...] = ()
    """What falls due in it by itself; asked at every round of the worker."""


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """The module of this name of every capability that has one, from the bottom of the house up."""
    own = [one.name for one in apps.get_app_configs() if one.name.startswith("yichuang.")]
    return tuple(import_module(f"{one}.{name}") for one in own if find_spec(f"{one}.{name}"))


@cache
def faces() -> tuple[Face, ...]:
    """The faces of all capabilities of this hall."""
    return tuple(one.FACE for one in modules("face"))


@cache
def duties() -> Mapping[str, Duty]:
    """Every kind of duty of the house."""
    return {kind: duty for face in faces() for kind, duty in face.duties.items()}
