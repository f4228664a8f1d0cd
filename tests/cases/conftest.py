"""A small hall with people who have names: what happens to a case is told as a story."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.story import Hall, build


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    """The people, an item with three materials, and the county hall's rule book."""
    return build(at)


@pytest.fixture
def committed_hall(transactional_db: None, at: datetime) -> Hall:
    """The same, committed, for tests with several connections."""
    return build(at)
