"""What `yichuang bench rules` measures (性能测试): one module a rule, each with its `BENCHES`.

A module here is found by its name; a new rule is measured by adding one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

from yichuang.phrases import Phrase


class Target(NamedTuple):
    """So many rulings in fewer than so many seconds, on one core."""

    rulings: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Bench:
    """One kind of facts of one rule. `fact(i)` makes the facts number i, always the same."""

    rule: str
    what: Phrase
    books: tuple[str, ...]
    fact: Callable[[int], Any]
    with_reasons: Target | None = None
    without_reasons: Target | None = None


def benches() -> Iterator[Bench]:
    """Every bench there is, rule by rule."""
    for module in sorted(iter_modules(__path__), key=lambda m: m.name):
        yield from import_module(f"{__name__}.{module.name}").BENCHES
