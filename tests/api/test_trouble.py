"""When the disk is full: a sentence, nothing half done, nothing lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.reception.story import Hall
from yichuang.reception.models import Counter, Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("R11")]

_FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER disk_is_full AFTER INSERT ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION disk_is_full();
"""
_ROOM = "DROP FUNCTION disk_is_full() CASCADE"


def _take(client: Client, hall: Hall) -> tuple[int, dict[str, str]]:
    response = client.post(
        "/api/v1/tickets", {"service": "tax"}, content_type="application/json",
        headers={"Authorization": f"Bearer {hall.secrets['kiosk']}"},
    )  # fmt: skip
    return response.status_code, response.json()


def test_a_full_disk_is_said_and_leaves_nothing_half_done(
    committed_hall: Hall, client: Client
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FULL)
    try:
        status, body = _take(client, committed_hall)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_ROOM)
    assert (status, body["code"]) == (507, "database.no_space")
    assert "磁盘已满" in body["message"]
    assert not Ticket.objects.exists()
    assert not Counter.objects.exists()
    status, body = _take(client, committed_hall)
    assert (status, body["number"][-3:]) == (201, "001"), "the number was not lost"
