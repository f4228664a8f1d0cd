"""What can be contested (可申诉的认定), as the capability whose outcome it is describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.rules.parts.limit import Limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome that somebody may contest."""

    about: Phrase
    """What was found, in words, without personal data of an applicant."""
    site_id: int
    department_id: int | None
    person_id: int
    """Whom it concerns: they alone contest it."""
    decided_by: int | None
    """Who found it; None: the house itself."""
    told_at: datetime
    adoption_id: int
    """The book under which it was found, and by which it is contested."""
    limit: Limit | None
    """Within what; None: the book sets no limit."""


Find: TypeAlias = Callable[[str], Outcome | None]
_kinds: dict[str, Find] = {}


def contestable(kind: str, find: Find) -> None:
    """Say how an outcome of a kind is found by its key."""
    _kinds[kind] = find


def outcome_of(number: str) -> Outcome | None:
    """The outcome that a contest is about, by the contest's number: ``breach-123``."""
    kind, _, key = number.partition("-")
    find = _kinds.get(kind)
    return find(key) if find else None
