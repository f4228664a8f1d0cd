"""Taking a number: none twice, none left out, each with its class and ground."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.reception.story import Hall
from yichuang.errors import HallError, NotAllowed
from yichuang.journal.queries import of_subject
from yichuang.organization.actions import add_site
from yichuang.organization.models import Site
from yichuang.organization.personal import decrypt
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, errors, queries
from yichuang.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]
MINUTE = timedelta(minutes=1)


def test_numbers_follow_one_another_by_prefix(hall: Hall, at: datetime) -> None:
    taken = [
        hall.take(s, at).number for s in ("tax", "licence", "tax", "permit", "social", "licence")
    ]
    assert taken == ["A001", "C001", "A002", "C002", "B001", "C003"]


def test_numbers_begin_again_with_the_halls_own_day(hall: Hall, at: datetime) -> None:
    before_midnight = at.replace(hour=23, minute=59)
    assert hall.take("tax", before_midnight).number == "A001"
    assert hall.take("tax", before_midnight + MINUTE).number == "A001"
    assert hall.take("tax", before_midnight + 2 * MINUTE).number == "A002"


def test_the_thousandth_number_has_four_digits(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reception_counter SET last = 999")
    assert hall.take("tax", at).number == "A1000"


def test_a_number_that_is_not_kept_leaves_no_gap(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    with transaction.atomic():
        assert hall.take("tax", at).number == "A002"
        transaction.set_rollback(True)
    assert hall.take("tax", at).number == "A002"


def test_the_database_refuses_a_number_twice(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    row = Ticket.objects.get()
    row.pk, row.slip = None, "another"
    with pytest.raises(IntegrityError, match="number_once"), transaction.atomic():
        row.save()


def test_numbers_and_times_run_the_same_way(hall: Hall, at: datetime) -> None:
    """A clock that is behind another process's doesn't turn the queue round."""
    hall.take("tax", at + timedelta(milliseconds=3))
    hall.take("tax", at)
    times = list(Ticket.objects.order_by("seq").values_list("taken_at", flat=True))
    assert times == sorted(set(times))


def test_who_is_ahead_is_counted_by_class(hall: Hall, at: datetime) -> None:
    assert [hall.take("tax", at).line.ahead for _ in range(3)] == [0, 1, 2]
    assert hall.take("tax", at, ticket_class="priority", ground="elderly").line.ahead == 0
    assert hall.take("tax", at, ticket_class="priority").line.ahead == 1
    assert hall.take("tax", at).line.ahead == 5
    assert hall.take("social", at).line.ahead == 0


def test_the_wait_is_shared_by_the_open_windows(hall: Hall, at: datetime) -> None:
    for _ in range(10):
        hall.take("tax", at)
    assert hall.take("tax", at).line.wait is None, "no window is open"
    hall.open("1", at)
    alone = hall.take("tax", at + timedelta(seconds=20)).line.wait
    hall.open("2", at)
    later = at + timedelta(seconds=40)
    together = hall.take("tax", later).line.wait
    assert alone
    assert together
    assert alone.low < alone.high
    assert together.high < alone.high


@pytest.mark.req("R05")
def test_priority_has_its_ground_on_record(hall: Hall, at: datetime) -> None:
    given = hall.take("tax", at, ticket_class="priority", ground="pregnant")
    unsaid = hall.take("tax", at, ticket_class="priority")
    grounds = dict(Ticket.objects.values_list("id", "ground"))
    assert grounds == {given.id: "pregnant", unsaid.id: "stated"}
    assert of_subject(f"ticket:{given.id}")[0].data["ground"] == "pregnant"


def test_the_journal_has_who_and_when_but_no_name(hall: Hall, at: datetime) -> None:
    taken = hall.take("tax", at, holder={"name": "王芳"})
    (entry,) = of_subject(f"ticket:{taken.id}")
    assert (entry.kind, entry.happened_at) == ("ticket.taken", at)
    assert entry.actor.startswith("device:kiosk:")
    said = {"number": "A001", "service": "tax", "class": "normal", "ground": ""}
    assert {key: entry.data[key] for key in said} == said
    assert set(entry.data) == {*said, "rows"}
    kept = Ticket.objects.get().personal
    assert kept
    assert "王芳".encode() not in bytes(kept)
    assert "王芳" in decrypt(bytes(kept), of=f"ticket:{taken.slip}")


def test_the_same_key_is_the_same_ticket(hall: Hall, at: datetime) -> None:
    first = hall.take("tax", at, key="k-1")
    again = hall.take("tax", at + MINUTE, key="k-1")
    assert (again.id, again.number, again.slip) == (first.id, first.number, first.slip)
    assert (first.is_new, again.is_new) == (True, False)
    assert hall.take("tax", at, key="k-2").number == "A002"
    assert len(of_subject(f"ticket:{first.id}")) == 1


def test_another_devices_key_is_another_key(hall: Hall, at: datetime) -> None:
    hall.take("tax", at, key="k-1")
    by_guide = actions.issue(service="tax", key="k-1", at=at, by=hall.person("郭敏"))
    assert by_guide.number == "A002"


@pytest.mark.parametrize(
    ("asked", "error", "field"),
    [
        ({"service": "nothing"}, errors.ServiceUnknown, "service"),
        ({"service": "tax", "ticket_class": "vip"}, errors.WrongClass, "class"),
        (
            {"service": "tax", "ticket_class": "priority", "ground": "rich"},
            errors.WrongGround,
            "ground",
        ),
    ],
)
def test_what_is_refused_takes_no_number(
    hall: Hall, at: datetime, asked: dict[str, Any], error: type[HallError], field: str
) -> None:
    with pytest.raises(error) as refused:
        actions.issue(at=at, by=hall.device("kiosk"), **asked)
    assert refused.value.field == field
    assert hall.take("tax", at).number == "A001"


def test_only_devices_and_guides_take_numbers(hall: Hall, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.issue(service="tax", at=at, by=hall.device("display"))
    assert actions.issue(service="tax", at=at, by=hall.person("郭敏")).number == "A001"


def test_a_service_of_another_site_is_unknown(hall: Hall, at: datetime) -> None:
    Site.objects.filter(pk=hall.site.pk).update(code="D")
    other = add_site(code="T", name="分厅", name_en="Branch", kind="branch", at=at, by=SYSTEM)
    from dataclasses import replace

    elsewhere = replace(hall.device("kiosk"), site_id=other.pk, site_code="T")
    with pytest.raises(errors.ServiceUnknown):
        actions.issue(service="tax", at=at, by=elsewhere)


def test_taking_a_number_is_two_statements(hall: Hall, at: datetime) -> None:
    by = hall.device("kiosk")
    actions.issue(service="tax", at=at, by=by)
    with CaptureQueriesContext(connection) as asked:
        actions.issue(service="tax", at=at, by=by)
    said = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in str(q["sql"])]
    assert len(said) == 2


# ---- Appointments ------------------------------------------------------------------------


@pytest.mark.req("R12")
def test_an_appointment_waits_once_it_has_checked_in(hall: Hall, at: datetime) -> None:
    booked = hall.take("tax", at, ticket_class="appointment", slot=at + 5 * MINUTE, arrived=False)
    hall.open("1", at)
    assert hall.call("1", at) is None
    actions.check_in(ticket_id=booked.id, at=at + 4 * MINUTE, by=hall.device("kiosk"))
    called = hall.call("1", at + 6 * MINUTE)
    assert called
    assert (called.id, called.called_as) == (booked.id, "appointment")
    kinds = [entry.kind for entry in of_subject(f"ticket:{booked.id}")]
    assert kinds == ["ticket.taken", "ticket.checked_in", "ticket.called"]


@pytest.mark.req("R12")
@pytest.mark.parametrize(("late", "rank"), [(10, "appointment"), (11, "normal")])
def test_who_checks_in_too_late_waits_as_a_normal_one(
    hall: Hall, at: datetime, late: int, rank: str
) -> None:
    booked = hall.take("tax", at, ticket_class="appointment", slot=at, arrived=False)
    checked_in = at + late * MINUTE
    actions.check_in(ticket_id=booked.id, at=checked_in, by=hall.device("kiosk"))
    row = Ticket.objects.get()
    assert (row.rank, row.rank_at) == (rank, at if rank == "appointment" else checked_in)


@pytest.mark.req("R12")
def test_one_checks_in_once_and_only_for_an_appointment(hall: Hall, at: datetime) -> None:
    kiosk = hall.device("kiosk")
    plain = hall.take("tax", at)
    booked = hall.take("tax", at, ticket_class="appointment", slot=at, arrived=False)
    actions.check_in(ticket_id=booked.id, at=at, by=kiosk)
    for ticket_id in (plain.id, booked.id):
        with pytest.raises(errors.NoSlot):
            actions.check_in(ticket_id=ticket_id, at=at, by=kiosk)
    with pytest.raises(errors.TicketUnknown):
        actions.check_in(ticket_id=0, at=at, by=kiosk)


# ---- The slip ----------------------------------------------------------------------------


def test_the_slip_says_how_many_are_ahead_now(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    mine = hall.take("tax", at)
    hall.take("tax", at)
    before = queries.slip_status(mine.slip, at).line
    assert before
    assert before.ahead == 1
    hall.open("1", at)
    hall.call_and_finish("1", at)
    now = queries.slip_status(mine.slip, at).line
    assert now
    assert now.ahead == 0
    hall.call("1", at)
    status = queries.slip_status(mine.slip, at)
    assert (status.state, status.window) == ("called", "1")
    with pytest.raises(errors.TicketUnknown):
        queries.slip_status("nonsense", at)
