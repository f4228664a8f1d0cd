"""Heads stamped by a time-stamping authority: OpenSSL's, behind HTTP on this machine."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.jobs.commands import run
from yichuang.errors import HallError
from yichuang.jobs.elsewhere import Asking, NotVouched, _stamp_if_due
from yichuang.jobs.sealer import outside, seal_now, verify_now
from yichuang.journal.actions import open_hall, record
from yichuang.journal.proofs import newest_heads

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = stamps.example
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamper]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def _authority(folder: Path) -> Path:
    """A root and a certificate for stamping; the folder they stand in."""
    folder.mkdir()
    (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("-config", "openssl.cnf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
           "-nodes", "-keyout")  # fmt: skip
    _openssl(folder, "req", "-x509", *new, "root.key", "-out", "root.pem", "-days", "30",
             "-subj", "/CN=root.example", "-extensions", "root")  # fmt: skip
    _openssl(folder, "req", *new, "stamper.key", "-out", "stamper.csr")
    _openssl(folder, "x509", "-req", "-in", "stamper.csr", "-CA", "root.pem", "-CAkey", "root.key",
             "-CAcreateserial", "-days", "30", "-extfile", "openssl.cnf", "-extensions", "stamper",
             "-out", "stamper.pem")  # fmt: skip
    return folder


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query.tsq").write_bytes(asked)
            _openssl(folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query.tsq",
                     "-out", "answer.tsr")  # fmt: skip
            answer = (folder / "answer.tsr").read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _authority(tmp_path_factory.mktemp("stamps") / "authority")


@pytest.fixture
def stamped(at: datetime, authority: Path, settings: Settings) -> Path:
    """The stamp of the newest of two heads."""
    open_hall(training=False, at=at, by="system")
    seal_now()
    record(site="C", kind="k", subject="s", actor="a", at=at)
    seal_now()
    settings.STAMP_ROOTS = authority / "root.pem"
    with _serving(authority) as settings.STAMP_URL:
        assert run("journal_stamp", "--url", settings.STAMP_URL)[0] == 0
        _stamp_if_due()  # not again on the same day
    return outside().stamps / "2.tsr"


def test_a_head_is_stamped_once_a_day_and_checked(stamped: Path, authority: Path) -> None:
    assert [one.name for one in stamped.parent.iterdir()] == ["2.tsr"]
    verdict = verify_now()
    assert (verdict.broken, verdict.stamps) == (None, 1)
    head = authority / "head"
    head.write_text(newest_heads(outside())[0].text)
    _openssl(authority, "ts", "-verify", "-data", "head", "-in", str(stamped),
             "-CAfile", "root.pem")  # fmt: skip


def _cut(stamp: Path) -> None:
    stamp.write_bytes(stamp.read_bytes()[:-40])


def _flip(stamp: Path) -> None:
    raw = bytearray(stamp.read_bytes())
    raw[-10] ^= 1
    stamp.write_bytes(raw)


@pytest.mark.parametrize(
    "spoil",
    [
        _cut,
        _flip,
        lambda stamp: stamp.rename(stamp.with_name("1.tsr")),
        lambda stamp: stamp.rename(stamp.with_name("7.tsr")),
        lambda stamp: stamp.write_bytes(b""),
        lambda stamp: stamp.with_name("stray").write_text("?"),
    ],
    ids=["cut", "changed", "of another head", "of no head", "empty", "no stamp"],
)
def test_a_stamp_that_does_not_fit_is_found(stamped: Path, spoil: Callable[[Path], None]) -> None:
    spoil(stamped)
    broken = verify_now().broken
    assert broken
    assert broken.what == "stamp"


def test_only_the_roots_named_are_believed(
    stamped: Path, tmp_path: Path, settings: Settings
) -> None:
    assert stamped.exists()
    for roots in (_authority(tmp_path / "others") / "root.pem", tmp_path / "none.pem", None):
        settings.STAMP_ROOTS = roots
        broken = verify_now().broken
        assert broken
        assert broken.what == "stamp"


def test_an_answer_of_another_authority_is_not_kept(
    stamped: Path, at: datetime, tmp_path: Path
) -> None:
    record(site="C", kind="k", subject="s", actor="a", at=at)
    seal_now()
    with _serving(_authority(tmp_path / "others")) as url, pytest.raises(HallError):
        run("journal_stamp", "--url", url)
    assert [one.name for one in stamped.parent.iterdir()] == ["2.tsr"]
    with pytest.raises(NotVouched):
        run("journal_stamp", "--url", "file:///etc/hostname")


def test_who_is_away_is_asked_again_and_nobody_waits(
    at: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    open_hall(training=False, at=at, by="system")
    seal_now()
    settings.STAMP_URL = "http://127.0.0.1:9/"
    asking = Asking(threading.Event())
    for _ in range(2):
        asking._try("stamp", _stamp_if_due)
    assert len(caplog.records) == 1  # said once
    assert seal_now() == 0
    assert verify_now().broken is None
