"""Time stamps (RFC 3161) of heads: that a head stood on a day, said by an authority elsewhere.

A stamp is of a head's whole text as `anchors.log` holds it, kept as the authority sent it
in ``stamps/SIZE.tsr``, so that any tool of the trade can check it. It is believed only by
the root certificates that the administrator named. Talks to nobody itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from yichuang.errors import HallError
from yichuang.journal.notes import Head
from yichuang.journal.outside import Outside, write_whole
from yichuang.phrases import Phrase

_PART = ".part"  # what a crash may leave of a file that was being written

_NO_HEAD = Phrase("没有这个树头", "there is no such head")
_NO_ROOTS = Phrase("没有指定根证书", "no root certificates are named")


class BadStamp(HallError):
    code: ClassVar[str] = "journal.bad_stamp"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "时间戳 {name} 不可信：{why}。请核对 YICHUANG_STAMP_CERT 所指的根证书与时间戳服务。",
        "The time stamp {name} can't be believed: {why}. Check the root certificates named in "
        "YICHUANG_STAMP_CERT, and the stamping service.",
    )


def request_for(head: Head) -> bytes:
    """What is sent to the authority: the digest of the head alone."""
    builder = TimestampRequestBuilder().data(head.text.encode())
    request = builder.hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True)
    return request.nonce(nonce=False).build().as_bytes()


def keep(outside: Outside, head: Head, answer: bytes) -> datetime:
    """Keep the authority's answer beside the heads; the time it says. Raises BadStamp."""
    at = _time_of(outside, f"{head.size}.tsr", answer, head)
    write_whole(outside.stamps / f"{head.size}.tsr", answer)
    return at


def stamps(outside: Outside, heads: Sequence[Head]) -> Iterator[tuple[Head, datetime]]:
    """Every stamp that is kept, with its head; the newest last. Raises BadStamp."""
    if not outside.stamps.exists():
        return
    by_name = {f"{head.size}.tsr": head for head in heads}
    found = [one for one in outside.stamps.iterdir() if not one.name.endswith(_PART)]
    for one in sorted(found, key=lambda path: (len(path.name), path.name)):
        head = by_name.get(one.name)
        if head is None:
            raise BadStamp(name=one.name, why=_NO_HEAD)
        yield head, _time_of(outside, one.name, one.read_bytes(), head)


def _time_of(outside: Outside, name: str, answer: bytes, head: Head) -> datetime:
    roots = _roots(outside, name)
    try:
        stamp: TimeStampResponse = decode_timestamp_response(answer)
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(stamp, head.text.encode())
        return stamp.tst_info.gen_time
    except (VerificationError, ValueError) as error:
        raise BadStamp(name=name, why=str(error).strip()[:200] or "?") from None


def _roots(outside: Outside, name: str) -> list[x509.Certificate]:
    if outside.stamp_roots is None:
        raise BadStamp(name=name, why=_NO_ROOTS)
    try:
        return x509.load_pem_x509_certificates(outside.stamp_roots.read_bytes())
    except (OSError, ValueError) as error:
        raise BadStamp(name=name, why=f"{outside.stamp_roots.name}: {error}") from None
