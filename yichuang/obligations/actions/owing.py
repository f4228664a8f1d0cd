"""Opening and settling: what is owed on a subject from now on, in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from yichuang.database import ask
from yichuang.obligations.states import About, Owed

# What is no longer owed is settled; what still is keeps its beginning and its stand-in, and
# takes the new limit, by which its lights come on anew.
_OWE = """
WITH owed AS (
  SELECT * FROM jsonb_to_recordset(%(owed)s::text::jsonb) AS x(kind text, permission text,
    department bigint, person bigint, warn_at timestamptz, due_at timestamptz,
    lapse_at timestamptz, because text)
), settled AS (
  UPDATE obligations_obligation o SET settled_at = %(at)s::timestamptz
  WHERE o.subject = %(subject)s::text AND o.settled_at IS NULL
    AND NOT EXISTS (SELECT FROM owed WHERE owed.kind = o.kind)
  RETURNING o.id
), moved AS (
  UPDATE obligations_obligation o SET permission = w.permission, department_id = w.department,
    person_id = w.person, warn_at = w.warn_at, due_at = w.due_at, lapse_at = w.lapse_at,
    because = w.because,
    passed_to_id = CASE WHEN o.person_id IS NOT DISTINCT FROM w.person THEN o.passed_to_id END,
    rung = CASE WHEN o.due_at IS NOT DISTINCT FROM w.due_at THEN o.rung ELSE 'open' END,
    put_off_until = NULL, put_off_times = 0, put_off_why = ''
  FROM owed w
  WHERE o.subject = %(subject)s::text AND o.settled_at IS NULL AND o.kind = w.kind
    AND (o.permission, o.department_id, o.person_id, o.warn_at, o.due_at, o.lapse_at, o.because)
    IS DISTINCT FROM
    (w.permission, w.department, w.person, w.warn_at, w.due_at, w.lapse_at, w.because)
  RETURNING o.id
), opened AS (
  INSERT INTO obligations_obligation (site_id, subject, kind, about, about_en, permission,
    department_id, person_id, since, warn_at, due_at, lapse_at, because, rung, put_off_times,
    put_off_why)
  SELECT %(site)s::bigint, %(subject)s::text, kind, %(about)s::text, %(about_en)s::text,
    permission, department, person, %(at)s::timestamptz, warn_at, due_at, lapse_at, because,
    'open', 0, ''
  FROM owed WHERE NOT EXISTS (
    SELECT FROM obligations_obligation o
    WHERE o.subject = %(subject)s::text AND o.settled_at IS NULL AND o.kind = owed.kind)
  RETURNING id
)
SELECT (SELECT count(*) FROM settled) + (SELECT count(*) FROM moved)
  + (SELECT count(*) FROM opened)
"""


def owe(about: About, owed: Sequence[Owed], *, at: datetime) -> int:
    """Let exactly this be owed on a subject (待办的产生与消除); how many rows changed.

    Called in the transaction of the fact that makes it so, before its journal entry, which
    binds the rows. Nothing is owed any more where `owed` is empty.
    """
    rows = [
        {
            "kind": one.kind, "permission": str(one.by.permission),
            "department": one.by.department_id, "person": one.by.person_id,
            "warn_at": _said(one.limit.warn_at), "due_at": _said(one.limit.due_at),
            "lapse_at": _said(one.limit.lapse_at), "because": one.limit.because,
        }
        for one in owed
    ]  # fmt: skip
    values = {
        "owed": json.dumps(rows), "at": at, "subject": about.subject, "site": about.site_id,
        "about": about.name.zh, "about_en": about.name.en,
    }  # fmt: skip
    found = ask(_OWE, values)
    assert found is not None
    changed: int = found[0]
    return changed


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
