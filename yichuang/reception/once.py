"""A request that makes something makes it once (幂等), however often it arrives.

A caller names its request by a key. The first one to write the key's row makes the thing;
the same request again, at the same moment or later that day, waits for the first and gets
its answer; another request under the same key is refused. The unique row decides, in the
transaction of what is made, so a failure leaves the key free. Numbers and calls write the
same rows within their own statements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from django.db import transaction

from yichuang.database import ask
from yichuang.errors import HallError
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception.models import Request

_CLAIM = """
INSERT INTO reception_request (source, what, key, day, digest)
VALUES (%s::text, %s::text, %s::text, %s::date, %s::text)
ON CONFLICT DO NOTHING RETURNING id
"""


class KeyReused(HallError):
    code: ClassVar[str] = "request.key_reused"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "这个 Idempotency-Key 今天已用于另一个请求。请换一个新的。",
        "This Idempotency-Key was used for another request today. Use a new one.",
    )


class Answer(NamedTuple):
    """What a request is answered with; `is_new` is false where it had been made before."""

    data: dict[str, Any]
    is_new: bool


def digest_of(asked: object) -> str:
    """A keyed digest of a request, equal for equal requests; nothing can be read from it."""
    return blind_index("request", json.dumps(asked, sort_keys=True, default=str))


def must_match(stored: str, digest: str) -> None:
    """Raise KeyReused where a key was used for something else."""
    if stored != digest:
        raise KeyReused(field="Idempotency-Key")


def once(
    make: Callable[[], Mapping[str, Any]], *, source: str, what: str, key: str | None,
    asked: object, at: datetime,
) -> Answer:  # fmt: skip
    """Make something once a day for a key; without a key, each time. Raises KeyReused.

    The answer is plain JSON; it is kept encrypted, for it may name people.
    """
    if not key:
        return Answer(dict(make()), is_new=True)
    day, digest = local(at).date(), digest_of(asked)
    of = f"request:{source}|{what}|{key}|{day}"
    with transaction.atomic():
        claimed = ask(_CLAIM, (source, what, key, day, digest))
        if claimed is None:
            row = Request.objects.get(source=source, what=what, key=key, day=day)
            must_match(row.digest, digest)
            assert row.answer is not None, "who claims a key answers in the same transaction"
            return Answer(json.loads(decrypt(bytes(row.answer), of=of)), is_new=False)
        made = dict(make())
        sealed = encrypt(json.dumps(made, ensure_ascii=False), of=of)
        Request.objects.filter(pk=claimed[0]).update(answer=sealed)
        return Answer(made, is_new=True)


def forget_requests(before: date) -> int:
    """Drop the keys of days that are over; how many."""
    return Request.objects.filter(day__lt=before).delete()[0]
