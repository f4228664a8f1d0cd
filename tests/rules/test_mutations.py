"""Real facts with one thing changed: the rules rule or refuse, and never stumble.

The case tables hold facts of every kind. One value of them is replaced by something extreme,
taken away, doubled or renamed; what comes out is a ruling with reasons, or an error in words.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_cases import CASES
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.part import to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError


def tables() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for file in sorted(CASES.glob("*/*.yaml")):
        rows, _ = read(file.read_text("utf-8"), file.name)
        assert isinstance(rows, list)
        found += [(file.parent.name, to_plain(row)) for row in rows]
    return found


TABLES = tables()
EXTREMES: list[Any] = [
    *(None, True, False, 0, 1, -1, 7, 400, 10**6, 10**18, -(10**18), 0.5, 1e300, -0.0, 1.25),
    *("", "x", "0", "-1.00", "99999999999999999.99", "0.001", "am", "normal", "legal"),
    *("2026-02-14", "2026-10-01", "2027-01-01", "0001-01-01", "9999-12-31", "2026-02-30"),
    *("2026-03-02T08:20", "2026-03-02T17:30:01", "0001-01-01T00:00", "9999-12-31T23:59"),
    *("2026-03-02am", "2026-03-02pm", "0001-01-01am", "9999-12-31pm"),
    *([], {}, [[]], [{}], ["2026-03-02T08:20"] * 3, {"x": 1}),
]
BOOKS: dict[str, Book] = {}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(p for key, v in inner for p in places(v, (*path, key)))]


def change(facts: Any, path: tuple[Any, ...], how: str, new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(facts)
    around = changed
    for step in path[:-1]:
        around = around[step]
    if how == "replace":
        around[path[-1]] = new
    elif how == "drop":
        del around[path[-1]]
    elif isinstance(around, list):
        around.append(copy.deepcopy(around[path[-1]]))
    else:
        around[str(path[-1])[:-1] or "x"] = around.pop(path[-1])
    return changed


def book_of(parts: Any) -> Book:
    key = json.dumps(parts, default=str, sort_keys=True)
    if key not in BOOKS:
        BOOKS[key] = Book.of(*(parts if isinstance(parts, list) else [parts]))
    return BOOKS[key]


@settings(max_examples=600)
@given(
    case=st.sampled_from(TABLES),
    data=st.data(),
    how=st.sampled_from(["replace", "replace", "replace", "drop", "other"]),
    new=st.sampled_from(EXTREMES),
)
def test_changed_facts_are_ruled_on_or_refused(
    case: tuple[str, Any], data: st.DataObject, how: str, new: Any
) -> None:
    name, row = case
    path = data.draw(st.sampled_from(places(row["facts"])))
    facts = change(row["facts"], path, how, new)
    rule = registry.find(name)
    refused: FactsError | None = None
    ruling: Any = None
    try:
        read_in = read_facts(rule.facts, json.dumps(facts))
        ruling = ruling_json(decide(rule, read_in, book_of(row["book"])))
    except FactsError as error:
        refused = error
    if refused is not None:
        assert refused.at.startswith(("facts", "book"))
        assert refused.to_json("zh")["expected"]
        assert refused.to_json("en")["expected"]
    else:
        assert ruling["because"]
        json.dumps(ruling, allow_nan=False)
