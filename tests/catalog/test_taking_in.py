"""Taking in a catalogue: twice changes nothing, a change makes a version, all stays."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.catalog.conftest import MARKET, complete, entry, say
from tests.catalog.test_sheet import GOOD, _file, _row
from yichuang.catalog import queries
from yichuang.catalog.actions import BodyEntry, import_sheet, publish, take_in, unpublish
from yichuang.catalog.actions.access import _LOCK
from yichuang.catalog.models import ItemVersion, ServiceItem
from yichuang.catalog.refusals import Incomplete, NoLegalBasis, NotInForce, VersionAhead
from yichuang.catalog.sheet import read_sheet
from yichuang.errors import NotAllowed
from yichuang.journal.actions import record
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM, Reader, departments

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _take(*entries: object, at: datetime, publish: bool = True) -> object:
    return take_in(entries, ground="县政府〔2026〕1 号", publish=publish, at=at, by=SYSTEM)  # type: ignore[arg-type]


@pytest.mark.req("R06")
def test_taking_in_the_same_catalogue_twice_changes_nothing(at: datetime) -> None:
    entries = [entry("ITEM-0001"), entry("ITEM-0002", complete("药品经营许可"))]
    first = take_in(entries, ground="文号", publish=True, at=at, by=SYSTEM)
    assert (len(first.added), first.published, first.departments) == (2, 2, 1)
    again = take_in(entries, ground="另一文号", publish=True, at=at + DAY, by=SYSTEM)
    assert again.nothing_changed
    assert again.unchanged == 2
    assert ItemVersion.objects.count() == 2
    assert len(of_subject("catalog")) == 1


@pytest.mark.req("R06")
def test_a_changed_item_gets_a_version_and_the_old_one_stays_as_it_was(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)
    before = queries.item_version_in_force("ITEM-0001", at)
    _take(entry("ITEM-0001", complete("食品经营许可（新）")), at=at + DAY)
    after = queries.item_version_in_force("ITEM-0001", at + DAY)
    assert (before.number, after.number) == (1, 2)
    assert queries.item_version_in_force("ITEM-0001", at).name == "食品经营许可核发"
    kept = queries.item_version(before.id)
    assert kept.content == before.content
    assert (kept.valid_from, kept.valid_until) == (at, at + DAY)
    assert [version.number for version in queries.versions_of("ITEM-0001")] == [2, 1]


def test_two_changes_at_one_instant_still_follow_each_other(at: datetime) -> None:
    for name in ("甲", "乙", "丙"):
        _take(entry("ITEM-0001", complete(name)), at=at)
    assert [version.name for version in queries.versions_of("ITEM-0001")] == ["丙", "乙", "甲"]
    assert queries.item_version_in_force("ITEM-0001", at.date()).name == "丙"


def test_an_item_that_moves_to_another_department_gets_a_version(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)
    bureau = BodyEntry(code="11990101MB9900099A", name="行政审批局")
    _take(entry("ITEM-0001", body=bureau), at=at + DAY)
    version = queries.item_version_in_force("ITEM-0001", at + DAY)
    assert (version.number, version.department) == (2, "行政审批局")


def test_a_department_is_known_by_its_code_or_its_name(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)
    renumbered = BodyEntry(code="083372204", name=MARKET.name)
    _take(entry("ITEM-0002", body=renumbered), at=at)
    assert [department.code for department in departments()] == [MARKET.code]


def test_what_was_withdrawn_is_not_brought_back_by_a_file(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)
    ItemVersion.objects.update(valid=(at, at + DAY))
    record(site="-", kind="item.withdrawn", subject="item:ITEM-0001", actor="system", at=at)
    taken = take_in([entry("ITEM-0001")], ground="", publish=True, at=at + 2 * DAY, by=SYSTEM)
    assert taken.withdrawn == ("ITEM-0001",)
    with pytest.raises(NotInForce, match="食品经营许可核发"):
        queries.item_version_in_force("ITEM-0001", at + 2 * DAY)


def test_a_version_that_begins_later_is_not_overtaken(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at + DAY)
    with pytest.raises(VersionAhead):
        _take(entry("ITEM-0001", complete("甲")), at=at)


def test_all_or_nothing(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at + DAY)
    with pytest.raises(VersionAhead):
        _take(entry("ITEM-0002"), entry("ITEM-0001", complete("甲")), at=at)
    assert ServiceItem.objects.count() == 1


def test_only_who_keeps_the_catalogue_takes_in(
    at: datetime, window_clerk: Reader, office: Reader
) -> None:
    with pytest.raises(NotAllowed):
        take_in([entry("ITEM-0001")], ground="", publish=True, at=at, by=window_clerk)
    assert take_in([entry("ITEM-0001")], ground="", publish=True, at=at, by=office).added


def test_taking_in_holds_off_everybody_else_until_it_is_done(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)  # within the test's transaction, so still under way
    database = settings.DATABASES["default"]
    parts = {
        "dbname": connection.settings_dict["NAME"], "user": database["USER"],
        "password": database["PASSWORD"], "host": database["HOST"], "port": database["PORT"],
    }  # fmt: skip
    with psycopg.connect(**{k: v for k, v in parts.items() if v}) as other:
        row = other.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,)).fetchone()
    assert row == (False,)


# --- what the database refuses, whoever asks ------------------------------------------------


@pytest.mark.req("R06", "R17")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalog_itemversion SET content = '{}'",
        "UPDATE catalog_itemversion SET name = '改了'",
        "UPDATE catalog_itemversion SET status = 'draft', valid = NULL, published_at = NULL",
        "UPDATE catalog_itemversion SET valid = tstzrange('2020-01-01', NULL)",
        "UPDATE catalog_itemversion SET ground = '另一文号'",
        "DELETE FROM catalog_itemversion",
    ],
)
def test_a_version_once_in_force_is_never_changed(at: datetime, change: str) -> None:
    _take(entry("ITEM-0001"), at=at)
    with (
        pytest.raises(DatabaseError, match="decided on"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.req("R06")
def test_versions_of_an_item_never_overlap(at: datetime) -> None:
    _take(entry("ITEM-0001"), at=at)
    row = ItemVersion.objects.get()
    row.pk, row.number, row.valid = None, 2, (at + DAY, None)
    with pytest.raises(IntegrityError, match="item_versions_do_not_overlap"), transaction.atomic():
        row.save()


@pytest.mark.req("R08")
def test_an_incomplete_version_cannot_be_published_even_by_sql(at: datetime) -> None:
    _take(entry("ITEM-0001", complete(service=None)), at=at)
    assert not ItemVersion.objects.get().published_at
    with (
        pytest.raises(IntegrityError, match="item_version_published_is_complete"),
        transaction.atomic(),
    ):
        ItemVersion.objects.update(published_at=at)


# --- publishing --------------------------------------------------------------------------


@pytest.mark.req("R08")
def test_an_item_is_published_complete_or_not_at_all(at: datetime, office: Reader) -> None:
    _take(entry("ITEM-0001", complete(service=None, promised=None)), at=at)
    with pytest.raises(Incomplete) as refused:
        publish(code="ITEM-0001", at=at, by=office)
    assert "服务内容、办结时限" in refused.value.say()
    assert "Service content, Time limit" in refused.value.say("en")
    _take(entry("ITEM-0001", complete()), at=at + DAY, publish=False)
    publish(code="ITEM-0001", at=at + DAY, by=office)
    assert queries.public_item("ITEM-0001", at + DAY).published
    publish(code="ITEM-0001", at=at + 2 * DAY, by=office)  # again: nothing happens
    assert [fact.kind for fact in of_subject("item:ITEM-0001")] == ["item.published"]


@pytest.mark.req("R06")
def test_an_item_without_a_legal_basis_is_not_published(at: datetime, office: Reader) -> None:
    _take(entry("ITEM-0001", complete(legal_basis=())), at=at)
    with pytest.raises(NoLegalBasis, match="the item has no legal basis"):
        publish(code="ITEM-0001", at=at, by=office)


@pytest.mark.req("R08")
def test_what_is_taken_off_the_site_stays_in_force(at: datetime, office: Reader) -> None:
    _take(entry("ITEM-0001"), at=at)
    assert [row.code for row in queries.public_items(at)] == ["ITEM-0001"]
    unpublish(code="ITEM-0001", reason="正在核对材料", at=at, by=office)
    assert queries.public_items(at) == []
    assert queries.item_version_in_force("ITEM-0001", at)
    assert [fact.kind for fact in of_subject("item:ITEM-0001")] == ["item.unpublished"]


def test_publishing_asks_for_an_item_in_force_and_a_right(
    at: datetime, office: Reader, window_clerk: Reader
) -> None:
    with pytest.raises(NotInForce):
        publish(code="NO-SUCH-ITEM", at=at, by=office)
    with pytest.raises(NotAllowed):
        publish(code="ITEM-0001", at=at, by=window_clerk)


# --- from a file -------------------------------------------------------------------------


def _import(*rows: list[str] | tuple[str, ...], at: datetime) -> object:
    return import_sheet(read_sheet(_file(*rows)).rows, ground="目录.csv", at=at, by=SYSTEM)


@pytest.mark.req("R06", "R08")
def test_an_imported_item_is_for_the_window_alone_until_it_is_complete(at: datetime) -> None:
    _import(GOOD, at=at)
    [row] = queries.items_at_window(at)
    assert (row.code, row.published) == (GOOD[0], False)
    assert len(row.missing) == 6
    assert queries.public_items(at) == []
    version = queries.item_version_in_force(GOOD[0], at)
    assert version.promised is None  # nothing shorter promised: the law's default holds
    assert version.statutory is None
    assert [row.code for row in queries.incomplete_items(at, reader=SYSTEM)] == [GOOD[0]]


@pytest.mark.req("R06")
def test_importing_again_keeps_what_people_have_entered(at: datetime) -> None:
    _import(GOOD, at=at)
    filled = complete(GOOD[1])
    _take(entry(GOOD[0], filled, BodyEntry(code="083372204", name="区教科体局")), at=at + DAY)
    _import(GOOD, at=at + 2 * DAY)  # the file's division and body codes are new here
    _import(_row(name="改过的名称"), at=at + 3 * DAY)
    version = queries.item_version_in_force(GOOD[0], at + 3 * DAY)
    assert version.name == "改过的名称"
    assert version.content.model_copy(update={"name": filled.name}) == filled
    assert version.content.materials == filled.materials


def test_a_main_item_in_the_file_becomes_the_items_group(at: datetime) -> None:
    _import(_row(parent_name="学籍管理"), at=at)
    group = queries.item_version_in_force(GOOD[0], at).content.group
    assert group is not None
    assert group.zh == "学籍管理"
    [found] = queries.items_at_window(at, words="学籍")
    assert found.code == GOOD[0]


@pytest.mark.req("R06")
def test_the_real_district_is_imported_once(
    shared: Path, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    content = (shared / "data" / "guangan-511602-items.csv").read_bytes()
    rows = read_sheet(io.BytesIO(content)).rows
    with django_assert_max_num_queries(160):  # by department and batch, not by item
        first = import_sheet(rows, ground="目录", at=at, by=SYSTEM)
    assert (len(first.added), first.departments, first.published) == (1135, 34, 0)
    with django_assert_max_num_queries(12):
        again = import_sheet(rows, ground="目录", at=at + DAY, by=SYSTEM)
    assert again.nothing_changed
    assert again.unchanged == 1135
    assert departments().count() == 34
    assert len(queries.items_at_window(at, limit=2000)) == 1135
    assert queries.items_at_window(at, words="spjyxkhf")  # 食品（含保健食品）经营许可核发
    changed = content.replace("企业投资项目备案".encode(), "企业技改项目备案".encode())
    rows = read_sheet(io.BytesIO(changed)).rows
    third = import_sheet(rows, ground="目录", at=at + 2 * DAY, by=SYSTEM)
    assert (len(third.added), len(third.changed), third.unchanged) == (0, 2, 1133)


def test_names_in_a_list_read_in_chinese_where_no_english_is_known(at: datetime) -> None:
    _import(GOOD, at=at)
    [row] = queries.items_at_window(at)
    assert row.name.say("en") == GOOD[1]
    assert say("甲").say("en") == "[甲]"
