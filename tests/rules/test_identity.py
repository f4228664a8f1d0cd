"""Identity numbers: what a clerk may enter, what is asked about, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.identity import (
    check_any,
    check_citizen,
    check_credit_code,
    check_organization_code,
    citizen_check_character,
    credit_check_character,
)

TODAY = date(2026, 3, 2)


@pytest.mark.req("R16")
@pytest.mark.parametrize(
    ("number", "level", "kind", "key"),
    [
        ("11010519491231002X", "ok", "citizen", "identity.fit"),
        ("11010519491231002x", "ok", "citizen", "identity.fit"),
        (" 1101 0519 4912 3100 2X ", "ok", "citizen", "identity.fit"),
        ("１１０１０５１９４９１２３１００２Ｘ", "ok", "citizen", "identity.fit"),
        ("360426199101010071", "ok", "citizen", "identity.fit"),
        ("360426199101010072", "error", "citizen", "identity.check_digit"),
        ("110105194902290029", "error", "citizen", "identity.no_such_day"),
        ("11010519491331002X", "error", "citizen", "identity.no_such_day"),
        ("36042619910101007", "error", "unknown", "identity.length"),
        ("3604261991010100711", "error", "unknown", "identity.length"),
        ("", "error", "unknown", "identity.length"),
        ("36042619910101O071", "error", "unknown", "identity.characters"),
        ("X60426199101010071", "error", "unknown", "identity.characters"),
        ("810000199408230021", "ok", "residence_permit", "identity.fit"),
        ("830000199201300022", "ok", "residence_permit", "identity.fit"),
        ("810000199408230022", "error", "residence_permit", "identity.check_digit"),
        ("110105491231002", "warning", "citizen_15", "identity.old_card"),
        ("110105491331002", "error", "citizen_15", "identity.no_such_day"),
        ("11010549123100X", "error", "citizen_15", "identity.characters"),
        ("CHN110149123100", "warning", "foreigner_15", "identity.old_foreigner_card"),
    ],
)
def test_numbers_of_people(number: str, level: str, kind: str, key: str) -> None:
    checked = check_citizen(number, today=TODAY)
    assert (checked.level, checked.kind, checked.message.key) == (level, kind, key)
    assert checked.may_be_entered == (level != "error")


@pytest.mark.req("R16")
def test_an_old_number_shows_its_modern_form_and_the_birth_of_a_centenarian() -> None:
    checked = check_citizen("110105491231002")
    assert checked.args["modern"] == "11010519491231002X"
    assert checked.born_on == date(1949, 12, 31)
    assert check_citizen("110105991231998").born_on == date(1899, 12, 31)


@pytest.mark.req("R16")
@pytest.mark.parametrize(
    ("first17", "level", "key"),
    [
        ("11010520260302001", "ok", "identity.fit"),  # born today
        ("11010520260303001", "error", "identity.not_yet_born"),
        ("11010518960302001", "ok", "identity.fit"),
        ("11010518950302001", "warning", "identity.very_old"),
        ("99010519900302001", "ok", "identity.fit"),  # a foreigner's card names no place
        ("66010519900302001", "warning", "identity.unknown_province"),
    ],
)
def test_births_and_places(first17: str, level: str, key: str) -> None:
    checked = check_citizen(first17 + citizen_check_character(first17), today=TODAY)
    assert (checked.level, checked.message.key) == (level, key)


@pytest.mark.req("R16")
def test_a_foreigners_new_number_is_doubted_but_not_refused() -> None:
    first17 = "911105" + "19900302" + "001"
    right = citizen_check_character(first17)
    assert check_citizen(first17 + right).level == "ok"
    wrong = "0" if right != "0" else "1"
    checked = check_citizen(first17 + wrong)
    assert (checked.level, checked.kind) == ("warning", "foreigner_18")


@pytest.mark.req("R16")
@pytest.mark.parametrize(
    ("code", "level", "key"),
    [
        ("91110000600037341L", "ok", "identity.fit"),
        ("91110000600037341l", "ok", "identity.fit"),
        ("91110000600037341M", "warning", "identity.check_digit_doubt"),
        ("91350211M0000XUF46", "warning", "identity.check_digit_doubt"),
        ("9111000060003734", "error", "identity.length"),
        ("91110000600037341O", "error", "identity.characters"),
        ("9111I000600037341L", "error", "identity.characters"),
        ("911100006000373SAL", "error", "identity.characters"),
    ],
)
def test_credit_codes_are_warned_about_not_blocked(code: str, level: str, key: str) -> None:
    checked = check_credit_code(code)
    assert (checked.level, checked.message.key) == (level, key)


@pytest.mark.req("R16")
def test_the_first_two_places_of_a_credit_code_may_be_letters() -> None:
    first17 = "N2110000" + "600037341"
    assert check_credit_code(first17 + credit_check_character(first17)).level == "ok"


@pytest.mark.req("R16")
@pytest.mark.parametrize(
    ("code", "level"),
    [("60003734-1", "ok"), ("600037341", "ok"), ("600037342", "warning"), ("6000373+1", "error"),
     ("60003734", "error")],
)  # fmt: skip
def test_organisation_codes(code: str, level: str) -> None:
    assert check_organization_code(code).level == level


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", "citizen"),
        ("91110000600037341L", "credit_code"),
        ("91350211M0000XUF46", "credit_code"),
        ("600037341", "organization_code"),
        ("CHN110149123100", "foreigner_15"),
    ],
)
def test_the_form_tells_what_a_number_is(number: str, kind: str) -> None:
    assert check_any(number).kind == kind


@given(st.text(max_size=22))
def test_no_text_throws_and_every_answer_can_be_said(text: str) -> None:
    for check in (check_citizen, check_credit_code, check_organization_code, check_any):
        checked = check(text)
        assert checked.say("zh")
        assert checked.say("en")
        assert "{" not in checked.message.say("zh", **checked.args) or "{" in text


@given(
    st.dates(date(1900, 1, 1), date(2026, 3, 1)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_one_wrong_digit_never_passes(born: date, order: int, at: int, other: str) -> None:
    first17 = f"110105{born:%Y%m%d}{order:03d}"
    good = first17 + citizen_check_character(first17)
    assert check_citizen(good, today=TODAY).level == "ok"
    bad = good[:at] + other + good[at + 1 :]
    if bad != good and bad[0] != "9":
        assert check_citizen(bad, today=TODAY).level == "error"


@given(st.integers(0, 16))
def test_two_neighbours_exchanged_are_seen(at: int) -> None:
    good = "11010519491231002X"
    swapped = good[:at] + good[at + 1] + good[at] + good[at + 2 :]
    if swapped != good:
        assert not check_citizen(swapped, today=TODAY).may_be_entered
