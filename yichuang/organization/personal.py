"""Personal data at rest (个人信息加密存储): encrypted, bound to its row, found by a blind index.

AES-256-GCM under a key of the hall that lies in its key folder and never in the database:
whoever carries a backup away carries nothing readable. What is encrypted is bound to the
row it belongs to, so it can't be moved to another person's. The first byte names the suite,
so that another one can be added without rewriting what is stored.

The key folder is part of a hall's backup, kept apart from that of the database; a lost key
is lost data.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cache
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yichuang.errors import HallError
from yichuang.phrases import Phrase

_AES_256_GCM = b"\x01"
_NONCE_BYTES = 12


class Unreadable(HallError):
    """The stored data doesn't open: another key, another row, or it was changed."""

    code: ClassVar[str] = "personal.unreadable"
    status: ClassVar[int] = 500
    phrase: ClassVar[Phrase] = Phrase(
        "个人信息无法解密：密钥与数据不匹配，或数据被改动。请系统管理员核对密钥文件夹。",
        "Personal data can't be decrypted: the key doesn't fit, or the data was changed. "
        "Ask the system administrator to check the key folder.",
    )


@cache
def _key(purpose: str) -> bytes:
    secret = settings.HOME.secret("personal").encode()
    derived: bytes = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret)
    return derived


@cache
def _cipher() -> AESGCM:
    return AESGCM(_key("encrypt"))


def encrypt(text: str, *, of: str) -> bytes:
    """Encrypt (加密) personal data of one subject, e.g. ``case:5116022026…``."""
    return encrypt_octets(text.encode(), of=of)


def encrypt_octets(octets: bytes, *, of: str) -> bytes:
    """Encrypt a file (加密) of one subject."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed: bytes = _cipher().encrypt(nonce, octets, of.encode())
    return _AES_256_GCM + nonce + sealed


def decrypt(stored: bytes, *, of: str) -> str:
    """Decrypt (解密) what `encrypt` made for the same subject. Raises Unreadable."""
    return decrypt_octets(stored, of=of).decode()


def decrypt_octets(stored: bytes, *, of: str) -> bytes:
    """Decrypt (解密) what `encrypt_octets` made for the same subject. Raises Unreadable."""
    raw = bytes(stored)
    if raw[:1] != _AES_256_GCM:
        raise Unreadable
    nonce, sealed = raw[1 : 1 + _NONCE_BYTES], raw[1 + _NONCE_BYTES :]
    try:
        opened: bytes = _cipher().decrypt(nonce, sealed, of.encode())
    except InvalidTag as error:
        raise Unreadable from error
    return opened


def blind_index(kind: str, value: str) -> str:
    """A keyed digest (盲索引) by which an equal value is found without being stored.

    `kind` keeps indexes apart: the same digits as an identity number and as a code differ.
    """
    return hmac.new(_key("index"), f"{kind}|{value}".encode(), hashlib.sha256).hexdigest()
