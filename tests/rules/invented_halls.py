"""Four invented halls whose books differ in kind from every preset; rulings by them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.border import decide, read_facts, ruling_json

BOOKS = Path(__file__).parent / "invented"


@cache
def book(name: str) -> Book:
    return Book.of(Layer.parse((BOOKS / f"{name}.yaml").read_text("utf-8"), name))


def ruling(rule_name: str, book_name: str, facts: dict[str, Any]) -> dict[str, Any]:
    rule = registry.find(rule_name)
    made = decide(rule, read_facts(rule.facts, json.dumps(facts)), book(book_name))
    found = ruling_json(made)
    assert isinstance(found, dict)
    assert found["because"]
    return found


def day(on: str, *times: str) -> list[str]:
    return [f"{on}T{time}" for time in times]


def attended(book_name: str, on: str, *times: str, **more: Any) -> dict[str, Any]:
    facts = {"from": on, "to": on, "punches": day(on, *times), **more}
    return ruling("attendance", book_name, facts)


def statuses(found: dict[str, Any]) -> dict[str, list[str]]:
    return {half["session"]: half["status"] for half in found["half_days"]}


def articles(found: dict[str, Any]) -> set[str]:
    return {reason["article"] for reason in found["because"]}


MONDAY, WEDNESDAY, FRIDAY = "2026-03-02", "2026-03-04", "2026-03-06"
