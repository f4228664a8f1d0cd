"""The pages of the rules are up to date, and what the guide shows is what the command says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.rules.command import run
from yichuang.jobs import rules_docs
from yichuang.rules import registry

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "rules" / "write-your-own.md"
BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_pages_of_the_rules_are_up_to_date() -> None:
    assert rules_docs.outdated(ROOT) == [], "run python -m yichuang.jobs.rules_docs"


def test_writing_then_checking_finds_nothing_and_a_change_is_found(tmp_path: Path) -> None:
    cases = tmp_path / "tests" / "rules" / "cases" / "worktime"
    cases.mkdir(parents=True)
    root = ["--root", str(tmp_path)]
    assert rules_docs.main([*root, "--check"]) == 1
    assert rules_docs.main(root) == 0
    assert rules_docs.main([*root, "--check"]) == 0
    (tmp_path / "docs/rules/queue.md").write_text("old", "utf-8")
    assert [p.name for p in rules_docs.outdated(tmp_path)] == ["queue.md"]


@pytest.mark.parametrize("name", sorted(registry.RULES))
def test_a_page_says_what_the_rule_decides_and_shows_examples(name: str) -> None:
    text = (ROOT / "docs" / "rules" / f"{name}.md").read_text("utf-8")
    entry = registry.RULES[name]
    assert entry.decides.zh in text
    assert entry.decides.en in text
    assert "| 条款 / article | 事实 / fact | 裁定 / ruling |" in text


@pytest.mark.req("R66")
def test_the_guide_works_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for kind, name, body in BLOCK.findall(GUIDE.read_text("utf-8")):
        if name:
            (tmp_path / name).write_text(body, "utf-8")
        elif kind == "console":
            for command, expected in re.findall(
                r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE
            ):
                assert said_by(command, tmp_path) == expected, command
                commands += 1
    assert commands >= 7


def said_by(command: str, folder: Path) -> str:
    """What the guide's command prints."""
    words, _, given = command.partition(" < ")
    program, area, *argv = shlex.split(words)
    assert (program, area) == ("yichuang", "rules")
    ran = run(*argv, given=(folder / given).read_bytes() if given else b"")
    assert ran.code == 0, ran.err
    return ran.out
