"""The sealer stopped at every point, against slow writers, and beside a record that was moved."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.journal.conftest import as_owner, verdict, write
from yichuang import clock
from yichuang.journal import linear, queries
from yichuang.journal.actions import open_hall
from yichuang.journal.agreement import Disagreement
from yichuang.journal.digests import canonical
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import NotNewest, seal
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


class Stop(Exception):
    """The machine stops here."""


def _stop(*_: object) -> None:
    raise Stop


@pytest.mark.parametrize("at", ["intend", "add", "half", "commit", "fulfilled"])
def test_stopped_anywhere_an_honest_hall_is_not_accused(
    written: list[int], outside: Outside, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    write(3)
    with monkeypatch.context() as patched:
        if at == "half":

            def half(self: Outside, head: str) -> None:
                with open(self.anchors, "ab") as file:
                    file.write(head.encode()[: len(head) // 2])
                raise Stop

            patched.setattr(Outside, "add", half)
        elif at == "commit":
            whole = Outside.add

            def added(self: Outside, head: str) -> None:
                whole(self, head)
                raise Stop

            patched.setattr(Outside, "add", added)
        else:
            patched.setattr(Outside, at, _stop)
        with pytest.raises(Stop):
            seal(outside)
    write(1)
    between = verdict(outside)
    assert between.whole, between.broken
    assert seal(outside) == {"fulfilled": 1}.get(at, 4)
    after = verdict(outside)
    assert after.whole, after.broken
    assert (after.sealed, after.unsealed) == (9, 0)
    assert not outside.intention.exists()
    assert after.heads == (2 if at == "intend" else 3)


def test_a_head_whose_entries_are_gone_is_not_completed(
    written: list[int], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = write(3)
    whole = Outside.add

    def added(self: Outside, head: str) -> None:
        whole(self, head)
        raise Stop

    with monkeypatch.context() as patched:
        patched.setattr(Outside, "add", added)
        with pytest.raises(Stop):
            seal(outside)
    as_owner(f"DELETE FROM journal_entry WHERE id = {ids[1]}")
    write(1)
    with pytest.raises(NotNewest):
        seal(outside)
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.what == "cut_off"


def _cut(ids: list[int]) -> None:
    as_owner(
        f"DELETE FROM journal_batch WHERE first >= 5; DELETE FROM journal_entry WHERE id >= {ids[0]}"
    )


def test_a_tail_cut_and_regrown_is_found(written: list[int], outside: Outside) -> None:
    """As an older backup restored and run on: other entries in the place of those known."""
    ids = write(3)
    seal(outside)
    _cut(ids)
    assert (verdict(outside).broken or written) != written
    write(3, "other")
    with pytest.raises(NotNewest):
        seal(outside)
    copy = outside.folder.parent / "copy.log"
    shutil.copy(outside.anchors, copy)
    heads = outside.anchors.read_bytes().split(b"\n\n")
    outside.anchors.write_bytes(b"\n\n".join(heads[:2]) + b"\n\n")  # the file cut back as well
    assert seal(outside) == 3
    assert verdict(outside).whole, "from the inside it looks whole"
    broken = verdict(outside, copies=[copy]).broken
    assert broken is not None
    assert broken.what == "head"
    assert str(copy) in broken.detail


@pytest.mark.parametrize(
    ("what", "spoil"),
    [
        ("no_heads", lambda raw: None),
        ("no_heads", lambda raw: b""),
        ("no_heads", lambda raw: b"\n\n"),
        ("unreadable_head", lambda raw: raw + b"5 abc 2026\n"),
        ("unreadable_head", lambda raw: b"x\n" + raw),
        ("unreadable_head", lambda raw: raw[:-1]),
        ("unreadable_head", lambda raw: raw + b"\xff\xfe"),
        ("head_order", lambda raw: raw + raw),
        ("foreign_head", lambda raw: raw.replace(b"\n5\n", b"\n4\n", 1)),
        ("foreign_head", lambda raw: raw.replace(b"yichuang/", b"yichuanq/")),
        ("no_head", lambda raw: raw[: len(raw) // 2]),
    ],
)  # fmt: skip
def test_heads_that_were_touched(
    written: list[int], outside: Outside, what: str, spoil: Callable[[bytes], bytes | None]
) -> None:
    write(2)
    seal(outside)
    raw = outside.anchors.read_bytes()
    made: bytes | None
    if what == "no_head":
        made = raw.partition(b"\n\nyichuang/")[0] + b"\n\n"
    else:
        made = spoil(raw)
    if made is None:
        outside.anchors.unlink()
    else:
        outside.anchors.write_bytes(made)
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.what == what
    if what in ("no_heads", "unreadable_head", "no_head"):
        with pytest.raises(NotNewest):
            seal(outside) and write(1)


def test_the_key_is_needed(written: list[int], outside: Outside) -> None:
    outside.key_file.unlink()
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.what == "no_key"
    write(1)
    with pytest.raises(FileNotFoundError):
        seal(outside)
    assert not outside.key_file.exists(), "a lost key is not replaced in silence"


def test_what_others_find_makes_it_not_whole(written: list[int], outside: Outside) -> None:
    found = Disagreement("case:1", written[1], Phrase("不符", "differs"))
    said = verdict(outside, checks=[lambda: iter([found])])
    assert (said.whole, said.disagreements) == (False, [found])


@pytest.mark.django_db(transaction=True)
def test_a_slow_writer_is_waited_for(outside: Outside) -> None:
    """A low number that is seen late is still sealed in its place."""
    with transaction.atomic():
        open_hall(training=False, at=clock.real_now(), by="system")
    seal(outside)
    holding, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(1, "slow")
                holding.set()
                assert go_on.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert holding.wait(30)
    write(2, "quick")
    assert seal(outside) == 0
    assert queries.tree_state().waiting == 2
    go_on.set()
    writer.join(30)
    assert seal(outside) == 3
    assert verdict(outside, processes=2).whole


@pytest.fixture
def chained(outside: Outside) -> list[int]:
    """A journal as it was sealed before there was a tree."""
    first = open_hall(training=False, at=clock.real_now(), by="system")
    ids = [first.id, *write(4)]
    row = queries.database_now()
    hall = str(first.data["hall"])
    head, at = linear.first_head(hall, "sha256"), row
    outside.folder.mkdir()
    for seq, entry_id in enumerate(ids, 1):
        fact = queries.fact(entry_id)
        assert fact is not None
        leaf = linear.digest("sha256", canonical(fact))
        head = linear.next_head(head, seq, leaf, at, "sha256")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_seal (seq, entry_id, leaf, head, sealed_at, algorithm) "
                "VALUES (%s, %s, %s, %s, %s, 'sha256')", (seq, entry_id, leaf, head, at),
            )  # fmt: skip
        if seq in (3, 5):
            with open(outside.anchors, "a") as file:
                file.write(f"{seq} {head} {at.isoformat()}\n")
    return ids


def test_a_linear_chain_is_carried_over_once(chained: list[int], outside: Outside) -> None:
    assert seal(outside) == 6
    step = queries.of_subject("journal")
    assert [fact.kind for fact in step] == ["journal.carried_over"]
    assert step[0].data["links"] == 5
    assert verdict(outside).whole
    write(1)
    assert seal(outside) == 1
    assert len(queries.of_subject("journal")) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ids, file: as_owner(f"UPDATE journal_entry SET actor = 'x' WHERE id = {ids[2]}"),
        lambda ids, file: as_owner("DELETE FROM journal_seal WHERE seq = 5"),
        lambda ids, file: file.unlink(),
        lambda ids, file: file.write_text("not a head\n"),
        lambda ids, file: file.write_text("3 abc 2026-01-01\n"),
    ],
)
def test_a_broken_chain_is_not_carried_over(
    chained: list[int], outside: Outside, spoil: object
) -> None:
    assert callable(spoil)
    spoil(chained, Path(outside.anchors))
    with pytest.raises(linear.ChainBroken):
        seal(outside)
    assert not queries.of_subject("journal")
    assert not verdict(outside).whole
