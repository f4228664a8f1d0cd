"""Numbers of cases and tickets (编号), and the national codes of service items.

A pattern comes from the section `numbering` of the rule book; the serial comes from the
caller, who counts. A serial that does not fit any more is refused, never cut: two cases
must not get one number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.identity import Checked, check_credit_code
from yichuang.text import number as number_of

if TYPE_CHECKING:
    from yichuang.rules.sections.numbering import NumberPart, NumberPattern, TicketPattern

SERIAL_USED_UP = phrase(
    "numbering.serial_used_up",
    "流水号{serial}超出{digits}位，编号已用完；请在规则手册 numbering 一节增加位数",
    "The serial {serial} does not fit {digits} digits: the numbers are used up; "
    "give the pattern more digits in the section numbering of the rule book",
)
VALUE_MISSING = phrase(
    "numbering.value_missing",
    "编号需要“{name}”，但没有给出",
    "The number needs “{name}”, which was not given",
)
VALUE_UNFIT = phrase(
    "numbering.value_unfit",
    "“{name}”的值“{found}”不能用于编号：须正好是{length}位字母或数字",
    "“{name}” = “{found}” can't stand in a number: exactly {length} letters and digits",
)


class NumberError(ValueError):
    """A number that can't be made (无法编号)."""

    def __init__(self, message: Phrase, args: Mapping[str, object]) -> None:
        super().__init__(message.say("en", **args))
        self.message = message
        self.args_of_message = args


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number taken apart by its pattern (编号各段)."""

    serial: int
    on: date | None
    """The day, if the number tells it fully."""
    values: Mapping[str, str]


def make(
    pattern: NumberPattern, *, serial: int, on: date, values: Mapping[str, str] | None = None
) -> str:
    """Make a number (编号) from its pattern, a counted serial, the day, and the codes it names.

    Raises NumberError when the serial or a code does not fit or a code is missing.
    """
    return "".join(_write(part, serial, on, values or {}) for part in pattern.parts)


def serial_period(pattern: NumberPattern, on: date) -> str:
    """The period within which the serial counts (流水号的周期), e.g. ``2026-03-02`` or ``2026``.

    Numbers are unique if serials are unique per pattern, named codes and this period.
    """
    forms = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "ever": ""}
    return on.strftime(forms[pattern.serial.period])


def read(pattern: NumberPattern, number: str) -> ReadNumber | None:
    """Take a number apart, or None if it was not made by this pattern."""
    if len(number) != sum(part.width for part in pattern.parts):
        return None
    serial, on, values, at = 0, None, {}, 0
    for part in pattern.parts:
        piece = number[at : at + part.width]
        at += part.width
        if part.kind == "text":
            if piece != part.value:
                return None
        elif part.kind == "value":
            values[part.name] = piece
        elif not _digits(piece):
            return None
        elif part.kind == "serial":
            serial = int(piece)
        else:
            try:
                on = _read_date(part.form, piece) or on
            except ValueError:
                return None
    return ReadNumber(serial, on, values)


def ticket(pattern: TicketPattern, service: str, serial: int) -> str:
    """The number on a queue ticket (排队票号), e.g. ``A001``.

    Past the last number the pattern's digits allow it gets longer or, where the book says
    so, no more are issued: NumberError.
    """
    prefix = pattern.prefixes.get(service, pattern.prefix)
    digits = str(serial).rjust(pattern.digits, "0")
    if serial < 1 or (len(digits) > pattern.digits and pattern.beyond == "refuse"):
        raise NumberError(SERIAL_USED_UP, {"serial": serial, "digits": pattern.digits})
    return prefix + digits


def _write(part: NumberPart, serial: int, on: date, values: Mapping[str, str]) -> str:
    if part.kind == "text":
        return part.value
    if part.kind == "date":
        return _write_date(part.form, on)
    if part.kind == "serial":
        text = str(serial)
        if serial < 1 or len(text) > part.digits:
            raise NumberError(SERIAL_USED_UP, {"serial": serial, "digits": part.digits})
        return text.rjust(part.digits, "0")
    value = values.get(part.name)
    if value is None:
        raise NumberError(VALUE_MISSING, {"name": part.name})
    # Filling up short codes would let two of them become one.
    if not re.fullmatch(r"[0-9A-Za-z]+", value) or len(value) != part.length:
        unfit = {"name": part.name, "found": value, "length": part.length}
        raise NumberError(VALUE_UNFIT, unfit)
    return value


def _write_date(form: str, on: date) -> str:
    if form == "yyyyDDD":
        return f"{on.year:04d}{on.timetuple().tm_yday:03d}"
    full = f"{on.year:04d}{on.month:02d}{on.day:02d}"
    return {"yyyyMMdd": full, "yyMMdd": full[2:], "yyyyMM": full[:6], "yyyy": full[:4]}[form]


def _read_date(form: str, text: str) -> date | None:
    if form == "yyyyDDD":
        found = date(int(text[:4]), 1, 1) + timedelta(days=int(text[4:]) - 1)
        if found.year != int(text[:4]) or text[4:] == "000":
            raise ValueError(text)
        return found
    if form == "yyyyMMdd":
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if form == "yyMMdd":
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    if form == "yyyyMM":
        date(int(text[:4]), int(text[4:]), 1)
    return None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


# --- codes of service items --------------------------------------------------------------

ItemCodeForm = Literal["basic_10", "basic_12", "implementation_31", "handling_33"]

ITEM_CODE_FORM = phrase(
    "numbering.item_code_form",
    "事项编码应为10、12、31或33位，现为{found}位",
    "An item code has 10, 12, 31 or 33 characters, not {found}",
)
ITEM_CODE_DIGITS = phrase(
    "numbering.item_code_digits",
    "事项编码第{at}位“{found}”应为数字",
    "Position {at} of the item code, “{found}”, should be a digit",
)
_FORMS: dict[int, ItemCodeForm] = {
    10: "basic_10",
    12: "basic_12",
    31: "implementation_31",
    33: "handling_33",
}


@dataclass(frozen=True, slots=True)
class ItemCode:
    """A service item's code taken apart (基本编码 / 实施编码 / 业务办理项编码)."""

    form: ItemCodeForm
    code: str
    item_type: str
    """01 licence … 20 public service (GB/T 39046)."""
    main: str
    sub: str
    region: str = ""
    """``00`` national, else the province; empty in the older ten-digit form."""
    level: str = ""
    """1 nation, 2 province, 3 city, 4 county, 5 township, 6 village."""
    body: Checked | None = None
    """The credit code of the body that implements the item."""
    handling: str = ""

    @property
    def basic(self) -> str:
        return self.region + self.item_type + self.main + self.sub


@dataclass(frozen=True, slots=True)
class NotAnItemCode:
    """Why a text is no item code (事项编码有误)."""

    code: str
    message: Phrase
    args: Mapping[str, object]


def read_item_code(text: str) -> ItemCode | NotAnItemCode:
    """Take a service item's code apart (事项编码).

    Implementation code 31 = credit code of the body 18 + level 1 + basic code 12; a handling
    item adds 2. Basic code 12 = region 2 + type 2 + main 5 + sub 3; the older ten-digit form
    has no region. Other forms, which some provinces use, are reported as such.
    """
    code = number_of(text)
    form = _FORMS.get(len(code))
    if form is None:
        return NotAnItemCode(code, ITEM_CODE_FORM, {"found": len(code)})
    start = 18 if len(code) > 12 else 0
    for i in range(start, len(code)):
        if not _digits(code[i]):
            return NotAnItemCode(code, ITEM_CODE_DIGITS, {"at": i + 1, "found": code[i]})
    if start == 0:
        region, rest = (code[:2], code[2:]) if form == "basic_12" else ("", code)
        return ItemCode(form, code, rest[:2], rest[2:7], rest[7:], region)
    basic = code[19:31]
    return ItemCode(
        form,
        code,
        basic[2:4],
        basic[4:9],
        basic[9:],
        region=basic[:2],
        level=code[18],
        body=check_credit_code(code[:18]),
        handling=code[31:],
    )
