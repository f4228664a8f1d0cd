"""Facts ruled on under two books (重演): who is affected, by how much, and the totals.

A book can be tried on a hall's own past before it is adopted: the same facts are ruled on
under the old and the new book, and the rulings are compared value by value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pydantic_core import from_json

from yichuang.phrases import Language, Phrase
from yichuang.rules import registry
from yichuang.rules.book.rulebook import Book
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError, FactsJson

_LINE = Phrase(
    '{"rule": …, "subject": …, "facts": {…}} 一行一个',
    'one {"rule": …, "subject": …, "facts": {…}} a line',
)
_RULE = Phrase("以下规则之一：{known}", "one of the rules {known}")
_SILENT = frozenset({"because", "acts"})
"""What repeats the rest of a ruling in another form."""
_KEYED = ("date", "session", "code", "nth", "on", "no", "name", "id", "period")
"""What tells the entries of a list in a ruling apart."""


class Change(NamedTuple):
    """One value of a ruling that differs. Missing on one side: None."""

    path: str
    old: object
    new: object

    @property
    def by(self) -> Decimal | None:
        """By how much, where both are numbers or amounts."""
        old, new = _number(self.old), _number(self.new)
        return None if old is None or new is None else new - old


class Reread(NamedTuple):
    """A reading of a text that the two rulings took differently (换了解释); None: not used."""

    name: str
    old: object
    new: object


class Affected(NamedTuple):
    """One line of facts whose ruling differs, and the readings that do."""

    line: int
    rule: str
    subject: str
    changes: tuple[Change, ...]
    readings: tuple[Reread, ...] = ()


class Failed(NamedTuple):
    """One line nothing could be ruled on."""

    line: int
    error: FactsJson


@dataclass(slots=True)
class Total:
    """One value over all rulings of one rule: sums of numbers, or how often it went which way."""

    old: Decimal = Decimal(0)
    new: Decimal = Decimal(0)
    turned: Counter[tuple[object, object]] = field(default_factory=Counter)


@dataclass(slots=True)
class Replay:
    """What a new book would have changed."""

    lines: int = 0
    affected: list[Affected] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    totals: dict[tuple[str, str], Total] = field(default_factory=dict)

    @property
    def subjects(self) -> list[str]:
        """Who is affected, each once."""
        return list(dict.fromkeys(a.subject for a in self.affected))


def replay(lines: Iterable[str | bytes], old: Book, new: Book, language: Language = "zh") -> Replay:
    """Rule on every line of facts under both books and compare (重演).

    A line that can't be ruled on is kept as failed, with its number, and stops nothing.
    """
    report = Replay()
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        report.lines += 1
        try:
            _one(report, number, text, old, new, language)
        except FactsError as error:
            report.failed.append(Failed(number, error.to_json(language)))
    return report


def _one(
    report: Replay, number: int, text: str | bytes, old: Book, new: Book, language: Language
) -> None:
    rule, subject, facts_text = _parsed(text)
    found = registry.find(rule)
    facts = read_facts(found.facts, facts_text)
    before = ruling_json(decide(found, facts, old, reasons=False), language)
    after = ruling_json(decide(found, facts, new, reasons=False), language)
    was, now = _side_by_side(dict(_flat(before, "")), dict(_flat(after, "")))
    changes = []
    for path in dict.fromkeys([*was, *now]):
        old_value, new_value = was.get(path), now.get(path)
        _count(report, rule, path, old_value, new_value)
        if old_value != new_value:
            changes.append(Change(path, old_value, new_value))
    if changes:
        readings = tuple(_reread(before, after))
        report.affected.append(Affected(number, rule, subject, tuple(changes), readings))


def _reread(before: Any, after: Any) -> Iterator[Reread]:
    """The readings that differ, by name, wherever in the rulings they are listed."""
    was, now = dict(_readings(before)), dict(_readings(after))
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield Reread(name, was.get(name), now.get(name))


def _readings(value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "readings" and isinstance(inner, list):
                yield from ((one["name"], one["value"]) for one in inner)
            else:
                yield from _readings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _readings(inner)


Flat = dict[str, object]


def _side_by_side(was: Flat, now: Flat) -> tuple[Flat, Flat]:
    """Both rulings with every entry that only one of them has put into one line."""
    return _entries_together(was, now), _entries_together(now, was)


def _entries_together(these: Flat, those: Flat) -> Flat:
    shared = {path[: end + 1] for path in those for end in _ends_of_entries(path)}
    made: Flat = {}
    for path, value in these.items():
        own = next(
            (path[: e + 1] for e in _ends_of_entries(path) if path[: e + 1] not in shared), ""
        )
        if not own:
            made[path] = value
        elif value is not None:
            made[own] = _Entry(f"{made[own]}，{value}" if own in made else str(value))
    return made


class _Entry(str):
    """A whole entry of a list, in words."""

    __slots__ = ()


def _ends_of_entries(path: str) -> list[int]:
    return [index for index, char in enumerate(path) if char == "]"]


def _parsed(text: str | bytes) -> tuple[str, str, bytes]:
    import json

    try:
        line = from_json(text, allow_inf_nan=False)
    except ValueError:
        raise FactsError("line", _LINE) from None
    if not isinstance(line, dict) or set(line) != {"rule", "subject", "facts"}:
        raise FactsError("line", _LINE, ", ".join(line) if isinstance(line, dict) else "")
    rule, subject = line["rule"], line["subject"]
    if not isinstance(rule, str) or rule not in registry.RULES:
        raise FactsError("rule", _RULE, rule, {"known": ", ".join(registry.RULES)})
    return rule, str(subject), json.dumps(line["facts"]).encode()


def _flat(value: Any, path: str) -> Iterator[tuple[str, object]]:
    """A ruling as places and single values; entries of lists by what tells them apart."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "readings" and (path or key not in _SILENT):
                yield from _flat(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(v, dict) for v in value):
        for index, inner in enumerate(value):
            yield from _flat(inner, f"{path}[{_key(inner, index)}]")
    elif isinstance(value, list):
        if value:
            yield path, "、".join(map(str, value))
    else:
        yield path, value


def _key(value: Any, index: int) -> str:
    known = [str(value[k]) for k in _KEYED if k in value] if isinstance(value, dict) else []
    return " ".join(known) or str(index)


def _count(report: Replay, rule: str, path: str, was: object, now: object) -> None:
    """Add one value to the totals; the entries of a list are counted together."""
    general = "".join(_outside_brackets(path))
    total = report.totals.setdefault((rule, general), Total())
    if isinstance(was, _Entry) or isinstance(now, _Entry):
        total.old += isinstance(was, _Entry)
        total.new += isinstance(now, _Entry)
        return
    old, new = _number(was), _number(now)
    if (old is not None or was is None) and (new is not None or now is None):
        total.old += old or 0
        total.new += new or 0
    elif was != now:
        total.turned[was, now] += 1


def _outside_brackets(path: str) -> Iterator[str]:
    depth = 0
    for char in path:
        depth += char == "["
        if not depth:
            yield char
        elif char == "]":
            depth -= 1
            yield "[]" if not depth else ""


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_json(report: Replay) -> Mapping[str, object]:
    """The report for machines: the affected with their changes, the totals, the failures."""
    return {
        "lines": report.lines,
        "affected": [
            {
                "line": a.line,
                "rule": a.rule,
                "subject": a.subject,
                "changes": [
                    {"path": c.path, "old": c.old, "new": c.new, "by": _text(c.by)}
                    for c in a.changes
                ],
                "readings": [{"name": r.name, "old": r.old, "new": r.new} for r in a.readings],
            }
            for a in report.affected
        ],
        "subjects": len(report.subjects),
        "totals": [
            {
                "rule": rule,
                "path": path,
                "old": _text(total.old),
                "new": _text(total.new),
                "by": _text(total.new - total.old),
                "turned": [{"old": o, "new": n, "times": k} for (o, n), k in total.turned.items()],
            }
            for (rule, path), total in report.totals.items()
            if total.old != total.new or total.turned
        ],
        "failed": [{"line": f.line, **f.error} for f in report.failed],
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain_number(number)


def plain_number(number: Decimal, sign: str = "") -> str:
    """A number without needless noughts; `sign` "+" writes the sign out."""
    whole = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return f"{whole:{sign}f}"


__all__ = ["Affected", "Change", "Failed", "Replay", "Total", "as_json", "replay"]
