"""SMS gateways and group robots (短信网关、群机器人), spoken to over HTTP with a signature.

A gateway gets ``{"id", "to", "text"}`` as JSON. `X-Yichuang-Signature` is the HMAC-SHA256, in
hex, of the time in `X-Yichuang-Timestamp`, a dot and the body; `Idempotency-Key` is the id,
the same at every try, by which the gateway tells a repeated message. Robots get what WeCom and
DingTalk ask for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlencode

from yichuang.messages.channels.outcome import Away, Refused
from yichuang.messages.targets import Gateway, Group

_PATIENCE = 10.0  # seconds
_MOST = 64 << 10  # bytes of an answer
_LATER = frozenset({401, 403, 404, 408, 425, 429})
"""Refusals that say nothing about the message: the key or the address of the gateway is wrong,
or it has too much to do."""


def to_gateway(gateway: Gateway, *, key: str, to: str, text: str, real: datetime) -> str:
    """Hand one text message over. Raises Away, Refused.

    `real`: the machine's time, for the signature; a gateway compares it with its own.
    """
    body = json.dumps({"id": key, "to": to, "text": text}, ensure_ascii=False).encode()
    stamp = str(int(real.timestamp()))
    signed = hmac.new(gateway.key.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    headers = {
        "Idempotency-Key": key, "X-Yichuang-Timestamp": stamp,
        "X-Yichuang-Signature": signed.hexdigest(),
    }  # fmt: skip
    status, _ = _posted(gateway.url, body, headers)
    return f"http:{status}"


def to_group(group: Group, *, mobile: str, text: str, real: datetime) -> str:
    """Say something in a group, to whoever has this number there. Raises Away."""
    url = group.url
    if group.kind == "dingtalk":
        body: dict[str, object] = {
            "msgtype": "text", "text": {"content": text},
            "at": {"atMobiles": [mobile] if mobile else []},
        }  # fmt: skip
        if group.key:
            url = f"{url}{'&' if '?' in url else '?'}{_dingtalk_signature(group.key, real)}"
    else:
        mentioned = {"mentioned_mobile_list": [mobile]} if mobile else {}
        body = {"msgtype": "text", "text": {"content": text, **mentioned}}
    status, answer = _posted(url, json.dumps(body, ensure_ascii=False).encode(), {})
    code = _error_code(answer)
    if code != 0:
        raise Away(f"robot:{code}")
    return f"http:{status}"


def _dingtalk_signature(key: str, real: datetime) -> str:
    stamp = str(int(real.timestamp() * 1000))
    made = hmac.new(key.encode(), f"{stamp}\n{key}".encode(), hashlib.sha256).digest()
    return urlencode({"timestamp": stamp, "sign": base64.b64encode(made).decode()})


def _error_code(answer: bytes) -> object:
    try:
        return json.loads(answer).get("errcode", "?")
    except (ValueError, AttributeError):
        return "?"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere has taken nothing: a page for logging in says 200 too."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: HTTPMessage, newurl: str,
    ) -> None:  # fmt: skip
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _posted(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(url, body, {**kind, **headers})  # noqa: S310 (checked at start)
    try:
        with _opener.open(request, timeout=_PATIENCE) as answer:
            return answer.status, answer.read(_MOST)
    except urllib.error.HTTPError as error:
        said = f"http:{error.code}"
        for_good = 400 <= error.code < 500 and error.code not in _LATER
        raise (Refused(said) if for_good else Away(said)) from error
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Away(f"net:{type(reason).__name__}") from error
