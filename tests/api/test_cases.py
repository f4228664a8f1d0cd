"""The case endpoints, as the contract of the API says."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.cases.story import ITEM, OK, Hall, build, instant
from yichuang import clock
from yichuang.cases.models import Case
from yichuang.feedback.codes import code_of
from yichuang.journal.models import Entry
from yichuang.organization.actions import create_token
from yichuang.organization.models import Person, Token
from yichuang.organization.queries import SYSTEM, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


class Door:
    """The API as one person's token opens it."""

    def __init__(self, hall: Hall, who: Reader, scope: str = "clerk") -> None:
        person = Person.objects.get(staff_no=who.name.removeprefix("person:"))
        _, secret = create_token(
            scope=Token.Scope(scope), site=hall.site, person=person, at=instant("2026-03-10 08:00"),
            by=SYSTEM,
        )  # fmt: skip
        self.headers = {"authorization": f"Bearer {secret}"}
        self.client = Client()

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        answer = self.client.post(f"/api/v1{path}", body if body is not None else {},
                                  content_type="application/json", headers=self.headers)  # fmt: skip
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, Any]:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers)
        return answer.status_code, answer.json()


def _body(**materials: str) -> dict[str, Any]:
    return {
        "item": ITEM, "applicant": {"name": "王小明", "id_number": "11010519491231002X"},
        "materials": {**OK, **materials}, "ticket": None,
    }  # fmt: skip


@pytest.mark.req("R16", "R21", "R25")
def test_from_acceptance_to_issue(hall: Hall) -> None:
    clerk, reviewer = Door(hall, hall.clerk), Door(hall, hall.reviewer)
    verifier, issuer = Door(hall, hall.verifier), Door(hall, hall.issuer)
    status, made = clerk.post("/cases", _body())
    assert (status, made["decision"]) == (201, "accept")
    assert made["promised_due"] == "2026-03-24T17:30:00+08:00"
    assert made["notice"]["kind"] == "acceptance"
    assert made["because"][0].keys() == {"article", "fact", "ruling"}
    at = f"/cases/{made['number']}"
    assert reviewer.post(f"{at}/review", {"opinion": "属实"})[1]["state"] == "reviewed"
    assert verifier.post(f"{at}/verify", {"opinion": "同意"})[1]["state"] == "verified"
    assert verifier.post(f"{at}/decide", {"decision": "approve"})[1]["state"] == "decided"
    status, case = issuer.post(f"{at}/issue", {"way": "signature", "signed_by": "王小明"})
    assert (status, case["state"], case["light"]) == (200, "issued", "done_on_time")
    assert [e["kind"] for e in case["timeline"]] == [
        "submitted", "accepted", "reviewed", "verified", "decided", "issued",
    ]  # fmt: skip
    pdf = clerk.client.get(made["notice"]["pdf"], headers=clerk.headers)
    assert pdf.content[:5] == b"%PDF-"


@pytest.mark.req("R04")
def test_what_is_missing_is_told_at_once_and_accepted_when_filed(hall: Hall) -> None:
    clerk = Door(hall, hall.clerk)
    _, made = clerk.post("/cases", _body(premises="missing", id_card="defective"))
    assert (made["decision"], made["promised_due"]) == ("notify", None)
    assert [one["code"] for one in made["notice"]["items"]] == ["id_card", "premises"]
    path = f"/cases/{made['number']}/materials"
    _, again = clerk.post(path, {"materials": {"premises": "ok", "id_card": "ok"}})
    assert again["decision"] == "accept"


@pytest.mark.req("R21", "R22")
def test_the_same_person_twice_and_another_department_are_403(hall: Hall) -> None:
    chief, stranger = Door(hall, hall.chief), Door(hall, hall.stranger)
    at = f"/cases/{Door(hall, hall.clerk).post('/cases', _body())[1]['number']}"
    assert stranger.post(f"{at}/review")[0] == 403
    assert chief.post(f"{at}/review")[0] == 200
    status, problem = chief.post(f"{at}/verify")
    assert (status, problem["code"]) == (403, "cases.same_person")
    assert problem.keys() == {"code", "message", "field"}


@pytest.mark.req("R18", "R24")
def test_segments_and_extension(hall: Hall) -> None:
    chief = Door(hall, hall.chief)
    at = f"/cases/{Door(hall, hall.clerk).post('/cases', _body())[1]['number']}"
    begin = {"kind": "expert_review", "days": 5, "reason": "论证"}
    status, case = chief.post(f"{at}/segments", begin)
    assert (status, case["segments"][0]["stops_clock"]) == (200, True)
    assert chief.post(f"{at}/segments", begin)[0] == 409
    assert chief.post(f"{at}/segments", {"kind": "expert_review", "action": "end"})[0] == 200
    given = {"days": 5, "reason": "情况复杂", "approved_by": "authority_head"}
    assert chief.post(f"{at}/extension", {**given, "days": 11})[0] == 422
    status, case = chief.post(f"{at}/extension", given)
    assert (status, case["promised_due"]) == (200, "2026-03-31T17:30:00+08:00")
    assert chief.post(f"{at}/extension", given)[0] == 409


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/cases", {**_body(), "item": "0"}, 404, None),
        ("/cases", {**_body(), "materials": {"id_card": "perhaps"}}, 422, "api.invalid"),
        ("/cases", {**_body(), "materials": {"nonsense": "ok"}}, 422, "cases.material_unknown"),
        ("/cases", {**_body(), "ticket": 999}, 404, None),
        ("/cases", {**_body(), "surprise": 1}, 422, "api.invalid"),
        (
            "/cases",
            {**_body(), "applicant": {"name": "王", "id_number": "1"}},
            422,
            "cases.applicant",
        ),
        ("/cases/20260310999999/review", {}, 404, "access.not_found"),
        ("/cases/20260310999999/decide", {"decision": "maybe"}, 422, "api.invalid"),
    ],
)
def test_bad_input_is_a_sentence(
    hall: Hall, path: str, body: dict[str, Any], status: int, code: str | None
) -> None:
    found, problem = Door(hall, hall.clerk).post(path, body)
    assert found == status
    assert problem["message"]
    assert code is None or problem["code"] == code


@pytest.mark.req("R63")
def test_tokens_of_other_scopes_and_no_token(hall: Hall) -> None:
    assert Door(hall, hall.clerk, "window").post("/cases", _body())[0] == 403
    assert Client().get("/api/v1/cases/1").status_code == 401


@pytest.mark.req("R25", "R63")
def test_the_applicant_follows_without_a_token(hall: Hall) -> None:
    made = Door(hall, hall.clerk).post("/cases", _body())[1]
    path = f"/api/v1/public/cases/{made['number']}"
    seen = Client().get(path, {"code": made["code"]}).json()
    assert (seen["applicant"]["name"], seen["light"]) == ("王**", "green")
    assert all(event["who"] == "" for event in seen["timeline"])
    tried = [Client().get(path, {"code": "AAAAAAAA"}).status_code for _ in range(6)]
    assert tried == [404, 404, 404, 404, 404, 429]


def test_the_same_key_takes_a_case_in_once(hall: Hall) -> None:
    clerk = Door(hall, hall.clerk)
    clerk.headers["Idempotency-Key"] = "k"
    first, again = clerk.post("/cases", _body()), clerk.post("/cases", _body())
    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    assert Case.objects.count() == 1
    other = clerk.post("/cases", _body(premises="missing"))
    assert (other[0], other[1]["code"]) == (422, "request.key_reused")


def test_a_clerk_of_another_department_is_outside_the_scope(hall: Hall) -> None:
    stranger = Door(hall, hall.police_clerk)
    status, answer = stranger.post("/cases", _body())
    assert (status, answer["code"]) == (403, "cases.outside_scope")
    number = Door(hall, hall.clerk).post("/cases", _body())[1]["number"]
    assert stranger.get(f"/cases/{number}")[0] == 404
    assert stranger.post(f"/cases/{number}/withdraw", {"reason": "x"})[0] == 403


@pytest.mark.req("R15")
def test_the_rating_token_is_the_applicants_alone(hall: Hall, at: datetime) -> None:
    clerk, issuer = Door(hall, hall.clerk), Door(hall, hall.issuer)
    made = clerk.post("/cases", _body())[1]
    number, code = made["number"], code_of(f"case:{made['number']}")
    follow = f"/public/cases/{number}?code={made['code']}"
    assert issuer.get(follow)[1]["rating_token"] is None
    for who, step, body in (
        (hall.reviewer, "review", {"opinion": "属实"}), (hall.verifier, "verify", {}),
        (hall.verifier, "decide", {"decision": "approve"}),
        (hall.issuer, "issue", {"way": "signature", "signed_by": "王小明"}),
    ):  # fmt: skip
        status, case = Door(hall, who).post(f"/cases/{number}/{step}", body)
        assert status == 200
        assert code not in json.dumps(case)
    assert code not in json.dumps(issuer.get(f"/cases/{number}")[1])
    assert Client().get(f"/api/v1{follow}").json()["rating_token"] == code
    assert not any(code in json.dumps(e.data) for e in Entry.objects.all())
