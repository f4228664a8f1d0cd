"""Every tampering with an owner's rights is found, and the table of them in the docs is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.record.hall import Names, act
from tests.record.tamperings import ALL, Tampering
from yichuang.jobs.record import disagreements
from yichuang.journal.agreement import Disagreement

pytestmark = pytest.mark.req("R17")

DOCS = Path(__file__).parents[2] / "docs" / "security.md"
_BEGIN, _END = "<!-- tamperings -->\n", "<!-- /tamperings -->\n"


@pytest.fixture(scope="module")
def names(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Names]:
    """The hall, lived through once for all tamperings, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        names = act()
        connection.check_constraints()
        yield names
        transaction.set_rollback(True)


def _found(tampering: Tampering, names: Names) -> list[Disagreement]:
    """What the verifier says after a tampering; it is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL search_path TO public")
            cursor.execute(tampering.sql.format_map(vars(names)))
            assert cursor.rowcount, "nothing was tampered with"
            cursor.execute("SET LOCAL session_replication_role = origin")
        found = list(disagreements())
        transaction.set_rollback(True)
    return found


def _told(tampering: Tampering, names: Names) -> Disagreement:
    """The finding that names the place."""
    where = tampering.named.format_map(vars(names)).strip()
    found = [one for one in _found(tampering, names) if one.subject.startswith(where)]
    assert found, f"{tampering.name} is not found at {where}"
    return found[0]


def test_a_hall_nobody_tampered_with_is_whole(names: Names) -> None:
    assert list(disagreements()) == []


def test_the_names_of_the_tamperings_are_their_own() -> None:
    assert len({one.name for one in ALL}) == len(ALL) >= 80


@pytest.mark.parametrize("tampering", ALL, ids=lambda one: one.name)
def test_it_is_found_and_its_place_is_named(tampering: Tampering, names: Names) -> None:
    _told(tampering, names)


def test_the_table_in_the_docs_is_what_is_found(names: Names) -> None:
    """`YICHUANG_WRITE_DOCS=1` writes it anew."""
    import os

    lines = ["| done with the owner's rights | found as |", "|---|---|"]
    for one in ALL:
        told = _told(one, names)
        lines.append(f"| {one.what} | `{_masked(told.subject)}`: {_masked(told.what.en)} |")
    made = "\n".join([*lines, ""])
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    _, after = rest.split(_END)
    written = f"{before}{_BEGIN}{made}{_END}{after}"
    if os.environ.get("YICHUANG_WRITE_DOCS"):
        DOCS.write_text(written, encoding="utf-8")
    assert text == written or os.environ.get("YICHUANG_WRITE_DOCS")


def _masked(said: str) -> str:
    """Without the numbers of this run."""
    return re.sub(r"\d{2,}|(?<=[.: ])\d+", "…", said)
