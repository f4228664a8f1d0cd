"""Booking in a browser: R12."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.organization import actions as organization
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.reception.models import Appointment, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.req("R12")]


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at)
    return build(at)


def _staff(hall: Hall, at: datetime, role: Role) -> Client:
    person = organization.add_person(site=hall.site, staff_no="9", name="何", at=at, by=SYSTEM)
    organization.grant_role(person=person, role=role, at=at, by=SYSTEM)
    organization.open_account(person=person, username="u9", password="Correct-horse-7",
                              must_change=False, at=at, by=SYSTEM)  # fmt: skip
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def test_book_confirm_and_check_in(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, guide = Client(), _staff(hall, at, Role.GUIDE)
    page = public.get("/book?service=licence").content.decode()
    assert "10:00" in page
    asked = {"service": "licence", "slot": "2026-03-10T10:00", "phone": "13812341234"}
    refused = public.post("/book", asked)
    assert refused.status_code == 422
    assert "13812341234" in refused.content.decode()
    held = public.post("/book", {**asked, "name": "张大民"}, follow=True)
    row = Appointment.objects.get()
    assert "请在 09:40 前确认" in held.content.decode()
    confirmed = public.post(f"/book/{row.code}/confirm", follow=True).content.decode()
    assert "已预约" in confirmed
    full = public.get("/book?service=licence").content.decode()
    assert "约满" in full
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=25))
    desk = guide.get("/guide-desk").content.decode()
    assert "张大民" in desk
    came = guide.post("/guide-desk/come", {"code": row.code}, follow=True).content.decode()
    assert "已取 C001 号" in came
    assert Ticket.objects.get().ticket_class == "appointment"
    again = guide.post("/guide-desk/come", {"code": row.code})
    assert (again.status_code, row.code in again.content.decode()) == (409, True)


def test_a_day_is_called_off(hall: Hall, at: datetime) -> None:
    public, office = Client(), _staff(hall, at, Role.OFFICE)
    public.post("/book", {"service": "licence", "slot": "2026-03-11T10:00", "name": "张大民",
                          "phone": "13812341234"})  # fmt: skip
    told = office.post("/appointments/off", {"day": "2026-03-11", "reason": "停电检修"})
    assert "13812341234" in told.content.decode()
    assert "请打电话" in told.content.decode()
    row = Appointment.objects.get()
    assert "停电检修" in public.get(f"/book/{row.code}").content.decode()
    wrong = office.post("/appointments/off", {"day": "2026-03-09", "reason": "x"})
    assert wrong.status_code == 409
    assert public.get("/appointments/off").status_code == 302
