"""The one-time code of a rating: made from the service it belongs to, kept as a digest.

The same service always gives the same code, so a receipt can be printed again, and a code
can be printed before the service ends; it works from the invitation on. Sixty bits that
nobody without the hall's key can make.
"""

from __future__ import annotations

import hashlib

from django.utils.crypto import salted_hmac

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like another
_LENGTH = 12
_MISREAD = str.maketrans("OIL", "011")


def code_of(subject: str) -> str:
    """The code of one service, as printed: ``7Q2M-0KXA-93TD``."""
    number = int.from_bytes(salted_hmac("yichuang.rating", subject, algorithm="sha256").digest())
    letters = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return "-".join("".join(letters[at : at + 4]) for at in range(0, _LENGTH, 4))


def digest_of(code: str) -> str:
    """What is kept of a code; how it is typed (small, spaced, O for 0) makes no difference."""
    plain = "".join(c for c in code.upper().translate(_MISREAD) if c in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
