"""What is left of personal data where it is not needed in full."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.masking import Kind, mask


@pytest.mark.req("R63")
@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("name", "张三", "张*"),
        ("name", "张三丰", "张**"),
        ("name", "欧阳锋", "欧阳*"),
        ("name", "欧阳", "欧*"),
        ("name", "李", "*"),
        ("name", "", ""),
        ("name", "买买提·阿不都", "买**·阿**"),
        ("name", "John Smith", "J*** S****"),
        ("id_number", "350123199001011123", "35*************123"),
        ("id_number", "350123900101112", "35**********112"),
        ("id_number", "E12345678", "*********"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "+86 13812341234", "+86 138****1234"),
        ("phone", "0826-2345678", "0826-****678"),
        ("phone", "010-12345678", "010-*****678"),
        ("phone", "110", "***"),
        ("address", "四川省广安市前锋区奎阁街道12号3单元", "四川省广安市前锋区****"),
        ("address", "北京市海淀区中关村大街1号", "北京市海淀区****"),
        (
            "address",
            "内蒙古自治区锡林郭勒盟东乌珠穆沁旗某镇",
            "内蒙古自治区锡林郭勒盟东乌珠穆沁旗****",
        ),
        ("address", "和平路5号市场区3栋", "****"),
        ("address", "前锋区", "****"),
        ("address", "", ""),
        ("email", "zhang@example.cn", "z****@example.cn"),
        ("email", "z@example.cn", "*@example.cn"),
        ("email", "nobody", "******"),
        ("account", "6222021234567890123", "***************0123"),
        ("account", "1234567", "*******"),
    ],
)
def test_what_is_shown(kind: Kind, text: str, shown: str) -> None:
    assert mask(kind, text) == shown


@pytest.mark.req("R63")
@given(st.sampled_from(get_args(Kind)), st.text(alphabet="张三12345678X省市区@. -", min_size=1))
def test_something_is_always_hidden(kind: Kind, text: str) -> None:
    text = text.strip()
    shown = mask(kind, text)
    if text:
        assert shown != text or set(text) <= {"*", "@", "."}


@pytest.mark.req("R63")
@given(st.integers(10**10, 2 * 10**10 - 1), st.integers(0, 10**17 - 1))
def test_four_digits_of_a_phone_and_the_birth_in_a_number_never_show(
    phone: int, number: int
) -> None:
    assert mask("phone", str(phone)).count("*") == 4
    text = f"{number:017d}X"
    assert text[2:15] not in mask("id_number", text)
    assert mask("id_number", text)[2:15] == "*" * 13
