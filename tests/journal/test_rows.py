"""Rows bound by entries outlive an upgrade that adds columns to their tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection

from yichuang.jobs.record import KEPT
from yichuang.journal.actions import record
from yichuang.journal.rows import Kept, bind, check_rows
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]
SITE = next(one for one in KEPT if one.table == "organization_site")


@pytest.fixture
def upgraded(at: datetime) -> None:
    """A hall whose sites got columns that nobody knew of when they were written."""
    for code in ("A", "B"):
        organization.add_site(
            code=code, name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
        )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE organization_site ADD COLUMN motto text, "
                       "ADD COLUMN floors int NOT NULL DEFAULT 1")  # fmt: skip


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _differ(kept: Kept) -> list[str]:
    return [one.subject.rpartition(".")[0] for one in check_rows([kept])]


def test_unknown_columns_make_every_row_look_changed(upgraded: None) -> None:
    assert _differ(SITE) == ["rows:organization_site"] * 2


def test_columns_added_later_count_from_when_they_say_something(
    upgraded: None, at: datetime
) -> None:
    kept = replace(SITE, later={"motto": None, "floors": 1})
    (unguarded,) = check_rows([kept])
    assert unguarded.what.zh.startswith("organization_site"), "its trigger is still the old one"
    bind([kept])
    assert _differ(kept) == []
    for change in ("motto = '为人民服务'", "floors = 3", "name = '大厅'"):
        _run(f"UPDATE organization_site SET {change} WHERE code = 'A'")
        record(site="A", kind="site.changed", subject="site:A", actor="person:1", at=at)
        assert _differ(kept) == [], change
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run("SET LOCAL session_replication_role = replica")
    for tampering in ("motto = 'x'", "motto = NULL", "floors = 1"):
        _run("SAVEPOINT before")
        _run(f"UPDATE organization_site SET {tampering} WHERE code = 'A'")
        assert _differ(kept) == ["rows:organization_site"], tampering
        _run("ROLLBACK TO before")
