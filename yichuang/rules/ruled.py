"""What every ruling says, whoever asks for it (每一裁定都要说明的): where the book can't speak.

`ruled` stands on the function of each rule, so that a ruling that a page or an action asks for
says of the articles its book can't express what the command says of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from yichuang.rules.book.rulebook import Book
from yichuang.rules.registry import RULES

R = TypeVar("R", bound=Callable[..., Any])


def ruled(name: str) -> Callable[[R], R]:
    """Mark the function of a rule: its rulings say which articles the book can't express."""
    entry = RULES[name]
    sections = (*entry.sections, *entry.through)

    def mark(rule: R) -> R:
        @wraps(rule)
        def whole(facts: Any, book: Book, *, reasons: bool = True) -> Any:
            ruling = rule(facts, book, reasons=reasons)
            if not reasons or not any(layer.cannot_say for layer in book.layers):
                return ruling
            from yichuang.rules.book import unsaid

            because = unsaid.once_each((*ruling.because, *unsaid.reasons(book, sections)))
            return replace(ruling, because=because)

        return cast("R", whole)

    return mark
