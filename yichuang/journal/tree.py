"""The Merkle tree of RFC 9162: leaves, nodes, roots, proofs. Pure; knows no entry and no table.

SHA-256, or SM3 (GB/T 32905) where the hall's cryptography rules ask for it. A subtree is
named by its level and place: the leaves from ``place << level`` on, ``1 << level`` of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cryptography.hazmat.primitives import hashes

Hash: TypeAlias = Callable[[bytes], bytes]
Perfect: TypeAlias = Callable[[int, int], bytes]
"""The root of the full subtree of this level at this place."""

SIZE = 32
"""Bytes of a digest, by either algorithm."""


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


ALGORITHMS: dict[str, Hash] = {"sha256": _sha256, "sm3": _sm3}


def leaf_hash(text: bytes, algorithm: str = "sha256") -> bytes:
    return ALGORITHMS[algorithm](b"\x00" + text)


class Frontier:
    """The full subtrees a tree of some size is made of, the largest first.

    All that is needed to go on from that size, and to say its root.
    """

    __slots__ = ("_hash", "filled", "hashes", "size")

    def __init__(self, hash_: Hash, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self._hash, self.size, self.hashes = hash_, size, list(hashes)
        self.filled: dict[int, bytes] = {}
        """The subtree of a level that was filled last."""

    def add(self, digest: bytes, level: int = 0) -> None:
        """Take in one leaf, or a full subtree of a level where its place has come."""
        count = self.size >> level
        self.size += 1 << level
        while count & 1:
            digest = self._hash(b"\x01" + self.hashes.pop() + digest)
            count >>= 1
            level += 1
            if level % 8 == 0:
                self.filled[level] = digest
        self.hashes.append(digest)

    def copy(self) -> Frontier:
        return Frontier(self._hash, self.size, self.hashes)

    def root(self) -> bytes:
        if not self.hashes:
            return self._hash(b"")
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = self._hash(b"\x01" + left + root)
        return root


def full_subtrees(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Level and place of the full subtrees that make up the leaves [first, last)."""
    while first < last:
        level = (last - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        yield level, first >> level
        first += 1 << level


def root_of(first: int, last: int, perfect: Perfect, hash_: Hash) -> bytes:
    """The root of the leaves [first, last); of a part, one that a split of the tree makes."""
    parts = [perfect(level, place) for level, place in full_subtrees(first, last)]
    return Frontier(hash_, hashes=parts).root()


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_path(index: int, size: int, perfect: Perfect, hash_: Hash) -> list[bytes]:
    """The path from a leaf up to the root (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(root_of(middle, last, perfect, hash_))
            last = middle
        else:
            path.append(root_of(first, middle, perfect, hash_))
            first = middle
    return path[::-1]


def consistency_path(old: int, new: int, perfect: Perfect, hash_: Hash) -> list[bytes]:
    """What shows that the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no proof from {old} to {new}")
    path: list[bytes] = []
    first, last, whole = 0, new, True
    while old != last:
        middle = first + _split(last - first)
        if old <= middle:
            path.append(root_of(middle, last, perfect, hash_))
            last = middle
        else:
            path.append(root_of(first, middle, perfect, hash_))
            first, whole = middle, False
    if not whole:
        path.append(root_of(first, last, perfect, hash_))
    return path[::-1]


def includes(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes, hash_: Hash = _sha256
) -> bool:
    """Whether a path leads from this leaf at this place to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != SIZE for step in (leaf, root, *path)):
        return False
    place, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            digest = hash_(b"\x01" + step + digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = hash_(b"\x01" + digest + step)
        place, last = place >> 1, last >> 1
    return last == 0 and digest == root


def consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes],
    hash_: Hash = _sha256,
) -> bool:  # fmt: skip
    """Whether a path shows that one tree begins with the other (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new or any(len(step) != SIZE for step in (old_root, new_root, *path)):
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = hash_(b"\x01" + step + was), hash_(b"\x01" + step + now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = hash_(b"\x01" + now + step)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root
