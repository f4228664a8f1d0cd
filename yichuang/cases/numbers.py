"""Numbers of cases (办件编号), by the book's pattern, counted by the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import connection

from yichuang.errors import HallError
from yichuang.phrases import Phrase
from yichuang.rules import numbering
from yichuang.rules.facts import BookLacks

if TYPE_CHECKING:
    from yichuang.cases.items import Item
    from yichuang.rules.book.rulebook import Book


class NoNumber(HallError):
    code: ClassVar[str] = "cases.no_number"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("无法编号：{why}", "No number can be given: {why}")


_DIVISION = 6
"""A site's code begins with that of its division (GB/T 2260), where the pattern asks for one."""

# The row is locked until the transaction ends: numbers follow one another without gaps.
_COUNT = """
INSERT INTO cases_serial (key, last) VALUES (%s, 1)
ON CONFLICT (key) DO UPDATE SET last = cases_serial.last + 1 RETURNING last
"""


def next_number(*, site_code: str, item: Item, book: Book, on: date) -> str:
    """The next case number (办件编号), never given again, at this site or another.

    Raises NoNumber where the serial is used up or a part of the pattern doesn't fit.
    """
    section = book.on(on).numbering
    if section is None:
        raise BookLacks("numbering", book.name)
    pattern = section.case
    values = {"site": site_code, "item": item.code, "division": site_code[:_DIVISION]}
    carried = [
        values[part.name] for part in pattern.parts if part.kind == "value" and part.name in values
    ]
    key = ":".join(["case", numbering.serial_period(pattern, on), *carried])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (key,))
        serial: int = cursor.fetchone()[0]
    try:
        return numbering.make(pattern, serial=serial, on=on, values=values)
    except numbering.NumberError as error:
        said = error.message
        why = Phrase(
            said.say("zh", **error.args_of_message), said.say("en", **error.args_of_message)
        )
        raise NoNumber(why=why) from error
