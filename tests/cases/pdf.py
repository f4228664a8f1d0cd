"""What a PDF shows: how many characters came out as empty boxes."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader


def boxes(made: bytes) -> int:
    """How many glyphs are the one that stands for a missing character (.notdef, number 0).

    Fonts are embedded with two-byte glyph numbers, so the number is what a page shows.
    """
    shown: list[bytes] = []

    def look(operator: bytes, operands: Any, *_: object) -> None:
        if operator in (b"Tj", b"TJ"):
            shown.extend(_strings(operands))

    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_operand_before=look)
    assert shown
    return sum(map(_zeros, shown))


def _strings(operands: Any) -> list[bytes]:
    if isinstance(operands, list):
        return [one for operand in operands for one in _strings(operand)]
    raw = getattr(operands, "original_bytes", operands)
    return [raw] if isinstance(raw, bytes) else []


def _zeros(glyphs: bytes) -> int:
    return sum(glyphs[n : n + 2] == b"\0\0" for n in range(0, len(glyphs) - 1, 2))
