"""Whether rows elsewhere agree with the journal (账实相符), as other capabilities say it.

The journal knows nothing of cases or tickets. Whoever owns rows that entries speak of
gives a check; the verifier runs them all and is not satisfied as long as one disagrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where a row and the journal say different things."""

    subject: str
    """What it is about, as the journal names it: ``case:…``, ``ticket:…``, ``person:…``."""
    entry_id: int | None
    """The entry it should agree with; None where there is none."""
    what: Phrase


Check: TypeAlias = Callable[[], Iterator[Disagreement]]
"""Reads a capability's rows against the journal, inside the verifier's one picture of all."""

_given: list[Check] = []


def give_checks(checks: Sequence[Check]) -> None:
    """Name the checks of the whole record, once, at the start: whoever knows all capabilities."""
    _given[:] = checks


def all_checks() -> Sequence[Check]:
    """The checks of the whole record: the command and the page run the same ones."""
    assert _given, "the checks are named when the program starts"
    return tuple(_given)
