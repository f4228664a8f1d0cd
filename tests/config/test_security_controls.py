"""R63: every control in docs/security-controls.md names a test that exists, or gives a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.req("R63")

ROOT = Path(__file__).parents[2]
LINES = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "docs/security-controls.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| item")
]


def named_in(file: Path) -> set[str]:
    """The names of its tests, in classes too."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


def test_the_table_is_there() -> None:
    assert len(LINES) > 50
    assert all(len(cells) == 4 and all(cells) for cells in LINES)


@pytest.mark.parametrize("cells", LINES, ids=lambda cells: f"{cells[0]} {cells[1]}")
def test_its_test_exists(cells: list[str]) -> None:
    answer = cells[3]
    if answer == "reason":
        return
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", answer)
    assert named, f"neither a test nor a reason: {answer}"
    assert named[2] in named_in(ROOT / named[1])
