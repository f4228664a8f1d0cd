"""A witness signs what goes on from what it saw, and nothing else."""

from __future__ import annotations

import base64
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yichuang.jobs.witness import server
from yichuang.journal.notes import Key, key_from, read_head, signed_head
from yichuang.journal.tree import ALGORITHMS, Frontier, consistency_path, leaf_hash
from yichuang.journal.witnessing import Witness

pytestmark = pytest.mark.req("R17")
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
ORIGIN = "yichuang/hall"
HALL = Ed25519PrivateKey.generate()
HALL_KEY = Key(ORIGIN, HALL.public_key().public_bytes_raw())


def _tree(texts: list[str]) -> Frontier:
    made = Frontier(ALGORITHMS["sha256"])
    for text in texts:
        made.add(leaf_hash(text.encode()))
    return made


def _request(old: int, texts: list[str], *, key: Ed25519PrivateKey = HALL,
             origin: str = ORIGIN, proof: list[bytes] | None = None) -> str:  # fmt: skip
    def perfect(level: int, place: int) -> bytes:
        return _tree(texts[place << level : (place + 1) << level]).root()

    hash_ = ALGORITHMS["sha256"]
    path = consistency_path(old, len(texts), perfect, hash_) if 0 < old <= len(texts) else []
    steps = "".join(base64.b64encode(s).decode() + "\n" for s in (path if proof is None else proof))
    head = signed_head(origin, len(texts), _tree(texts).root(), AT, key)
    return f"old {old}\n{steps}\n{head}"


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness("witness.example", Ed25519PrivateKey.generate(), {ORIGIN: HALL_KEY}, tmp_path)


def _ask(witness: Witness, request: str) -> int:
    return witness.add_checkpoint(request, at=AT).status


def test_a_hall_that_grows_is_cosigned(witness: Witness) -> None:
    texts = [str(n) for n in range(9)]
    for old, new in ((0, 3), (3, 3), (3, 7), (7, 9)):
        request = _request(old, texts[:new])
        answer = witness.add_checkpoint(request, at=AT)
        assert answer.status == 200
        head = read_head(request.partition("\n\n")[2] + answer.text)
        assert head.sealed_at(witness.public) == AT
    assert key_from(witness.public.witness_text) == witness.public


def test_a_record_made_anew_is_not(witness: Witness) -> None:
    texts = [str(n) for n in range(9)]
    assert _ask(witness, _request(0, texts[:5])) == 200
    other = ["x", *texts[1:]]
    assert _ask(witness, _request(5, other)) == 422
    assert _ask(witness, _request(5, other[:5])) == 409
    assert _ask(witness, _request(5, texts, proof=[])) == 422
    assert _ask(witness, _request(3, texts)) == 409
    assert witness.add_checkpoint(_request(0, texts), at=AT).text == "5\n"
    assert _ask(witness, _request(9, texts[:5])) == 400
    assert _ask(witness, _request(5, texts, key=Ed25519PrivateKey.generate())) == 403
    assert _ask(witness, _request(5, texts, origin="yichuang/other")) == 404
    assert _ask(witness, "old 05\n\n") == 400
    assert _ask(witness, _request(5, texts)) == 200, "an honest hall goes on"


def test_over_http_one_answer_in_a_race(witness: Witness) -> None:
    texts = [str(n) for n in range(9)]
    with server(witness, "127.0.0.1", 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{serving.server_port}/add-checkpoint"
            body = _request(0, texts[:4]).encode()
            with urllib.request.urlopen(address, data=body) as answer:
                assert answer.read().decode().startswith("— witness.example ")
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(address, data=body)
            assert refused.value.code == 409
            assert refused.value.headers["Content-Type"] == "text/x.tlog.size"
            refused.value.close()
        finally:
            serving.shutdown()
            thread.join()
