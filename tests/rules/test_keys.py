"""The vocabulary of books: how large it is, and that every key stands on a page with an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.command import run
from yichuang.jobs.rules_keys import keys_page, without_example
from yichuang.rules.book.schema import keys_of

TABLES = Path(__file__).parent
KEYS = 371
"""How many keys a book may write; it may only fall."""
WITHOUT_EXAMPLE = 7
"""How many of them nothing that is run writes; it may only fall."""


@pytest.mark.req("R66")
def test_the_vocabulary_does_not_grow_unnoticed() -> None:
    assert len(keys_of()) <= KEYS
    assert run("schema", "--count").out == f"{len(keys_of())}\n"


def test_every_key_stands_on_the_page_and_hardly_any_without_an_example() -> None:
    page = keys_page(TABLES)
    assert [key for key in keys_of() if f"| `{key}` |" not in page] == []
    assert len(without_example(TABLES)) <= WITHOUT_EXAMPLE
    assert page.count("| — |\n") == len(without_example(TABLES))
