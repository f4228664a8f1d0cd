"""Every tampering with an owner's rights is found, and the table of them in the docs is true."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.record.hall import Names, act
from tests.record.tamperings import ALL, JOURNAL, Tampering
from yichuang.jobs.record import disagreements
from yichuang.journal.agreement import Disagreement
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import seal
from yichuang.journal.verification import WHAT, Limits, verify

pytestmark = pytest.mark.req("R17")

DOCS = Path(__file__).parents[2] / "docs" / "security.md"
_BEGIN, _END = "<!-- tamperings -->\n", "<!-- /tamperings -->\n"


LIMITS = Limits(sealing=timedelta(days=1), recording=timedelta(days=1))


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    folder = tmp_path_factory.mktemp("hall")
    return Outside(folder / "journal", folder / "keys")


@pytest.fixture(scope="module")
def names(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, outside: Outside
) -> Iterator[Names]:
    """The hall, lived through and sealed once for all tamperings, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        names = act()
        connection.check_constraints()
        seal(outside)
        yield names
        transaction.set_rollback(True)


def _verify(outside: Outside) -> list[Disagreement]:
    """What the verifier says: first of the journal itself, then of the rows."""
    verdict = verify(outside, limits=LIMITS, everything=True)
    if verdict.broken:
        return [Disagreement("journal", verdict.broken.entry_id, WHAT[verdict.broken.what])]
    return list(disagreements())


def _found(tampering: Tampering, names: Names, outside: Outside) -> list[Disagreement]:
    """What the verifier says after a tampering; it is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL search_path TO public")
            cursor.execute(tampering.sql.format_map(vars(names)))
            assert cursor.rowcount, "nothing was tampered with"
            cursor.execute("SET LOCAL session_replication_role = origin")
        if tampering in JOURNAL:
            found = _verify(outside)
        else:  # the journal itself is as it was
            found = list(disagreements())
        transaction.set_rollback(True)
    return found


def _told(tampering: Tampering, names: Names, outside: Outside) -> Disagreement:
    """The finding that names the place."""
    where = tampering.named.format_map(vars(names)).strip()
    found = [one for one in _found(tampering, names, outside) if one.subject.startswith(where)]
    assert found, f"{tampering.name} is not found at {where}"
    return found[0]


FILES: dict[str, Callable[[bytes], bytes | None]] = {
    "The heads outside deleted": lambda _: None,
    "The heads outside emptied": lambda _: b"",
    "The heads outside made unreadable": lambda _: b"\xff" * 300,
    "The root of a head exchanged": lambda text: text.replace(
        text.split(b"\n")[2], base64.b64encode(bytes(32)), 1
    ),
    "The size of a head changed": lambda text: text.replace(
        b"\n" + text.split(b"\n")[1] + b"\n", b"\n7\n", 1
    ),
    "The signature of a head taken off": lambda text: text[: text.rindex("—".encode())],
}


def _file_told(change: Callable[[bytes], bytes | None], outside: Outside) -> Disagreement:
    kept = outside.anchors.read_bytes()
    changed = change(kept)
    assert changed != kept
    try:
        if changed is None:
            outside.anchors.unlink()
        else:
            outside.anchors.write_bytes(changed)
        found = _verify(outside)
    finally:
        outside.anchors.write_bytes(kept)
    assert found
    assert found[0].subject == "journal"
    return found[0]


@pytest.mark.parametrize("what", FILES)
def test_a_tampering_with_the_heads_is_found(what: str, names: Names, outside: Outside) -> None:
    _file_told(FILES[what], outside)


def test_a_hall_nobody_tampered_with_is_whole(names: Names, outside: Outside) -> None:
    assert _verify(outside) == []


def test_the_names_of_the_tamperings_are_their_own() -> None:
    assert len({one.name for one in ALL}) == len(ALL) >= 80


@pytest.mark.parametrize("tampering", ALL, ids=lambda one: one.name)
def test_it_is_found_and_its_place_is_named(
    tampering: Tampering, names: Names, outside: Outside
) -> None:
    _told(tampering, names, outside)


def test_the_table_in_the_docs_is_what_is_found(names: Names, outside: Outside) -> None:
    """`YICHUANG_WRITE_DOCS=1` writes it anew."""
    import os

    lines = ["| done with the owner's rights | found as |", "|---|---|"]
    for one in ALL:
        told = _told(one, names, outside)
        lines.append(f"| {one.what} | `{_masked(told.subject)}`: {_masked(told.what.en)} |")
    for what, change in FILES.items():
        lines.append(f"| {what} | `journal`: {_masked(_file_told(change, outside).what.en)} |")
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
