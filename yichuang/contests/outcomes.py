"""What can be contested (可申诉的认定), as the capability whose outcome it is describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules import contesting

if TYPE_CHECKING:
    from yichuang.faces import Permission
    from yichuang.organization.queries import Reader
    from yichuang.rules.book.rulebook import Book
    from yichuang.rules.parts.limit import Limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome that somebody may contest."""

    about: Phrase
    """What was found, in words, without personal data of an applicant."""
    site_id: int
    department_id: int | None
    person_id: int | None
    """Whom it concerns: they alone contest it. None: a whole department."""
    decided_by: int | None
    """Who found it; None: the house itself."""
    told_at: datetime
    adoption_id: int
    """The book under which it was found, and by which it is contested."""
    limit: Limit | None
    """Within what; None: the book sets no limit."""
    answered_by: Permission | None = None
    """What somebody of the department holds who contests for it, where it concerns no person."""

    def is_of(self, reader: Reader) -> bool:
        """Whether this reader may contest it."""
        if self.person_id is not None:
            return reader.person_id == self.person_id
        speaks = self.answered_by is not None and reader.may(self.answered_by)
        return speaks and reader.department_id == self.department_id is not None


Find: TypeAlias = Callable[[str], Outcome | None]
Mine: TypeAlias = Callable[["Reader"], Iterable[str]]
"""The keys of the outcomes that a reader may contest, the newest first."""
Then: TypeAlias = Callable[[str, str, datetime], None]
"""What becomes of an outcome (by its key) when its contest has come to a state, at an instant."""


class _Owner(NamedTuple):
    find: Find
    mine: Mine
    then: Then


def _nothing(key: str, state: str, at: datetime) -> None:
    """Who owns the outcome asks `queries.upheld` instead."""


_owners: dict[str, _Owner] = {}


def contestable(kind: str, find: Find, *, mine: Mine, then: Then = _nothing) -> None:
    """Say how an outcome of a kind is found by its key, which are a reader's own, and what
    follows a contest; that is done in the contest's own transaction.
    """
    _owners[kind] = _Owner(find, mine, then)


def outcomes_of(reader: Reader) -> Iterator[tuple[str, Outcome]]:
    """Everything that this reader may contest or has contested, by the contest's number."""
    for kind, owner in _owners.items():
        for key in owner.mine(reader):
            found = owner.find(key)
            if found is not None:
                yield f"{kind}-{key}", found


def follow(number: str, state: str, at: datetime) -> None:
    """Let the owner of an outcome take in how far its contest has come."""
    kind, _, key = number.partition("-")
    _owners[kind].then(key, state, at)


def contested_until(limit: Limit | None, since: datetime, book: Book) -> datetime | None:
    """By when an outcome must be contested that was told, or ruled on, at an instant."""
    ends = contesting.ends(limit, local(since), book)
    return instant(ends) if ends is not None else None


def outcome_of(number: str) -> Outcome | None:
    """The outcome that a contest is about, by the contest's number: ``breach-123``."""
    kind, _, key = number.partition("-")
    owner = _owners.get(kind)
    return owner.find(key) if owner else None
