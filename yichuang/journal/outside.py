"""What of the journal stands outside the database: the signing key and the heads.

`anchors.log` is only added to; every head in it binds for good. A head is first written
down as an intention (a file of its own, whole or not there), then added to the log, then
its batch is committed, then the intention is taken away. Stopped at any point, the sealer
finishes what the intention says: half a line in the log can be completed from it, and a
head without its batch names exactly the entries that belong to it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yichuang.journal.notes import Head, Key, Unreadable, read_head

_TAIL = 64 * 1024  # bytes at the log's end that surely hold a few heads


@dataclass(frozen=True, slots=True)
class Outside:
    """The journal's folder and the folder of keys of one hall."""

    folder: Path
    keys: Path
    stamp_roots: Path | None = None
    """Root certificates that time stamps are believed by."""

    @property
    def anchors(self) -> Path:
        return self.folder / "anchors.log"

    @property
    def intention(self) -> Path:
        return self.folder / "anchors.next"

    @property
    def cosigned(self) -> Path:
        """Heads with the signatures of witnesses, in the same form."""
        return self.folder / "cosigned.log"

    @property
    def stamps(self) -> Path:
        """Time stamps (RFC 3161) of heads, by size."""
        return self.folder / "stamps"

    @property
    def verified(self) -> Path:
        """Up to where everything was read and agreed."""
        return self.folder / "verified.json"

    @property
    def key_file(self) -> Path:
        return self.keys / "journal"

    def signing_key(self, *, make: bool = False) -> Ed25519PrivateKey:
        """The hall's key. Raises FileNotFoundError where there is none and none is made."""
        if make and not self.key_file.exists():
            self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            raw = Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )  # fmt: skip
            handle = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        try:
            key = serialization.load_pem_private_key(self.key_file.read_bytes(), None)
        except ValueError:
            raise Unreadable(self.key_file.name) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise Unreadable(self.key_file.name)
        return key

    def key(self, origin: str) -> Key:
        """The verification key. Raises FileNotFoundError, Unreadable."""
        return Key(origin, self.signing_key().public_key().public_bytes_raw())

    def intend(self, head: str) -> None:
        """Say which head is about to be written, at once or not at all."""
        write_whole(self.intention, head)

    def add(self, head: str) -> None:
        """Add a head to the log, surely on disk."""
        append(self.anchors, head + "\n")

    def settle(self) -> None:
        """Finish in the log what an interrupted sealer intended."""
        rest = self.unfinished()
        if rest is not None:
            append(self.anchors, rest)

    def unfinished(self) -> str | None:
        """What is missing at the log's end of the head that was intended; None: nothing."""
        if not self.intention.exists():
            return None
        intended = (self.intention.read_text(encoding="utf-8") + "\n").encode()
        have = _tail(self.anchors)
        for count in range(len(intended), -1, -1):
            before = have[: len(have) - count]
            if have.endswith(intended[:count]) and (not before or _ends_a_head(before)):
                return intended[count:].decode() or None
        return None

    def fulfilled(self) -> None:
        self.intention.unlink(missing_ok=True)

    def newest(self) -> Head | None:
        """The last head of the log. Raises Unreadable where it ends in something else."""
        found = heads_at_end(self.anchors)
        return found[-1] if found else None


def append(path: Path, text: str) -> None:
    """Add to a file that is only added to, surely on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    with os.fdopen(handle, "ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def append_head(path: Path, head: str) -> None:
    """Add a head to a file of heads, in place of what a crash left half-written at its end."""
    if path.exists():
        have = _tail(path)
        os.truncate(path, path.stat().st_size - len(have) + len(whole_heads(have)))
    append(path, head + "\n")


def whole_heads(raw: bytes) -> bytes:
    """A file of heads without what is half-written at its end."""
    end = len(raw)
    while end and not _ends_a_head(raw[:end]):
        at = raw.rfind(b"\n\n", 0, end - 1)
        end = at + 2 if at >= 0 else 0
    return raw[:end]


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it holds the old text or the new, never part of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    with open(beside, "wb") as file:
        file.write(text.encode() if isinstance(text, str) else text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def heads_at_end(path: Path) -> list[Head]:
    """The last few heads of a file of heads. Raises Unreadable."""
    raw = _tail(path)
    if not raw:
        return []
    if not raw.endswith(b"\n\n"):
        raise Unreadable(raw[-80:].decode(errors="replace"))
    text = raw.decode(errors="replace")
    if len(raw) == _TAIL:  # begin with the first whole head
        text = text.partition("\n\n")[2]
        if text.startswith("— "):
            text = text.partition("\n\n")[2]
    return [read_head(one) for one in _blocks(text)]


def heads_of(raw: bytes) -> tuple[list[Head], str]:
    """All heads of a file, and the first place that can't be read ("" where there is none)."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return [], raw[:80].decode(errors="replace")
    found = []
    for block in _blocks(text):
        try:
            found.append(read_head(block))
        except Unreadable as error:
            return found, str(error)
    return found, ""


def _blocks(text: str) -> list[str]:
    """The notes of a text: each is three lines, a blank line, signatures, a blank line."""
    parts = text.removesuffix("\n\n").split("\n\n") if text else []
    return ["\n\n".join(parts[n : n + 2]) + "\n" for n in range(0, len(parts), 2)]


def _ends_a_head(raw: bytes) -> bool:
    last = raw.removesuffix(b"\n\n").rpartition(b"\n")[2]
    return raw.endswith(b"\n\n") and last.startswith("— ".encode())


def _tail(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(max(0, length - _TAIL))
            return file.read()
    except FileNotFoundError:
        return b""
