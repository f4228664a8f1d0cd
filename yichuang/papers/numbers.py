"""Document numbers with a serial (文号), by the book's own pattern, counted by the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import connection

from yichuang.errors import HallError
from yichuang.phrases import Phrase
from yichuang.rules import numbering

if TYPE_CHECKING:
    from yichuang.rules.book.rulebook import Book


class NoDocumentNumber(HallError):
    code: ClassVar[str] = "papers.no_number"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("无法编文号：{why}", "No document number: {why}")


# The row is locked until the transaction ends: numbers follow one another without gaps.
_COUNT = """
INSERT INTO papers_serial (key, last) VALUES (%s, 1)
ON CONFLICT (key) DO UPDATE SET last = papers_serial.last + 1 RETURNING last
"""


def next_number(
    book: Book, *names: str, site_code: str, on: date, values: Mapping[str, str]
) -> str:
    """The next number of a paper; empty where the book has no pattern of any of these names.

    The book's section `numbering.kinds` holds the patterns, e.g. ``paper.approved`` and for all
    others ``paper``; each counts by itself at each site. Raises NoDocumentNumber.
    """
    section = book.on(on).numbering
    name = next((one for one in names if section and one in section.kinds), None)
    if section is None or name is None:
        return ""
    pattern = section.kinds[name]
    carried = [
        values[part.name] for part in pattern.parts if part.kind == "value" and part.name in values
    ]
    key = ":".join([name, site_code, numbering.serial_period(pattern, on), *carried])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (key,))
        serial: int = cursor.fetchone()[0]
    try:
        return numbering.make(pattern, serial=serial, on=on, values=values)
    except numbering.NumberError as error:
        said = error.message
        args = error.args_of_message
        raise NoDocumentNumber(
            why=Phrase(said.say("zh", **args), said.say("en", **args))
        ) from error
