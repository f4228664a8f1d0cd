"""How anybody can check that a case's record was not altered (自证)."""

from __future__ import annotations

from yichuang.cases.agreement import unfit
from yichuang.journal import proofs
from yichuang.journal.outside import Outside
from yichuang.journal.proofs import Proof

__all__ = ["Proof", "altered", "proof_of"]


def proof_of(entry_id: int | None, outside: Outside) -> Proof | None:
    """What proves an acceptance (存证): its leaf, the text it is computed from, its path."""
    return proofs.proof(entry_id, outside) if entry_id is not None else None


def altered(number: str) -> list[int]:
    """Which facts of a case no longer fit the journal (核对留痕); none: all as recorded."""
    return sorted(unfit(number))
