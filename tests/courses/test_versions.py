"""A table that changes leaves courses where they are; an explicit step moves one: R17."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from yichuang.courses import store
from yichuang.courses import table as tables
from yichuang.courses.agreement import check
from yichuang.courses.course import Course
from yichuang.courses.models import Fact
from yichuang.courses.refusals import BackDated, NoSuchVersion, OutOfOrder
from yichuang.courses.store import Stored, begin, hold
from yichuang.courses.table import MOVED, SYSTEM_ALONE, Row, Table
from yichuang.courses.writing import happen, move
from yichuang.obligations.states import About
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]

_WORDS = {name: Phrase(name, name) for name in ("new", "asked", "checked", "done")}
_FIRST: tuple[Row[Any], ...] = (
    ("new", "asked", SYSTEM_ALONE, (), (), "asked"),
    ("asked", "done", SYSTEM_ALONE, (), (), "done"),
)
_SECOND: tuple[Row[Any], ...] = (
    ("new", "asked", SYSTEM_ALONE, (), (), "asked"),
    ("asked", "checked", SYSTEM_ALONE, (), (), "checked"),
    ("checked", "done", SYSTEM_ALONE, (), (), "done"),
)


@pytest.fixture
def errand() -> Iterator[type[Stored[Any]]]:
    """A course of a test, by the first version of its table; nothing of it is left behind."""
    made = _errand(Table(name="errand", states=_WORDS, kinds=_WORDS, rows=_FIRST,
                         over=frozenset({"done"})))  # fmt: skip
    yield made
    tables._tables.pop("errand")
    store._kinds[:] = [one for one in store._kinds if one.__module__ != __name__]


def _errand(of: Table[Any]) -> type[Stored[Any]]:
    @dataclass(frozen=True, slots=True)
    class Errand(Course):
        table: ClassVar[Table[Any]] = of
        state: str = "new"

    class ErrandDossier(Stored[Errand]):
        kind_of_course = Errand

        @property
        def about(self) -> About:
            return About(self.subject, self.standing.site_id or 0, Phrase("差事", "an errand"))

    return ErrandDossier


def _changed() -> type[Stored[Any]]:
    """The house after an update: the table has a step more."""
    tables._tables.pop("errand")
    store._kinds[:] = [one for one in store._kinds if one.__module__ != __name__]
    return _errand(Table(name="errand", states=_WORDS, kinds=_WORDS, rows=_SECOND, version=2,
                         earlier={1: _FIRST}, over=frozenset({"done"})))  # fmt: skip


def _begun(errand: type[Stored[Any]], number: str, at: datetime) -> None:
    with transaction.atomic():
        dossier = begin(errand, number, subject=f"errand:{number}", at=at)
        happen(dossier, "asked", {}, at=at, by=SYSTEM)


def _happen(errand: type[Stored[Any]], number: str, kind: str, at: datetime) -> Stored[Any]:
    with transaction.atomic():
        dossier = hold(errand, number, SYSTEM)
        happen(dossier, kind, {}, at=at, by=SYSTEM)
    return dossier


def test_a_course_goes_on_by_the_table_it_began_under(
    errand: type[Stored[Any]], at: datetime
) -> None:
    _begun(errand, "1", at)
    after = _changed()
    _begun(after, "2", at)
    with pytest.raises(OutOfOrder):
        _happen(after, "1", "checked", at)
    assert _happen(after, "1", "done", at).course.is_over
    with pytest.raises(OutOfOrder):
        _happen(after, "2", "done", at)
    assert _happen(after, "2", "checked", at).course.version == 2
    assert not list(check())


def test_an_explicit_step_moves_it(errand: type[Stored[Any]], at: datetime) -> None:
    _begun(errand, "1", at)
    after = _changed()
    with transaction.atomic():
        dossier = hold(after, "1", SYSTEM)
        with pytest.raises(NoSuchVersion):
            move(dossier, version=3, state="asked", at=at)
        with pytest.raises(NoSuchVersion):
            move(dossier, version=2, state="done", at=at)
        move(dossier, version=2, state="asked", at=at)
    assert (dossier.course.version, dossier.course.state) == (2, "asked")
    _happen(after, "1", "checked", at)
    moved = _happen(after, "1", "done", at)
    assert [fact.kind for fact in moved.course.happened] == ["asked", MOVED, "checked", "done"]
    with pytest.raises(OutOfOrder):
        move(moved, version=2, state="asked", at=at)
    assert not list(check())


def test_nothing_is_entered_before_what_is_on_record(
    errand: type[Stored[Any]], at: datetime
) -> None:
    _begun(errand, "1", at)
    with pytest.raises(BackDated):
        _happen(errand, "1", "done", at.replace(hour=8))


def test_facts_are_added_and_never_changed(errand: type[Stored[Any]], at: datetime) -> None:
    _begun(errand, "1", at)
    for change in (
        lambda: Fact.objects.update(actor="x"), lambda: Fact.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            change()
    fact = Fact.objects.get()
    fact.pk, fact.entry_id = None, -1
    with pytest.raises(IntegrityError, match="course_fact_in_order"), transaction.atomic():
        fact.save()
