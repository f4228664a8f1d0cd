"""What doesn't fit the record isn't shown as if it did."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from tests.cases.story import Hall, build
from tests.jobs.commands import run
from yichuang.cases import papers, queries
from yichuang.cases.queries.known import RecordDiffers

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


@pytest.fixture
def hall(at: datetime) -> Hall:
    return build(at)


def _tamper(number: str, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            'UPDATE cases_fact SET data = data || \'{"decision": "deny", "why": {}}\' WHERE kind = %s',
            (kind,),
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_command_lists_every_fact_with_its_entry(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    status, out, _ = run("journal_facts", "--case", number)
    assert status == 0
    assert out.count("相符 agrees") == 5
    _tamper(number, "decided")
    status, out, _ = run("journal_facts", "--case", number, "--json")
    assert status == 1
    facts = json.loads(out)
    assert [one["agrees"] for one in facts] == [True] * 4 + [False]
    assert all(one["entry"] and len(one["digest"]) == 64 for one in facts)


def test_a_page_says_so_instead_of_showing_it(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    assert queries.public_view(number, at=at).decision == "approve"
    _tamper(number, "decided")
    view = queries.public_view(number, at=at)
    assert (view.decision, view.state, list(view.unfit)) == ("", "verified", [5])
    inside = queries.case(number, reader=hall.verifier, at=at)
    assert "decided" not in [event.kind for event in inside.events]
    assert not inside.may
    with pytest.raises(RecordDiffers):
        papers.for_applicant(number, 5, at=at)


def test_the_public_page_tells_the_applicant(hall: Hall, at: datetime, client: Client) -> None:
    outcome = hall.submit(at)
    _tamper(outcome.number, "accepted")
    asked = {"number": outcome.number, "code": outcome.code}
    page = client.post("/follow", asked, follow=True).content.decode()
    assert "不予显示" in page
    assert "第 2 步" in page
    _tamper(outcome.number, "submitted")
    answer = client.post("/follow", asked, follow=True)
    assert answer.status_code == 409
    assert "与流水账的登记不符" in answer.content.decode()
