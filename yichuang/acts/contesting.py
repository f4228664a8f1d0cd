"""Acts are contested like any other outcome (对行为记录的异议), and follow what is ruled."""

from __future__ import annotations

from datetime import date

from yichuang.acts.actions import follow
from yichuang.acts.course import ActDossier
from yichuang.acts.face import ANSWER_FOR_UNIT
from yichuang.acts.queries import numbers_of
from yichuang.contests.outcomes import Outcome, contestable
from yichuang.courses.store import read
from yichuang.errors import NotFound
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase

ACT = "act"


def declare() -> None:
    """Say how an act is found by a contest, whose it is, and that it follows the ruling."""
    contestable(ACT, _find, mine=numbers_of, then=follow)


def _find(key: str) -> Outcome | None:
    try:
        dossier = read(ActDossier, key, SYSTEM)
    except NotFound:
        return None
    told_at, row = dossier.course.told_at, dossier.row
    if told_at is None:
        return None
    return Outcome(
        about=_dated(dossier.name, row.on), site_id=row.site_id, department_id=row.department_id,
        person_id=row.person_id, decided_by=dossier.course.happened[0].person_id,
        told_at=told_at, adoption_id=row.adoption_id, limit=dossier.limit,
        answered_by=ANSWER_FOR_UNIT,
    )  # fmt: skip


def _dated(name: Phrase, on: date) -> Phrase:
    return Phrase(f"{name.zh}（{on.month}月{on.day}日）", f"{name.en} ({on.day} {on:%B})")
