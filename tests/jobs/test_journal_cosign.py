"""A hall's head, cosigned by a witness over HTTP, in its proofs."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.jobs.commands import run
from yichuang.jobs.sealer import outside, seal_now
from yichuang.jobs.witness import server
from yichuang.journal.actions import open_hall, record
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
