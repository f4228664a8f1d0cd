"""Articles as people cite them: no internal mark, official numerals, the words in place."""

from __future__ import annotations

import re
from datetime import date

import pytest

from yichuang.rules.book.part import Part
from yichuang.rules.book.presets import names
from yichuang.rules.book.rulebook import Book
from yichuang.rules.citation import cite, cited, shipped
from yichuang.rules.sections import known

_DAY = date(2026, 3, 12)
_MARK = re.compile(r"\bS\d")


@pytest.mark.parametrize(
    ("mark", "zh", "en"),
    [
        ("S1-10 20", "《综合窗口管理制度》第二十条", "Integrated windows, article 20"),
        (
            "行政许可法 42(1)",
            "《中华人民共和国行政许可法》第四十二条第一款",
            "Administrative Licensing Law of the PRC, article 42(1)",
        ),
        (
            "行政许可法 32(1)(4)",
            "《中华人民共和国行政许可法》第三十二条第一款第（四）项",
            "Administrative Licensing Law of the PRC, article 32(1)(4)",
        ),
        ("S0 五.2", "《窗口管理制度·考勤制度》第二条", "Window rules: attendance, article 2"),
        ("S1-9 第八条6", "《政务服务窗口工作人员考核细则》第八条第（六）项",
         "Assessment of window staff, article 8.6"),
        ("S1-1 第十一条", "《人力资源和社会保障窗口服务制度》第十一条",
         "Window service of human resources and social security, article 11"),
        ("S0 五.7–9", "《窗口管理制度·考勤制度》第七条至第九条",
         "Window rules: attendance, article 7–9"),
        ("消防法 105", "《中华人民共和国消防法》第一百零五条", "《中华人民共和国消防法》, article 105"),
        ("本中心办法（试行）", "本中心办法（试行）", "本中心办法（试行）"),
    ],
)  # fmt: skip
def test_an_article_is_cited_as_official_papers_do(mark: str, zh: str, en: str) -> None:
    (one,) = cite(mark)
    assert one.say() == zh
    assert one.say("en") == en


def test_several_articles_are_cited_one_by_one() -> None:
    assert [one.source for one in cite("S1-10 16；行政许可法 32")] == ["S1-10", "行政许可法"]
    assert cited("S1-10 16；行政许可法 32").zh == (
        "《综合窗口管理制度》第十六条、《中华人民共和国行政许可法》第三十二条"
    )


def test_a_statute_is_quoted() -> None:
    (one,) = cite("行政许可法 82")
    assert one.text() == "本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。"


def test_the_centres_own_book_names_its_texts() -> None:
    own = {
        "name": "own",
        "sources": {
            "texts": {
                "本": {"title": "本中心管理办法", "articles": {"3": "迟到的，当日登记。"}},
                "S1-10": {"title": "本市综合窗口管理办法"},
            }
        },
    }
    sources = Book.of("integrated-window", own).on(_DAY).sources
    assert [one.say() for one in cite("本 3", sources)] == ["《本中心管理办法》第三条"]
    assert cite("本 3", sources)[0].text() == "迟到的，当日登记。"
    assert cite("S1-10 20", sources)[0].say() == "《本市综合窗口管理办法》第二十条"


@pytest.mark.parametrize("preset", names())
def test_no_preset_cites_a_mark_that_only_the_house_knows(preset: str) -> None:
    book = Book.of(preset)
    for name in known():
        for mark in _articles(book.timeline(name).raw(_DAY)):
            for one in cite(mark):
                assert not _MARK.search(one.say() + one.say("en")), mark
                assert one.say().startswith("《"), mark


def test_every_text_has_a_title_of_its_own_words() -> None:
    for mark, source in shipped().texts.items():
        assert source.title.zh, mark
        assert not _MARK.search(source.title.zh + source.title.en), mark


def _articles(value: object) -> set[str]:
    found: set[str] = set()
    if isinstance(value, Part):
        if value.get("article"):
            found.add(str(value["article"]))
        value = [*value.values()]
    for one in value if isinstance(value, list) else ():
        found |= _articles(one)
    return found


@pytest.mark.req("R66")
@pytest.mark.parametrize("preset", names())
def test_every_article_a_preset_cites_has_its_title_and_its_words(preset: str) -> None:
    book = Book.of(preset)
    for name in known():
        for mark in _articles(book.timeline(name).raw(_DAY)):
            for one in cite(mark):
                assert one.source in shipped().texts, mark
                assert one.text("zh").strip(), mark
                assert one.text("en").strip(), mark
                if one.kind == "regulation":
                    assert not re.search(r"[\u4e00-\u9fff]", one.text("en")), mark
