"""What a book accepts is read by something, or stands in the list of what is kept for later.

Who reads a section is found in the code: the modules that ask for the section by its name,
the packages of the rules that use it, and what those import below `yichuang.rules`. A key is
read where one of them, or a method of the schemas that isn't a check, asks for it by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from yichuang.rules import registry, sections
from yichuang.rules.book.check import check, remarks_on
from yichuang.rules.sections.kept import KEPT

CODE = Path(__file__).parents[2] / "yichuang"
MACHINERY = {CODE / "rules" / "book", CODE / "rules" / "sections", CODE / "rules" / "parts"}
ABOUT = {"article", "note", "readings", "checked_on"}
REFUSED = {
    "casework": {"day_ends", "first_day_counts", "moves_off_rest_days"},
    "complaints": {"counts"},
    "deadlines": {"counts"},
    "leave": {"counts", "each"},
}
"""What a part can say elsewhere and these sections refuse; see the test of their refusals."""
SCHEMAS = ("rules/sections", "rules/parts")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def files() -> tuple[Path, ...]:
    return tuple(
        file
        for file in sorted(CODE.rglob("*.py"))
        if not MACHINERY & set(file.parents) and "migrations" not in file.parts
    )


@cache
def asked_for(file: Path) -> frozenset[str]:
    """The names a module asks for as attributes."""
    names = {node.attr for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute)}
    calls = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
    by_text = {
        arg.value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in {"getattr", "setting"}
        for arg in call.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }
    return frozenset(names | by_text)


@cache
def imported(file: Path) -> frozenset[Path]:
    found = set()
    for node in ast.walk(tree(file)):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.startswith("yichuang.rules."):
                path = CODE.parent / name.replace(".", "/")
                found |= {p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()}
    return frozenset(found)


@cache
def of_schemas() -> frozenset[str]:
    """The names that the schemas' own methods ask for, their checks left out."""
    found: set[str] = set()
    for folder in SCHEMAS:
        for file in (CODE / folder).glob("*.py"):
            for node in ast.walk(tree(file)):
                if isinstance(node, ast.FunctionDef) and not _is_check(node):
                    inner = [*ast.walk(node)]
                    found |= {a.attr for a in inner if isinstance(a, ast.Attribute)}
                    if any(isinstance(a, ast.Name) and a.id == "getattr" for a in inner):
                        found |= {str(a.value) for a in inner if isinstance(a, ast.Constant)}
    return frozenset(found)


def _is_check(node: ast.FunctionDef) -> bool:
    names = {getattr(getattr(d, "func", d), "id", "") for d in node.decorator_list}
    return bool(names & {"model_validator", "field_validator"}) or node.name.startswith("_check")


@cache
def readers(section: str) -> frozenset[Path]:
    """The modules that may read keys of a section."""
    rules = [name for name, entry in registry.RULES.items() if section in entry.sections]
    schema = CODE / "rules" / "sections" / f"{section}.py"
    found = {
        file
        for file in files()
        if section in asked_for(file) or _is_of(file, rules) or schema in imported(file)
    }
    while (
        more := {
            file
            for reader in found
            if CODE / "rules" in reader.parents
            for file in imported(reader)
            if not MACHINERY & set(file.parents)
        }
        - found
    ):
        found |= more
    return frozenset(found)


def _is_of(file: Path, rules: list[str]) -> bool:
    inside = file.relative_to(CODE).parts
    return inside[0] == "rules" and inside[1].removesuffix(".py") in rules


def unread(section: str) -> Iterator[str]:
    """The keys of a section that nothing reads, the outermost ones only."""
    if not readers(section):
        yield section
        return
    names = frozenset().union(*(asked_for(file) for file in readers(section)), of_schemas())
    yield from _unread(sections.known()[section].model(), section, names, ())


def _unread(
    model: type[BaseModel], path: str, names: frozenset[str], around: tuple[type, ...]
) -> Iterator[str]:
    if model in around:
        return
    for name, field in model.model_fields.items():
        here = f"{path}.{field.alias or name}"
        if name in ABOUT or name in REFUSED.get(path.split(".", maxsplit=1)[0], {}):
            continue
        if name not in names:
            yield here
            continue
        for inner, steps in _models(field.annotation, ""):
            yield from _unread(inner, here + steps, names, (*around, model))


def _models(annotation: Any, steps: str) -> Iterator[tuple[type[BaseModel], str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, steps
    args = get_args(annotation)
    for arg in args:
        keyed = len(args) == 2 and args[0] is not arg and _is_table(annotation)
        yield from _models(arg, steps + ".*" if keyed else steps)


def _is_table(annotation: Any) -> bool:
    return str(annotation).startswith(("dict", "collections.abc.Mapping", "typing.Mapping"))


@pytest.mark.req("R66")
@pytest.mark.parametrize("section", sorted(sections.known()))
def test_a_key_is_read_by_something_or_listed_as_kept(section: str) -> None:
    listed = {path for path in KEPT if path.split(".")[0] == section}
    found = {path: {one for one in listed if covers(one, path)} for path in unread(section)}
    assert [path for path, by in found.items() if not by] == [], "read by nothing, not listed"
    used = set().union(*found.values())
    assert listed - used == set(), "listed as kept, and read by something"


def covers(pattern: str, path: str) -> bool:
    """Whether a listed path means a key, or something around it."""
    steps = "".join(
        r"(?:\.[^.]+)*" if step == "**" else r"\.[^.]+" if step == "*" else re.escape(f".{step}")
        for step in pattern.split(".")
    )
    return re.match(rf"{steps}(?:\.|$)", f".{path}") is not None


def test_check_says_of_each_that_it_is_kept_and_not_used_yet() -> None:
    text = """name: hall
accountability:
  article: 办法 1
  heard: {}
awards:
  article: 办法 2
  kinds:
    flag: {title: 红旗窗口, subject: window}
"""
    found = remarks_on([(text, "hall.yaml")])
    assert [(p.line, p.path, p.level) for p in found] == [
        (4, "accountability.heard", "kept"),
        (8, "awards.kinds.flag.subject", "kept"),
    ]
    assert "已留存，尚未使用" in found[0].say("zh")
    assert "kept, not used yet" in found[0].say("en")


def test_every_listed_key_is_one_that_books_may_have() -> None:
    assert {path.split(".")[0] for path in KEPT} <= set(sections.known())


ACT = "{counts: {acts: [late]}, at_least: 1}"


@pytest.mark.parametrize(
    ("section", "body"),
    [
        ("casework", "  suit: {n: 6, unit: month, first_day_counts: true}"),
        ("casework", "  delivery: {n: 5, unit: working_day, day_ends: midnight}"),
        ("casework", "  reconsideration: {n: 60, moves_off_rest_days: false}"),
        ("deadlines", f"  reminders: {{a: {{name: 催办, if: {ACT}}}}}"),
        ("leave", f"  told: {{office: {{if: {ACT}}}}}"),
        (
            "leave",
            "  requires: {a: {what: stand_in, lacking: {then: allowed, consequences: "
            "[{points: 1, each: true}]}}}",
        ),
        (
            "complaints",
            f"  warn_working_days: 2\n  reply: [{{if: {ACT}, limit: {{n: 3}}}}]\n"
            "  reply_forms: {oral: oral, phone: oral, written: written, web: written}",
        ),
    ],
)
def test_what_a_section_can_t_read_it_refuses(section: str, body: str) -> None:
    text = f"name: hall\n{section}:\n  article: 办法 1\n{body}\n"
    refused = {"limit_not_followed", "condition_counts", "consequence_form"}
    assert refused & {p.code for p in check(text, "hall.yaml")}
