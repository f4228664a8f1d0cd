"""The page that says where each article of the sources lives misses none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source_places import PARTS, Sources
from yichuang.jobs.rules_sources import TITLES, cited, elsewhere
from yichuang.rules.citation import figure

ROOT = Path(__file__).parents[2]
_FIRST = re.compile(r"第?([一二三四五六七八九十]+|\d+)条?")
_DIGITS = "零一二三四五六七八九"
UNEVEN = ("S0 七", "S0 八", "S4 监督投诉制", "S4 工作责任追究制度")
"""Regulations whose numbers start anew inside, or that have none: their places are cited one by one."""


@pytest.fixture(scope="session")
def sources(shared: Path) -> Sources:
    return Sources(shared / "regulations")


@pytest.mark.req("R66")
def test_what_lives_elsewhere_lives_in_a_requirement_that_there_is() -> None:
    known = set(
        re.findall(r"^\| (R\d\d) ", (ROOT / "docs/requirements.md").read_text("utf-8"), re.M)
    )
    for documents in elsewhere().values():
        for one in documents:
            for place, where in one["places"].items():
                row = where.removeprefix("not yet: ")
                assert row in known or row in ("none", "S1-5"), (one, place)


@pytest.mark.req("R66")
def test_every_other_regulation_is_in_its_document(sources: Sources) -> None:
    for number, document in enumerate(TITLES):
        for one in elsewhere()[document]:
            if "begins" in one:
                assert one["begins"].replace("\\n", "\n") in sources.text(number), one


@pytest.mark.req("R66")
@pytest.mark.parametrize("part", [p for p in PARTS if p not in UNEVEN])
def test_every_article_is_cited_or_listed(part: str, sources: Sources) -> None:
    listed = {n for one in _rows(part) for n in _numbers(one)}
    missing = [n for n in _articles(part, sources) if n not in listed]
    assert missing == []


def _rows(part: str) -> Iterator[str]:
    """The places of a part that a book cites or the list names."""
    for mark in cited():
        if mark.startswith(part) and _parts_of(mark) == part:
            yield mark[len(part) :].strip().lstrip(".")
    for one in elsewhere()[part[:2]]:
        if one.get("part") == part:
            yield from one["places"]


def _parts_of(mark: str) -> str:
    fits = [p for p in PARTS if mark.startswith(p) and not _runs_on(p, mark)]
    return max(fits, key=len)


def _runs_on(part: str, mark: str) -> bool:
    return part[-1].isdigit() and mark[len(part) : len(part) + 1].isdigit()


def _numbers(place: str) -> Iterator[int]:
    """The articles a place covers: ``一–三`` three of them, ``四(九)`` the fourth."""
    first, _, last = place.partition("–")
    found, until = _FIRST.search(first), _FIRST.search(last)
    if found:
        low = figure(found[1])
        yield from range(low, (figure(until[1]) if until else low) + 1)


def _articles(part: str, sources: Sources) -> list[int]:
    """The numbers of a regulation's articles, from one on, as long as there is a next one."""
    for form in ("第{}条", "{}", None):
        found: list[int] = []
        for n in range(1, 60):
            place = str(n) if form is None else form.format(_numeral(n))
            try:
                sources.place(f"{part} {place}")
            except LookupError:
                break
            found.append(n)
        # A heading alone (一、工作制度) numbers the regulation, not its articles.
        if len(found) > 1 or (found and form is None):
            return found
    return []


def _numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (
        ("" if tens <= 1 else _DIGITS[tens])
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones else "")
    )
