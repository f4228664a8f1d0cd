"""Bringing in records from a file (导入打卡记录), as terminals write them to a memory stick.

They are the terminal's own records and go the same way as what it sends: taken once, whatever
came by the network before.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from zipfile import BadZipFile

from django.db import transaction
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from yichuang.attendance import protocol
from yichuang.attendance.models import Device
from yichuang.attendance.protocol import Garbled, Record
from yichuang.attendance.states import DeviceState
from yichuang.attendance.taking import Taken, take_records
from yichuang.errors import HallError, NotFound
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase

_MOST = 100_000
_LARGEST = 4 << 20


class BadFile(HallError):
    code: ClassVar[str] = "attendance.bad_file"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "这个文件读不了。请选考勤机导出的 xlsx、csv 或 txt，首列考勤号，次列时间，不超过 4 MB。",
        "This file can't be read. Choose an xlsx, csv or txt as the terminal exports it: the "
        "number in the first column, the time in the second, at most 4 MB.",
    )


class BadLine(HallError):
    code: ClassVar[str] = "attendance.bad_line"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "第 {line} 行“{text}”不对：首列应为考勤号，次列应为时间，如 2026-03-02 08:00:00。"
        "没有导入任何一行。",
        "Line {line} ({text}) is wrong: the number comes first, then the time, such as 2026-03-02 "
        "08:00:00. Nothing was brought in.",
    )


def bring_in(*, serial: str, name: str, content: bytes, at: datetime, by: Reader) -> Taken:
    """Bring in a terminal's records from a file, all or nothing.

    A first line without a time is taken for the heads of the columns. Raises NotAllowed,
    NotFound, BadFile, BadLine.
    """
    by.must(MANAGE_DEVICES)
    found = list(_records(name.lower(), content))
    if not found:
        raise BadFile(field="file")
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        rows = Device.objects.select_for_update(of=("self",), no_key=True).select_related("site")
        device = rows.filter(serial=serial, state=DeviceState.ADMITTED, site=by.site_id).first()
        if device is None:
            raise NotFound(what=serial, field="serial")
        new = take_records(device, found, digest=digest, by=by.name, at=at)
    return Taken(len(found), new)


def _records(name: str, content: bytes) -> Iterator[Record]:
    if not 0 < len(content) <= _LARGEST:
        raise BadFile(field="file")
    for number, cells in enumerate(_rows(name, content), 1):
        if not any(cells):
            continue
        line = "\t".join(cells)
        found = next(protocol.records([line]), None)
        if isinstance(found, Record):
            yield found
        elif isinstance(found, Garbled) and number > 1:
            raise BadLine(line=number, text=line[:60].replace("\t", " "), field="file")


def _rows(name: str, content: bytes) -> Iterator[list[str]]:
    if name.endswith(".xlsx"):
        yield from _sheet(content)
        return
    text = protocol.decoded(content).lstrip("\ufeff")
    if "\0" in text:
        raise BadFile(field="file")
    first = text.split("\n", 1)[0]
    for row in csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ","):
        yield [cell.strip().replace("/", "-") for cell in row]


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(max_col=5, values_only=True), 1):
            if number > _MOST:
                raise BadFile(field="file")
            yield [_text(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise BadFile(field="file") from error


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip().replace("/", "-")
