"""Leave and what is owed at the API: R34."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.leave.conftest import Hall, build
from yichuang import clock
from yichuang.leave.models import Leave
from yichuang.organization import actions as organization
from yichuang.organization.models import Token
from yichuang.organization.queries import SYSTEM, person_by_staff_no

pytestmark = [pytest.mark.django_db, pytest.mark.req("R34")]
BODY = {"type": "personal", "from": "2026-03-12T08:00", "to": "2026-03-13T17:30",
        "substitute": "2", "papers": []}  # fmt: skip


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at)
    return build(at, ["county-hall"])


@pytest.fixture
def call(hall: Hall, at: datetime) -> Any:
    secrets = {}
    for no in "123456":
        person = person_by_staff_no(no)
        _, secrets[no] = organization.create_token(
            scope=Token.Scope.CLERK, site=hall.site, person=person, at=at, by=SYSTEM
        )

    def called(no: str, path: str, body: object = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {secrets[no]}"}
        if body is None:
            return Client().get(f"/api/v1{path}", headers=headers)
        if key:
            headers["Idempotency-Key"] = key
        return Client().post(f"/api/v1{path}", body, content_type="application/json",
                             headers=headers)  # fmt: skip

    return called


def test_a_leave_goes_its_way(call: Any) -> None:
    answer = call("1", "/leaves", BODY, key="k1")
    made = answer.json()
    assert answer.status_code == 201
    assert (made["days"], made["chain"], made["missing"], made["state"]) == (
        2, ["home_unit", "deputy_director"], [], "pending",
    )  # fmt: skip
    assert made["because"]
    assert set(made["because"][0]) == {"article", "fact", "ruling"}
    again = call("1", "/leaves", BODY, key="k1")
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    address = f"/leaves/{made['id']}"
    for other in "12356":
        refused = call(other, f"{address}/decide", {"approve": True, "reason": ""})
        assert refused.status_code == 403
    assert call("3", f"{address}/accept", {}).status_code == 403
    (owed,) = call("4", "/obligations").json()
    assert (owed["subject"], owed["kind"], owed["for"]) == (
        f"leave:{made['id']}",
        "leave.decide",
        None,
    )
    assert {"id", "since", "warn_at", "due_at", "light", "because"} <= set(owed)
    assert call("4", f"{address}/decide", {"approve": True}).status_code == 200
    assert call("6", f"{address}/decide", {"approve": True}).json()["state"] == "pending"
    assert call("2", f"{address}/accept", {}).json()["state"] == "granted"


def test_what_lacks_is_said_and_kept(call: Any) -> None:
    made = call("1", "/leaves", {**BODY, "type": "sick", "substitute": None}).json()
    assert (made["state"], made["missing"]) == ("incomplete", ["substitute", "certificate"])
    address = f"/leaves/{made['id']}/amend"
    assert call("1", address, {"substitute": "2", "papers": ["town_clinic"]}).status_code == 409
    done = call("1", address, {"substitute": "2", "papers": ["county_hospital"]}).json()
    assert (done["state"], done["missing"]) == ("pending", [])


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"type": "holiday"}, 409, None),
        ({"from": "tomorrow"}, 422, "from"),
        ({"from": "2026-03-14", "to": "2026-03-15"}, 422, "from"),
        ({"to": "2026-03-01T08:00"}, 409, None),
        ({"substitute": "77"}, 422, "substitute"),
        ({"substitute": "1"}, 422, "substitute"),
        ({"papers": ["bribe"]}, 422, "papers"),
        ({"papers": "county_hospital"}, 422, "papers"),
        ({"days": 2}, 422, "days"),
    ],
)
def test_what_is_wrong_is_named(
    call: Any, change: dict[str, object], status: int, field: str | None
) -> None:
    answer = call("1", "/leaves", {**BODY, **change})
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert not Leave.objects.exists()


def test_others_don_t_read_it(call: Any) -> None:
    made = call("1", "/leaves", BODY).json()
    assert call("3", f"/leaves/{made['id']}").status_code == 404
    assert call("5", f"/leaves/{made['id']}").status_code == 200
