"""Where the octets lie (附件存储): below the hall's home, encrypted, readable by its owner alone.

A content lies under its digest, so equal contents lie there once. It is written whole beside its
place and moved there: what is there is complete. The pieces of an upload are encrypted too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from yichuang.attachments.errors import ContentGone, NoRoom
from yichuang.organization.personal import Unreadable, decrypt_octets, encrypt_octets

_INCOMING = "incoming"


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(content: bytes) -> None:
    """Keep a content. Raises NoRoom."""
    digest = digest_of(content)
    place = _place(digest)
    if place.exists():
        place.touch()  # it is young again for the sweeper
    else:
        _write_whole(place, encrypt_octets(content, of=f"file:{digest}"))


def get(digest: str) -> bytes:
    """A content as it was kept. Raises ContentGone where it isn't what its digest says."""
    try:
        content = decrypt_octets(_place(digest).read_bytes(), of=f"file:{digest}")
    except (OSError, Unreadable) as error:
        raise ContentGone from error
    if digest_of(content) != digest:
        raise ContentGone
    return content


def is_there(digest: str) -> bool:
    return _place(digest).is_file()


def erase_older(digest: str, instant: float) -> bool:
    """Erase a content last put before an instant; whether it was."""
    place = _place(digest)
    if not place.exists() or place.stat().st_mtime >= instant:
        return False
    place.unlink()
    return True


def kept_before(instant: float) -> Iterator[str]:
    """The digests of contents last put before an instant (seconds of the machine's time)."""
    for folder in sorted(_root().glob("??")):
        for path in sorted(folder.iterdir()):
            if path.stat().st_mtime < instant:
                yield path.name


# ---- Pieces ------------------------------------------------------------------------------


def put_piece(token: str, start: int, octets: bytes) -> None:
    """Keep the piece of an upload that starts there; written again, it replaces the first."""
    sealed = encrypt_octets(octets, of=f"upload:{token}:{start}")
    _write_whole(_piece(token, start), sealed)


def pieces(token: str, size: int) -> bytes:
    """The content of an upload from its pieces. Raises ContentGone where one is missing."""
    content = bytearray()
    while len(content) < size:
        start = len(content)
        try:
            octets = decrypt_octets(_piece(token, start).read_bytes(), of=f"upload:{token}:{start}")
        except (OSError, Unreadable) as error:
            raise ContentGone from error
        content += octets
    return bytes(content)


def drop_pieces(token: str) -> None:
    shutil.rmtree(_root() / _INCOMING / token, ignore_errors=True)


def incoming() -> set[str]:
    """The tokens of uploads that have left pieces."""
    folder = _root() / _INCOMING
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _root() -> Path:
    root: Path = settings.HOME.files
    return root


def _place(digest: str) -> Path:
    return _root() / digest[:2] / digest


def _piece(token: str, start: int) -> Path:
    return _root() / _INCOMING / token / str(start)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with _told_of_no_room():
        for folder in reversed([path.parent, *path.parent.parents]):
            if folder.is_relative_to(_root()):
                folder.mkdir(mode=0o700, exist_ok=True, parents=folder == _root())
        beside = path.with_name(f".{token_hex(8)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _told_of_no_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(why=error.strerror or type(error).__name__) from error
