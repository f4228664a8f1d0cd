"""What an obligation is made of: who owes, by when, and how far it has gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from yichuang.phrases import Phrase


class Rung(StrEnum):
    """How far an obligation has gone: each rung is reached once for each due instant."""

    OPEN = "open"
    YELLOW = "yellow"
    RED = "red"


Light = Literal["grey", "green", "yellow", "red"]

FIRED: Mapping[Rung, str] = MappingProxyType({
    Rung.YELLOW: "obligation.warned", Rung.RED: "obligation.overdue",
})  # fmt: skip
"""What the journal calls the reaching of a rung."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes: a person by name, or whoever holds a permission in a department or at the site."""

    permission: str = ""
    department_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """By when it is owed, and why then."""

    warn_at: datetime | None = None
    due_at: datetime | None = None
    """None: no rule sets a limit, or its clock stands still."""
    lapse_at: datetime | None = None
    """When silence does what the kind of duty says; None: nothing follows by itself."""
    because: str = ""
    """The article it comes from, as the rule book marks it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed on a subject from now on."""

    kind: str
    by: Debtor
    limit: Limit = Limit()


@dataclass(frozen=True, slots=True)
class About:
    """What obligations are about: how the journal names it, its site, and its name in lists.

    The name holds no personal data: it is shown to everybody who owes something on it.
    """

    subject: str
    site_id: int
    name: Phrase
