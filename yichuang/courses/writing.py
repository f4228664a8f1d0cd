"""How every step of a course is written: asked, folded, recorded, kept. One way for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from yichuang.courses.course import VERSION, Happened
from yichuang.courses.digests import digest
from yichuang.courses.dossier import Dossier
from yichuang.courses.refusals import NoSuchVersion, NotYours
from yichuang.courses.table import MOVED, SYSTEM_ALONE, Act, Who
from yichuang.errors import HallError, NotAllowed
from yichuang.journal.actions import record
from yichuang.obligations.actions import owe
from yichuang.obligations.queries import stands_in
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.text import passage

# Two processes may read the clock a moment before they get the lock, in the other order.
_CLOCK_SKEW = timedelta(seconds=30)


def offered(dossier: Dossier[Any], by: Reader) -> frozenset[str]:
    """The steps somebody could take now (可办步骤): exactly those an action will take from them.

    What they will type is still open, so only a check of that may refuse them later.
    """
    course = dossier.course
    kinds = course.table.kinds_in(course.version, course.state)
    return frozenset(kind for kind in kinds if refusal(dossier, kind, by) is None)


def refusal(dossier: Dossier[Any], kind: str, by: Reader) -> HallError | None:
    """Why somebody can't take a step now, before anything is typed; None: they can."""
    course = dossier.course
    table, step = course.table, course.table.step(course.version, course.state, kind)
    who = step.who if step else SYSTEM_ALONE
    if by is not SYSTEM:
        someone = table.who_else(course.version, kind) if who == SYSTEM_ALONE else who
        refused = _not_theirs(dossier, kind, someone, by)
        if refused is not None:
            return refused
    if step is None or (who == SYSTEM_ALONE and by is not SYSTEM):
        late: HallError = table.not_now(course.number, course.state, kind)
        return late
    for guard in step.provided:
        no: HallError | None = guard(dossier, by)
        if no is not None:
            return no
    return None


def _not_theirs(dossier: Dossier[Any], kind: str, who: Who, by: Reader) -> HallError | None:
    table = dossier.course.table
    if who.anybody:
        return None
    if who == SYSTEM_ALONE or by.person_id is None:
        return NotAllowed(what=table.kinds[kind])
    if who.concerned:
        yours = by.person_id == dossier.course.concerned_id or stands_in(
            dossier.subject, by.person_id
        )
        return None if yours else NotYours(step=table.kinds[kind])
    assert who.permission is not None
    if not by.may(who.permission):
        return by.refusal(who.permission)
    if who.own and by.department_id != dossier.department_id:
        outside: HallError = table.outside_scope(department=dossier.department)
        return outside
    return None


def happen(
    dossier: Dossier[Any], kind: str, data: Mapping[str, object], *, at: datetime, by: Reader,
    charged_to: int | None = None, told: Mapping[str, object] | None = None,
) -> Happened:  # fmt: skip
    """Let something happen: ask the table, write the row, the journal entry and the fact.

    `told` goes into the journal as it is and holds no personal data; of `data` the journal
    keeps the digest, so that the fact can't be changed unnoticed. `charged_to`: whose the fact
    is, where not the actor's. Raises OutOfOrder, NotAllowed, OutsideScope, NotYours, BackDated,
    or what a guard of the table says.
    """
    refused = refusal(dossier, kind, by)
    if refused is not None:
        raise refused
    course, kept = dossier.course, {key: _kept(value) for key, value in data.items()}
    if not course.happened and course.table.version > 1:
        kept[VERSION] = course.table.version
    step = course.table.step(course.version, course.state, kind)
    assert step is not None
    act = Act(kind, by, kept, at)
    for check in step.typed:
        if (wrong := check(dossier, act)) is not None:
            raise wrong
    return _write(dossier, act, charged_to, told or {})


def move(dossier: Dossier[Any], *, version: int, state: str, at: datetime) -> Happened:
    """Move a course that is under way to another version of its table (转入新流程).

    Nothing else does: a table that changed leaves courses where they are. Raises
    NoSuchVersion, BackDated, OutOfOrder for a course that is over.
    """
    course = dossier.course
    table = course.table
    if course.is_over or not course.happened:
        raise table.not_now(course.number, course.state, MOVED)
    known = table.steps.get(version, {})
    if state not in {of for of, _ in known}:
        raise NoSuchVersion(name=table.name, version=version, state=state)
    data = {"version": version, "state": state}
    return _write(dossier, Act(MOVED, SYSTEM, data, at), None, data)


def _write(
    dossier: Dossier[Any], act: Act, charged_to: int | None, told: Mapping[str, object]
) -> Happened:
    before, at, by = dossier.course, act.at, act.by
    if before.last_at is not None and at < before.last_at - _CLOCK_SKEW:
        raise before.table.back_dated(at=at.isoformat(timespec="minutes"))
    seq = len(before.happened) + 1
    person_id = charged_to if charged_to is not None else by.person_id
    fact = Happened(0, seq, act.kind, at, person_id, by.name, 0, act.data)
    # Rows come first: the entry binds them as this fact leaves them.
    dossier.course = before.then(fact)
    dossier.fold(at)
    if {before.state, dossier.course.state} & before.table.owed.keys():
        owe_next(dossier, at)
    entry = record(
        site=dossier.site_code, kind=before.table.entry_kind(act.kind), subject=dossier.subject,
        actor=by.name, at=at, data={"seq": seq, "digest": digest(act.data), **told},
    )  # fmt: skip
    # What the fact answers is read from the course before it.
    dossier.course = before
    fact = fact._replace(entry_id=entry.id)
    fact = fact._replace(id=dossier.keep(fact, entry.recorded_at))
    dossier.course = before.then(fact)
    return fact


def owe_next(dossier: Dossier[Any], at: datetime) -> None:
    """Let what the state of a course has somebody owe be owed, and nothing else on it.

    Steps do it themselves; this is for a limit that moves without one. The caller's journal
    entry binds it.
    """
    course = dossier.course
    owed = course.table.owed.get(course.state)
    owe(dossier.about, owed(dossier) if owed else (), at=at)


def _kept(value: object) -> object:
    """What somebody wrote, in the form texts are kept in, however deep it lies."""
    if isinstance(value, str):
        return passage(value)
    if isinstance(value, Mapping):
        return {key: _kept(one) for key, one in value.items()}
    return [_kept(one) for one in value] if isinstance(value, list) else value
