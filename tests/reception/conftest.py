"""A small hall with its devices: what happens at its windows is told as a story."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.reception.story import Hall, build
from yichuang.reception import estimates


@pytest.fixture(autouse=True)
def _paces_are_forgotten() -> None:
    estimates.forget()


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


@pytest.fixture
def committed_hall(transactional_db: None, at: datetime) -> Hall:
    """The same, committed, for tests with several connections."""
    return build(at)
