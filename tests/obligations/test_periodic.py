"""Periodic duties are opened once, done with a note, or missed: R43, R45, R50, R53."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.cases.story import Hall, build, instant
from tests.conftest import AtOnce
from tests.web.test_uploads import as_
from yichuang import clock
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject
from yichuang.obligations import queries
from yichuang.obligations.actions import let_lapse, light_up, note_done, open_periodic
from yichuang.obligations.models import Obligation
from yichuang.obligations.refusals import NotByNote, NoteNeeded, NotYours
from yichuang.organization import actions as organization
from yichuang.organization.models import Person
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R43", "R45", "R50", "R53")]
PRESENCE = "duty:511602.patrols.presence.2026-03-10.1"


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def office(hall: Hall, at: datetime) -> Reader:
    person = organization.add_person(
        site=hall.site, staff_no="20", name="何办", department=None, at=at, by=SYSTEM
    )
    organization.grant_role(person=person, role=Role.OFFICE, at=at, by=SYSTEM)
    return reader_for(person)


def subjects(reader: Reader, at: datetime) -> list[str]:
    return [due.number.split(".", 1)[1] for due in queries.todo(reader, at)]


def test_each_period_is_opened_once_and_owed_by_whom_the_book_names(
    hall: Hall, at: datetime
) -> None:
    held = office(hall, at)
    assert open_periodic(at) == 4
    assert open_periodic(at + timedelta(hours=1)) == 0
    assert subjects(hall.supervisor, at) == ["patrols.presence.2026-03-10.1"]
    assert subjects(held, at) == [
        "patrols.hygiene.2026-03-09.1", "bulletins.attendance_published.2026-03-09.1",
        "bulletins.attendance_to_units.2026-03-01.1",
    ]  # fmt: skip
    (due,) = queries.todo(hall.supervisor, at)
    assert (due.about.zh, due.because) == ("上班情况巡查（3月10日）", "S0 五.4")
    assert open_periodic(at + timedelta(days=1)) == 1, "the next day's patrol"
    with transaction.atomic():
        assert [one.what.en for one in disagreements()] == []


def test_nobody_of_supervision_leaves_it_to_the_office(hall: Hall, at: datetime) -> None:
    held = office(hall, at)
    person = Person.objects.get(staff_no="7")
    organization.revoke_role(person=person, role=Role.SUPERVISION, at=at, by=SYSTEM)
    open_periodic(at)
    assert "patrols.presence.2026-03-10.1" in subjects(held, at)


def test_rosters_are_owed_by_each_department(hall: Hall, at: datetime) -> None:
    adopt(site=hall.site, presets=["hall-roster"], from_on=at.date(), at=at, by=SYSTEM)
    open_periodic(at)
    assert len(subjects(hall.chief, at)) == len(subjects(hall.stranger, at)) == 1
    assert subjects(hall.chief, at) != subjects(hall.stranger, at)


def test_two_workers_open_it_once(transactional_db: None, at: datetime, at_once: AtOnce) -> None:
    hall = build(at)
    opened = at_once(lambda _: open_periodic(at), 4)
    assert sum(n for n in opened if isinstance(n, int)) == 4, opened
    assert Obligation.objects.filter(site=hall.site, kind__startswith="duty.").count() == 4


def test_done_with_a_note_it_is_settled_and_not_opened_again(hall: Hall, at: datetime) -> None:
    open_periodic(at)
    (due,) = queries.todo(hall.supervisor, at)
    with pytest.raises(NoteNeeded):
        note_done(obligation_id=due.id, note=" ", at=at, by=hall.supervisor)
    with pytest.raises(NotYours):
        note_done(obligation_id=due.id, note="看过", at=at, by=hall.clerk)
    note_done(obligation_id=due.id, note="九点半全部在岗", at=at, by=hall.supervisor)
    assert subjects(hall.supervisor, at) == []
    assert open_periodic(at) == 0
    entry = next(one for one in of_subject(PRESENCE) if one.kind == "obligation.done")
    assert (entry.reason, entry.actor) == ("九点半全部在岗", "person:7")


def test_what_is_settled_by_doing_it_is_not_settled_by_a_note(hall: Hall, at: datetime) -> None:
    hall.accepted(at)
    (due,) = queries.todo(hall.reviewer, at)
    with pytest.raises(NotByNote):
        note_done(obligation_id=due.id, note="办了", at=at, by=hall.reviewer)


def test_undone_it_turns_red_and_is_missed_when_the_next_is_due(hall: Hall, at: datetime) -> None:
    open_periodic(at)
    assert light_up(instant("2026-03-10 17:30")) == 1
    assert queries.overdue(hall.supervisor, instant("2026-03-10 18:00"))[0].light == "red"
    assert let_lapse(instant("2026-03-11 17:29")) == 0
    assert let_lapse(instant("2026-03-11 17:30")) == 1
    assert [one.kind for one in of_subject(PRESENCE)] == [
        "obligation.opened", "obligation.overdue", "obligation.missed",
    ]  # fmt: skip


def test_on_the_page(hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    open_periodic(at)
    client = as_(hall.supervisor, at)
    page = client.get("/todo").content.decode()
    assert "上班情况巡查" in page
    pk = Obligation.objects.get(subject=PRESENCE).pk
    refused = client.post(f"/todo/{pk}/done", {"note": ""})
    assert (refused.status_code, "请写明怎么办的" in refused.content.decode()) == (422, True)
    assert client.post(f"/todo/{pk}/done", {"note": "都在"}).status_code == 302
    assert "上班情况巡查" not in client.get("/todo").content.decode()
    assert client.get(f"/todo/{pk}/done").status_code == 405
