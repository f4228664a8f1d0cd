"""The pages of the rules (规则页): made from code, presets and case tables, and kept up to date.

``python -m yichuang.jobs.rules_docs`` writes ``docs/rules/<rule>.md``; with ``--check`` it
writes nothing and fails where a page isn't what it would write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from yichuang.jobs.rules_keys import keys_page
from yichuang.jobs.rules_pages import index, page
from yichuang.jobs.rules_sources import sources_page
from yichuang.rules import registry

FOLDER = Path("docs/rules")
CASES = Path("tests/rules/cases")
TABLES = Path("tests/rules")
KEYS = FOLDER / "keys.md"


def pages(root: Path) -> Mapping[Path, str]:
    """Every generated page by its path below the root of the project."""
    made = {FOLDER / f"{name}.md": page(name, root / CASES / name) for name in registry.RULES}
    return {
        FOLDER / "README.md": index(),
        FOLDER / "sources.md": sources_page(),
        KEYS: keys_page(root / TABLES),
        **made,
    }


def outdated(root: Path) -> list[Path]:
    """The pages that aren't what they would be if they were written now."""
    return [path for path, text in pages(root).items() if _text(root / path) != text]


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check the pages. Exit code 1 where --check finds one out of date."""
    parser = argparse.ArgumentParser(prog="python -m yichuang.jobs.rules_docs")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=Path, default=Path())
    args = parser.parse_args(argv)
    if args.check:
        old = outdated(args.root)
        for path in old:
            sys.stdout.write(f"{path}: 与代码不一致，请重新生成 / out of date, generate it again\n")
        return 1 if old else 0
    for path, text in pages(args.root).items():
        (args.root / path).parent.mkdir(parents=True, exist_ok=True)
        (args.root / path).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
