"""Laws and where in them something is written.

A citation names a law and, where it is certain, the article. An article nobody is sure of
is left out rather than guessed: a law without an article is still checkable, a wrong
article is not.
"""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from yichuang.phrases import Language, Phrase

Rank = Literal["statute", "regulation", "rule", "document", "local"]
RANKS: dict[Rank, Phrase] = {
    "statute": Phrase("法律", "Statute"),
    "regulation": Phrase("行政法规", "Administrative regulation"),
    "rule": Phrase("部门规章", "Departmental rule"),
    "document": Phrase("规范性文件", "Normative document"),
    "local": Phrase("地方性法规", "Local regulation"),
}
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_HIGHEST = 9999


def chinese_number(n: int) -> str:
    """The number as an article is numbered: 10 → 十, 42 → 四十二, 1049 → 一千零四十九.

    Raises ValueError outside 1–9999: no law has such an article.
    """
    if not 1 <= n <= _HIGHEST:
        raise ValueError(f"{n} is not the number of an article")
    said, owed_zero = "", False
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit == 0:
            owed_zero = bool(said)
            continue
        if owed_zero:
            said += "零"
            owed_zero = False
        said += _DIGITS[digit] + _PLACES[place]
    return said.removeprefix("一") if n in range(10, 20) else said


class Law(BaseModel):
    """One law, regulation or document, as it is titled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    rank: Rank
    zh: str
    en: str

    @property
    def short(self) -> str:
        """The title without the name of the state, as in ``行政许可法``."""
        return self.zh.removeprefix("中华人民共和国")


class Citation(BaseModel):
    """A place in a law (依据): the law and, where certain, the article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    law: Law
    article: int | None = None

    @model_validator(mode="after")
    def _article_exists(self) -> Self:
        if self.article is not None and not 1 <= self.article <= _HIGHEST:
            raise ValueError("the article must be 1–9999")
        return self

    def say(self, language: Language = "zh", /) -> str:
        """As it is printed: 《中华人民共和国行政许可法》第四十二条."""
        if language == "en":
            return self.law.en + (f", art. {self.article}" if self.article else "")
        place = f"第{chinese_number(self.article)}条" if self.article else ""
        return f"《{self.law.zh}》{place}"

    @property
    def short(self) -> str:
        """As the reasons of a ruling name it: ``行政许可法 42``."""
        return f"{self.law.short} {self.article}" if self.article else self.law.short


_WRITTEN = re.compile(r"(?P<law>[a-z][a-z0-9-]*)(?: (?P<article>[1-9][0-9]{0,3}))?")


def cite(written: str, laws: dict[str, Law]) -> Citation:
    """Read a citation as data writes it: ``licensing 42``, or ``licensing`` alone.

    Raises ValueError where the form is wrong or the law is unknown.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError(f"{written!r} is not a citation such as 'licensing 42'")
    law = laws.get(found["law"])
    if law is None:
        raise ValueError(f"the law {found['law']!r} is not in laws.yaml")
    return Citation(law=law, article=int(found["article"]) if found["article"] else None)
