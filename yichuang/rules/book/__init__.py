"""Rule books (规则手册): what a centre owns; every figure typed, dated and with its article."""

from __future__ import annotations

from yichuang.rules.book.layer import Layer
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.rulebook import Book

__all__ = ["Book", "BookError", "Layer", "Problem"]
