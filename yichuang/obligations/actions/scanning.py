"""What a stateless scan does about what has come due: lights, reminders, silence (到期扫描).

Everything stands in the rows, so any number of workers may scan at once and none has to
remember anything: a row that another holds is skipped, and a rung is reached in the same
transaction in which it is written down. The index of `next_at` gives what is due, so the cost
doesn't grow with what is open.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from yichuang.database import ask, ask_all
from yichuang.errors import HallError
from yichuang.faces import Duty, Missed, duties
from yichuang.journal.actions import ENTRY_COLUMNS, record
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.obligations.models import Obligation
from yichuang.obligations.states import FIRED, Rung
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError

log = logging.getLogger(__name__)
PUT_OFF = "due.put_off"
_AT_ONCE = 500
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)
_LOCK = 0x6F776564  # "owed": any number, as long as it is always this one

_LIGHT_UP = """
WITH due AS (
  SELECT id FROM obligations_obligation
  WHERE settled_at IS NULL AND next_at <= %(at)s::timestamptz
    AND (due_at <= %(at)s::timestamptz AND rung <> 'red'
         OR warn_at <= %(at)s::timestamptz AND rung = 'open')
  ORDER BY next_at LIMIT %(most)s::int FOR UPDATE SKIP LOCKED
), lit AS (
  UPDATE obligations_obligation o
  SET rung = CASE WHEN o.due_at <= %(at)s::timestamptz THEN 'red' ELSE 'yellow' END
  FROM due WHERE o.id = due.id
  RETURNING o.id, o.rung, coalesce(o.due_at, o.warn_at) AS for_due, o.subject, o.kind, o.site_id,
    coalesce(o.passed_to_id, (SELECT stand_in_id FROM obligations_standingin s
      WHERE s.person_id = o.person_id AND s.began_at IS NOT NULL AND s.ended_at IS NULL
        AND o.kind <> ALL(%(own)s::text[])
      ORDER BY s.began_at DESC LIMIT 1), o.person_id) AS person_id, o.department_id,
    o.about, o.about_en, o.because
), fired AS (
  INSERT INTO obligations_firing (obligation_id, rung, for_due, at)
  SELECT id, rung, for_due, %(at)s::timestamptz FROM lit
)
SELECT lit.*, s.code FROM lit JOIN organization_site s ON s.id = lit.site_id
"""
_ENTER = f"""
INSERT INTO journal_entry ({ENTRY_COLUMNS})
SELECT site, kind, subject, %(actor)s, %(at)s, data
FROM jsonb_to_recordset(%(lit)s::jsonb) AS x(site text, kind text, subject text, data jsonb)
"""  # noqa: S608 (constants of ours)
_LAPSED = """
SELECT id, kind, subject FROM obligations_obligation
WHERE settled_at IS NULL AND next_at <= %s::timestamptz AND lapse_at <= %s::timestamptz
  AND (put_off_until IS NULL OR put_off_until <= %s::timestamptz)
ORDER BY next_at LIMIT %s::int
"""
_MINE = "SELECT pg_try_advisory_xact_lock(%s::int, (%s::bigint & 2147483647)::int)"
_WARNED, _OVERDUE = Phrase("即将到期", "Due soon"), Phrase("已经逾期", "Overdue")
_TEXT = Phrase("{about}：{what}，请及时办理。", "{about}: {what}. Please see to it.")


class _Lit(NamedTuple):
    """An obligation whose light has just changed."""

    id: int
    rung: str
    for_due: datetime
    subject: str
    kind: str
    site_id: int
    person_id: int | None
    department_id: int | None
    about: str
    about_en: str
    because: str
    site: str


def light_up(at: datetime, *, most: int = _AT_ONCE) -> int:
    """Let yellow and red come on where they are due (亮灯), once each; how many did.

    Each is on record; a person who owes it by name is told. Whoever owes it by their role finds
    it on their page. What follows from a kind of duty being overdue follows here.
    """
    own = [kind for kind, duty in duties().items() if duty.own]
    values = {"at": at, "most": most, "own": own}
    with transaction.atomic():
        lit = [_Lit(*row) for row in ask_all(_LIGHT_UP, values)]
        if not lit:
            return 0
        entries = [
            {
                "site": one.site, "kind": FIRED[Rung(one.rung)], "subject": one.subject,
                "data": {"owed": one.kind, "obligation": one.id, "due": one.for_due.isoformat()},
            }
            for one in lit
        ]  # fmt: skip
        with connection.cursor() as cursor:
            told: dict[str, str | datetime] = {"at": at, "actor": SYSTEM.name}
            cursor.execute(_ENTER, {"lit": json.dumps(entries), **told})
        for one in lit:
            duty = duties().get(one.kind) or Duty(Phrase(one.kind, one.kind))
            if one.person_id is not None:
                _remind(one, duty.words, one.person_id, at)
            if one.rung == Rung.RED and duty.overdue is not None:
                duty.overdue(_missed(one, duty.words), at)
    return len(lit)


def _missed(one: _Lit, what: Phrase) -> Missed:
    return Missed(
        subject=one.subject, about=Phrase(one.about, one.about_en), what=what,
        site_id=one.site_id, due_at=one.for_due, person_id=one.person_id,
        department_id=one.department_id, because=one.because,
    )  # fmt: skip


def _remind(one: _Lit, what: Phrase, person_id: int, at: datetime) -> None:
    said = filled(_TEXT, {"about": one.about, "what": what.zh},
                  {"about": one.about_en, "what": what.en})  # fmt: skip
    kind = FIRED[Rung(one.rung)]
    about = About(
        site_id=one.site_id, site_code=one.site, subject=one.subject,
        event=f"obligation:{one.id}/{one.rung}/{one.for_due.isoformat()}", kind=kind, at=at,
    )  # fmt: skip
    title = _OVERDUE if one.rung == Rung.RED else _WARNED
    tell_person(about, Told(title, said), person_id=person_id, actor=SYSTEM.name)


def let_lapse(at: datetime, *, most: int = _AT_ONCE) -> int:
    """Let silence do what it does where its time has come (到期自动); how much it did.

    What can't be ruled on is put off, each time twice as long, and written down once with its
    sentence, so that somebody sees it; it holds up nothing else.
    """
    done = 0
    for pk, kind, subject in ask_all(_LAPSED, (at, at, at, most)):
        try:
            done += _lapse(pk, kind, subject, at)
        except (HallError, FactsError) as error:
            sentence = error.sentence() if isinstance(error, FactsError) else error.say()
            log.warning("%s is due and can't be ruled on: %s", subject, error)
            _put_off(pk, sentence, at)
    return done


def _lapse(pk: int, kind: str, subject: str, at: datetime) -> bool:
    """One that is due, by one worker at a time; nothing where another has it."""
    duty = duties().get(kind)
    assert duty is not None, f"{kind} is no duty of the house"
    assert duty.lapse is not None, f"silence does nothing for {kind}"
    with transaction.atomic():
        free = ask(_MINE, (_LOCK, pk))
        if not free or not free[0]:
            return False
        done = duty.lapse(subject, at)
    if not done:
        _put_off(pk, "", at)
    return done


def _put_off(pk: int, why: str, at: datetime) -> None:
    """Look again later; a new sentence is written down, the same one only once."""
    with transaction.atomic():
        row = (
            Obligation.objects.select_for_update(of=("self",)).select_related("site")
            .filter(pk=pk, settled_at=None, lapse_at__lte=at).first()
        )  # fmt: skip
        if row is None:
            return
        times = row.put_off_times
        row.put_off_until = at + min(_FIRST * 2 ** min(times, 20), _LONGEST)
        told, row.put_off_times = row.put_off_why == why, times + 1
        row.put_off_why = why
        row.save(update_fields=["put_off_until", "put_off_times", "put_off_why"])
        if why and not told:
            record(site=row.site.code, kind=PUT_OFF, subject=row.subject, actor=SYSTEM.name,
                   at=at, reason=why)  # fmt: skip
