"""The hall's own database role owns nothing: it works with all, and tampers with nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.record.hall import OPENED, live
from yichuang.config.postgres import APPLICATION
from yichuang.jobs.record import disagreements
from yichuang.journal.actions import open_hall

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


@pytest.fixture
def as_application(db: None) -> None:
    """An open hall, and from here on the role it runs as."""
    open_hall(training=True, at=OPENED, by="system")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {APPLICATION}")


def test_the_whole_walk_works_with_it(as_application: None) -> None:
    live()
    connection.check_constraints()
    assert list(disagreements()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "DROP TABLE journal_entry CASCADE",
        "UPDATE journal_hall SET training = false",
        "INSERT INTO journal_hall (id, hall_id, training) VALUES (2, gen_random_uuid(), false)",
        "DELETE FROM journal_clock",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "ALTER TABLE cases_fact DISABLE TRIGGER cases_fact_kept",
        "ALTER TABLE cases_case DISABLE TRIGGER zz_row_changed",
        "SET LOCAL session_replication_role = replica",
        "DROP TRIGGER zz_row_told ON organization_account",
        "CREATE OR REPLACE FUNCTION journal_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "CREATE OR REPLACE FUNCTION journal_row_changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION journal_now()",
        "CREATE TABLE other (id int)",
        "ALTER TABLE cases_fact ADD COLUMN other int",
        "ALTER TABLE cases_fact OWNER TO yichuang_app",
        "CREATE RULE swallow AS ON INSERT TO feedback_rating DO INSTEAD NOTHING",
        "CREATE POLICY hide ON cases_fact USING (false)",
        "UPDATE cases_fact SET actor = 'x'",
        "DELETE FROM cases_fact",
        "TRUNCATE cases_fact, cases_case CASCADE",
        "DELETE FROM cases_case",
        "UPDATE reception_call SET actor = 'x'",
        "DELETE FROM reception_ticket",
        "UPDATE feedback_rating SET level = 5",
        "DELETE FROM feedback_invitation",
        "UPDATE regulations_adoption SET text = ''",
        "DELETE FROM organization_rolegrant",
        "DELETE FROM organization_account",
        "DELETE FROM catalog_itemversion",
        "CREATE ROLE other SUPERUSER",
        "SET LOCAL ROLE yichuang",
    ],
)  # fmt: skip
def test_it_may_not(as_application: None, statement: str) -> None:
    refused = r"permission denied|must be owner|must be (able to SET ROLE|superuser)"
    with (
        pytest.raises(DatabaseError, match=refused),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_change_without_an_entry_is_refused(as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organization_department (code, name, name_en, short, phone) "
            "VALUES ('X', '', '', '', '')"
        )
        with pytest.raises(DatabaseError, match="without an entry in the journal"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.set_rollback(True)
