"""A hall that is open, for what is taken into one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.jobs.commands import run


@pytest.fixture
def hall(db: None, tmp_path: Path) -> None:
    """A real hall, opened from the example; only those whose log-in it takes have one."""
    text = run("hall_template")[1]
    spare = re.sub(r", login: (?!system|security|audit)\w+", "", text)
    file = tmp_path / "hall.yaml"
    file.write_text(spare, encoding="utf-8")
    status, _, err = run("hall_open", str(file))
    assert status == 0, err
