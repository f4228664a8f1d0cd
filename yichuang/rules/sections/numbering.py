"""How numbers are made up (编号规则): case numbers, receipts, queue tickets."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node

Reset = Literal["day", "month", "year", "ever"]
DateForm = Literal["yyyyMMdd", "yyMMdd", "yyyyMM", "yyyy", "yyyyDDD"]
_DATE_WIDTH: dict[str, int] = {"yyyyMMdd": 8, "yyMMdd": 6, "yyyyMM": 6, "yyyy": 4, "yyyyDDD": 7}
_RESET_DATES: dict[Reset, tuple[str, ...]] = {
    "day": ("yyyyMMdd", "yyMMdd", "yyyyDDD"),
    "month": ("yyyyMMdd", "yyMMdd", "yyyyDDD", "yyyyMM"),
    "year": ("yyyyMMdd", "yyMMdd", "yyyyDDD", "yyyyMM", "yyyy"),
    "ever": (),
}


class TextPart(Node):
    """Fixed characters (固定字符)."""

    kind: Literal["text"]
    value: Annotated[str, Field(min_length=1, max_length=20, description="固定字符")]

    @property
    def width(self) -> int:
        return len(self.value)


class ValuePart(Node):
    """A code the business gives (业务代码): division, item, site."""

    kind: Literal["value"]
    name: Annotated[str, Field(min_length=1, description="代码的名称")]
    length: Annotated[int, Field(ge=1, le=40, description="位数；给出的代码须正好这么长")]

    @property
    def width(self) -> int:
        return self.length


class DatePart(Node):
    """The date (日期)."""

    kind: Literal["date"]
    form: Annotated[DateForm, Field(description="日期格式")] = "yyyyMMdd"

    @property
    def width(self) -> int:
        return _DATE_WIDTH[self.form]


class SerialPart(Node):
    """The serial (流水号)."""

    kind: Literal["serial"]
    digits: Annotated[int, Field(ge=1, le=12, description="位数")]
    period: Annotated[Reset, Field(description="每过多久从1重新开始；ever 从不")] = "day"

    @property
    def width(self) -> int:
        return self.digits


NumberPart = Annotated[TextPart | ValuePart | DatePart | SerialPart, Field(discriminator="kind")]


class NumberPattern(Node):
    """What a number is made up of (编号的组成), part after part."""

    parts: Annotated[tuple[NumberPart, ...], Field(min_length=1, description="依次相连的各段")]
    at_most: Annotated[int, Field(ge=1, le=50, description="总长上限")] = 50

    @model_validator(mode="after")
    def _whole(self) -> Self:
        serials = [p for p in self.parts if isinstance(p, SerialPart)]
        if len(serials) != 1:
            raise wrong("one_serial", "有且只有一段流水号", "exactly one serial part")
        width = sum(part.width for part in self.parts)
        if width > self.at_most:
            raise wrong(
                "number_length",
                "总长不超过{longest}位，现为{width}位",
                "at most {longest} characters; these are {width}",
                longest=self.at_most,
                width=width,
            )
        enough = _RESET_DATES[serials[0].period]
        dated = any(isinstance(p, DatePart) and p.form in enough for p in self.parts)
        if enough and not dated:
            raise wrong(
                "number_repeats",
                "流水号重新开始的周期在编号中有相应的日期，否则号码会重复",
                "a date that tells when the serial started again; without it numbers would repeat",
            )
        return self

    @property
    def serial(self) -> SerialPart:
        return next(p for p in self.parts if isinstance(p, SerialPart))


class CasePattern(NumberPattern):
    """The number of a case (办件编号)."""

    @model_validator(mode="after")
    def _room(self) -> Self:
        if self.serial.digits < 5:
            raise wrong("case_serial", "办件流水号至少5位", "a serial of at least five digits")
        return self


class TicketPattern(Node):
    """The number on a ticket (排队票号): a letter and digits."""

    prefixes: Annotated[
        dict[str, Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")]],
        Field(default_factory=dict, description="各类业务的字头"),
    ]
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{1,2}$", description="其余业务的字头")] = "A"
    digits: Annotated[int, Field(ge=2, le=5, description="数字位数")] = 3
    beyond: Annotated[
        Literal["widen", "refuse"], Field(description="号用完后：widen 加一位，refuse 不再发号")
    ] = "widen"


class Numbering(Node):
    """Numbers (编号规则)."""

    case: Annotated[CasePattern, Field(description="办件编号")]
    tickets: Annotated[TicketPattern, Field(description="排队票号")]
    kinds: Annotated[
        dict[str, NumberPattern],
        Field(default_factory=dict, description="其他编号"),
    ]
