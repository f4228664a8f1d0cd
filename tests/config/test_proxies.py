"""Whom a proxy speaks for: believed from the named ones, dropped from everybody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yichuang.config.proxies import Origin, Proxies

FOR, PROTO, HOST = "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"
NEAR = Proxies.named("10.0.0.1, 192.168.7.0/24, ::1", https=True)
STANDARD = Proxies.named("10.0.0.1", spoken="forwarded", https=False)


@pytest.mark.parametrize(
    ("proxies", "peer", "headers", "origin"),
    [
        (NEAR, "10.0.0.9", {FOR: "1.1.1.1", PROTO: "https", HOST: "evil"}, ("10.0.0.9", "http", None)),
        (NEAR, "10.0.0.1", {}, ("10.0.0.1", "https", None)),
        (NEAR, "10.0.0.1", {FOR: "9.9.9.9, 1.2.3.4"}, ("1.2.3.4", "https", None)),
        (NEAR, "10.0.0.1", {FOR: "9.9.9.9, 1.2.3.4, 192.168.7.5"}, ("1.2.3.4", "https", None)),
        (NEAR, "10.0.0.1", {FOR: "1.2.3.4, nonsense"}, ("10.0.0.1", "https", None)),
        (NEAR, "10.0.0.1", {PROTO: "http", HOST: "hall.gov.cn"}, ("10.0.0.1", "http", "hall.gov.cn")),
        (NEAR, "10.0.0.1", {PROTO: "gopher"}, ("10.0.0.1", "https", None)),
        (NEAR, "::ffff:10.0.0.1", {FOR: "[2001:db8::7]:443"}, ("2001:db8::7", "https", None)),
        (NEAR, "[::1]", {FOR: "1.2.3.4:5678"}, ("1.2.3.4", "https", None)),
        (NEAR, "10.0.0.1", {"forwarded": "for=9.9.9.9"}, ("10.0.0.1", "https", None)),
        (STANDARD, "10.0.0.1", {FOR: "9.9.9.9"}, ("10.0.0.1", "http", None)),
        (STANDARD, "10.0.0.1", {"forwarded": 'For="[2001:db8::7]:4711";Proto=https;host=hall.cn'}, ("2001:db8::7", "https", "hall.cn")),
        (STANDARD, "10.0.0.1", {"forwarded": "for=9.9.9.9, for=1.2.3.4;proto=https"}, ("1.2.3.4", "https", None)),
        (STANDARD, "10.0.0.1", {"forwarded": "for=unknown"}, ("10.0.0.1", "http", None)),
    ],
)  # fmt: skip
def test_a_proxy_is_believed_where_it_is_named(
    proxies: Proxies, peer: str, headers: dict[str, str], origin: tuple[str, str, str | None]
) -> None:
    assert proxies.origin(peer, "http", headers) == Origin(*origin)


@pytest.mark.parametrize(
    ("setting", "given", "code"),
    [
        ("YICHUANG_PROXIES", "proxy.local", "hall.bad_proxy"),
        ("YICHUANG_PROXIES", "10.0.0.1/33", "hall.bad_proxy"),
        ("YICHUANG_FORWARDED", "Forwarded-For", "hall.bad_proxy_speech"),
    ],
)
def test_a_setting_that_makes_no_sense_ends_in_a_sentence(
    tmp_path: Path, setting: str, given: str, code: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "yichuang.config.cli", "serve"],
        env={**os.environ, "YICHUANG_HOME": str(tmp_path), setting: given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 3
    assert given in ended.stderr
    assert f"[{code}]" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "postgres").exists()  # refused before anything was started
