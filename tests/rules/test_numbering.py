"""Numbers of cases and tickets: unique, of a known form, refused when used up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yichuang.rules.numbering import (
    ItemCode,
    NotAnItemCode,
    NumberError,
    make,
    read,
    read_item_code,
    serial_period,
    ticket,
)
from yichuang.rules.sections.numbering import Numbering, NumberPattern

NUMBERING = Numbering.model_validate(
    {
        "article": "GB/T 39046 表A.3",
        "case": {
            "parts": [
                {"kind": "value", "name": "division", "length": 6},
                {"kind": "date"},
                {"kind": "serial", "digits": 6},
            ]
        },
        "tickets": {"prefixes": {"tax": "B"}},
        "kinds": {
            "letter": {
                "parts": [
                    {"kind": "text", "value": "TS"},
                    {"kind": "date", "form": "yyyy"},
                    {"kind": "serial", "digits": 4, "period": "year"},
                ]
            }
        },
    }
)
DAY = date(2026, 3, 2)
PLACE = {"division": "511602"}


@pytest.mark.req("R16")
def test_a_case_number() -> None:
    assert make(NUMBERING.case, serial=27, on=DAY, values=PLACE) == "51160220260302000027"
    assert make(NUMBERING.kinds["letter"], serial=9, on=DAY) == "TS20260009"


@pytest.mark.req("R16")
@pytest.mark.parametrize(
    ("serial", "values", "key"),
    [
        (1_000_000, PLACE, "numbering.serial_used_up"),
        (0, PLACE, "numbering.serial_used_up"),
        (1, {}, "numbering.value_missing"),
        (1, {"division": "51160"}, "numbering.value_unfit"),
        (1, {"division": "5116023"}, "numbering.value_unfit"),
        (1, {"division": "51-602"}, "numbering.value_unfit"),
        (1, {"division": "五一一六零二"}, "numbering.value_unfit"),
    ],
)
def test_what_does_not_fit_is_refused(serial: int, values: dict[str, str], key: str) -> None:
    with pytest.raises(NumberError) as raised:
        make(NUMBERING.case, serial=serial, on=DAY, values=values)
    assert raised.value.message.key == key
    assert raised.value.message.say("zh", **raised.value.args_of_message)


@pytest.mark.req("R16")
def test_the_last_number_still_fits() -> None:
    number = make(NUMBERING.case, serial=999_999, on=DAY, values=PLACE)
    assert number.endswith("999999")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([{"kind": "date"}], "exactly one serial"),
        ([{"kind": "serial", "digits": 6}], "would repeat"),
        ([{"kind": "date", "form": "yyyyMM"}, {"kind": "serial", "digits": 6}], "would repeat"),
        (
            [
                {"kind": "value", "name": "item", "length": 33},
                {"kind": "value", "name": "window", "length": 6},
                {"kind": "date"},
                {"kind": "serial", "digits": 6},
            ],
            "at most 50",
        ),
    ],
)
def test_a_pattern_that_could_repeat_itself_is_no_pattern(parts: list[object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        NumberPattern.model_validate({"parts": parts})


def test_a_case_serial_has_room_for_a_large_hall() -> None:
    with pytest.raises(ValidationError, match="at least five digits"):
        Numbering.model_validate(
            {"case": {"parts": [{"kind": "date"}, {"kind": "serial", "digits": 4}]}, "tickets": {}}
        )


@pytest.mark.parametrize(
    ("resets", "period"),
    [("day", "2026-03-02"), ("month", "2026-03"), ("year", "2026"), ("ever", "")],
)
def test_the_period_of_a_serial(resets: str, period: str) -> None:
    pattern = NumberPattern.model_validate(
        {"parts": [{"kind": "date"}, {"kind": "serial", "digits": 5, "period": resets}]}
    )
    assert serial_period(pattern, DAY) == period


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 999_999))
@pytest.mark.parametrize("form", ["yyyyMMdd", "yyMMdd", "yyyyDDD"])
def test_a_number_is_read_back(form: str, on: date, serial: int) -> None:
    pattern = NumberPattern.model_validate(
        {
            "parts": [
                {"kind": "text", "value": "T"},
                {"kind": "value", "name": "division", "length": 6},
                {"kind": "date", "form": form},
                {"kind": "serial", "digits": 6},
            ]
        }
    )
    found = read(pattern, make(pattern, serial=serial, on=on, values=PLACE))
    assert found is not None
    assert (found.serial, found.on, found.values) == (serial, on, PLACE)


@pytest.mark.parametrize(
    "number", ["", "5116022026030200002", "51160220260230000027", "5116022026030200002A"]
)
def test_another_number_is_not_read(number: str) -> None:
    assert read(NUMBERING.case, number) is None


@pytest.mark.req("R11")
def test_tickets_go_on_past_the_last_number_or_are_refused() -> None:
    pattern = NUMBERING.tickets
    assert ticket(pattern, "tax", 7) == "B007"
    assert ticket(pattern, "other", 999) == "A999"
    assert ticket(pattern, "other", 1000) == "A1000"
    strict = pattern.model_copy(update={"beyond": "refuse"})
    assert ticket(strict, "other", 999) == "A999"
    with pytest.raises(NumberError):
        ticket(strict, "other", 1000)


@pytest.mark.req("R06")
def test_implementation_and_handling_codes() -> None:
    code = read_item_code("11370800MB285591843370118009001")
    assert isinstance(code, ItemCode)
    assert code.form == "implementation_31"
    assert (code.level, code.region, code.item_type) == ("3", "37", "01")
    assert (code.main, code.sub, code.basic) == ("18009", "001", "370118009001")
    assert code.body is not None
    assert code.body.number == "11370800MB28559184"
    handling = read_item_code("11370800MB28559184337011800900102")
    assert isinstance(handling, ItemCode)
    assert (handling.form, handling.handling) == ("handling_33", "02")
    assert handling.basic == code.basic


@pytest.mark.req("R06")
@pytest.mark.parametrize(
    ("text", "form", "basic", "region"),
    [
        ("370118009001", "basic_12", "370118009001", "37"),
        ("000118009000", "basic_12", "000118009000", "00"),
        ("0118009001", "basic_10", "0118009001", ""),
    ],
)
def test_basic_codes(text: str, form: str, basic: str, region: str) -> None:
    code = read_item_code(text)
    assert isinstance(code, ItemCode)
    assert (code.form, code.basic, code.region) == (form, basic, region)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("511Z07001006-511602000000-000-11511301008778183N-1-00", "numbering.item_code_form"),
        ("0118009", "numbering.item_code_form"),
        ("01180O9001", "numbering.item_code_digits"),
        ("11370800MB2855918433701180090Z1", "numbering.item_code_digits"),
    ],
)
def test_other_codes_are_said_to_be_other(text: str, key: str) -> None:
    code = read_item_code(text)
    assert isinstance(code, NotAnItemCode)
    assert code.message.key == key
    assert code.message.say("zh", **code.args)
