"""Having others vouch for the heads: a witness's signature, an authority's time stamp.

What is asked for over the network is asked in a thread of its own. Whoever is away is asked
again later; sealing and the hall's other work never wait for it.
"""

from __future__ import annotations

import base64
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import DatabaseError, connection

from yichuang.clock import real_now
from yichuang.errors import HallError
from yichuang.jobs.sealer import outside
from yichuang.journal import stamping
from yichuang.journal.notes import Head, Key, Unreadable, key_from, read_head
from yichuang.journal.outside import append_head, heads_at_end, heads_of
from yichuang.journal.proofs import consistency, newest_heads
from yichuang.phrases import Phrase

log = logging.getLogger(__name__)
_PATIENCE = 20.0  # seconds
_EVERY = 60.0  # seconds between two looks at whether somebody is to be asked
_MOST = 1 << 20  # bytes of an answer
_CONFLICT = 409
_NOT_THEIRS = Phrase("签名不是该见证方的", "the signature is not that witness's")
_NO_KEY = Phrase("见证方公钥不可读", "the witness's key can't be read")


class NoHead(HallError):
    code: ClassVar[str] = "journal.no_head"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "还没有签名的树头。请先运行 yichuang journal seal。",
        "There is no signed head yet. Run yichuang journal seal first.",
    )


class NotVouched(HallError):
    code: ClassVar[str] = "journal.not_vouched"
    status: ClassVar[int] = 502
    phrase: ClassVar[Phrase] = Phrase(
        "{url} 没有为树头作证：{why}。请核对地址、密钥和网络后再试。",
        "{url} did not vouch for the head: {why}. Check address, key and network, and try again.",
    )


def cosign(url: str, key_text: str) -> Head:
    """Have a witness sign the newest head, and keep it so. Raises NoHead, NotVouched."""
    head, key = _newest(), _key(url, key_text)
    status, text = _ask_witness(url, head, 0)
    if status == _CONFLICT and text.strip().isdecimal():
        status, text = _ask_witness(url, head, int(text))
    if status != 200:
        raise NotVouched(url=url, why=f"{status} {text[:200]}")
    try:
        cosigned = read_head(head.text + text)
    except Unreadable as error:
        raise NotVouched(url=url, why=str(error)) from None
    if cosigned.sealed_at(key) is None:
        raise NotVouched(url=url, why=_NOT_THEIRS)
    append_head(outside().cosigned, cosigned.text)
    return cosigned


def stamp(url: str) -> tuple[Head, datetime]:
    """Have the newest head stamped, and keep the stamp. Raises NoHead, NotVouched, BadStamp."""
    head = _newest()
    kind = "application/timestamp-query"
    status, answer = _post(url, stamping.request_for(head), {"Content-Type": kind})
    if status != 200:
        raise NotVouched(url=url, why=str(status))
    return head, stamping.keep(outside(), head, answer)


class Asking(threading.Thread):
    """Asks the witness and the authority that the settings name, as long as the hall works."""

    def __init__(self, stop: threading.Event, every: float = _EVERY) -> None:
        super().__init__(name="asking", daemon=True)
        self._stop_asking, self._every = stop, every
        self._told: dict[str, str] = {}

    def run(self) -> None:
        while not self._stop_asking.is_set():
            self._try("witness", _cosign_if_due)
            self._try("stamp", _stamp_if_due)
            connection.close()
            self._stop_asking.wait(self._every)

    def _try(self, name: str, ask: Callable[[], object]) -> None:
        try:
            ask()
            self._told.pop(name, None)
        except (HallError, OSError, ValueError, DatabaseError) as error:
            if self._told.get(name) != str(error):  # once, not every minute
                self._told[name] = str(error)
                log.warning("%s: %s", name, error)


def _cosign_if_due() -> None:
    heads = newest_heads(outside()) if settings.WITNESS_URL else []
    if heads and not _is_cosigned(heads[0], _key(settings.WITNESS_URL, settings.WITNESS_KEY)):
        cosign(settings.WITNESS_URL, settings.WITNESS_KEY)


def _is_cosigned(head: Head, key: Key) -> bool:
    try:
        found = heads_at_end(outside().cosigned)
    except Unreadable:  # half a head at the end, from a crash; the next one is put in its place
        return False
    return any(one.body == head.body and one.sealed_at(key) for one in found)


def _stamp_if_due() -> None:
    """Once a day, if there is a head that isn't stamped."""
    heads = newest_heads(outside()) if settings.STAMP_URL else []
    if not heads:
        return
    known, _ = heads_of(outside().anchors.read_bytes())
    newest = next(reversed(list(stamping.stamps(outside(), known))), None)
    if newest is None or (
        newest[0].size < heads[0].size
        and newest[1].astimezone().date() < real_now().astimezone().date()
    ):
        stamp(settings.STAMP_URL)


def _newest() -> Head:
    heads = newest_heads(outside())
    if not heads:
        raise NoHead
    return heads[0]


def _key(url: str, text: str) -> Key:
    try:
        return key_from(text)
    except Unreadable:
        raise NotVouched(url=url, why=_NO_KEY) from None


def _ask_witness(url: str, head: Head, old: int) -> tuple[int, str]:
    """Status and text of one request for a signature, proving growth from `old`."""
    path = consistency(old, head.size)["path"] if 0 < old <= head.size else []
    assert isinstance(path, list)
    steps = "".join(base64.b64encode(bytes.fromhex(one)).decode() + "\n" for one in path)
    body = f"old {old}\n{steps}\n{head.text}".encode()
    status, answer = _post(f"{url.rstrip('/')}/add-checkpoint", body, {})
    return status, answer.decode(errors="replace")


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    if not url.startswith(("http://", "https://")):
        raise NotVouched(url=url, why="http(s)://…")
    request = urllib.request.Request(url, data=body, headers=dict(headers))  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read(_MOST)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(_MOST)
    except (OSError, ValueError) as error:
        raise NotVouched(url=url, why=str(error)) from None
