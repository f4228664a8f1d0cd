"""The heads kept outside, read to be compared: every one of them binds for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yichuang.journal.notes import Head, Key, Unreadable, read_head
from yichuang.journal.outside import Outside, heads_of, whole_heads, write_whole


class BadHeads(Exception):
    """Heads that are no heads: what is wrong (`verification.WHAT`), after which size, where."""

    def __init__(self, what: str, size: int, detail: str) -> None:
        super().__init__(what)
        self.what, self.size, self.detail = what, size, detail


@dataclass(frozen=True, slots=True)
class Expected:
    """A root the tree must have had at a size, and the file that says so."""

    size: int
    root: bytes
    where: str


class Anchors:
    """All heads of a hall, its own and the copies kept elsewhere. Raises BadHeads."""

    def __init__(self, outside: Outside, origin: str, copies: Sequence[Path] = ()) -> None:
        self._outside = outside
        try:
            self.key: Key = outside.key(origin)
        except (OSError, Unreadable) as error:
            raise BadHeads("no_key", 0, outside.key_file.name) from error
        self._raw = _bytes_of(outside.anchors) + (outside.unfinished() or "").encode()
        self.heads = self._read(self._raw, outside.anchors.name)
        self.times: dict[int, datetime] = {}
        self._check_order()
        self.newest_size = self.heads[-1].size
        self.expected = [Expected(h.size, h.root, outside.anchors.name) for h in self.heads]
        others = [(str(copy), _bytes_of(copy)) for copy in copies]
        if cosigned := whole_heads(_bytes_of(outside.cosigned)):
            others.append((outside.cosigned.name, cosigned))
        for where, raw in others:
            self.expected += [Expected(h.size, h.root, where) for h in self._read(raw, where)]
        self._roots: dict[int, list[Expected]] = {}
        for one in self.expected:
            self._roots.setdefault(one.size, []).append(one)

    def differing(self, size: int, root: bytes) -> str:
        """The file whose head of this size has another root; "" where all agree."""
        return next((one.where for one in self._roots.get(size, ()) if one.root != root), "")

    def pending(self, size: int) -> bool:
        """Whether a head stands beyond this size."""
        return max(self._roots) > size

    def verified_size(self) -> int:
        """The size up to which a former run read everything; 0 where there is none."""
        kept = self._verified()
        return kept[0].size if kept else 0

    def altered_since_verified(self) -> bool:
        """Whether the part of the log that a former run read is another now."""
        kept = self._verified()
        return kept is not None and hashlib.sha256(self._raw[: kept[1]]).hexdigest() != kept[2]

    def remember(self, size: int) -> None:
        """Keep that everything up to the newest head of the tree was read and agreed."""
        length = 0
        for head in self.heads:
            length += len(head.text.encode()) + 1
            if head.size == size:
                kept = {
                    "checkpoint": head.text, "length": length,
                    "digest": hashlib.sha256(self._raw[:length]).hexdigest(),
                }  # fmt: skip
                write_whole(self._outside.verified, json.dumps(kept, ensure_ascii=False))

    def _verified(self) -> tuple[Head, int, str] | None:
        try:
            kept = json.loads(self._outside.verified.read_text(encoding="utf-8"))
            head = read_head(kept["checkpoint"])
            if head.is_by(self.key) and not self.differing(head.size, head.root):
                return head, int(kept["length"]), str(kept["digest"])
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return None

    def _read(self, raw: bytes, where: str) -> list[Head]:
        if not raw.strip():
            raise BadHeads("no_heads", 0, where)
        found, bad = heads_of(raw)
        last = found[-1].size if found else 0
        if bad:
            raise BadHeads("unreadable_head", last, f"{where}: {bad}")
        if not raw.endswith(b"\n\n"):
            raise BadHeads("unreadable_head", last, f"{where}: {raw[-60:].decode()}")
        for head in found:
            if head.origin != self.key.name or not head.is_by(self.key):
                raise BadHeads("foreign_head", head.size, f"{where}: {head.origin}")
        return found

    def _check_order(self) -> None:
        before = 0
        latest: datetime | None = None
        for head in self.heads:
            at = head.sealed_at(self.key)
            if at is None:
                raise BadHeads("foreign_head", head.size, self._outside.anchors.name)
            if head.size <= before or (latest and at < latest):
                raise BadHeads("head_order", before, self._outside.anchors.name)
            before, latest = head.size, at
            self.times[head.size] = at


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
