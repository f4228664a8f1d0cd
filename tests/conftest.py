"""One embedded PostgreSQL for each process that runs tests; its data goes with its folder."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.requirements_report import Report
from yichuang import clock
from yichuang.config.home import home
from yichuang.config.postgres import Cluster

pytest_plugins = ["tests.honest_pages"]
AtOnce: TypeAlias = Callable[[Callable[[int], object], int], list[object]]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start the database with the first test that needs one; each process has its own in it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    cluster = Cluster(home().postgres)
    cluster.start()
    yield


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Report(), "requirements-report")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not os.environ.get("DATABASE_URL"):
        Cluster(home().postgres).release()
    if "YICHUANG_TEST_HOME" not in os.environ:
        shutil.rmtree(home().root, ignore_errors=True)


@pytest.fixture(autouse=True)
def _clock_looks_again() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


@pytest.fixture(autouse=True)
def _no_heads_of_another_test() -> None:
    """A test's database is undone; what it wrote outside of it must go as well."""
    shutil.rmtree(home().journal, ignore_errors=True)


@pytest.fixture
def at() -> datetime:
    """A Tuesday morning in the hall."""
    return datetime(2026, 3, 10, 9, 30, tzinfo=clock.ZONE)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real district's data and the source texts, beside the project.

    They are not part of the repository: without them these tests are skipped with the
    reason, except where CI is set, where they must be there.
    """
    folder = Path(os.environ.get("YICHUANG_SHARED") or Path(__file__).parents[2] / "shared")
    if not folder.is_dir():
        missing = f"the real data is not beside the project ({folder})"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database in which changes are committed, for tests with several connections."""


@pytest.fixture
def at_once(committed: None) -> AtOnce:
    """Run the same thing in several threads at the same moment, each with its connection."""

    def run(what: Callable[[int], object], times: int) -> list[object]:
        start = threading.Barrier(times)

        def one(number: int) -> object:
            try:
                start.wait(timeout=30)
                return what(number)
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(one, range(times)))

    return run


@pytest.fixture(scope="session", autouse=True)
def _emptied_in_spite_of_triggers() -> Iterator[None]:
    """Tests that commit are cleaned up by the owner, past the triggers that keep the record."""
    plain = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        plain(self, ["SET session_replication_role = replica", *sql_list,
                     "SET session_replication_role = DEFAULT"])  # fmt: skip

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign, assignment]
    yield
    DatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]
