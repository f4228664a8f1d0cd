"""A rule is imported with what it needs and nothing more, so that the command starts quickly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yichuang.rules import registry

SCRIPT = """
import sys
from yichuang.rules import registry
registry.find({rule!r})
print("\\n".join(sys.modules))
"""


@pytest.mark.parametrize("rule", ["attendance", "deadline", "worktime"])
def test_one_rule_does_not_import_the_others(rule: str) -> None:
    argv = [sys.executable, "-c", SCRIPT.format(rule=rule)]
    loaded = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
    shared = {"worktime"}
    others = {entry.module for name, entry in registry.RULES.items() if name not in {rule, *shared}}
    assert not others & set(loaded)
    assert not {"django", "psycopg", "hypothesis"} & set(loaded)
