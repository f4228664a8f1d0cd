"""A witness: it puts its name to a head only where that goes on from the last it saw.

C2SP *tlog-witness*, for another office's machine. What it last saw of each hall is kept in a
file of its own, written whole before the answer is given, under a lock.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yichuang.journal.notes import Head, Key, Unreadable, cosignature, read_head
from yichuang.journal.outside import write_whole
from yichuang.journal.tree import ALGORITHMS, consistent

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
_MOST_STEPS = 63


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered over HTTP."""

    status: int
    text: str = ""
    kind: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signs, for which halls (their keys by origin), and the folder of what was seen."""

    name: str
    key: Ed25519PrivateKey
    halls: Mapping[str, Key]
    folder: Path

    @property
    def public(self) -> Key:
        return Key(self.name, self.key.public_key().public_bytes_raw())

    def add_checkpoint(self, request: str, *, at: datetime) -> Answer:
        """Answer one request; the rules and statuses are those of the protocol."""
        try:
            old, path, head = _read(request)
        except (Unreadable, binascii.Error):
            return Answer(400)
        hall = self.halls.get(head.origin)
        if hall is None:
            return Answer(404)
        if not head.is_by(hall):
            return Answer(403)
        if old > head.size:
            return Answer(400)
        seen = self.folder / f"{hashlib.sha256(head.origin.encode()).hexdigest()[:32]}.head"
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(seen.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            last = read_head(seen.read_text(encoding="utf-8")) if seen.exists() else None
            if refused := _refused(last, old, path, head):
                return refused
            write_whole(seen, head.text)
        return Answer(200, cosignature(self.public, head.body, at, self.key))


def _refused(last: Head | None, old: int, path: list[bytes], head: Head) -> Answer | None:
    known = last.size if last else 0
    if old != known or (last and head.size == known and head.root != last.root):
        return Answer(409, f"{known}\n", "text/x.tlog.size")
    if last is None:
        return Answer(422) if path else None
    hash_ = ALGORITHMS["sm3" if head.origin.endswith("/sm3") else "sha256"]
    good = consistent(old, head.size, last.root, head.root, path, hash_)
    return None if good else Answer(422)


def _read(request: str) -> tuple[int, list[bytes], Head]:
    asked, separator, note = request.partition("\n\n")
    first, *steps = asked.split("\n")
    found = _OLD.fullmatch(first)
    if not separator or found is None or len(steps) > _MOST_STEPS:
        raise Unreadable(first[:80])
    return int(found[1]), [base64.b64decode(s, validate=True) for s in steps], read_head(note)
