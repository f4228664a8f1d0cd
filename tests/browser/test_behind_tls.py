"""Behind a proxy that ends TLS: logging in and taking a number work as they do without."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, expect

from tests.browser.conftest import start_hall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = pytest.mark.browser


def _certificate(folder: Path) -> Path:
    """A certificate for localhost that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(day).not_valid_after(day + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "tls.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    pkcs8 = serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(pem, pkcs8, plain) + made.public_bytes(pem))
    return file


def _copy(one: socket.socket, other: socket.socket) -> None:
    try:
        while octets := one.recv(65536):
            other.sendall(octets)
    except OSError:
        pass
    finally:
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _pass_on(near: socket.socket, port: int) -> None:
    """Both ways between a client and the hall, until either ends."""
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        back = threading.Thread(target=_copy, args=(far, near), daemon=True)
        back.start()
        _copy(near, far)
        back.join()


def _serve(listener: ssl.SSLSocket, port: int) -> None:
    while True:
        try:
            near, _ = listener.accept()
        except ssl.SSLError:
            continue
        except OSError:  # closed: the test is over
            return
        threading.Thread(target=_pass_on, args=(near, port), daemon=True).start()


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The https address of a demo hall behind a proxy on the same machine."""
    monkeypatch.setenv("YICHUANG_HTTPS", "1")
    running, process = start_hall(tmp_path / "hall", "--no-live", "--workers", "1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    listener = context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
    port = int(running.url.rpartition(":")[2])
    threading.Thread(target=_serve, args=(listener, port), daemon=True).start()
    yield f"https://localhost:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    shutil.rmtree(tmp_path / "hall", ignore_errors=True)


def test_one_logs_in_and_takes_a_number_through_tls(chromium: Browser, secure: str) -> None:
    context = chromium.new_context(base_url=secure, ignore_https_errors=True)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=username]", "system")
    page.fill("[name=password]", DEMO_PASSWORD)
    with page.expect_navigation() as went:
        page.locator("main button").first.click()
    assert went.value.status == 200
    assert "/login" not in page.url
    assert "max-age" in (went.value.header_value("strict-transport-security") or "")
    assert all(cookie["secure"] for cookie in context.cookies() if cookie["name"] == "sessionid")
    expect(page.locator("h1")).to_be_visible()
    context.close()

    visitor = chromium.new_context(base_url=secure, ignore_https_errors=True, locale="zh-CN")
    page = visitor.new_page()
    page.goto("/kiosk")
    page.get_by_role("button", name=re.compile("综合受理")).click()
    expect(page.locator("h1.number")).to_have_text(re.compile(r"Z\d{3}"))
    for path in ("/api/v1/health", "/api/v1/nothing"):
        assert "max-age" in visitor.request.get(path).headers["strict-transport-security"]
    with page.expect_response(re.compile("/board/stream")) as stream:
        page.goto("/board")
    assert stream.value.status == 200
    assert "max-age" in (stream.value.header_value("strict-transport-security") or "")
    visitor.close()
