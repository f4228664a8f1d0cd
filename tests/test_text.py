"""One policy for text at every door: what is kept as it is seen, and what is told."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from yichuang import text
from yichuang.phrases import Phrase
from yichuang.rules.identity import check_citizen, one_number, tidy

ID = "11010519491231002X"


@pytest.mark.parametrize(
    "typed",
    [
        f"\ufeff{ID}", f"{ID}\u200b", "110105 19491231 002X", "110105\u300019491231\u00a0002Ⅹ",
        "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002ⅹ", "\u202a11010519491231002x\u202c",
        "110105\u00ad19491231\u2011002×", "11010519491231002Х", "\t11010519491231002X\r\n",
    ],
)  # fmt: skip
def test_a_number_is_the_number_however_it_was_pasted(typed: str) -> None:
    assert tidy(typed) == ID
    assert check_citizen(typed).level == "ok"


def test_fifteen_and_eighteen_digits_are_one_person() -> None:
    modern = check_citizen("110105491231002").args["modern"]
    assert one_number("110105491231002") == one_number(str(modern)) == ID
    assert one_number("ABC123456789012") == "ABC123456789012"
    assert one_number("91110000600037341L") == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李　明", "李 明"), (" 李明\u00a0", "李明"), ("\ufeff李明\u200b", "李明"), ("李\u200d明", "李明"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"), ("阿卜杜拉 • 买买提", "阿卜杜拉·买买提"),
        ("ئابدۇ\u200cللا", "ئابدۇ\u200cللا"), ("བཀྲ་ཤིས\u200dབདེ", "བཀྲ་ཤིས\u200dབདེ"),
        ("ᠪᠠᠲᠤ\u180bᠬᠠᠨ\u200dᠠ", "ᠪᠠᠲᠤ\u180bᠬᠠᠨ\u200dᠠ"), ("ꆈꌠ", "ꆈꌠ"), ("𠮷野", "𠮷野"),
        ("Anna\u2003Maria", "Anna Maria"), ("李明\r\n", "李明"),
    ],
)  # fmt: skip
def test_a_name_is_kept_as_it_is_seen(typed: str, kept: str) -> None:
    assert text.name(typed) == kept
    assert text.name_fault(kept) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("李\n明", text.NAME_BROKEN), ("李\u2028明", text.NAME_BROKEN), ("李\0明", text.NAME_BROKEN),
        ("李\u202e明", text.NAME_DIRECTION), ("\u200fئابدۇللا", text.NAME_DIRECTION),
        ("---", text.NAME_WITHOUT_LETTER), ("123", text.NAME_WITHOUT_LETTER),
        ("\u0301", text.NAME_WITHOUT_LETTER), ("😀", text.NAME_WITHOUT_LETTER),
    ],
)  # fmt: skip
def test_what_can_be_no_name_is_told(typed: str, why: Phrase) -> None:
    assert text.name_fault(text.name(typed)) == why
    with pytest.raises(ValidationError, match=why.zh):
        TypeAdapter(text.Name).validate_python(typed)


@pytest.mark.parametrize("blank", ["", " ", "\u3000\u2800", "\u3164", "\u200b\ufeff", "\u200d"])
def test_what_cannot_be_seen_is_nothing(blank: str) -> None:
    assert text.name(blank) == ""
    assert text.passage(blank) == ""


def test_a_passage_keeps_its_lines_and_loses_what_nobody_typed() -> None:
    assert text.passage("一\r\n二\u2028三\0\u202e四\u3000五\x07") == "一\n二\n三四 五"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("１３８ 1234\u00a01234", "138 1234 1234"), ("（０９９０）5550100", "(0990)5550100"),
     ("0990—5550100\u200b", "0990-5550100"), ("+86 138\n", "+86 138")],
)  # fmt: skip
def test_telephone_numbers(typed: str, kept: str) -> None:
    assert text.telephone(typed) == kept


@given(st.text())
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    for form in (text.name, text.number, text.code, text.telephone, text.passage):
        assert form(form(typed)) == form(typed)
    assert not text.unreadable(text.passage(typed).replace("\n", ""))


@given(st.text(alphabet=string.printable[:94]))
def test_plain_codes_are_left_alone(typed: str) -> None:
    assert text.code(typed) == typed
