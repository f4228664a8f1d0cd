"""The tree against an independent implementation, and proofs that were tampered with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pymerkle import InmemoryTree, verify_inclusion
from pymerkle.proof import InclusionProof

from yichuang.journal.tree import (
    ALGORITHMS,
    Frontier,
    consistency_path,
    consistent,
    includes,
    inclusion_path,
    leaf_hash,
    root_of,
)

pytestmark = pytest.mark.req("R17")
SHA256 = ALGORITHMS["sha256"]
MOST = 70
TEXTS = [f"entry {n}".encode() for n in range(MOST)]
LEAVES = [leaf_hash(text) for text in TEXTS]


def perfect(level: int, place: int) -> bytes:
    made = Frontier(SHA256)
    for leaf in LEAVES[place << level : (place + 1) << level]:
        made.add(leaf)
    assert len(made.hashes) == 1
    return made.hashes[0]


def root(size: int) -> bytes:
    return root_of(0, size, perfect, SHA256)


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    made = InmemoryTree(algorithm="sha256")
    for text in TEXTS:
        made.append_entry(text)
    return made


def test_every_root_is_that_of_the_other_library(theirs: InmemoryTree) -> None:
    assert root(0) == SHA256(b"")
    grown = Frontier(SHA256)
    for size, leaf in enumerate(LEAVES, 1):
        grown.add(leaf)
        assert grown.root() == root(size) == theirs.get_root(size)


def test_our_proofs_are_good_to_the_other_library(theirs: InmemoryTree) -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            path = inclusion_path(index, size, perfect, SHA256)
            assert includes(LEAVES[index], index, size, path, root(size))
            shape = theirs.prove_inclusion(index + 1, size)
            proof = InclusionProof(
                "sha256",
                security=True,
                size=size,
                index=index + 1,
                rule=shape.rule,
                path=[LEAVES[index], *path],
            )
            verify_inclusion(LEAVES[index], theirs.get_root(size), proof)
        for old in range(1, size + 1):
            path = consistency_path(old, size, perfect, SHA256)
            assert consistent(old, size, theirs.get_root(old), theirs.get_root(size), path)


def _flipped(digest: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(digest) * 8)
    return bytes(b ^ (1 << place % 8) if n == place // 8 else b for n, b in enumerate(digest))


def _spoiled(path: list[bytes], chance: random.Random) -> Iterator[list[bytes]]:
    for n in range(len(path)):
        yield [*path[:n], _flipped(path[n], chance), *path[n + 1 :]]
        yield [*path[:n], *path[n + 1 :]]
        yield [*path[:n], path[n][:-1], *path[n + 1 :]]
    for n, (one, other) in enumerate(pairwise(path)):
        yield [*path[:n], other, one, *path[n + 2 :]]
    yield [*path, chance.randbytes(32)]
    yield [chance.randbytes(32), *path]


def test_a_hundred_thousand_spoiled_proofs_are_refused() -> None:
    chance = random.Random(9162)
    refused = 0
    for _ in range(2_400):
        size = chance.randrange(2, MOST + 1)
        index, old = chance.randrange(size), chance.randrange(1, size)
        up, on = (inclusion_path(index, size, perfect, SHA256),
                  consistency_path(old, size, perfect, SHA256))  # fmt: skip
        whole, was = root(size), root(old)
        leaf = LEAVES[index]
        bad = [
            includes(_flipped(leaf, chance), index, size, up, whole),
            includes(leaf, index, size, up, _flipped(whole, chance)),
            includes(leaf, size, size, up, whole),
            includes(leaf, -1, size, up, whole),
            consistent(old, size, _flipped(was, chance), whole, on),
            consistent(old, size, was, _flipped(whole, chance), on),
            consistent(size, old, was, whole, on),
            consistent(0, size, was, whole, on),
        ]
        assert not any(bad)
        spoiled = [includes(LEAVES[index], index, size, p, whole) for p in _spoiled(up, chance)]
        spoiled += [consistent(old, size, was, whole, p) for p in _spoiled(on, chance)]
        assert not any(spoiled)
        refused += len(bad) + len(spoiled)
    assert refused >= 100_000
