"""Signed heads of the tree: C2SP *checkpoints* as *signed notes*, and their keys.

A head says: the tree of this origin had this size and this root. The hall signs it twice
with one Ed25519 key: plainly, as any reader of checkpoints checks it, and with the time of
sealing (*cosignature/v1*), so that the time is bound as well. Witnesses add lines of the
second form.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PLAIN, _TIMED = b"\x01", b"\x04"  # kinds of key, by C2SP signed-note
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Unreadable(ValueError):
    """A text that is no signed head, or not one of the key it should be signed by."""


@dataclass(frozen=True, slots=True)
class Key:
    """A verification key: the name it signs under, and the public key."""

    name: str
    public: bytes

    @property
    def text(self) -> str:
        """As it is handed out (``vkey``): name, key id, key."""
        return f"{self.name}+{self.id(_PLAIN).hex()}+{_b64(_PLAIN + self.public)}"

    @property
    def witness_text(self) -> str:
        """The same for one who signs with the time, as witnesses do."""
        return f"{self.name}+{self.id(_TIMED).hex()}+{_b64(_TIMED + self.public)}"

    def id(self, kind: bytes) -> bytes:
        named = self.name.encode() + b"\n" + kind + self.public
        return hashlib.sha256(named).digest()[:4]

    def signed(self, signature: bytes, content: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True


def key_from(text: str) -> Key:
    """The key that a ``vkey`` names, of either kind. Raises Unreadable."""
    parts = text.strip().split("+", 2)
    if len(parts) == 3:
        try:
            raw = base64.b64decode(parts[2], validate=True)
        except binascii.Error:
            raw = b""
        key = Key(parts[0], raw[1:])
        if len(raw) == 33 and raw[:1] in (_PLAIN, _TIMED) and key.id(raw[:1]).hex() == parts[1]:
            return key
    raise Unreadable(text[:80])


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head, as it was read."""

    origin: str
    size: int
    root: bytes
    text: str
    """The whole note."""
    signatures: tuple[tuple[str, bytes], ...]

    @property
    def body(self) -> str:
        return body(self.origin, self.size, self.root)

    def is_by(self, key: Key) -> bool:
        """Whether the key's plain signature stands under it and is good."""
        return any(
            name == key.name and raw[:4] == key.id(_PLAIN)
            and key.signed(raw[4:], self.body.encode())
            for name, raw in self.signatures
        )  # fmt: skip

    def sealed_at(self, key: Key) -> datetime | None:
        """The time the key signed it with; None where there is no such good signature."""
        for name, raw in self.signatures:
            if name == key.name and raw[:4] == key.id(_TIMED) and len(raw) == 76:
                (seconds,) = struct.unpack(">Q", raw[4:12])
                if key.signed(raw[12:], _timed(seconds, self.body)):
                    return datetime.fromtimestamp(seconds, UTC)
        return None


def body(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{_b64(root)}\n"


def signed_head(
    origin: str, size: int, root: bytes, at: datetime, key: Ed25519PrivateKey
) -> str:  # fmt: skip
    """A head as a note, signed plainly and with its time (to the second)."""
    content = body(origin, size, root)
    name = Key(origin, key.public_key().public_bytes_raw())
    plain = name.id(_PLAIN) + key.sign(content.encode())
    return f"{content}\n— {origin} {_b64(plain)}\n{cosignature(name, content, at, key)}"


def cosignature(name: Key, content: str, at: datetime, key: Ed25519PrivateKey) -> str:
    """The signature line of one who saw a head at this time (C2SP cosignature/v1)."""
    seconds = int(at.timestamp())
    signed = key.sign(_timed(seconds, content))
    return f"— {name.name} {_b64(name.id(_TIMED) + struct.pack('>Q', seconds) + signed)}\n"


def read_head(text: str) -> Head:
    """The head a note holds; says nothing of whose it is. Raises Unreadable."""
    content, separator, signed = text.partition("\n\n")
    lines = content.split("\n")
    if not separator or len(lines) != 3 or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise Unreadable(text[:80])
    if not signed.endswith("\n") or "\n\n" in signed:
        raise Unreadable(text[:80])
    signatures = []
    for line in signed[:-1].split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            raise Unreadable(line[:80])
        signatures.append((found[1], _decoded(found[2])))
    root = _decoded(lines[2])
    if len(root) != 32:
        raise Unreadable(text[:80])
    return Head(lines[0], int(lines[1]), root, text, tuple(signatures))


def _timed(seconds: int, content: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{content}".encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Unreadable(text[:80]) from None
    if _b64(raw) != text:
        raise Unreadable(text[:80])
    return raw
