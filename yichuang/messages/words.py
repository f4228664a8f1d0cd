"""What is told and how it is put (告知内容): fixed when written, so that it can be shown later."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from yichuang.organization.personal import decrypt, encrypt
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Told:
    """A message in words, both languages, nothing left to be filled in."""

    title: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it is kept: to which address, and its words."""

    address: str
    told: Told

    def seal(self, key: str) -> bytes:
        return encrypt(json.dumps(asdict(self), ensure_ascii=False), of=f"message:{key}")


def opened(sealed: bytes | memoryview, key: str) -> Parcel:
    """A parcel again. Raises personal.Unreadable."""
    raw = json.loads(decrypt(bytes(sealed), of=f"message:{key}"))
    told = raw["told"]
    return Parcel(raw["address"], Told(Phrase(**told["title"]), Phrase(**told["text"])))


def filled(phrase: Phrase, zh: dict[str, object], en: dict[str, object] | None = None) -> Phrase:
    """A sentence with its arguments put in, each language with its own."""
    return Phrase(phrase.say("zh", **zh), phrase.say("en", **(zh if en is None else en)))
