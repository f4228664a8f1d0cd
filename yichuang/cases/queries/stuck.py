"""Cases the system could not rule on (不能认定的办件), for somebody to take in hand.

What falls due happens by itself; where nothing can be ruled, the case is put off, and why
stands in the journal. It is shown until somebody acts or the ruling becomes possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.cases.flow import STATES, Kind, State
from yichuang.cases.models import Case
from yichuang.cases.reach import within_reach
from yichuang.journal.digests import Fact
from yichuang.journal.queries import newest_by_subject, of_subject
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase

PUT_OFF = "due.put_off"
_AT_ONCE = 200
_HAPPENED = frozenset(f"case.{kind}" for kind in Kind)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A case that is due and can't be ruled on."""

    number: str
    item: Phrase
    department: Phrase
    state_said: Phrase
    since: datetime
    """When it was first put off for this reason."""
    why: Phrase
    """What stands against it and what to do, in words."""


def stuck(reader: Reader, at: datetime) -> Sequence[Stuck]:
    """What could not be ruled on within the reader's reach, the longest first."""
    rows = list(_due(reader, at).select_related("department")[:_AT_ONCE])
    told = newest_by_subject([f"case:{row.number}" for row in rows], kind=PUT_OFF)
    found = [(row, told[f"case:{row.number}"]) for row in rows if f"case:{row.number}" in told]
    return sorted((_stuck(row, fact) for row, fact in found), key=lambda one: one.since)


def is_any_stuck(reader: Reader, at: datetime) -> bool:
    """Whether there is anything to show; nearly always answered by one look at an index."""
    return _due(reader, at).exists() and bool(stuck(reader, at))


def why_put_off(number: str) -> Phrase | None:
    """Why a case was put off, until something happens to it; None: nothing to tell."""
    for fact in reversed(of_subject(f"case:{number}")):
        if fact.kind == PUT_OFF:
            return _words(fact)
        if fact.kind in _HAPPENED:
            return None
    return None


def _due(reader: Reader, at: datetime) -> QuerySet[Case]:
    silent = Q(acceptance_due__lte=at)
    tacit = Q(tacit_from__lte=at, clock_stopped=False)
    return Case.objects.filter(within_reach(reader)).filter(silent | tacit).order_by("number")


def _stuck(row: Case, fact: Fact) -> Stuck:
    return Stuck(
        row.number, Phrase(row.item_name, row.item_name_en or row.item_name),
        Phrase(row.department.name, row.department.name_en or row.department.name),
        STATES[State(row.state)], fact.happened_at, _words(fact),
    )  # fmt: skip


def _words(fact: Fact) -> Phrase:
    return Phrase(fact.reason, str(fact.data.get("en") or fact.reason))
