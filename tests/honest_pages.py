"""Two promises that every page in a test is held to: it shows what it names, and a look changes
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from django.db import connection
from django.template import engines
from django.test import Client

MAY_BE_WRITTEN_BY_A_LOOK = (
    "journal_",  # that personal data was looked at, or that a look was denied
    "django_session",
    "organization_token",  # when it was last used
    "organization_openlogin",  # when somebody was last seen at a browser
    "cases_wrongcode",  # that somebody tried a code that fits no case
    "axes_",
    # A paper is numbered and kept when it is printed for the first time, whoever looks.
    "papers_paper", "papers_serial", "attachments_attachment",
)  # fmt: skip
_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class UnknownName(str):
    """Stands where a template names something that nothing gave it: the test fails there."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"a template names {name}, which nothing gave it")


@pytest.fixture(scope="session", autouse=True)
def _templates_name_what_there_is() -> None:
    cast(Any, engines["django"]).engine.string_if_invalid = UnknownName("%s")


@pytest.fixture(autouse=True)
def _looks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where answering a GET writes to a table that a look has no business with."""
    plain = Client.request

    def request(self: Client, **asked: Any) -> Any:
        if asked.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return plain(self, **asked)
        with connection.execute_wrapper(_refuse_writes):
            return plain(self, **asked)

    monkeypatch.setattr(Client, "request", request)


def _refuse_writes(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: object
) -> object:
    found = _WRITE.match(sql)
    if found and not found[1].startswith(MAY_BE_WRITTEN_BY_A_LOOK):
        raise AssertionError(f"answering a GET wrote: {sql[:200]}")
    return execute(sql, params, many, context)
