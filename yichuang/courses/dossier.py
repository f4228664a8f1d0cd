"""The dossier (案卷): a course, its rule book and what it is about, put together once.

Actions hold it under a lock and write by it; pages and papers read the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, Generic

from yichuang.courses.course import C, Happened
from yichuang.obligations.states import About
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.rules.book.rulebook import Book


class Dossier(ABC, Generic[C]):
    """What a step is ruled on and written by."""

    course: C
    book: Book

    @property
    @abstractmethod
    def subject(self) -> str:
        """How the journal names it: ``case:…``."""

    @property
    @abstractmethod
    def site_code(self) -> str: ...

    @property
    def department_id(self) -> int | None:
        """The department it belongs to; None: to the house as a whole."""
        return None

    @property
    def department(self) -> Phrase:
        """That department by name, for a refusal."""
        return Phrase("", "")

    @property
    @abstractmethod
    def about(self) -> About:
        """What is owed on it is about: its site and its name, without personal data."""

    @abstractmethod
    def fold(self, at: datetime) -> None:
        """Write what the facts add up to into the row that lists read."""

    @abstractmethod
    def keep(self, fact: Happened, recorded_at: datetime) -> int:
        """Insert the fact; its id. Rows of facts are added and never changed."""
