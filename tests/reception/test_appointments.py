"""Booking a time: holds, capacity, long matters, cancelling, coming, closing a day (R12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.conftest import AtOnce
from tests.reception.story import Hall
from yichuang.errors import HallError, NotAllowed
from yichuang.jobs.record import disagreements
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.reception import actions, appointments, errors
from yichuang.reception.actions import booking
from yichuang.reception.models import Appointment, Ticket
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R12")]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STRICT = """
name: own
title: {zh: 本级规定, en: Own rules}
source: 本级预约办法
sources:
  texts:
    本级预约办法: {title: {zh: 本级预约办法, en: Own rules}, articles: {"4": {zh: 两次, en: Twice}}}
queue:
  booking:
    no_shows: {article: 本级预约办法 4, limit: 2, within_days: 30, barred_days: 7}
"""


def _book(hall: Hall, at: datetime, slot: datetime, phone: str = "13800000001", **more: int) -> str:
    return booking.book(service="licence", slot=slot, holder={"name": "张大民", "phone": phone},
                        at=at, by=hall.device("kiosk"), **more).code  # fmt: skip


def _free(hall: Hall, at: datetime, slot: datetime) -> int:
    found = appointments.free_slots(hall.site.pk, "licence", at, slot.date(), slot.date())
    return next(one.free for one in found if one.at == slot)


@pytest.fixture
def ten(at: datetime) -> datetime:
    """Ten o'clock tomorrow. One window gives licences, so one place a slot."""
    return at.replace(hour=10, minute=0) + DAY


def test_a_hold_takes_the_place_until_it_runs_out(hall: Hall, at: datetime, ten: datetime) -> None:
    by = hall.device("kiosk")
    assert _free(hall, at, ten) == 1
    code = _book(hall, at, ten)
    assert _free(hall, at, ten) == 0
    with pytest.raises(errors.SlotFull):
        _book(hall, at + 9 * MINUTE, ten, "13800000002")
    other = _book(hall, at + 10 * MINUTE, ten, "13800000002")
    with pytest.raises(errors.AppointmentState) as late:
        booking.confirm(code=code, at=at + 10 * MINUTE, by=by)
    assert "未确认，已失效" in late.value.say("zh")
    booking.confirm(code=other, at=at + 11 * MINUTE, by=by)
    assert _free(hall, at + DAY - MINUTE * 60, ten) == 0
    assert list(disagreements()) == []


def test_a_long_matter_blocks_all_its_slots(hall: Hall, at: datetime, ten: datetime) -> None:
    _book(hall, at, ten, matters=2)
    half = ten + 30 * MINUTE
    assert (_free(hall, at, half), _free(hall, at, half + 30 * MINUTE)) == (0, 1)
    with pytest.raises(errors.SlotFull):
        _book(hall, at, half, "13800000002")
    with pytest.raises(errors.NotBookable):
        _book(hall, at, ten.replace(hour=11, minute=30), "13800000003", matters=2)


def test_a_cancelled_place_comes_free_later(hall: Hall, at: datetime, ten: datetime) -> None:
    code = _book(hall, at, ten)
    booking.confirm(code=code, at=at, by=hall.device("kiosk"))
    booking.cancel(code=code, at=at, by=hall.device("kiosk"))
    assert (_free(hall, at + 9 * MINUTE, ten), _free(hall, at + 10 * MINUTE, ten)) == (0, 1)
    with pytest.raises(errors.AppointmentState):
        booking.confirm(code=code, at=at, by=hall.device("kiosk"))


@pytest.mark.parametrize(("slot", "refused"), [
    ("2026-03-11T10:07", errors.NotBookable), ("2026-03-10T09:00", errors.NotBookable),
    ("2026-03-14T10:00", errors.NotBookable), ("2026-03-25T10:00", errors.NotBookable),
])  # fmt: skip
def test_only_slots_of_the_book(
    hall: Hall, at: datetime, slot: str, refused: type[HallError]
) -> None:
    with pytest.raises(refused):
        _book(hall, at, datetime.fromisoformat(slot).replace(tzinfo=at.tzinfo))


def test_one_a_day_for_a_telephone(hall: Hall, at: datetime, ten: datetime) -> None:
    _book(hall, at, ten)
    with pytest.raises(errors.HasAppointment):
        _book(hall, at, ten + 30 * MINUTE)
    _book(hall, at, ten + DAY)
    with pytest.raises(errors.HolderNeeded):
        _book(hall, at, ten + 30 * MINUTE, "")


def test_who_comes_waits_by_the_slot(hall: Hall, at: datetime, ten: datetime) -> None:
    code = _book(hall, at, ten)
    kiosk = hall.device("kiosk")
    booking.confirm(code=code, at=at, by=kiosk)
    with pytest.raises(errors.AppointmentState):
        booking.come(code=code, at=at, by=kiosk)  # a day too early
    hall.open("4", ten - 5 * MINUTE)
    hall.take("licence", ten - 5 * MINUTE)
    taken = booking.come(code=code.lower(), at=ten - MINUTE, by=kiosk)
    assert Ticket.objects.get(pk=taken.id).slot == ten
    assert hall.call_and_finish("4", ten) == taken.number
    with pytest.raises(errors.AppointmentState):
        booking.come(code=code, at=ten, by=kiosk)
    assert list(disagreements()) == []


def test_not_coming_twice_bars_until_it_is_excused(hall: Hall, at: datetime, ten: datetime) -> None:
    adopt(site=hall.site, presets=["county-hall"], text=STRICT, from_on=date(2026, 3, 10), at=at,
          by=SYSTEM)  # fmt: skip
    kiosk, guide = hall.device("kiosk"), hall.person("郭敏")
    codes = [_book(hall, at, ten), _book(hall, at, ten + DAY)]
    for code in codes:
        booking.confirm(code=code, at=at, by=kiosk)
    later = ten + 2 * DAY
    with pytest.raises(errors.Barred) as barred:
        _book(hall, later, later + DAY * 3)
    assert "本级预约办法" in barred.value.say("zh")
    with pytest.raises(NotAllowed):
        booking.excuse(code=codes[0], reason="住院", at=later, by=hall.person("林晓"))
    booking.excuse(code=codes[0], reason="住院", at=later, by=guide)
    assert _book(hall, later, later + DAY * 3)


def test_a_day_is_called_off_with_the_list_of_who_was_told(
    hall: Hall, at: datetime, ten: datetime
) -> None:
    office = organization.add_person(site=hall.site, staff_no="8", name="办", at=at, by=SYSTEM)
    organization.grant_role(person=office, role=Role.OFFICE, at=at, by=SYSTEM)
    hall.people["办"] = office
    codes = [_book(hall, at, ten), _book(hall, at, ten + 30 * MINUTE, "13800000002")]
    with pytest.raises(NotAllowed):
        booking.call_off(day=ten.date(), reason="停电", at=at, by=hall.person("郭敏"))
    told = booking.call_off(day=ten.date(), reason="停电", at=at, by=hall.person("办"))
    assert [(one.code, one.name, one.told) for one in told] == [
        (code, "张大民", False) for code in codes
    ]
    assert appointments.free_slots(hall.site.pk, "licence", at, ten.date(), ten.date()) == []
    with pytest.raises(errors.NotBookable):
        _book(hall, at, ten, "13800000003")
    assert list(disagreements()) == []


def test_whose_it_was_is_erased_and_when_it_was_stays(
    hall: Hall, at: datetime, ten: datetime
) -> None:
    code = _book(hall, at, ten)
    actions.erase_holders(ten + 30 * MINUTE)
    assert booking.holder_of(Appointment.objects.get(code=code))["name"] == "张大民"
    actions.erase_holders(ten + 90 * DAY)
    assert booking.holder_of(Appointment.objects.get(code=code)) == {}
    assert list(disagreements()) == []


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_held_once(
    committed_hall: Hall, at: datetime, ten: datetime, at_once: AtOnce
) -> None:
    def take(n: int) -> object:
        try:
            return _book(committed_hall, at, ten, f"1380000000{n}")
        except errors.SlotFull:
            return None

    made = [code for code in at_once(take, 4) if code]
    assert len(made) == 1
    assert Appointment.objects.count() == 1
