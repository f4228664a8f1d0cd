"""Each component says the same in Chinese and English, and needs no script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.template import engines
from django.utils import translation

from yichuang import clock
from yichuang.phrases import Language, Phrase, phrase
from yichuang.rules.effects import effects

Draw = Callable[..., str]
effects("test", notify=("一次性告知补正", "told once of everything to correct"))
LATE = phrase("test.late", "{n} 件材料不齐", "{n} papers are missing")
REASONS = [
    {"article": "行政许可法 32", "fact": "2 件材料不齐", "ruling": "notify",
     "key": "test.late", "args": {"n": 2}},
    {"article": "S0 三.2", "fact": "一次告知", "ruling": "2026-03-12", "key": "", "args": {},
     "times": ["ruling"]},
]  # fmt: skip


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    asked: Language = request.param
    return asked


@pytest.fixture
def draw(language: Language, monkeypatch: pytest.MonkeyPatch) -> Draw:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 10))

    def drawn(part: str, **context: object) -> str:
        with translation.override("en" if language == "en" else "zh-hans"):
            template = engines["django"].get_template(f"web/base/parts/{part}.html")
            return " ".join(template.render(context).split())

    return drawn


def one(language: Language, zh: str, en: str) -> str:
    return en if language == "en" else zh


def test_why_tells_fact_effect_and_article_in_order(draw: Draw, language: Language) -> None:
    page = draw("why", reasons=REASONS, title=Phrase("补正告知", "Told what to correct"))
    places = [page.index(part) for part in (
        "<details", one(language, "为什么", "Why"),
        one(language, "补正告知", "Told what to correct"),
        one(language, "2 件材料不齐", "2 papers are missing"),
        one(language, "一次性告知补正", "told once of everything to correct"),
        one(language, "《中华人民共和国行政许可法》第三十二条", "Administrative Licensing Law"),
        "行政机关对申请人提出的行政许可申请，",
        "一次告知",
        one(language, "3月12日(周四)", "Thu 12 Mar"),
        one(language, "《窗口管理制度·一次性告知制度》第二条", "Window rules: telling once"),
    )]  # fmt: skip
    assert places == sorted(places)
    assert "onclick" not in page
    assert "style=" not in page


def test_no_reasons_no_why(draw: Draw) -> None:
    assert draw("why", reasons=[], title="x") == ""


@pytest.mark.parametrize(
    ("code", "sign", "zh", "en"),
    [
        ("green", "●", "正常", "On time"),
        ("yellow", "▲", "即将到期", "Due soon"),
        ("red", "■", "已超期", "Overdue"),
        ("done_on_time", "✔", "按时办结", "Done on time"),
        ("done_late", "✖", "超期办结", "Done late"),
        (None, "○", "未起算", "Not running yet"),
    ],
)
def test_a_light_is_colour_sign_and_word(
    draw: Draw, language: Language, code: str | None, sign: str, zh: str, en: str
) -> None:
    page = draw("light", light=code)
    assert f"light-{code or 'grey'}" in page
    assert f'<span aria-hidden="true">{sign}</span>{one(language, zh, en)}' in page


def test_a_person(draw: Draw) -> None:
    page = draw("person", person={"name": "林<晓>", "post": "窗口人员"})
    assert "林&lt;晓&gt;" in page
    assert "窗口人员" in page
    assert '<img class="face" src="/x.jpg"' in draw(
        "person", person={"name": "林", "photo": "/x.jpg"}
    )


def test_a_timeline(draw: Draw, language: Language) -> None:
    events = [
        {"at": datetime(2026, 3, 10, 9, 30, tzinfo=clock.ZONE), "title": Phrase("受理", "Accepted"),
         "by": "林晓", "reasons": REASONS},
        {"at": None, "title": Phrase("办结", "Completed"), "ahead": True, "note": "预计"},
    ]  # fmt: skip
    page = draw("timeline", events=events)
    assert page.index(one(language, "受理", "Accepted")) < page.index(
        one(language, "办结", "Completed")
    )
    assert one(language, "3月10日(周二) 09:30", "Tue 10 Mar 09:30") in page
    assert 'datetime="2026-03-10T09:30:00+08:00"' in page
    assert page.count('<details class="why"') == 1
    assert page.count('class="ahead"') == 1


def test_a_case_header(draw: Draw, language: Language) -> None:
    case = {
        "number": "A2026031000001", "item": Phrase("食品经营许可", "Food business licence"),
        "applicant": "张**", "light": "yellow", "status": Phrase("审查中", "Under review"),
        "due": date(2026, 3, 12), "remaining": 2, "due_said": Phrase("期限", "Due"),
    }  # fmt: skip
    page = draw("case_header", case=case, reasons=REASONS)
    for said in (
        "A2026031000001",
        "张**",
        one(language, "审查中", "Under review"),
        one(language, "应于 3月12日(周四) 前办结", "Due by Thu 12 Mar"),
        one(language, "还剩 2 个工作日", "2 working days left"),
        one(language, "即将到期", "Due soon"),
        "<h1>",
        "<details",
    ):
        assert said in page
    assert "<h2>" in draw("case_header", case=case, level="h2")


def test_a_case_without_a_clock_has_no_due(draw: Draw, language: Language) -> None:
    case = {"number": "1", "item": "x", "applicant": "y", "light": None, "due": None}
    page = draw("case_header", case=case)
    assert one(language, "未起算", "Not running yet") in page
    assert one(language, "前办结", "Due by") not in page


def test_a_strip_of_days(draw: Draw, language: Language) -> None:
    days = [
        {"on": date(2026, 2, 10), "kind": "start"},
        {"on": date(2026, 2, 11), "kind": "counted", "n": 1},
        {"on": date(2026, 2, 12), "kind": "stopped"},
        {"on": date(2026, 2, 14), "kind": "made_up", "n": 2},
        {"on": date(2026, 2, 15), "kind": "rest", "name": Phrase("春节", "Spring Festival")},
        {"on": date(2026, 2, 24), "kind": "counted", "n": 3, "due": True},
    ]
    page = draw("daystrip", days=days)
    for said in (
        "2/11", one(language, "计", "counts"), one(language, "停", "stopped"),
        one(language, "补班", "made up"), one(language, "春节", "Spring Festival"),
        one(language, "到期", "due"), 'class="counted due"',
    ):  # fmt: skip
        assert said in page


def test_an_empty_place_says_what_would_be_here(draw: Draw, language: Language) -> None:
    page = draw(
        "empty", what=Phrase("还没有办件", "No cases yet"),
        how=Phrase("受理后出现在这里", "They appear once accepted"), address="/x",
        action=Phrase("去受理", "Accept one"),
    )  # fmt: skip
    for zh, en in (("还没有办件", "No cases yet"), ("受理后出现在这里", "They appear"), ("去受理", "Accept one")):  # fmt: skip
        assert one(language, zh, en) in page


def test_a_pager(draw: Draw, language: Language) -> None:
    page = draw("pager", newer=None, older="?page=2")
    assert one(language, "下一页", "Next") in page
    assert one(language, "上一页", "Previous") not in page
    assert draw("pager", newer=None, older=None) == ""
