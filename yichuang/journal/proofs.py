"""Proofs for people outside: that an entry is in the tree, and that the tree only grew."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from yichuang.errors import HallError
from yichuang.journal import queries, sealing, store
from yichuang.journal.actions import NotOpened
from yichuang.journal.digests import canonical
from yichuang.journal.notes import Head, Key, Unreadable
from yichuang.journal.outside import Outside, heads_at_end
from yichuang.journal.tree import consistency_path, consistent, includes, inclusion_path, leaf_hash
from yichuang.phrases import Phrase

_CODE_DIGITS = 20
"""Of the leaf in a code: 80 bits, beyond guessing."""


class NotSealed(HallError):
    code: ClassVar[str] = "journal.not_sealed"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "第 {entry} 条流水还没有封存（或没有这一条），还没有证明。"
        "封存一般在几分钟内完成，请稍后再试。",
        "Entry {entry} is not sealed yet (or there is none), so there is no proof. Sealing takes "
        "minutes at most; please try again.",
    )


class NoSuchSize(HallError):
    code: ClassVar[str] = "journal.no_such_size"
    status: ClassVar[int] = 400
    phrase: ClassVar[Phrase] = Phrase(
        "请给出 1 到 {size} 之间的两个树的大小，前小后大。",
        "Give two sizes of the tree between 1 and {size}, the smaller first.",
    )


class NoKey(HallError):
    code: ClassVar[str] = "journal.no_key"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "还没有签名密钥：第一次封存时生成。如曾封存过，请从备份恢复 keys/journal。",
        "There is no signing key yet; the first sealing makes it. If there was one, restore "
        "keys/journal from the backup.",
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry as anybody can check it (存证)."""

    entry_id: int
    text: str
    """What is hashed: SHA-256 (or SM3) of a zero byte and this gives the leaf."""
    leaf: str
    algorithm: str
    index: int | None = None
    """Its place in the tree, counted from 0; None: not sealed yet."""
    head: Head | None = None
    sealed_at: datetime | None = None
    path: tuple[bytes, ...] = ()
    holds: bool = True
    """Whether the path leads from the leaf to the root of the signed head."""

    @property
    def code(self) -> str:
        """What a receipt carries: the entry and the beginning of its leaf."""
        return f"{self.entry_id}-{self.leaf[:_CODE_DIGITS]}"

    @property
    def number(self) -> int | None:
        """Its place as people count."""
        return None if self.index is None else self.index + 1

    @property
    def algorithm_name(self) -> str:
        return "SM3" if self.algorithm == "sm3" else "SHA-256"

    def as_json(self) -> dict[str, object]:
        assert self.head is not None
        return {
            "text": self.text, "index": self.index, "tree_size": self.head.size,
            "path": [step.hex() for step in self.path], "root": self.head.root.hex(),
            "checkpoint": self.head.text,
        }  # fmt: skip

    def as_tlog(self) -> str:
        """The proof in the form of C2SP *tlog-proof*."""
        assert self.head is not None
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{steps}\n{self.head.text}"


def proof(entry_id: int, outside: Outside) -> Proof | None:
    """What proves an entry, against the newest head; None where there is no such entry."""
    fact = queries.fact(entry_id)
    if fact is None:
        return None
    tip = store.tip()
    text = canonical(fact)
    leaf = leaf_hash(text.encode(), tip.algorithm)
    plain = Proof(entry_id, text, leaf.hex(), tip.algorithm)
    place = store.place_of(entry_id)
    head = _newest(outside, tip.size)
    if place is None or head is None or head.size <= place:
        return plain
    tree = store.Tree(tip.algorithm)
    try:
        path = tuple(inclusion_path(place, head.size, tree.perfect, tree.hash))
        holds = includes(leaf, place, head.size, path, head.root, tree.hash)
        sealed_at = head.sealed_at(outside.key(head.origin))
    except (store.Damaged, OSError, Unreadable):
        path, holds, sealed_at = (), False, None
    return Proof(
        entry_id, text, leaf.hex(), tip.algorithm, place, head, sealed_at, path, holds
    )  # fmt: skip


def sealed_proof(entry_id: int, outside: Outside) -> Proof:
    """The same for who needs the whole of it. Raises NotSealed."""
    found = proof(entry_id, outside)
    if found is None or found.index is None:
        raise NotSealed(entry=entry_id)
    return found


def by_code(code: str, outside: Outside) -> Proof | None:
    """The proof a receipt's code asks for; None where no entry fits it."""
    number, _, begun = code.strip().lower().replace(" ", "").partition("-")
    if not (number.isdecimal() and number.isascii() and len(number) < 19):
        return None
    found = proof(int(number), outside)
    fits = found is not None and len(begun) >= _CODE_DIGITS and found.leaf.startswith(begun)
    return found if fits else None


def consistency(old: int, new: int) -> dict[str, object]:
    """What shows that the tree of one size begins with that of another. Raises NoSuchSize."""
    tip = store.tip()
    if not 0 < old <= new <= tip.size:
        raise NoSuchSize(size=tip.size)
    tree = store.Tree(tip.algorithm)
    path = consistency_path(old, new, tree.perfect, tree.hash)
    roots = tree.root(old), tree.root(new)
    assert consistent(old, new, *roots, path, tree.hash)
    return {
        "path": [step.hex() for step in path],
        "from_root": roots[0].hex(), "to_root": roots[1].hex(),
    }  # fmt: skip


def newest_heads(outside: Outside) -> list[Head]:
    """The last few signed heads whose entries are sealed, the newest first."""
    try:
        found = heads_at_end(outside.anchors)
    except Unreadable:
        return []
    size = store.tip().size
    return [head for head in reversed(found) if head.size <= size]


def _newest(outside: Outside, size: int) -> Head | None:
    """The newest head of the sealed tree, with the signatures of witnesses where there are."""
    plain = newest_heads(outside)
    if not plain:
        return None
    try:
        cosigned = [h for h in heads_at_end(outside.cosigned) if h.size == plain[0].size]
    except Unreadable:
        cosigned = []
    return cosigned[-1] if cosigned else plain[0]


def verification_key(outside: Outside) -> Key:
    """The key that the hall's heads are verified with. Raises NotOpened, NoKey."""
    hall = sealing.hall_id()
    if hall is None:
        raise NotOpened
    try:
        return outside.key(sealing.origin_of(hall, store.tip().algorithm))
    except (OSError, Unreadable):
        raise NoKey from None
