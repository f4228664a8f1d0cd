"""How dates, spans, amounts and reasons are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from yichuang.phrases import Language, Phrase, phrase
from yichuang.rules.effects import At, Effect, effects
from yichuang.rules.reasons import Reason, to_json
from yichuang.web.base import words

TODAY = date(2026, 3, 10)
effects("test", done_late=("超期办结", "done late"), signed=("已签到", "signed in"))
SIGNED_IN = phrase(
    "test.signed_in", "{at} 签到，{start} 上班", "signed in {at}, work starts {start}"
)


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 3, 12), "3月12日(周四)", "Thu 12 Mar"),
        (date(2026, 3, 15), "3月15日(周日)", "Sun 15 Mar"),
        (date(2025, 12, 31), "2025年12月31日(周三)", "Wed 31 Dec 2025"),
        (date(2027, 1, 1), "2027年1月1日(周五)", "Fri 1 Jan 2027"),
    ],
)
def test_a_day_has_its_weekday_and_a_foreign_year(on: date, zh: str, en: str) -> None:
    assert words.day(on, TODAY, "zh") == zh
    assert words.day(on, TODAY, "en") == en


@pytest.mark.parametrize(
    ("n", "zh", "en"),
    [
        (3, "还剩 3 个工作日", "3 working days left"),
        (1, "还剩 1 个工作日", "1 working day left"),
        (0, "今天到期", "due today"),
        (-1, "已超期 1 个工作日", "1 working day overdue"),
        (-4, "已超期 4 个工作日", "4 working days overdue"),
    ],
)
def test_what_is_left(n: int, zh: str, en: str) -> None:
    assert words.left(n, "zh") == zh
    assert words.left(n, "en") == en


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (0, "免费", "Free of charge"),
        (Decimal("0.00"), "免费", "Free of charge"),
        (Decimal("200.00"), "200 元", "¥200"),
        ("1234.5", "1,234.50 元", "¥1,234.50"),
    ],
)
def test_money(amount: Decimal | int | str, zh: str, en: str) -> None:
    assert words.money(amount, "zh") == zh
    assert words.money(amount, "en") == en


@pytest.mark.parametrize(
    ("n", "zh", "en"),
    [(1, "1 分钟", "1 minute"), (119, "119 分钟", "119 minutes"), (125, "2 小时 5 分钟", "2 h 5 min")],
)  # fmt: skip
def test_minutes(n: int, zh: str, en: str) -> None:
    assert words.minutes(n, "zh") == zh
    assert words.minutes(n, "en") == en


@pytest.mark.parametrize(
    ("language", "fact", "effect"),
    [
        ("zh", "3月10日(周二) 08:21 签到，08:00 上班", "超期办结"),
        ("en", "signed in Tue 10 Mar 08:21, work starts 08:00", "done late"),
    ],
)
@pytest.mark.parametrize("stored", [False, True])
def test_a_reason_is_told_in_the_readers_language(
    language: Language, fact: str, effect: str, *, stored: bool
) -> None:
    args = {"at": datetime(2026, 3, 10, 8, 21), "start": "08:00"}  # noqa: DTZ001 (the hall's wall)
    fresh = [Reason("S0 五.2", SIGNED_IN, args, "done_late")]
    reasons = to_json(fresh) if stored else fresh
    told = words.told(reasons, TODAY, language)
    assert told == [words.Told(fact, words.cited("S0 五.2", language), effect)]


@pytest.mark.parametrize(
    "reason",
    [
        {"fact": "当时的话", "key": "test.gone", "args": {}, "article": "A", "ruling": "x"},
        {
            "fact": "当时的话",
            "key": "test.signed_in",
            "args": {"at": 1},
            "article": "A",
            "ruling": "x",
        },
        {"fact": "当时的话", "article": "A", "ruling": "x"},
    ],
)
def test_a_sentence_that_cant_be_said_again_stands_as_it_was(reason: dict[str, object]) -> None:
    assert words.told([reason], TODAY, "en") == [
        words.Told("当时的话", words.cited("A", "en"), "x")
    ]


@pytest.mark.parametrize(
    ("ruling", "zh", "en"),
    [
        ("signed", "已签到", "signed in"),
        (Effect("own", Phrase("自定", "our own")), "自定", "our own"),
        (At(date(2026, 3, 24)), "3月24日(周二)", "Tue 24 Mar"),
        (At(datetime(2026, 3, 24, 17, 30)), "3月24日(周二) 17:30", "Tue 24 Mar 17:30"),  # noqa: DTZ001
        ("4", "4", "4"),
        ("2026-03-24", "2026-03-24", "2026-03-24"),
    ],
)
def test_an_effect_in_words(ruling: str, zh: str, en: str) -> None:
    reason = Reason("", SIGNED_IN, {}, ruling)
    assert words.effect(reason, TODAY, "zh") == zh
    assert words.effect(reason, TODAY, "en") == en


def test_no_light_is_grey() -> None:
    assert words.light(None).code == "grey"
    assert words.light("red").word.zh == "已超期"


@pytest.mark.parametrize(
    ("long", "zh", "en"),
    [
        (timedelta(minutes=45), "45 分钟", "45 minutes"),
        (timedelta(hours=3, minutes=5), "3 小时 5 分钟", "3 h 5 min"),
        (timedelta(days=2, hours=14, minutes=15, seconds=29), "2 天 14 小时", "2 d 14 h"),
    ],
)
def test_a_span_is_said_in_words(long: timedelta, zh: str, en: str) -> None:
    assert (words.span(long), words.span(long, "en")) == (zh, en)
