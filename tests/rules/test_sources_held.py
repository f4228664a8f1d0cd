"""The presets and the library held against the five source documents, where these are present.

Without them the tests are skipped with the reason (and fail in CI, where they must be there).
A place that a preset cites must be in the source; a figure that a preset names without saying
that it reads the text one way (`note`, `readings`) must stand in the article it cites; the
phrases of the catalogues are those of the article; our own words of an article carry its
figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source_places import Sources
from yichuang.rules.book import presets
from yichuang.rules.book.part import Part
from yichuang.rules.book.source import read_part
from yichuang.rules.citation import cite, shipped, source_of

SPEAKS = {"note", "readings"}
ABOUT = SPEAKS | {"article", "title", "when", "phrases", "state", "how", "name", "fails_if"}
SAME = {
    "0.5": ("半", "0.5"),
    "50": ("半", "50"),
    "100": ("100", "当月", "當月", "全"),
    "0.9": ("90%",),
    "0.7": ("70%",),
    "0.8": ("80%",),
    "2": ("二", "两", "兩"),
}
"""How a text says a figure: half a month's allowance is 50 percent of it."""


@pytest.fixture(scope="session")
def sources(shared: Path) -> Sources:
    return Sources(shared / "regulations")


@pytest.mark.req("R66")
@pytest.mark.parametrize("preset", presets.names())
def test_every_cited_place_is_in_its_source(preset: str, sources: Sources) -> None:
    for mark in dict.fromkeys(m for _, article, _ in _parts(preset) for m in _marks(article)):
        assert sources.place(mark).strip(), mark


@pytest.mark.req("R66")
@pytest.mark.parametrize("preset", presets.names())
def test_a_figure_stands_in_the_article_it_cites(preset: str, sources: Sources) -> None:
    missing = []
    for part, article, spoken in _parts(preset):
        marks = _marks(article)
        if spoken or not marks:
            continue
        words = "".join(sources.place(mark) for mark in marks)
        missing += [
            f"{key}: {value} ({article})"
            for key, value in part.items()
            if key not in ABOUT
            for figure in _figures(value)
            if not _says(words, figure)
        ]
    assert missing == []


@pytest.mark.req("R44", "R66")
@pytest.mark.parametrize("preset", presets.names())
def test_phrases_are_those_of_the_article(preset: str, sources: Sources) -> None:
    for part, article, spoken in _parts(preset):
        phrases = part.get("phrases")
        if spoken or not isinstance(phrases, list) or article.startswith("S1"):
            continue
        words = _bare("".join(map(sources.place, _marks(article))))
        for phrase in phrases:
            assert _bare(str(phrase)) in words, (article, phrase)


@pytest.mark.req("R66")
def test_our_own_words_carry_the_figures_of_the_article(sources: Sources) -> None:
    wrong = []
    for mark, source in shipped().texts.items():
        if not re.match(r"S\d", mark):
            continue
        for place, words in source.articles.items():
            at = f"{mark} {place}"
            original = sources.place(at)
            wrong += [f"{at}: {n}" for n in _figures(words.zh) if not _says(original, n)]
    assert wrong == []


def _parts(preset: str) -> Iterator[tuple[Part, str, bool]]:
    """Every part of a preset with its article in force, and whether it speaks of a reading."""
    raw, problems = read_part(presets.text_of(preset), preset)
    assert not problems
    for key, value in raw.items():
        if key not in ("sources", "limits"):
            yield from _walk(value, "", spoken=False)


def _walk(value: object, article: str, *, spoken: bool) -> Iterator[tuple[Part, str, bool]]:
    if isinstance(value, Part):
        own = str(value.get("article") or "")
        spoken = bool(SPEAKS & set(value))
        article = own or article
        yield value, article, spoken
        inner = [one for key, one in value.items() if key not in SPEAKS]
    else:
        inner = list(value) if isinstance(value, list) else []
    for one in inner:
        yield from _walk(one, article, spoken=spoken)


def _marks(article: str) -> list[str]:
    return [one.mark for one in cite(article) if re.match(r"S\d", one.mark)]


_CHINESE = re.compile(r"[一二三四五六七八九十百]+(?=[个次日天分小时名点条月年周倍人项套])")
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_DIGITS = "零一二三四五六七八九"


def _figures(value: object) -> Iterator[str]:
    """The figures of a value that a text would have to say; one and none go without saying."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        if abs(value) not in (0, 1):
            yield f"{abs(value):g}"
    elif isinstance(value, str):
        yield from _ARABIC.findall(value)
        yield from (str(_value(found)) for found in _CHINESE.findall(value) if _value(found) > 1)
    elif isinstance(value, list) and not any(isinstance(one, Part) for one in value):
        for one in value:
            yield from _figures(one)


def _says(words: str, figure: str) -> bool:
    figure = figure.lstrip("0") if re.fullmatch(r"0\d", figure) else figure
    if not figure or figure in ("0", "1", "00"):
        return True
    said = {figure, *SAME.get(figure, ())}
    if figure.isdigit():
        n = int(figure)
        said.add(_numeral(n))
        if 12 < n < 24:
            said |= {str(n - 12), _numeral(n - 12)}
    return any(
        re.search(rf"(?<![\d.]){re.escape(one)}(?![\d])", words)
        if one[0].isdigit()
        else one in words
        for one in said
    )


def _numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if 0 < tens < 10 else ""
    return (ten + (_DIGITS[ones] if ones or not ten else "")) if n < 100 else str(n)


def _value(figure: str) -> int:
    hundreds, _, rest = figure.rpartition("百")
    tens, _, ones = rest.rpartition("十")
    total = (_DIGITS.index(hundreds) * 100) if len(hundreds) == 1 else 0
    if "十" in rest:
        total += (_DIGITS.index(tens) if len(tens) == 1 else 1) * 10
    return total + (_DIGITS.index(ones) if len(ones) == 1 else 0)


def _bare(text: str) -> str:
    return re.sub(r"[\W_×xX]", "", text)


def test_the_longest_mark_is_the_document() -> None:
    texts = shipped().texts
    assert source_of("S2 考勤制度 四(九)", texts) == "S2 考勤制度"
    assert source_of("S2 四", texts) == "S2"
