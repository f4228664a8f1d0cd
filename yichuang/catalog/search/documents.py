"""What an item can be found by, prepared for comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from yichuang.catalog.content import ItemContent

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_PLAIN = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_BETWEEN = re.compile(r"[\s　·'’\-—_、，,。.；;：:（）()“”\"《》【】\[\]/！!？?…]+")


def plain(text: str) -> str:
    """Half width, small letters, one space between what isn't letters: as it is compared."""
    return _BETWEEN.sub(" ", text.translate(_PLAIN).lower()).strip()


def joined(text: str) -> str:
    """The same without any spaces: Chinese is written without them."""
    return plain(text).replace(" ", "")


def is_chinese(text: str) -> bool:
    return bool(_HAN.search(text))


@lru_cache(maxsize=16_384)
def sound(text: str) -> tuple[str, ...]:
    """The pinyin of each character (拼音), without tones; letters and digits as they are."""
    return tuple(lazy_pinyin(joined(text), style=Style.NORMAL))


@dataclass(frozen=True, slots=True)
class Names:
    """One way an item is called: as written, as sounded."""

    text: str
    pinyin: str
    initials: str

    @classmethod
    def of(cls, said: str) -> Names:
        syllables = sound(said)
        return cls(joined(said), "".join(syllables), "".join(s[:1] for s in syllables))


@dataclass(frozen=True, slots=True)
class Document:
    """An item as the search sees it."""

    name: Names
    others: tuple[Names, ...]
    """What else it is called: its other names, its main item, its result."""
    english: str
    text: str
    """All that is said of it: names, department, service, materials, codes."""
    code: str


def document(content: ItemContent, *, code: str, department: Iterable[str]) -> Document:
    """Prepare one version of an item. Slow (pinyin): keep what it gives."""
    others = [*content.aliases]
    english = [content.name.en]
    if content.group:
        others.append(content.group.zh)
        english.append(content.group.en)
    if content.result:
        others.append(content.result.name.zh)
        english.append(content.result.name.en)
    said = [content.name.zh, *others, *english, *department, code]
    if content.service:
        said += [content.service.zh, content.service.en]
    said += [material.name.zh for material in content.materials]
    return Document(
        name=Names.of(content.name.zh),
        others=tuple(Names.of(other) for other in others),
        english=plain(" ".join(english)),
        text=joined(" ".join(said)) + "\n" + plain(" ".join(said)),
        code=joined(code),
    )


def named(name: str, *, english: str) -> Document:
    """A matter of which only the name is known."""
    return Document(Names.of(name), (), plain(english), joined(f"{name} {english}"), "")
