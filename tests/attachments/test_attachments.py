"""Files are taken in pieces, known by their content, kept encrypted, and seen on record: R63."""

from __future__ import annotations

import hashlib
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.attachments.files import PDF, png, zipped
from tests.cases.story import Hall, instant
from tests.conftest import AtOnce
from yichuang.attachments import actions as attachments
from yichuang.attachments import store
from yichuang.attachments.actions import PIECE, Slot
from yichuang.attachments.errors import (
    ContentGone,
    Empty,
    NoRoom,
    NoSuchUpload,
    OutOfStep,
    TooBig,
    TooMany,
    WrongKind,
)
from yichuang.attachments.kinds import sniff
from yichuang.attachments.models import Attachment, Upload
from yichuang.cases import actions, queries
from yichuang.cases.actions.scans import NoScansNow
from yichuang.config.home import Home
from yichuang.errors import NotAllowed, NotFound
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]
REAL = instant("2026-03-10 09:31")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test's own; the keys stay where they are."""

    class Here(Home):
        __slots__ = ()

        @property
        def files(self) -> Path:
            return tmp_path / "files"

    settings.HOME = Here(settings.HOME.root)
    return tmp_path / "files"


def sent(slot: Slot, content: bytes, name: str = "身份证 王小明.pdf", *, at: datetime) -> int:
    """Upload a file whole."""
    going = attachments.begin(slot, name=name, size=len(content), stamp="1", real=REAL)
    while not going.whole:
        octets = content[going.received : going.received + PIECE]
        going = attachments.take_piece(
            slot, going.token, start=going.received, octets=octets, real=REAL
        )
    return attachments.finish(slot, going.token, at=at)


def slot_of(hall: Hall, at: datetime) -> tuple[str, Slot]:
    number = hall.accepted(at)
    return number, actions.slot_for_scan(number, "id_card", by=hall.clerk)


def test_a_scan_is_kept_encrypted_bound_and_opened_on_record(
    hall: Hall, at: datetime, files: Path
) -> None:
    number, slot = slot_of(hall, at)
    content = png(padding=3 * PIECE)
    pk = sent(slot, content, "身份证 王小明.png", at=at)
    (kept,) = [path for path in files.rglob("*") if path.is_file()]
    assert kept.name == hashlib.sha256(content).hexdigest()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert all(
        stat.S_IMODE(one.stat().st_mode) == 0o700 for one in files.rglob("*") if one.is_dir()
    )
    assert content[:64] not in kept.read_bytes()
    assert "王小明".encode() not in bytes(Attachment.objects.get().sealed)
    file = actions.open_scan(number, pk, at=at, by=hall.reviewer)
    assert (file.content, file.name, file.media) == (content, "身份证 王小明.png", "image/png")
    kinds = [(one.kind, one.actor) for one in of_subject(f"case:{number}")]
    assert ("attachment.added", "person:1") in kinds
    assert kinds[-1] == ("attachment.opened", "person:2")
    assert list(disagreements()) == []


def test_an_upload_cut_at_ninety_percent_goes_on_where_it_stopped(hall: Hall, at: datetime) -> None:
    number, slot = slot_of(hall, at)
    content = png(padding=10 * PIECE)
    cut = len(content) * 9 // 10 // PIECE * PIECE
    going = attachments.begin(slot, name="a.png", size=len(content), stamp="7", real=REAL)
    for start in range(0, cut, PIECE):
        attachments.take_piece(
            slot, going.token, start=start, octets=content[start : start + PIECE], real=REAL
        )
    with pytest.raises(OutOfStep):
        attachments.finish(slot, going.token, at=at)
    assert queries.scans(number, reader=hall.clerk).any is False
    again = attachments.begin(slot, name="a.png", size=len(content), stamp="7", real=REAL)
    assert (again.token, again.received) == (going.token, cut)
    other = attachments.begin(slot, name="a.png", size=len(content), stamp="8", real=REAL)
    assert other.received == 0, "the file was changed: another upload"
    pk = None
    for start in range(cut, len(content), PIECE):
        attachments.take_piece(
            slot, going.token, start=start, octets=content[start : start + PIECE], real=REAL
        )
    pk = attachments.finish(slot, going.token, at=at)
    assert actions.open_scan(number, pk, at=at, by=hall.clerk).content == content


def test_an_upload_nobody_comes_back_to_is_swept_away(
    hall: Hall, at: datetime, files: Path
) -> None:
    _, slot = slot_of(hall, at)
    going = attachments.begin(slot, name="a.pdf", size=5000, stamp="1", real=REAL)
    attachments.take_piece(slot, going.token, start=0, octets=PDF, real=REAL)
    assert PDF not in b"".join(path.read_bytes() for path in files.rglob("*") if path.is_file())
    attachments.sweep(REAL + timedelta(hours=23))
    assert Upload.objects.exists()
    attachments.sweep(REAL + timedelta(hours=25))
    assert not Upload.objects.exists()
    assert not [path for path in files.rglob("*") if path.is_file()]
    with pytest.raises(NoSuchUpload):
        attachments.progress(slot, going.token)


def test_pieces_out_of_step_are_refused_and_say_how_far_it_got(hall: Hall, at: datetime) -> None:
    _, slot = slot_of(hall, at)
    going = attachments.begin(slot, name="a.pdf", size=len(PDF), stamp="1", real=REAL)
    for start, octets in ((1, PDF), (0, b"")):
        with pytest.raises(OutOfStep):
            attachments.take_piece(slot, going.token, start=start, octets=octets, real=REAL)
    with pytest.raises(TooBig):
        attachments.take_piece(slot, going.token, start=0, octets=PDF + b"x", real=REAL)
    attachments.take_piece(slot, going.token, start=0, octets=PDF, real=REAL)
    with pytest.raises(OutOfStep) as refused:
        attachments.take_piece(slot, going.token, start=0, octets=PDF, real=REAL)
    assert refused.value.args_said["received"] == len(PDF)


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, "application/pdf"),
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"II*\0" + b"\0" * 40, "image/tiff"),
        (zipped(**{"OFD.xml": b"<x/>"}), "application/ofd"),
        (zipped(**{"word__document.xml": b"<x/>"}),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped(**{"a.exe": b"MZ"}), ""),
        (b"MZ\x90\0" + b"\0" * 60, ""),
        (b"<html><script>alert(1)</script>", ""),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', ""),
        (b"PK\x03\x04broken", ""),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_content(content: bytes, media: str) -> None:
    assert sniff(content) == media


@given(st.binary(max_size=400))
def test_any_octets_can_be_looked_at(content: bytes) -> None:
    sniff(content)


def test_a_file_of_another_kind_is_refused_and_nothing_stays(
    hall: Hall, at: datetime, files: Path
) -> None:
    _, slot = slot_of(hall, at)
    with pytest.raises(WrongKind, match="PDF"):
        sent(slot, b"<html>" * 10, "scan.pdf", at=at)
    assert not Upload.objects.exists()
    assert not Attachment.objects.exists()
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_too_big_empty_and_too_many(hall: Hall, at: datetime, settings: Any) -> None:
    _, slot = slot_of(hall, at)
    with pytest.raises(TooBig):
        attachments.begin(slot, name="a", size=settings.UPLOAD_MOST + 1, stamp="", real=REAL)
    with pytest.raises(Empty):
        attachments.begin(slot, name="a", size=0, stamp="", real=REAL)
    for n in range(60):
        attachments.keep(slot, name="a.pdf", content=PDF + b"%" * n, media="application/pdf", at=at)
    with pytest.raises(TooMany):
        attachments.begin(slot, name="a", size=10, stamp="", real=REAL)


def test_who_may_see_and_add(hall: Hall, at: datetime) -> None:
    number, slot = slot_of(hall, at)
    pk = sent(slot, PDF, at=at)
    for reader in (hall.clerk, hall.reviewer, hall.verifier, hall.chief, hall.issuer):
        assert actions.open_scan(number, pk, at=at, by=reader).content == PDF
    for reader in (hall.stranger, hall.police_clerk, hall.supervisor):
        with pytest.raises(NotFound):
            actions.open_scan(number, pk, at=at, by=reader)
    (seen,) = queries.scans(number, reader=hall.supervisor).materials[0].files
    assert seen.name == "", "its name may tell who it is about"
    with pytest.raises(NotAllowed):
        actions.slot_for_scan(number, "id_card", by=hall.verifier)
    for by, material in ((hall.stranger, "id_card"), (hall.clerk, "passport")):
        with pytest.raises(NotFound):
            actions.slot_for_scan(number, material, by=by)
    with pytest.raises(NoScansNow):
        actions.slot_for_correction(number, "id_card")


def test_the_applicant_uploads_while_corrections_are_waited_for(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, premises="missing").number
    pk = sent(actions.slot_for_correction(number, "premises"), PDF, "租赁合同.pdf", at=at)
    assert actions.open_scan(number, pk, at=at, by=hall.clerk).content == PDF
    (file,) = next(m.files for m in queries.own_scans(number).materials if m.code == "premises")
    assert (file.name, file.who) == ("租赁合同.pdf", "")


def test_withdrawn_is_withdrawn_and_its_content_goes(hall: Hall, at: datetime, files: Path) -> None:
    number, slot = slot_of(hall, at)
    pk = sent(slot, PDF, at=at)
    actions.withdraw_scan(number, pk, reason="扫错了人", at=at, by=hall.clerk)
    with pytest.raises(NotFound):
        actions.open_scan(number, pk, at=at, by=hall.clerk)
    again = sent(slot, PDF, at=at)
    for path in files.rglob("*"):
        os.utime(path, (0, 0))
    assert attachments.sweep(REAL) == 0, "the same content stands again"
    actions.withdraw_scan(number, again, reason="又扫错了", at=at, by=hall.clerk)
    assert attachments.sweep(REAL) == 1
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert list(disagreements()) == []


def test_altered_moved_or_missing_content_is_found(hall: Hall, at: datetime, files: Path) -> None:
    number, slot = slot_of(hall, at)
    pk = sent(slot, PDF, at=at)
    (kept,) = [path for path in files.rglob("*") if path.is_file()]
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ContentGone):
        actions.open_scan(number, pk, at=at, by=hall.clerk)
    kept.unlink()
    with pytest.raises(ContentGone):
        actions.open_scan(number, pk, at=at, by=hall.clerk)
    assert [one.subject for one in disagreements()] == [f"case:{number}"]


def test_rows_are_never_changed_or_taken_away(hall: Hall, at: datetime) -> None:
    _, slot = slot_of(hall, at)
    row = Attachment.objects.get(pk=sent(slot, PDF, at=at))
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(digest="0" * 64)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        row.delete()


def test_a_full_disk_says_so_and_keeps_nothing(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, slot = slot_of(hall, at)
    going = attachments.begin(slot, name="a.pdf", size=len(PDF), stamp="1", real=REAL)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(NoRoom, match="No space left"):
            attachments.take_piece(slot, going.token, start=0, octets=PDF, real=REAL)
    assert attachments.progress(slot, going.token).received == 0
    attachments.take_piece(slot, going.token, start=0, octets=PDF, real=REAL)
    assert attachments.finish(slot, going.token, at=at)


def test_the_same_file_at_once_is_kept_once(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    number, slot = slot_of(committed_hall, at)
    kept = at_once(
        lambda _: attachments.keep(
            slot, name="a.pdf", content=PDF, media="application/pdf", at=at
        ), 4,
    )  # fmt: skip
    assert len(set(kept)) == 1, kept
    assert store.is_there(hashlib.sha256(PDF).hexdigest())
    assert len(queries.scans(number, reader=committed_hall.clerk).materials[0].files) == 1
