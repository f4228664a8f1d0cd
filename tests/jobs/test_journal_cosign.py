"""A hall's head, cosigned by a witness over HTTP, in its proofs."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytest_django import Settings

from tests.jobs.commands import run
from yichuang.jobs.elsewhere import _cosign_if_due
from yichuang.jobs.sealer import outside, seal_now, verify_now
from yichuang.jobs.witness import server
from yichuang.journal.actions import open_hall, record
from yichuang.journal.outside import heads_of, whole_heads
from yichuang.journal.proofs import sealed_proof, verification_key
from yichuang.journal.witnessing import Witness

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


def test_a_witness_signs_what_grows(at: datetime, tmp_path: Path) -> None:
    opened = open_hall(training=False, at=at, by="system")
    seal_now()
    hall = verification_key(outside())
    witness = Witness("w.example", Ed25519PrivateKey.generate(), {hall.name: hall}, tmp_path)
    with server(witness, "127.0.0.1", 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        asked = ("journal_cosign", "--url", f"http://127.0.0.1:{serving.server_port}",
                 "--key", witness.public.witness_text)  # fmt: skip
        try:
            for _ in range(2):
                record(site="C", kind="k", subject="s", actor="a", at=at)
                seal_now()
                assert run(*asked)[0] == 0
        finally:
            serving.shutdown()
            thread.join()
    head = sealed_proof(opened.id, outside()).head
    assert head is not None
    assert head.sealed_at(witness.public) is not None


def test_the_worker_has_each_head_signed_once(
    at: datetime, tmp_path: Path, settings: Settings
) -> None:
    open_hall(training=False, at=at, by="system")
    seal_now()
    hall = verification_key(outside())
    witness = Witness("w.example", Ed25519PrivateKey.generate(), {hall.name: hall}, tmp_path)
    settings.WITNESS_KEY = witness.public.witness_text
    with server(witness, "127.0.0.1", 0) as serving:
        settings.WITNESS_URL = f"http://127.0.0.1:{serving.server_port}"
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            for size in (2, 3):
                record(site="C", kind="k", subject="s", actor="a", at=at)
                seal_now()
                for _ in range(2):
                    _cosign_if_due()
                with open(outside().cosigned, "ab") as file:  # as a crash leaves it
                    file.write(b"yichuang/half\n")
                assert verify_now().broken is None, size
        finally:
            serving.shutdown()
            thread.join()
    heads, bad = heads_of(whole_heads(outside().cosigned.read_bytes()))
    assert ([head.size for head in heads], bad) == ([2, 3], "")
    forged = outside().cosigned.read_bytes().replace(b"\n3\n", b"\n2\n")
    outside().cosigned.write_bytes(forged)
    broken = verify_now().broken
    assert broken
    assert broken.what == "foreign_head"
