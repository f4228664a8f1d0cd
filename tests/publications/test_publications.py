"""A bulletin is drafted from data, reviewed by another, published, archived, corrected: R53."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cases.story import Hall, instant
from tests.web.test_uploads import as_
from yichuang import clock
from yichuang.courses.refusals import OutOfOrder
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.jobs.due import fall_due
from yichuang.jobs.record import disagreements
from yichuang.obligations.queries import how_many
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.publications import actions, queries
from yichuang.publications.actions import Wording
from yichuang.publications.refusals import Lacks, SamePerson
from yichuang.publications.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.req("R53")]
WORDING = Wording("2026年2月好差评通报", "2月共办结服务10件。\n各部门情况良好。", "2026-03-20")


@pytest.fixture
def office(hall: Hall, at: datetime) -> Reader:
    person = organization.add_person(
        site=hall.site, staff_no="10", name="何敏", department=None, at=at, by=SYSTEM
    )
    organization.grant_role(person=person, role=Role.OFFICE, at=at, by=SYSTEM)
    return reader_for(person)


def published(hall: Hall, office: Reader, at: datetime, corrects: str = "") -> str:
    number = actions.draft(wording=WORDING, corrects=corrects, at=at, by=office)
    actions.review(number=number, at=at, by=hall.supervisor)
    actions.publish(number=number, at=at, by=office)
    return number


def test_from_draft_to_archive(
    hall: Hall, office: Reader, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = actions.draft(wording=WORDING, at=at, by=office)
    assert number == "511602-2026-001"
    assert how_many(hall.supervisor) == 1, "it waits for whoever reviews"
    with pytest.raises(NotFound):
        queries.bulletin(number, hall.clerk)
    with pytest.raises(NotAllowed):
        actions.review(number=number, at=at, by=office)
    actions.review(number=number, at=at, by=hall.supervisor)
    actions.publish(number=number, at=at, by=office)
    (shown,) = queries.bulletins(hall.clerk)
    assert shown.paragraphs == ["2月共办结服务10件。", "各部门情况良好。"]
    for day, state in (("2026-03-20 23:59", State.PUBLISHED), ("2026-03-21 00:00", State.ARCHIVED)):
        monkeypatch.setattr(clock, "now", lambda day=day: instant(day))
        fall_due()
        assert queries.bulletin(number, hall.clerk).state == state
    assert queries.bulletins(hall.clerk) == ()
    assert list(disagreements()) == []


def test_whoever_wrote_it_does_not_review_it(hall: Hall, office: Reader, at: datetime) -> None:
    own = actions.draft(wording=WORDING, at=at, by=hall.supervisor)
    with pytest.raises(SamePerson):
        actions.review(number=own, at=at, by=hall.supervisor)
    number = actions.draft(wording=WORDING, at=at, by=office)
    actions.review(number=number, at=at, by=hall.supervisor)
    actions.return_draft(number=number, reason="数字有误", at=at, by=hall.supervisor)
    actions.edit(number=number, wording=WORDING, at=at, by=hall.supervisor)
    with pytest.raises(SamePerson):
        actions.review(number=number, at=at, by=hall.supervisor)


def test_what_is_published_is_corrected_by_another(
    hall: Hall, office: Reader, at: datetime
) -> None:
    number = published(hall, office, at)
    with pytest.raises(OutOfOrder):
        actions.edit(number=number, wording=WORDING, at=at, by=office)
    again = published(hall, office, at, corrects=number)
    assert queries.bulletin(again, hall.clerk).corrects == number
    first = queries.pdf(number, hall.clerk, org="广安区政务服务中心")
    assert first.startswith(b"%PDF")
    assert queries.pdf(number, hall.clerk, org="广安区政务服务中心") == first


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda h, o, at: actions.draft(wording=WORDING, at=at, by=h.clerk), NotAllowed),
        (
            lambda h, o, at: actions.draft(wording=Wording("", "x", "2026-03-20"), at=at, by=o),
            Lacks,
        ),
        (
            lambda h, o, at: actions.draft(wording=Wording("x", " ", "2026-03-20"), at=at, by=o),
            Lacks,
        ),
        (
            lambda h, o, at: actions.draft(wording=Wording("x", "x", "2026-03-10"), at=at, by=o),
            Lacks,
        ),
        (lambda h, o, at: actions.draft(wording=Wording("x", "x", ""), at=at, by=o), Lacks),
        (lambda h, o, at: queries.publications(h.clerk), NotAllowed),
    ],
)
def test_refusals(
    hall: Hall, office: Reader, at: datetime, act: Callable[..., object], error: type[HallError]
) -> None:
    with pytest.raises(error):
        act(hall, office, at)


def test_the_pages(
    hall: Hall, office: Reader, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))
    writer, reviewer, visitor = as_(office, at), as_(hall.supervisor, at), Client()
    form = writer.get("/publications/new?from=ratings").content.decode()
    assert "2026年2月政务服务好差评通报" in form
    given = {"title": "2月通报", "text": "2月没有办结的服务。", "until": ""}
    refused = writer.post("/publications/new", given)
    assert (refused.status_code, "2月通报" in refused.content.decode()) == (422, True)
    made = writer.post("/publications/new", {**given, "until": "2026-03-20"})
    address = made["Location"]
    assert "等另一人审核" in writer.get(address).content.decode()
    assert reviewer.post(f"{address}/review").status_code == 302
    assert writer.post(f"{address}/publish").status_code == 302
    page = visitor.get("/bulletins").content.decode()
    assert "2月通报" in page
    number = address.rpartition("/")[2]
    assert "2月没有办结的服务。" in visitor.get(f"/bulletins/{number}").content.decode()
    assert visitor.get(f"/bulletins/{number}.pdf").content.startswith(b"%PDF")
    assert visitor.get(f"/bulletins/{number}.docx").content.startswith(b"PK")
    assert visitor.get(address).status_code == 302, "the public doesn't see the desk"
    correction = writer.get(f"/publications/new?corrects={number}").content.decode()
    assert "更正：2月通报" in correction
    assert "2月通报" in writer.get("/publications").content.decode()
