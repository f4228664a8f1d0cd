"""What an item says: limits that fit, languages that are both there, JSON and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.catalog.conftest import LICENSING, RENEWAL, complete, say
from yichuang.catalog.citations import Citation, chinese_number, cite
from yichuang.catalog.content import Condition, Fees, ItemContent, Limit, Material, Step
from yichuang.catalog.demo.schema import demo_items
from yichuang.catalog.disclosures import missing_disclosures, review_overdue, without_basis
from yichuang.catalog.kinds import Unit
from yichuang.rules.book.rulebook import Book
from yichuang.rules.workcalendar import calendar_of


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二"), (100, "一百"),
     (105, "一百零五"), (110, "一百一十"), (115, "一百一十五"), (1049, "一千零四十九"),
     (2010, "二千零一十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_articles_are_numbered_as_laws_number_them(number: int, said: str) -> None:
    assert chinese_number(number) == said


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_no_law_has_such_an_article(number: int) -> None:
    with pytest.raises(ValueError, match="article"):
        chinese_number(number)
    with pytest.raises(ValidationError):
        Citation(law=LICENSING, article=number)


def test_a_citation_reads_in_both_languages_and_as_rulings_name_it() -> None:
    laws = {"licensing": LICENSING}
    cited = cite("licensing 50", laws)
    assert cited.say() == "《中华人民共和国行政许可法》第五十条"
    assert cited.say("en") == "Licensing Law, art. 50"
    assert cited.short == "行政许可法 50"
    assert cite("licensing", laws).say() == "《中华人民共和国行政许可法》"
    for wrong in ("licensing 0", "licensing 五十", "Licensing 50", "unknown 3", ""):
        with pytest.raises(ValueError, match=r"citation|laws\.yaml"):
            cite(wrong, laws)


def _limit(written: str) -> Limit:
    return Limit.model_validate(written)


@pytest.mark.req("R18")
@pytest.mark.parametrize(
    ("promised", "statutory", "fits"),
    [
        ("20 working_day", "20 working_day", True),
        ("21 working_day", "20 working_day", False),
        ("30 minute", "3 working_day", True),
        ("30 minute", "1 calendar_day", True),
        ("10 calendar_day", "10 working_day", True),
        ("3 working_day", "7 calendar_day", False),  # over a holiday it ends later
        ("20 working_day", "60 calendar_day", True),
        ("1 working_day", "90 minute", False),
    ],
)
def test_a_promise_never_ends_after_the_law(promised: str, statutory: str, fits: bool) -> None:
    assert _limit(promised).fits(_limit(statutory)) is fits
    content = complete().model_dump()
    content["promised"] = promised
    content["statutory"]["limit"] = statutory
    if fits:
        ItemContent.model_validate(content)
    else:
        with pytest.raises(ValidationError, match="longer than the statutory"):
            ItemContent.model_validate(content)


_DAYS = st.builds(
    Limit, n=st.integers(1, 60), unit=st.sampled_from(["working_day", "calendar_day"])
)


@pytest.mark.req("R18")
@given(
    promised=_DAYS, statutory=_DAYS,
    start=st.dates(min_value=date(2024, 1, 2), max_value=date(2026, 9, 1)),
)  # fmt: skip
def test_what_fits_ends_no_later_on_any_calendar_of_three_years(
    promised: Limit, statutory: Limit, start: date
) -> None:
    calendar = calendar_of(Book.of("statute"))

    def end(limit: Limit) -> date:
        if limit.unit == "working_day":
            return calendar.add_working_days(start, limit.n)
        day = start + timedelta(days=limit.n)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        return day

    if promised.fits(statutory):
        assert end(promised) <= end(statutory)


@given(st.integers(1, 10_000), st.sampled_from(get_args(Unit)))
def test_a_limit_fits_itself_and_reads_in_both_languages(n: int, unit: Unit) -> None:
    limit = Limit(n=n, unit=unit)
    assert limit.fits(limit)
    assert str(n) in limit.say()
    assert str(n) in limit.say("en")


@pytest.mark.parametrize("item", demo_items(), ids=lambda item: item.key)
def test_what_an_item_says_survives_being_stored(item: Any) -> None:
    stored = item.content.model_dump(mode="json", exclude_defaults=True)
    assert ItemContent.model_validate(stored) == item.content


@pytest.mark.parametrize("text", ["只有中文", "只有中文 | ", " | English", "a | b | c", 7, None])
def test_a_text_has_both_languages(text: object) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate({"text": text})


def test_an_unknown_key_is_an_error_and_not_lost() -> None:
    with pytest.raises(ValidationError, match="nmae"):
        Material.model_validate({"code": "id_card", "name": "身份证 | ID", "nmae": "x | y"})


def test_a_material_is_listed_once_and_only_joint_items_have_parts() -> None:
    twice = Material(code="id_card", name=say("身份证"))
    with pytest.raises(ValidationError, match="twice"):
        ItemContent.model_validate(complete().model_dump() | {"materials": [twice, twice]})
    with pytest.raises(ValidationError, match="joint"):
        ItemContent.model_validate(complete().model_dump() | {"case_kind": "joint"})


@pytest.mark.req("R08")
@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({}, ()),
        ({"service": None}, ("service",)),
        ({"materials": ()}, ("materials",)),
        ({"steps": ()}, ("procedure",)),
        ({"fees": None}, ("fee_standard", "fee_basis")),
        ({"fees": Fees()}, ("fee_basis",)),
        ({"promised": None}, ("time_limit",)),
        ({"service": None, "promised": None}, ("service", "time_limit")),
        ({"result": None, "visits": None}, ()),
    ],
)
def test_the_six_disclosures_are_told_or_named_as_missing(
    without: dict[str, object], missing: tuple[str, ...]
) -> None:
    assert missing_disclosures(complete().model_copy(update=without)) == missing


@pytest.mark.req("R06")
@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, []),
        ({"legal_basis": ()}, ["事项没有设定依据"]),
        ({"conditions": (Condition(text=say("有场所"), basis=()),)}, ["条件“有场所”没有依据"]),
        (
            {"materials": (Material(code="extra", name=say("居委会盖章证明"), basis=()),)},
            ["材料“居委会盖章证明”没有依据"],
        ),
        ({"steps": (Step(kind="collective_discussion", basis=()),)}, ["环节“集体讨论”没有依据"]),
        ({"conditions": (Condition(text=say("有场所"), basis=(RENEWAL,)),)}, []),
    ],
)
def test_what_has_no_legal_basis_is_named(changed: dict[str, object], named: list[str]) -> None:
    assert [part.zh for part in without_basis(complete().model_copy(update=changed))] == named


@pytest.mark.req("R08")
def test_a_guide_is_overdue_the_day_after_its_review_day() -> None:
    content = complete(review_by=date(2026, 6, 30))
    assert not review_overdue(content, date(2026, 6, 30))
    assert review_overdue(content, date(2026, 7, 1))
    assert not review_overdue(complete(), date(2099, 1, 1))


def test_a_free_item_says_so() -> None:
    assert Fees().free
    assert complete().fees == Fees(basis=(Citation(law=LICENSING, article=58),))
