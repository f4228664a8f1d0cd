"""An article as people cite it (依据的写法): 《…》第×条第×款, and its words.

A mark is a source and a place: ``行政许可法 42(1)`` is 《中华人民共和国行政许可法》第四十二条
第一款, ``S0 五.2`` is 《窗口管理制度·考勤制度》第二条. The source is the longest mark known;
the book's own `sources` come before those that come with the product.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data

from yichuang.phrases import Language, Phrase
from yichuang.rules.book.reading import read_section
from yichuang.rules.book.source import read_part
from yichuang.rules.sections.sources import Kind, Source, Sources

_DIGITS = "零一二三四五六七八九"
_BETWEEN = re.compile(r"\s*[；;]\s*")
_LAW = re.compile(r"(?P<law>[\u4e00-\u9fff（）]*(?:法|条例|规定|办法|细则))(?P<place> ?\d.*)?")
_STATE = "中华人民共和国"
_STEP = re.compile(r"第?([一二三四五六七八九十百]+|\d+)条?|[.．](\d+)|[(（]([^)）]+)[)）]")
NUMERAL = re.compile(r"[一二三四五六七八九十百]+|\d+")


@dataclass(frozen=True, slots=True)
class Citation:
    """One article: the text it stands in, the place there, and its words where known."""

    mark: str
    source: str
    title: Mapping[Language, str]
    place: Mapping[Language, str]
    words: Mapping[Language, str]
    kind: Kind = "regulation"

    def say(self, language: Language = "zh", /, **args: object) -> str:
        """《中华人民共和国行政许可法》第四十二条第一款."""
        title, place = self.title[language], self.place[language]
        if language == "en":
            return f"{title}, {place}" if place else title
        return f"{title}{place}"

    def text(self, language: Language = "zh") -> str:
        """The words of the article: quoted for a statute; empty where they aren't kept."""
        return self.words.get(language, "")


def cited(articles: str, own: Sources | None = None) -> Phrase:
    """The citations of an article in one sentence's words."""
    made = cite(articles, own)
    return Phrase(
        "、".join(one.say("zh") for one in made), "; ".join(one.say("en") for one in made)
    )


def cite(articles: str, own: Sources | None = None) -> tuple[Citation, ...]:
    """The citations in an article of a book; several are parted by ``；``."""
    texts = {**shipped().texts, **(own.texts if own else {})}
    return tuple(_cite(mark, texts) for mark in _BETWEEN.split(articles.strip()) if mark)


@cache
def shipped() -> Sources:
    """The texts that the built-in books cite."""
    data = get_data("yichuang.rules", "sources/texts.yaml") or b""
    raw, _ = read_part(data.decode("utf-8"), "sources")
    made = read_section("sources", raw)
    assert isinstance(made, Sources)
    return made


def _cite(mark: str, texts: Mapping[str, Source]) -> Citation:
    found = source_of(mark, texts)
    if found is None:
        return _cite_unlisted(mark)
    source, place = texts[found], mark[len(found) :].strip()
    words = source.articles.get(place.lstrip("."))
    return Citation(
        mark,
        found,
        {"zh": _titled(source), "en": source.title.en},
        {"zh": _place_zh(place, source.kind), "en": _place_en(place)},
        {"zh": words.zh, "en": words.en} if words else {},
        source.kind,
    )


def _cite_unlisted(mark: str) -> Citation:
    """A text no book lists: a law by its name is cited as one; else the mark stands as it is."""
    law = _LAW.fullmatch(mark)
    if law is None:
        return Citation(mark, mark, {"zh": mark, "en": mark}, {"zh": "", "en": ""}, {})
    name, place = law["law"], (law["place"] or "").strip()
    if name.endswith("法") and not name.endswith("办法"):
        name = _STATE + name.removeprefix(_STATE)
    return Citation(
        mark,
        law["law"],
        {"zh": f"《{name}》", "en": f"《{name}》"},
        {"zh": _place_zh(place, "statute"), "en": _place_en(place)},
        {},
        "statute",
    )


def source_of(mark: str, texts: Mapping[str, Source]) -> str | None:
    """The longest known mark that this one begins with, ending where a place can begin."""
    fits = (
        known
        for known in texts
        if mark == known or (mark.startswith(known) and not mark[len(known)].isalpha())
        or (mark.startswith(f"{known} "))
    )  # fmt: skip
    exact = [known for known in fits if mark == known or not _runs_on(known, mark)]
    return max(exact, key=len, default=None)


def _runs_on(known: str, mark: str) -> bool:
    """S1-1 isn't the source of ``S1-10 20``; 仪表形象 is that of ``仪表形象1``."""
    return known[-1].isdigit() and mark[len(known)].isdigit()


def _titled(source: Source) -> str:
    title = f"《{source.title.zh}》"
    return f"{title}（{source.number}）" if source.number else title


def _place_zh(place: str, kind: Kind) -> str:
    """42(1) → 第四十二条第一款; .5(1) → 第五条第（一）项; 三(三)2 → 第三条第（三）项第二目."""
    ends = [_levels_zh(end, kind) for end in place.split("–")]
    return "至".join(ends)


_STATUTE = ("条", "款", "项", "目")
_REGULATION = ("条", "项", "目", "小目")


def _levels_zh(place: str, kind: Kind) -> str:
    steps = list(_STEP.finditer(place))
    if not steps or "".join(step.group() for step in steps) != place.replace(" ", ""):
        return f"“{place}”" if place else ""
    names = _STATUTE if kind == "statute" else _REGULATION
    said = ""
    for step, name in zip(steps, names, strict=False):
        number = next(group for group in step.groups() if group)
        said_as = _numeral(number)
        said += f"第（{said_as}）{name}" if name == "项" else f"第{said_as}{name}"
    return said


def _place_en(place: str) -> str:
    """Article 42(1): figures throughout, as English readers cite."""
    if not place:
        return ""
    plain = re.sub(r"条(?=\d)", ".", place.replace("第", "")).replace("条", "")
    plain = NUMERAL.sub(lambda m: str(figure(m.group())), plain).lstrip(". ")
    return f"article {plain}" if re.match(r"[\d(]", plain) else plain


def _numeral(figure: str) -> str:
    """A number as official papers write it: 20 → 二十; what isn't a number stays."""
    if not figure.isdigit():
        return figure
    n = int(figure)
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones or not said else "")


def figure(numeral: str) -> int:
    """二十一 → 21."""
    if numeral.isdigit():
        return int(numeral)
    total, last = 0, 0
    for sign in numeral:
        if sign == "百":
            total, last = total + (last or 1) * 100, 0
        elif sign == "十":
            total, last = total + (last or 1) * 10, 0
        else:
            last = _DIGITS.index(sign)
    return total + last
