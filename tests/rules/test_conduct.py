"""What a breach of conduct costs depends on the book it is in."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from yichuang.rules.book import Book
from yichuang.rules.conduct import Cost, cost_of
from yichuang.rules.sections import Sections


@cache
def on(*names: str) -> Sections:
    return Book.of(*names).on(date(2026, 3, 2))


def cost(table: str, code: str, *names: str) -> Cost:
    conduct = on(*names).conduct
    assert conduct is not None
    return cost_of(getattr(conduct, table)[code], on(*names))


@pytest.mark.req("R44")
@pytest.mark.parametrize(
    ("table", "code", "names", "expected"),
    [
        ("phrases", "crowd", ("county-hall",), Cost()),
        (
            "phrases",
            "crowd",
            ("county-hall", "yunnan-assessment"),
            Cost("conduct.language", "1", articles=("S1-9 第七条(一)2",)),
        ),
        (
            "rules",
            "answer_or_take_there",
            ("county-hall",),
            Cost(
                act="first_inquiry_breach",
                steps=("criticism", "efficiency_notice"),
                articles=("S0 二.6",),
            ),
        ),
        (
            "rules",
            "once_and_done",
            ("county-hall", "yunnan-assessment"),
            Cost(
                "performance.once_only_unclear",
                "0.5",
                "once_only_breach",
                ("oral_warning", "admonishing_talk", "efficiency_notice"),
                ("S1-9 第七条(三)8", "S0 三.6"),
            ),
        ),
        (
            "rules",
            "no_games",
            ("baodi", "yunnan-assessment"),
            Cost("discipline.games_video", "5", articles=("S1-9 第七条(二)14",)),
        ),
        ("rules", "no_rumours", ("county-hall", "yunnan-assessment"), Cost()),
        # A rude phrase is no breach of first inquiry, a loud voice no bad posture.
        ("phrases", "never_elsewhere", ("county-hall",), Cost()),
        ("rules", "no_loud_talk", ("county-hall", "yunnan-assessment"), Cost()),
        (
            "rules",
            "no_chatting",
            ("window-conduct", "yunnan-assessment"),
            Cost("conduct.posture", "0.5", articles=("S1-9 第七条(一)4",)),
        ),
        (
            "rules",
            "no_absence_of_a_day",
            ("window-conduct", "yunnan-assessment"),
            Cost("discipline.absence_day", "2", articles=("S1-9 第七条(二)7",)),
        ),
        ("rules", "mandarin", ("window-conduct", "yunnan-assessment"), Cost()),
    ],
)
def test_what_it_leads_to(table: str, code: str, names: tuple[str, ...], expected: Cost) -> None:
    found = cost(table, code, *names)
    assert found == expected
    assert found.is_nothing == (expected == Cost())


@pytest.mark.req("R44")
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("points: 0.50", "0.5"),
        ("points: {at_least: 1, at_most: 5}", "1至5"),
        ("tiers: [{at_least: 1, points: 1}, {at_least: 3, points: {at_least: 2}}]", "1 → 2以上"),
        ("share: 100%, of: total", "…"),
    ],
)  # fmt: skip
def test_how_the_points_are_said(amount: str, said: str) -> None:
    from yichuang.rules.book.layer import Layer

    text = f"""\
name: centre
conduct: {{article: x, rules: {{r: {{title: 甲, acts: [d.r]}}}}}}
assessment:
  article: x
  dimensions: {{d: {{title: 乙, base: 10}}}}
  deductions: {{d.r: {{title: 丙, {amount}}}}}
"""
    sections = Book.of(Layer.parse(text, "centre")).on(date(2026, 3, 2))
    assert sections.conduct is not None
    assert cost_of(sections.conduct.rules["r"], sections).points == said
