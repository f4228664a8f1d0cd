"""`yichuang journal cosign`: have another office's witness sign the newest head."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.jobs.sealer import outside
from yichuang.journal.notes import Head, Unreadable, key_from, read_head
from yichuang.journal.outside import append
from yichuang.journal.proofs import consistency, newest_heads

_PATIENCE = 20.0  # seconds
_CONFLICT = 409


class Command(BaseCommand):
    help = "请见证方为最新树头签名 / have a witness sign the newest head"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, help="见证方地址 / the witness's address")
        parser.add_argument("--key", required=True, help="见证方公钥 / the witness's key")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            key = key_from(options["key"])
        except Unreadable as error:
            raise CommandError(f"公钥不可读 / not a key: {error}") from None
        heads = newest_heads(outside())
        if not heads:
            raise CommandError("还没有签名的树头 / there is no signed head yet")
        status, text = _ask(options["url"], heads[0], 0)
        if status == _CONFLICT and text.strip().isdecimal():
            status, text = _ask(options["url"], heads[0], int(text))
        if status != 200:
            raise CommandError(f"见证方未签名 / the witness did not sign: {status} {text[:200]}")
        try:
            cosigned = read_head(heads[0].text + text)
        except Unreadable as error:
            raise CommandError(f"签名不可读 / not a signature: {error}") from None
        if cosigned.sealed_at(key) is None:
            raise CommandError("签名不是该见证方的 / the signature is not that witness's")
        append(outside().cosigned, cosigned.text + "\n")
        self.stdout.write(cosigned.text, ending="")


def _ask(url: str, head: Head, old: int) -> tuple[int, str]:
    """Status and text of one request for a signature, proving growth from `old`."""
    path = consistency(old, head.size)["path"] if 0 < old <= head.size else []
    assert isinstance(path, list)
    steps = "".join(base64.b64encode(bytes.fromhex(one)).decode() + "\n" for one in path)
    request = urllib.request.Request(  # noqa: S310 (the administrator names it)
        f"{url.rstrip('/')}/add-checkpoint", data=f"old {old}\n{steps}\n{head.text}".encode()
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(errors="replace")
    except OSError as error:
        raise CommandError(f"连不上见证方 / the witness can't be reached: {error}") from None
