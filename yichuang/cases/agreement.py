"""Whether cases are as the journal tells of them (办件的账实核对).

Facts and entries are walked both ways: each fact has its entry with the same digest,
person, time and kind, and each entry its fact. Then the facts are folded anew and compared
with the case's row. What the row says besides (terms, dues, the applicant's ciphertext) is
bound by the digest of the row in its newest entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from yichuang.cases.course import Course, answered
from yichuang.cases.refusals import OutOfOrder
from yichuang.cases.states import KINDS, OVER, Kind
from yichuang.courses.course import Happened
from yichuang.courses.digests import digest
from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (Kept("cases_case", Phrase("办件", "a case"), later={"name_index": ""}),)
UNBOUND = (
    Unbound("cases_fact", Phrase("逐条与流水账核对", "each fact is compared with its entry")),
    Unbound("cases_serial", Phrase("与办件个数核对", "compared with the number of cases")),
    Unbound("cases_wrongcode", Phrase(
        "查询码输错的次数，只用于限速，十五分钟后无意义",
        "wrong codes tried, for limiting their rate; of no meaning after fifteen minutes")),
)  # fmt: skip

_AT_ONCE = 2000
_ENTRIES = [f"case.{kind}" for kind in Kind]
_WALK = """
SELECT coalesce(f.number, substr(e.subject, 6)), coalesce(f.seq, (e.data ->> 'seq')::int),
  f.id, f.kind, f.at, f.recorded_at, f.actor, f.person_id, f.entry_id, f.data::text,
  f.answers_id, e.id, substr(e.kind, 6), e.data ->> 'digest',
  e.kind = 'case.' || f.kind, e.happened_at = f.at AND e.recorded_at = f.recorded_at,
  e.actor = f.actor AND f.person_id IS NOT DISTINCT FROM CASE f.kind
    WHEN 'breach_found' THEN (e.data ->> 'charged_to')::bigint ELSE p.id END,
  e.subject = 'case:' || f.number AND e.data ->> 'seq' = f.seq::text AND e.site = f.site,
  f.seq <> 1 OR (e.data ->> 'item', e.data ->> 'version', e.data ->> 'adoption', e.data ->> 'book')
    = (f.item_code, f.item_version_id::text, f.adoption_id::text, f.book_digest),
  f.state, f.facts_held, f.received_at, f.decided_at, f.closed_at
FROM (
  SELECT f.*, c.number, c.item_code, c.item_version_id, c.adoption_id, c.book_digest, c.state,
    c.facts_held, c.received_at, c.decided_at, c.closed_at, s.code AS site
  FROM cases_fact f JOIN cases_case c ON c.id = f.case_id
  JOIN organization_site s ON s.id = c.site_id WHERE {number} IS NULL OR c.number = {number}
) f
FULL JOIN (
  SELECT * FROM journal_entry
  WHERE kind = ANY(%(kinds)s) AND ({number} IS NULL OR subject = 'case:' || {number})
) e ON e.id = f.entry_id
LEFT JOIN organization_person p ON e.actor = 'person:' || p.staff_no
ORDER BY 1, 2, f.id
""".replace("{number}", "%(number)s::text")
_EMPTY = """
SELECT number FROM cases_case c WHERE NOT EXISTS (SELECT FROM cases_fact f WHERE f.case_id = c.id)
ORDER BY number
"""
_NUMBERED = """
SELECT (SELECT count(*) FROM cases_case),
  (SELECT coalesce(sum(last), 0) FROM cases_serial WHERE key LIKE 'case:%%')
"""


class _Row(NamedTuple):
    """A fact beside its entry; either may be missing."""

    number: str
    seq: int
    fact_id: int | None
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str
    person_id: int | None
    entry_of_fact: int
    data: str
    answers_id: int | None
    entry_id: int | None
    entry_kind: str
    digest: str | None
    same_kind: bool | None
    same_times: bool | None
    same_person: bool | None
    same_place: bool | None
    same_terms: bool | None
    state: str
    facts_held: int
    received_at: datetime
    decided_at: datetime | None
    closed_at: datetime | None


_GONE = Phrase("流水账中有而办件中没有：被删除", "on the journal but not on the case: deleted")
_INVENTED = Phrase(
    "办件中有而流水账中没有：无中生有", "on the case but not on the journal: invented"
)
_CONTENT = Phrase("内容与登记的摘要不符：被改动", "its content doesn't fit the digest: altered")
_KIND = Phrase("种类与登记不符", "its kind is not the one recorded")
_TIMES = Phrase("时间与登记不符", "its times are not those recorded")
_PERSON = Phrase("经办人与登记不符", "its person is not the one recorded")
_PLACE = Phrase(
    "所属办件、场所或次序与登记不符", "its case, place or order is not the one recorded"
)
_TERMS = Phrase(
    "事项版本或规则手册与收件时登记的不符",
    "item version or rule book are not those it was taken in under",
)
_ANSWERS = Phrase("所针对的审查或核准被改动", "it is about another review than it was")
_COURSE = Phrase("这一步按流程不能发生", "the course of a case has no such step")
_STATE = Phrase("办件状态与其事实推算的不符", "its state is not what its facts add up to")
_EMPTY_CASE = Phrase("办件没有任何事实", "the case has no facts")
_COUNT = Phrase("编号个数与办件个数不符", "there are not as many cases as numbers were given")


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact of a case as anybody can compare it with the record."""

    seq: int
    kind: str
    at: datetime | None
    entry_id: int | None
    digest: str | None
    """As the entry keeps it."""
    faults: tuple[Phrase, ...]

    @property
    def agrees(self) -> bool:
        return not self.faults

    @property
    def said(self) -> Phrase:
        return KINDS[Kind(self.kind)] if self.kind in set(Kind) else Phrase(self.kind, self.kind)


def standing(number: str) -> list[Standing]:
    """Every fact of a case, and every entry that has lost its fact, with what is wrong."""
    return [
        Standing(
            row.seq, row.kind or row.entry_kind, row.at, row.entry_id, row.digest,
            tuple(_faults(row)),
        )
        for row in _walk(number)
    ]  # fmt: skip


def unfit(number: str) -> dict[int, Phrase]:
    """What of a case doesn't fit its record, by the number of the fact."""
    return {one.seq: one.faults[0] for one in standing(number) if one.faults}


def check() -> Iterator[Disagreement]:
    """All facts against all entries, and every case's row against its facts."""
    for number, rows in groupby(_walk(None), key=lambda row: row.number):
        yield from _check_case(number, list(rows))
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
        for (number,) in cursor.fetchall():
            yield Disagreement(f"case:{number}", None, _EMPTY_CASE)
        cursor.execute(_NUMBERED)
        cases, numbers = cursor.fetchone()
    if cases != numbers:
        yield Disagreement("case", None, _COUNT)


def _check_case(number: str, rows: list[_Row]) -> Iterator[Disagreement]:
    subject, whole = f"case:{number}", True
    for row in rows:
        for fault in _faults(row):
            whole = False
            about = Phrase(f"第 {row.seq} 个事实：{fault.zh}", f"fact {row.seq}: {fault.en}")
            yield Disagreement(subject, row.entry_id, about)
    if not whole:
        return
    course = Course(number)
    for row in rows:
        fact = _happened(row)
        about = Phrase(f"第 {row.seq} 个事实：", f"fact {row.seq}: ")
        if row.answers_id != _answered_id(course, fact.kind):
            yield Disagreement(
                subject, row.entry_id, Phrase(about.zh + _ANSWERS.zh, about.en + _ANSWERS.en)
            )
        try:
            course = course.then(fact)
        except OutOfOrder:
            yield Disagreement(
                subject, row.entry_id, Phrase(about.zh + _COURSE.zh, about.en + _COURSE.en)
            )
            return
    if not _stands(rows[-1], course):
        yield Disagreement(subject, None, _STATE)


def _stands(row: _Row, course: Course) -> bool:
    decided = course.decision.at if course.decision else None
    closed = course.last_at if course.state in OVER else None
    folded = (str(course.state), len(course.happened), course.submissions[0].at, decided, closed)
    return folded == (row.state, row.facts_held, row.received_at, row.decided_at, row.closed_at)


def _answered_id(course: Course, kind: str) -> int | None:
    """The fact that one of this kind is about, when it comes next."""
    about = answered(course, kind)
    return about.id if about else None


def _happened(row: _Row) -> Happened:
    assert row.fact_id is not None
    return Happened(row.fact_id, row.seq, Kind(row.kind), row.at, row.person_id, row.actor,
                    row.entry_of_fact, json.loads(row.data))  # fmt: skip


def _faults(row: _Row) -> Iterator[Phrase]:
    if row.fact_id is None:
        yield _GONE
        return
    if row.entry_id is None:
        yield _INVENTED
        return
    if digest(json.loads(row.data)) != row.digest:
        yield _CONTENT
    for same, fault in (
        (row.same_kind, _KIND), (row.same_times, _TIMES), (row.same_person, _PERSON),
        (row.same_place, _PLACE), (row.same_terms, _TERMS),
    ):  # fmt: skip
        if not same:
            yield fault


def _walk(number: str | None) -> Iterator[_Row]:
    """Facts beside their entries, case by case; those of all cases are streamed."""
    values = {"number": number, "kinds": _ENTRIES}
    with connection.cursor() as cursor:
        if number is not None:
            cursor.execute(_WALK, values)
            yield from map(_Row._make, cursor.fetchall())
            return
        cursor.execute(f"DECLARE facts NO SCROLL CURSOR FOR {_WALK}", values)
        try:
            while rows := _fetch():
                yield from rows
        finally:
            cursor.execute("CLOSE facts")


def _fetch() -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"FETCH {_AT_ONCE} FROM facts")
        return [_Row._make(row) for row in cursor.fetchall()]
