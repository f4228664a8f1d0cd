"""A table as a workbook (导出电子表格). Text stays text: nothing in it is run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from yichuang.phrases import Language, Phrase

_WIDTH = 14


class Column(NamedTuple):
    """A column: the field it shows, and its head."""

    field: str
    words: Phrase


def workbook(
    title: str, columns: Sequence[Column], rows: Iterable[object], language: Language
) -> bytes:
    """A workbook with one sheet. Numbers are numbers; all else is text, whatever it begins with."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        head = sheet.cell(1, number, column.words.say(language))
        head.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    for line, row in enumerate(rows, 2):
        for number, column in enumerate(columns, 1):
            value = getattr(row, column.field)
            cell = sheet.cell(line, number)
            if isinstance(value, int | float):
                cell.value = value
            elif value is not None:
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
                cell.data_type = "s"  # else =… would be a formula
                cell.quotePrefix = True
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
