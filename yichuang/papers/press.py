"""Setting and printing a sheet (排印): JSON into the template, PDF out, in well under a second.

The fonts are those the product brings along, never the machine's own: a notice looks the
same in every hall. The compiler is kept, so the fonts are read once a process.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from yichuang.papers import glyphs

_TEMPLATE = Path(__file__).with_name("sheet.typ")
_FONTS = Path(__file__).with_name("fonts")
_LACKING = "注：{codes}处的字，字库暂缺，由经办人手写并加盖校对章。"
_press = Lock()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet's facts: what it is, what it says, and in small where that is from."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    widths: tuple[int, ...]
    """Of each column in millimetres; 0: what is left over."""
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """The block at the foot (联系与查询): whom to ask, how to follow the case, its record."""

    lines: tuple[Line, ...]
    qr: str = ""
    """Of the page for following the case; on the applicant's copy alone."""
    leaf_label: str = ""
    leaf: str = ""
    gloss: str = ""
    """The paper in English, for those who need it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy (联): what it is marked with, and its foot."""

    mark: str
    foot: Foot


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, ready to be set."""

    org: str
    title: str
    number: str
    """Its document number (文号); where the book gives none, that of the case."""
    addressee: str
    paragraphs: tuple[str, ...]
    sign_org: str
    sign_date: str
    copies: tuple[Copy, ...]
    seal: str = "（盖章）"
    facts: tuple[Row, ...] = ()
    table: Table | None = None
    closing: tuple[str, ...] = ()
    signed_for: tuple[str, ...] = ()


def qr(text: str) -> str:
    """A QR code as SVG."""
    made: str = segno.make(text, error="m").svg_inline(border=0, omitsize=True)
    return made.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def printed(sheet: Sheet, at: datetime) -> bytes:
    """The sheet as PDF, dated `at`; what the fonts lack is printed as its code, and noted."""
    plain = json.dumps(asdict(sheet), ensure_ascii=False)
    lacking = glyphs.missing(plain)
    note = _LACKING.format(codes="".join(map(glyphs.code_of, lacking))) if lacking else ""
    given = {"sheet": glyphs.printable(plain), "note": note}
    with _press:
        made = _compiler().compile(sys_inputs=given, format="pdf", timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[serif_path().parent, sans_path().parent, _FONTS],
    )  # fmt: skip
    return typst.Compiler(input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)
