"""Closing a month puts down what attendance found (考勤认定的行为记入台账).

Before a month is closed its findings are a preview on everybody's page: a late record may undo
them. What is signed goes into the ledger of acts, each event once, and whom it concerns is told.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yichuang.acts.actions import find
from yichuang.acts.states import Finding, Source
from yichuang.attendance import closing
from yichuang.attendance.months import months_of
from yichuang.organization.queries import Reader, people_of
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook
from yichuang.rules.acts import LEAVE
from yichuang.rules.parts.deed import Deed
from yichuang.rules.words import WORDS

_SAID = Phrase("{on} 考勤认定：{what}。", "Attendance of {on}: {what}.")


def close_and_charge(*, month: date, at: datetime, by: Reader) -> int:
    """Close a month and put down what it found (锁定并记入台账); the revision.

    Raises as `closing.close`.
    """
    with transaction.atomic():
        revision = closing.close(month=month, at=at, by=by)
        assert by.site_id is not None
        people = list(people_of(by.site_id).values_list("pk", flat=True))
        for person, found in months_of(people, by.site_id, month, at).items():
            ruling = found.ruling.attendance
            for deed in ruling.acts if ruling else ():
                if not deed.code.startswith(LEAVE):
                    _put_down(person, by.site_id, deed, at, by)
    return revision


def _put_down(person_id: int, site_id: int, deed: Deed, at: datetime, by: Reader) -> None:
    what = WORDS.get(deed.code) or Phrase(deed.code, deed.code)
    said = Phrase(
        _SAID.say("zh", on=deed.on, what=what.zh), _SAID.say("en", on=deed.on, what=what.en)
    )
    finding = Finding(
        code=deed.code, happened_at=instant(datetime.combine(deed.on, datetime.min.time())),
        event=f"attendance:{person_id}/{deed.on}/{deed.code}/{deed.days or ''}",
        known_by=Source.ATTENDANCE, said=said, person_id=person_id, count=deed.count,
        days=deed.days,
    )  # fmt: skip
    try:
        find(finding, site_id=site_id, at=at, by=by)
    except NoBook:
        return  # before the hall had a book nothing follows from it
