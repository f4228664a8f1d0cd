"""The daily sheet of the record (每日树头单): a head on paper binds as one kept elsewhere does.

Printed, signed and put away, or handed to another office, it can't be regrown with the
database: whoever has it compares the code on it with the tree of any later day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from yichuang.errors import HallError
from yichuang.journal.notes import Head, Key
from yichuang.journal.outside import Outside, heads_of
from yichuang.journal.proofs import verification_key
from yichuang.organization.queries import main_site
from yichuang.organization.times import local
from yichuang.phrases import Phrase

_TEMPLATE = Path(__file__).with_name("daily_sheet.typ")


class NoHeadThatDay(HallError):
    code = "journal.no_head_that_day"
    status = 404
    phrase = Phrase(
        "{day} 没有封存过，没有树头可印。请核对日期（--day）。",
        "Nothing was sealed on {day}, so there is no head to print. Check the date (--day).",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """The last head of an hour."""

    at: datetime
    """By the hall's clock on the wall."""
    head: Head


@dataclass(frozen=True, slots=True)
class DailySheet:
    """The heads of a day."""

    site: Phrase
    day: date
    key: Key
    heads: int
    entries: int
    """Sealed that day."""
    lines: tuple[Line, ...]
    """The last head of each hour; the last one is that of the day."""


def daily_sheet(outside: Outside, day: date) -> DailySheet:
    """The heads signed on a day. Raises NoHeadThatDay, NotOpened, NoKey."""
    key = verification_key(outside)
    raw = outside.anchors.read_bytes() if outside.anchors.exists() else b""
    hours: dict[int, Line] = {}
    count, before, newest = 0, 0, 0
    for head in heads_of(raw)[0]:
        sealed_at = head.sealed_at(key)
        if sealed_at is None:
            continue
        at = local(sealed_at)
        if at.date() < day:
            before = head.size
        elif at.date() == day:
            count, newest, hours[at.hour] = count + 1, head.size, Line(at, head)
    if not hours:
        raise NoHeadThatDay(day=day.isoformat())
    site = main_site()
    name = Phrase(site.name, site.name_en or site.name)
    lines = tuple(hours[hour] for hour in sorted(hours))
    return DailySheet(name, day, key, count, newest - before, lines)


def as_pdf(sheet: DailySheet, at: datetime) -> bytes:
    """The sheet as one page of PDF, dated `at`, with the day's last head as a QR code."""
    newest = sheet.lines[-1]
    given = {
        "site": sheet.site.zh, "site_en": sheet.site.en, "key": sheet.key.text,
        "day": f"{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日",
        "day_en": sheet.day.isoformat(), "heads": sheet.heads, "entries": sheet.entries,
        "size": newest.head.size, "root": newest.head.root.hex(),
        "time": f"{newest.at:%H:%M:%S}", "note": newest.head.text, "qr": _qr(newest.head.text),
        "lines": [
            [f"{line.at:%H:%M:%S}", str(line.head.size), line.head.root.hex()[:32]]
            for line in sheet.lines
        ],
    }  # fmt: skip
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[serif_path().parent, sans_path().parent],
    )  # fmt: skip
    made = typst.Compiler(
        input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts
    ).compile(
        sys_inputs={"sheet": json.dumps(given, ensure_ascii=False)}, format="pdf",
        timestamp=int(at.timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _qr(text: str) -> str:
    """The whole signed head as a QR code (SVG), so that a telephone can read and keep it."""
    made: str = segno.make(text, error="l").svg_inline(border=0, omitsize=True)
    return made.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
