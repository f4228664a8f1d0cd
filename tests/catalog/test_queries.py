"""Finding items: published or at the window, in few queries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.catalog.conftest import RENEWAL, complete, entry, say
from yichuang.catalog import queries
from yichuang.catalog.actions import BodyEntry, list_elsewhere, take_in
from yichuang.catalog.content import TacitApproval
from yichuang.catalog.refusals import NotInForce
from yichuang.errors import NotAllowed, NotFound
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import local

if TYPE_CHECKING:
    from yichuang.organization.models import Department

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TAX = BodyEntry(code="11990101MB990011XM", name="税务局", name_en="Tax Office")


@pytest.fixture
def items(market: Department, at: datetime) -> None:
    entries = [
        entry("ITEM-FOOD", complete("食品经营许可核发", served=("enterprise",))),
        entry("ITEM-RENEW", complete("食品经营许可延续",
              tacit_approval=TacitApproval(basis=(RENEWAL,)))),
        entry("ITEM-DRUG", complete("药品经营许可", service=None)),
        entry("ITEM-TAX", complete("开具完税证明", kind="20", review_by=date(2026, 3, 9)), TAX),
    ]  # fmt: skip
    take_in(entries, ground="", publish=True, at=at, by=SYSTEM)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["ITEM-TAX", "ITEM-RENEW", "ITEM-FOOD"]),
        ("食品", ["ITEM-RENEW", "ITEM-FOOD"]),
        ("食品 延续", ["ITEM-RENEW"]),
        ("许可 食品", ["ITEM-RENEW", "ITEM-FOOD"]),
        ("spjyxkyx", ["ITEM-RENEW"]),
        ("SPJY", ["ITEM-RENEW", "ITEM-FOOD"]),
        ("tax office", ["ITEM-TAX"]),
        ("税务局", ["ITEM-TAX"]),
        ("item-f", ["ITEM-FOOD"]),
        ("药品", []),  # not published
        ("%", []),
        ("_", []),
    ],
)
def test_the_public_finds_published_items_by_words(
    items: None, at: datetime, words: str, found: list[str]
) -> None:
    rows = queries.public_items(at, words=words)
    assert sorted(row.code for row in rows) == sorted(found)


def test_names_that_begin_with_the_words_come_first(items: None, at: datetime) -> None:
    service = complete("开办企业", service=say("含食品经营许可"))
    take_in([entry("ITEM-JOIN", service)], ground="", publish=True, at=at, by=SYSTEM)
    codes = [row.code for row in queries.public_items(at, words="食品")]
    assert codes[-1] == "ITEM-JOIN"
    assert len(codes) == 3


def test_items_are_filtered_by_department_kind_and_who_is_served(items: None, at: datetime) -> None:
    departments = {name.zh: pk for pk, name, _ in queries.departments_with_items(at)}

    def codes(**by: object) -> set[str]:
        return {row.code for row in queries.public_items(at, **by)}  # type: ignore[arg-type]

    assert codes(department_id=departments["税务局"]) == {"ITEM-TAX"}
    assert codes(kind="20") == {"ITEM-TAX"}
    assert codes(served="enterprise") == {"ITEM-FOOD"}
    assert codes(served="government") == set()
    at_window = queries.items_at_window(at, department_ids=[departments["市场监管局"]])
    assert {row.code for row in at_window} == {"ITEM-FOOD", "ITEM-RENEW", "ITEM-DRUG"}


def test_pages_of_a_list_follow_each_other(items: None, at: datetime) -> None:
    whole = [row.code for row in queries.public_items(at)]
    pages = [queries.public_items(at, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [row.code for page in pages for row in page] == whole
    assert pages[2] == []


def test_departments_are_listed_with_how_many_items_they_publish(items: None, at: datetime) -> None:
    told = [(name.zh, name.en, count) for _, name, count in queries.departments_with_items(at)]
    assert told == [("市场监管局", "Market Regulation", 2), ("税务局", "Tax Office", 1)]


@pytest.mark.req("R08")
def test_the_office_sees_what_is_incomplete_and_what_is_past_review(
    items: None, at: datetime, office: Reader, window_clerk: Reader
) -> None:
    [row] = queries.incomplete_items(at, reader=office)
    assert (row.code, row.missing) == ("ITEM-DRUG", ("service",))
    [(late, due)] = queries.guides_past_review(date(2026, 3, 10), reader=office)
    assert (late.code, due) == ("ITEM-TAX", date(2026, 3, 9))
    assert queries.guides_past_review(date(2026, 3, 10) - DAY, reader=office) == []
    for ask in (queries.incomplete_items, queries.guides_past_review):
        with pytest.raises(NotAllowed):
            ask(at, reader=window_clerk)


def test_a_version_tells_cases_what_they_need(items: None, at: datetime) -> None:
    version = queries.item_version_in_force("ITEM-RENEW", local(at).date())
    assert version.promised == (10, "working_day")
    assert version.statutory == (20, "working_day")
    assert version.tacit_basis == "行政许可法 50"
    assert not version.joint
    [paper] = version.materials
    assert (paper.code, paper.name, paper.required) == ("application_form", "申请表", True)
    assert queries.item_version(version.id) == version


@pytest.mark.req("R09")
def test_web_and_window_read_one_and_the_same_guide(items: None, at: datetime) -> None:
    for row in queries.public_items(at):
        assert queries.public_item(row.code, at) == queries.item_version_in_force(row.code, at)
    at_window = {row.code: row.version_id for row in queries.items_at_window(at)}
    assert {row.code: row.version_id for row in queries.public_items(at)}.items() <= (
        at_window.items()
    )


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(days=-1), timedelta(days=1)])
def test_a_day_is_read_as_it_stands_at_its_end(items: None, at: datetime, shift: timedelta) -> None:
    """Changed in the morning: the day's cases from then on go by the new version."""
    take_in([entry("ITEM-FOOD", complete("新"))], ground="", publish=True,
            at=at + timedelta(hours=1), by=SYSTEM)  # fmt: skip
    day = local(at).date() + shift
    if shift < timedelta(0):
        with pytest.raises(NotInForce):
            queries.item_version_in_force("ITEM-FOOD", day)
    else:
        assert queries.item_version_in_force("ITEM-FOOD", day).name == "新"


def test_what_nobody_knows_is_not_found(items: None, at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.public_item("ITEM-DRUG", at)
    with pytest.raises(NotFound):
        queries.item_version(10**9)
    with pytest.raises(NotInForce):
        queries.item_version_in_force("NOTHING", at)


@pytest.mark.req("R06")
def test_matters_that_are_not_admitted_are_told_with_their_place(
    at: datetime, office: Reader, window_clerk: Reader
) -> None:
    matter = {
        "name": say("机动车登记"), "where": say("车管所"), "why": say("需要查验车辆"),
        "phone": "0990-5550401", "at": at,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        list_elsewhere(**matter, by=window_clerk)  # type: ignore[arg-type]
    for _ in range(2):
        list_elsewhere(**matter, by=office)  # type: ignore[arg-type]
    [told] = queries.handled_elsewhere()
    assert (told.name.zh, told.where.zh, told.phone) == ("机动车登记", "车管所", "0990-5550401")


def test_lists_cost_few_queries_whatever_their_length(
    items: None, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        queries.public_items(at)
    queries.items_at_window(at, words="经营")  # what each is found by is prepared once
    with django_assert_num_queries(2):  # which there are, and the page
        queries.items_at_window(at, words="经营")
    with django_assert_num_queries(1):
        queries.versions_of("ITEM-FOOD")
    with django_assert_num_queries(1):
        queries.items_by_code(["ITEM-FOOD", "ITEM-TAX"], at)
    with django_assert_num_queries(1):
        queries.item_version_in_force("ITEM-FOOD", at)
