"""Uploads and scans on their pages: who may, in pieces, refusals as sentences: R63."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.attachments.files import PDF, png
from tests.attachments.test_attachments import files
from tests.cases.conftest import hall
from tests.cases.story import Hall
from yichuang.organization.actions import open_account
from yichuang.organization.models import Account, Person
from yichuang.organization.queries import SYSTEM, Reader

__all__ = ["files", "hall"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]
OCTETS = "application/octet-stream"


def as_(reader: Reader, at: datetime) -> Client:
    assert reader.person_id
    person = Person.objects.get(pk=reader.person_id)
    account = Account.objects.filter(person=person).first() or open_account(
        person=person, username=f"u{person.staff_no}", password="Correct-horse-7",
        must_change=False, at=at, by=SYSTEM,
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    return client


def begun(client: Client, address: str, content: bytes, name: str = "身份证.pdf") -> Any:
    given = {"name": name, "size": len(content), "stamp": "1"}
    return client.post(address, given)


def test_a_scan_goes_up_and_is_looked_at(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    clerk, address = as_(hall.clerk, at), f"/uploads/scan/{number}/id_card"
    told = begun(clerk, address, PDF).json()
    half = len(PDF) // 2
    first = clerk.post(f"{address}/{told['token']}?from=0", PDF[:half], content_type=OCTETS)
    assert first.json()["received"] == half
    again = clerk.post(f"{address}/{told['token']}?from=0", PDF[:half], content_type=OCTETS)
    assert (again.status_code, again.json()["received"]) == (409, half)
    rest = clerk.post(f"{address}/{told['token']}?from={half}", PDF[half:], content_type=OCTETS)
    pk = rest.json()["kept"]
    page = as_(hall.reviewer, at).get(f"/cases/{number}").content.decode()
    assert "身份证.pdf" in page
    shown = as_(hall.reviewer, at).post(f"/cases/{number}/scans/{pk}")
    assert (shown.content, shown["Content-Type"]) == (PDF, "application/pdf")
    assert shown["Content-Disposition"].startswith("inline")
    assert as_(hall.stranger, at).post(f"/cases/{number}/scans/{pk}").status_code == 404
    assert clerk.get(f"/cases/{number}/scans/{pk}").status_code == 405, "a look is asked for"
    gone = clerk.post(f"/cases/{number}/scans/{pk}/withdraw", {"reason": "扫错了"})
    assert gone.status_code == 302
    assert "身份证.pdf" not in clerk.get(f"/cases/{number}/scans").content.decode()


def test_refusals_are_sentences(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    clerk, address = as_(hall.clerk, at), f"/uploads/scan/{number}/id_card"
    content = b"not a picture" * 3
    told = begun(clerk, address, content, "a.png").json()
    refused = clerk.post(f"{address}/{told['token']}?from=0", content, content_type=OCTETS)
    assert refused.status_code == 422
    assert "按文件内容判断" in refused.json()["message"]
    for by, where, status in (
        (hall.verifier, "id_card", 403), (hall.stranger, "id_card", 404), (hall.clerk, "x", 404),
    ):  # fmt: skip
        answer = begun(as_(by, at), f"/uploads/scan/{number}/{where}", PDF)
        assert answer.status_code == status
        assert answer.json()["message"]
    assert begun(Client(), address, PDF).status_code == 403
    assert begun(clerk, f"/uploads/nothing/{number}/id_card", PDF).status_code == 404
    plain = clerk.post(f"/cases/{number}/correct", png(), content_type=OCTETS)
    assert plain.status_code == 400, "octets are taken for uploads alone"


def test_the_applicant_uploads_corrections_after_showing_the_code(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, premises="missing")
    client, address = Client(), f"/uploads/correction/{outcome.number}/premises"
    assert begun(client, address, PDF).status_code == 404
    client.post("/follow", {"number": outcome.number, "code": outcome.code})
    page = client.get(f"/follow/{outcome.number}").content.decode()
    assert "上传补正材料" in page
    told = begun(client, address, PDF, "租赁合同.pdf").json()
    client.post(f"{address}/{told['token']}?from=0", PDF, content_type=OCTETS)
    assert "租赁合同.pdf" in client.get(f"/follow/{outcome.number}/scans").content.decode()
    again = begun(client, address, png(), "b.png").json()
    given_up = client.post(f"{address}/{again['token']}/abandon")
    assert given_up.json() == {"abandoned": True}
