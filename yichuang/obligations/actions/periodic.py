"""Opening what the book has somebody do again and again (定期事项), once for each period.

Stateless: what a period has in it follows from the book and the day, and that it was opened is
a row that can only be there once, whoever scans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from yichuang.database import ask
from yichuang.errors import NotFound
from yichuang.faces import Permission, duties
from yichuang.journal.actions import record
from yichuang.obligations.actions.owing import owe
from yichuang.obligations.face import DO_OFFICE, DO_SUPERVISION, DO_UNIT, LEAD
from yichuang.obligations.models import Obligation, Opening
from yichuang.obligations.queries import owed_by
from yichuang.obligations.refusals import NotByNote, NoteNeeded, NotYours
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.queries import SYSTEM, Reader, departments_with, holders_at, sites
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook, book_of
from yichuang.rules.facts import FactsError
from yichuang.rules.periodic import EVERY_DEPARTMENT, Periodic, rule
from yichuang.text import passage

_OFFICES: Mapping[str, Permission] = MappingProxyType({
    "supervision_section": DO_SUPERVISION, "supervision_office": DO_SUPERVISION,
    "supervision_director": DO_SUPERVISION,
    "director": LEAD, "center_leader": LEAD, "deputy_director": LEAD, "center_deputy": LEAD,
    "leader_in_charge": LEAD,
})  # fmt: skip
"""Who of the hall does it, as books call them; whom nothing here names, the office does it for."""
_OUTSIDERS = frozenset({"competent_authority", "outside_supervisors", "home_unit"})
"""Who is no part of the hall: the hall owes nothing where only they go round."""

_CLAIM = """
INSERT INTO obligations_opening (site_id, key, opened_at) VALUES (%s, %s, %s)
ON CONFLICT (site_id, key) DO NOTHING RETURNING id
"""


def open_periodic(at: datetime) -> int:
    """Open what is to be done at every site in the periods of today; how much was new."""
    return sum(_open_at(site.pk, site.code, at) for site in sites())


def _open_at(site_id: int, site_code: str, at: datetime) -> int:
    try:
        found = rule(local(at).date(), book_of(site_id, local(at).date()))
    except (NoBook, FactsError):
        return 0  # a site that isn't open yet, or whose calendar ends: nothing is due there
    known = set(
        Opening.objects.filter(site=site_id, key__in=[one.key for one in found])
        .values_list("key", flat=True)
    )  # fmt: skip
    return sum(_open(one, site_id, site_code, at) for one in found if one.key not in known)


def _open(one: Periodic, site_id: int, site_code: str, at: datetime) -> int:
    """One duty of one period, by whoever comes first."""
    opened = 0
    with transaction.atomic():
        if ask(_CLAIM, (site_id, one.key, at)) is None:
            return 0  # another worker opened it a moment ago
        for debtor, part in _debtors(one, site_id):
            subject = f"duty:{site_code}.{one.key.replace('/', '.')}{part}"
            limit = Limit(
                instant(one.warn_at) if one.warn_at else None, instant(one.due),
                instant(one.lapses), one.article,
            )  # fmt: skip
            owed = [Owed(f"duty.{one.kind}", debtor, limit)]
            owe(About(subject, site_id, _named(one)), owed, at=at)
            record(site=site_code, kind="obligation.opened", subject=subject, actor=SYSTEM.name,
                   at=at, data={"owed": f"duty.{one.kind}", "period": one.key})  # fmt: skip
            opened += 1
    return opened


def _debtors(one: Periodic, site_id: int) -> Iterator[tuple[Debtor, str]]:
    """Who owes it, and what tells one debtor's from another's."""
    if one.by == (EVERY_DEPARTMENT,):
        for department_id in departments_with(DO_UNIT, site_id):
            yield Debtor(DO_UNIT, department_id), f".{department_id}"
        return
    inside = [by for by in one.by if by not in _OUTSIDERS]
    if one.by and not inside:
        return
    permission = next((_OFFICES[by] for by in inside if by in _OFFICES), DO_OFFICE)
    yield Debtor(permission if holders_at(permission, site_id) else DO_OFFICE), ""


def _named(one: Periodic) -> Phrase:
    first, last = one.first, one.last
    zh, en = f"{first.month}月{first.day}日", f"{first.day} {first:%B}"
    if last != first:
        zh += f"至{last.month}月{last.day}日"
        en += f" to {last.day} {last:%B}"
    return Phrase(f"{one.title.zh}（{zh}）", f"{one.title.en} ({en})")


def note_done(*, obligation_id: int, note: str, at: datetime, by: Reader) -> None:
    """Say that a periodic duty is done, and how (办毕); the note goes on record.

    By whoever owes it. Raises NotFound, NotByNote, NotYours, NoteNeeded.
    """
    note = passage(note)
    if not note:
        raise NoteNeeded(field="note")
    with transaction.atomic():
        rows = Obligation.objects.select_for_update(of=("self",)).select_related("site")
        row = rows.filter(pk=obligation_id, site=by.site_id, settled_at=None).first()
        if row is None:
            raise NotFound(what=str(obligation_id))
        duty = duties().get(row.kind)
        if duty is None or not duty.by_note:
            raise NotByNote
        if not Obligation.objects.filter(owed_by(by), pk=row.pk).exists():
            raise NotYours
        _settle(row, at)
        record(site=row.site.code, kind="obligation.done", subject=row.subject, actor=by.name,
               at=at, reason=note, data={"owed": row.kind})  # fmt: skip


def done_by_deed(*, site_id: int, kind: str, at: datetime) -> int:
    """Settle the open periodic duties of a kind at a site, because what they ask for was done.

    Inside the transaction of that deed, whose journal entry binds it. How many there were.
    """
    rows = Obligation.objects.select_for_update().filter(
        site=site_id, kind=f"duty.{kind}", settled_at=None
    )
    found = list(rows)
    for row in found:
        _settle(row, at)
    return len(found)


def miss(subject: str, at: datetime) -> bool:
    """Close what wasn't done in its period and can't be made up any more (漏办)."""
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("site")
    row = rows.filter(subject=subject, settled_at=None, lapse_at__lte=at).first()
    if row is None:
        return False
    _settle(row, at)
    record(site=row.site.code, kind="obligation.missed", subject=subject, actor=SYSTEM.name,
           at=at, data={"owed": row.kind})  # fmt: skip
    return True


def _settle(row: Obligation, at: datetime) -> None:
    row.settled_at = at
    row.save(update_fields=["settled_at"])
