"""Whether the facts of courses are as the journal tells of them (流程的账实核对).

Facts and entries are walked both ways, and every course is folded anew by the version of the
table it goes by. Facts that an earlier version of the product wrote into rows alone have an
entry without a digest; those are compared with the entry itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from yichuang.courses.course import Happened
from yichuang.courses.digests import digest
from yichuang.courses.refusals import OutOfOrder
from yichuang.courses.store import courses_of
from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (Kept("courses_standing", Phrase("流程", "a course")),)
UNBOUND = (
    Unbound("courses_fact", Phrase("逐条与流水账核对", "each fact is compared with its entry")),
    Unbound("courses_serial", Phrase(
        "编号的计数；编号唯一由数据库保证", "how far numbers were given; each is unique")),
)  # fmt: skip

_WALK = """
SELECT coalesce(f.number, e.subject), f.seq, f.kind, f.at, f.person_id, f.actor, f.entry_id,
  f.data::text, coalesce(f.subject, e.subject), e.id, e.data ->> 'digest', e.kind = %(as)s || f.kind
  AND e.happened_at = f.at AND e.recorded_at = f.recorded_at AND e.actor = f.actor
  AND e.subject = f.subject
  AND (e.data ? 'digest' AND e.data ->> 'seq' = f.seq::text
       OR NOT e.data ? 'digest' AND f.data <@ e.data),
  f.state
FROM (
  SELECT f.*, s.number, s.subject, s.state FROM courses_fact f
  JOIN courses_standing s ON s.id = f.standing_id WHERE s.course = %(course)s
) f
FULL JOIN (
  SELECT * FROM journal_entry WHERE kind = ANY(%(kinds)s) AND data ? 'digest'
  UNION ALL SELECT e.* FROM journal_entry e JOIN courses_fact f ON f.entry_id = e.id
  JOIN courses_standing s ON s.id = f.standing_id
  WHERE s.course = %(course)s AND NOT e.data ? 'digest'
) e ON e.id = f.entry_id
ORDER BY 1, 2
"""
_GONE = Phrase("流水账中有而流程中没有：被删除", "on the journal but not in the course: deleted")
_INVENTED = Phrase("流程中有而流水账中没有：无中生有", "in the course, not recorded: invented")
_CONTENT = Phrase("内容与登记的摘要不符：被改动", "its content doesn't fit the digest: altered")
_TOLD = Phrase("时间、种类、人员或次序与登记不符", "its time, kind, person or place isn't so")
_COURSE = Phrase("这一步按流程不能发生", "the table has no such step")
_STATE = Phrase("状态与其事实推算的不符", "its state is not what its facts add up to")


class _Row(NamedTuple):
    number: str
    seq: int | None
    kind: str
    at: datetime
    person_id: int | None
    actor: str
    entry_of_fact: int
    data: str
    subject: str
    entry_id: int | None
    digest: str | None
    as_recorded: bool | None
    state: str


def check() -> Iterator[Disagreement]:
    """All facts of all courses against all entries, and every standing against its facts."""
    for kind in courses_of():
        for number, rows in groupby(_walk(kind), key=lambda row: row.number):
            yield from _check(kind, number, list(rows))


def _check(kind: type[Any], number: str, rows: list[_Row]) -> Iterator[Disagreement]:
    course, whole = kind(number), True
    for row in rows:
        fault = _fault(row)
        if fault is None:
            try:
                course = course.then(_happened(row))
            except OutOfOrder:
                fault = _COURSE
        if fault is not None:
            whole = False
            yield Disagreement(row.subject, row.entry_id, fault)
    if whole and rows[-1].state != course.state:
        yield Disagreement(rows[-1].subject, None, _STATE)


def _fault(row: _Row) -> Phrase | None:
    if row.seq is None:
        return _GONE
    if row.entry_id is None:
        return _INVENTED
    if row.digest is not None and digest(json.loads(row.data)) != row.digest:
        return _CONTENT
    return None if row.as_recorded else _TOLD


def _happened(row: _Row) -> Happened:
    assert row.seq is not None
    return Happened(0, row.seq, row.kind, row.at, row.person_id, row.actor, row.entry_of_fact,
                    json.loads(row.data))  # fmt: skip


def _walk(kind: type[Any]) -> Iterator[_Row]:
    table = kind.table
    values = {
        "course": table.name, "as": table.entry_kind(""),
        "kinds": [table.entry_kind(one) for one in table.kinds],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WALK, values)
        yield from map(_Row._make, cursor.fetchall())
