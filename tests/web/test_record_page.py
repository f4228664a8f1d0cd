"""The public page of the record: key, heads, and a receipt's code."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest
from django.test import Client

from yichuang.jobs.sealer import outside
from yichuang.journal.actions import open_hall, record
from yichuang.journal.notes import key_from, read_head
from yichuang.journal.proofs import proof
from yichuang.journal.sealing import seal
from yichuang.journal.tree import includes

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


def test_a_code_opens_the_proof_once_sealed(at: datetime) -> None:
    open_hall(training=False, at=at, by="system")
    fact = record(site="C", kind="case.accepted", subject="case:1", actor="person:1", at=at)
    waiting = proof(fact.id, outside())
    assert waiting is not None
    browser = Client()
    assert "等候封存" in browser.get(f"/record/{waiting.code}").content.decode()
    seal(outside())
    asked = browser.get("/record", {"code": f"{fact.id}-{waiting.leaf}"}, follow=True)
    assert "与" in asked.content.decode()
    assert "签名的树头相符" in asked.content.decode()
    given = browser.get(f"/record/{waiting.code}?form=json").json()
    leaf = hashlib.sha256(b"\0" + given["text"].encode()).digest()
    path = [bytes.fromhex(step) for step in given["path"]]
    root = bytes.fromhex(given["root"])
    assert includes(leaf, given["index"], given["tree_size"], path, root)
    page = browser.get("/record").content.decode()
    key = key_from(page.partition('<p class="code leaf">')[2].partition("<")[0])
    assert read_head(given["checkpoint"]).is_by(key)


@pytest.mark.parametrize(
    "code", ["1", "1-", "1-00", "x-1", "1-" + "0" * 20, "9" * 30 + "-" + "0" * 20]
)
def test_a_code_that_fits_nothing(at: datetime, code: str) -> None:
    open_hall(training=False, at=at, by="system")
    assert Client().get("/record", {"code": code}).status_code == 404
    assert Client().get(f"/record/{code}").status_code == 404
