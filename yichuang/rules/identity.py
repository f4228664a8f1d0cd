"""Numbers that identify people and organisations, checked without asking anybody.

A check never throws: it answers with a `Checked` whose level says what a clerk may do.
`ok` and `warning` may be entered (a warning is shown and confirmed), `error` may not.
Where real numbers in people's hands are known to break a rule of the standard, breaking
it is a warning: no one is turned away because a register once made a mistake.

GB 11643 citizen numbers (and the residence and foreigners' permits built like them),
GB 32100 unified social credit codes, GB 11714 organisation codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yichuang.phrases import Language, Phrase, phrase
from yichuang.text import number as number_of

Level = Literal["ok", "warning", "error"]
Kind = Literal[
    "citizen", "citizen_15", "residence_permit", "foreigner_18", "foreigner_15", "credit_code",
    "organization_code", "unknown",
]  # fmt: skip

FIT = phrase("identity.fit", "号码符合规则", "The number is well formed")
LENGTH = phrase(
    "identity.length",
    "{what}应为{expected}位，现为{found}位，请核对是否漏输或多输",
    "{what_en} has {expected} characters, not {found}; one may be missing or doubled",
)
CHARACTERS = phrase(
    "identity.characters",
    "{what}第{at}位“{found}”不是这个位置可用的字符",
    "{what_en}: “{found}” cannot stand at position {at}",
)
CHECK_DIGIT = phrase(
    "identity.check_digit",
    "末位校验码应为“{expected}”，现为“{found}”，号码中至少有一位输错",
    "The check digit should be “{expected}”, not “{found}”: at least one character is wrong",
)
CHECK_DIGIT_DOUBT = phrase(
    "identity.check_digit_doubt",
    "{what}校验码按规则应为“{expected}”，现为“{found}”；个别实际发放的代码也如此，请对照证照原件后确认",
    "{what_en}: the check character should be “{expected}”, not “{found}”; some codes really "
    "issued are like this, so compare it with the document and confirm",
)
NO_SUCH_DAY = phrase(
    "identity.no_such_day",
    "号码中的出生日期“{found}”不存在",
    "The date of birth “{found}” in the number does not exist",
)
NOT_YET_BORN = phrase(
    "identity.not_yet_born",
    "号码中的出生日期{found}在今天之后",
    "The date of birth {found} in the number is after today",
)
VERY_OLD = phrase(
    "identity.very_old",
    "号码中的出生日期为{found}，请核对年份",
    "The date of birth in the number is {found}; please check the year",
)
UNKNOWN_PROVINCE = phrase(
    "identity.unknown_province",
    "号码开头“{found}”不是现行的省级行政区划代码，请对照证件原件后确认",
    "“{found}” at the start is no province code in force; compare it with the document",
)
OLD_CARD = phrase(
    "identity.old_card",
    "这是15位旧身份证号码，旧证自2013年1月1日起停用；对应的18位号码为{modern}",
    "This is an old 15-digit number (those cards ended on 1 January 2013); "
    "its 18-digit form is {modern}",
)
OLD_FOREIGNER_CARD = phrase(
    "identity.old_foreigner_card",
    "这是旧版外国人永久居留身份证号码（15位），请确认证件仍在有效期内",
    "This is an old 15-character permanent resident number; check that the card is still valid",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a number turned out to be (号码核对结果)."""

    level: Level
    kind: Kind
    number: str
    """As it should be stored: no blanks, capital letters, ASCII digits."""
    message: Phrase = FIT
    args: Mapping[str, object] = field(default_factory=dict)
    born_on: date | None = None
    region: str = ""
    """The first six digits where they are a place (GB/T 2260)."""

    @property
    def may_be_entered(self) -> bool:
        return self.level != "error"

    def say(self, language: Language = "zh") -> str:
        return self.message.say(language, **self.args)


# GB/T 2260, the provinces; the lower four digits change too often to judge anybody by.
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)}
    | {*range(61, 66), 71, 81, 82, 83}
)
_RESIDENCE_PERMIT = ("81", "82", "83")
_OLDEST_CREDIBLE_YEARS = 130
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {c: i for i, c in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_CITIZEN = Phrase("公民身份号码", "A citizen identity number")
_CREDIT = Phrase("统一社会信用代码", "A unified social credit code")
_ORGANIZATION = Phrase("组织机构代码", "An organisation code")


def tidy(text: str) -> str:
    """The number as typed, without blanks, marks and dashes, in ASCII capitals."""
    return re.sub("[-·]", "", number_of(text))


def one_number(text: str) -> str:
    """The form in which numbers are compared: of an old card's 15 digits the 18 they became."""
    number = tidy(text)
    if len(number) != 15 or not (number.isascii() and number.isdigit()):
        return number
    seen = _old_citizen(number, None)
    return str(seen.args.get("modern", number))


def citizen_check_character(first17: str) -> str:
    """The 18th character of a citizen number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(w * int(d) for w, d in zip(_CITIZEN_WEIGHTS, first17, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def credit_check_character(first17: str) -> str:
    """The 18th character of a credit code (GB 32100, ISO 7064 MOD 31-3)."""
    total = sum(w * _CREDIT_VALUES[c] for w, c in zip(_CREDIT_WEIGHTS, first17, strict=True))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def organization_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714)."""
    values = (_ORGANIZATION_ALPHABET.index(c) for c in first8)
    total = sum(w * v for w, v in zip(_ORGANIZATION_WEIGHTS, values, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_citizen(text: str, *, today: date | None = None) -> Checked:
    """Check an identity number of a person (公民身份号码, GB 11643).

    Takes 18-digit citizen numbers, the residence permits of people from Hong Kong, Macao
    and Taiwan (81, 82, 83), 15-digit numbers of old cards, and both generations of the
    foreigners' permanent resident number. `today` lets a birth in the future be seen.
    """
    number = tidy(text)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return _old_foreigner(number)
    if len(number) == 15:
        return _old_citizen(number, today)
    if len(number) != 18:
        return _wrong_length("unknown", number, _CITIZEN, "18")
    for i, c in enumerate(number):
        if not ("0" <= c <= "9" or (i == 17 and c == "X")):
            return _wrong_character("unknown", number, _CITIZEN, i)
    kind: Kind = "citizen"
    if number[0] == "9":
        kind = "foreigner_18"
    elif number[:2] in _RESIDENCE_PERMIT:
        kind = "residence_permit"
    return _eighteen(number, kind, today)


def check_credit_code(text: str) -> Checked:
    """Check a unified social credit code (统一社会信用代码, GB 32100).

    Wrong length or a character outside the alphabet is an error. A wrong check character,
    of the code or of the organisation code inside it, is a warning: such codes were issued.
    """
    number = tidy(text)
    if len(number) != 18:
        return _wrong_length("credit_code", number, _CREDIT, "18")
    for i, c in enumerate(number):
        if c not in _CREDIT_VALUES or (2 <= i < 8 and not "0" <= c <= "9"):
            return _wrong_character("credit_code", number, _CREDIT, i)
    region = number[2:8]
    expected = credit_check_character(number[:17])
    if expected != number[17]:
        return _doubt("credit_code", number, _CREDIT, expected, number[17], region)
    inner = organization_check_character(number[8:16])
    if inner != number[16]:
        return _doubt("credit_code", number, _ORGANIZATION, inner, number[16], region)
    return Checked("ok", "credit_code", number, region=region)


def check_organization_code(text: str) -> Checked:
    """Check an organisation code of nine characters (组织机构代码, GB 11714)."""
    number = tidy(text)
    if len(number) != 9:
        return _wrong_length("organization_code", number, _ORGANIZATION, "9")
    for i, c in enumerate(number):
        if c not in _ORGANIZATION_ALPHABET:
            return _wrong_character("organization_code", number, _ORGANIZATION, i)
    expected = organization_check_character(number[:8])
    if expected != number[8]:
        return _doubt("organization_code", number, _ORGANIZATION, expected, number[8], "")
    return Checked("ok", "organization_code", number)


def check_any(text: str, *, today: date | None = None) -> Checked:
    """Check a number of which only the form tells what it is (证件号码).

    Eighteen characters that satisfy both standards are taken for a person's.
    """
    number = tidy(text)
    if len(number) == 9:
        return check_organization_code(number)
    person = check_citizen(number, today=today)
    if person.level == "ok" or len(number) != 18:
        return person
    body = check_credit_code(number)
    return body if body.level == "ok" or person.kind == "unknown" else person


def _eighteen(number: str, kind: Kind, today: date | None) -> Checked:
    region = "" if kind == "foreigner_18" else number[:6]
    born_on = _day(number[6:14])
    if born_on is None:
        return Checked("error", kind, number, NO_SUCH_DAY, {"found": number[6:14]}, region=region)
    expected = citizen_check_character(number[:17])
    if expected != number[17]:
        if kind == "foreigner_18":
            # The numbers are new; the standard behind them is not public.
            return _doubt(kind, number, _CITIZEN, expected, number[17], region, born_on)
        args = {"expected": expected, "found": number[17]}
        return Checked("error", kind, number, CHECK_DIGIT, args, born_on, region)
    return _birth(number, kind, born_on, region, today)


def _birth(number: str, kind: Kind, born_on: date, region: str, today: date | None) -> Checked:
    found: dict[str, object] = {"found": born_on.isoformat()}
    if today is not None and born_on > today:
        return Checked("error", kind, number, NOT_YET_BORN, found, born_on, region)
    if today is not None and today.year - born_on.year > _OLDEST_CREDIBLE_YEARS:
        return Checked("warning", kind, number, VERY_OLD, found, born_on, region)
    if region and int(number[:2]) not in _PROVINCES:
        args = {"found": number[:2]}
        return Checked("warning", kind, number, UNKNOWN_PROVINCE, args, born_on, region)
    return Checked("ok", kind, number, born_on=born_on, region=region)


def _old_citizen(number: str, today: date | None) -> Checked:
    for i, c in enumerate(number):
        if not "0" <= c <= "9":
            return _wrong_character("citizen_15", number, _CITIZEN, i)
    # 996–999 were kept for people of a hundred and more: born in the century before.
    century = "18" if number[12:] >= "996" else "19"
    first17 = number[:6] + century + number[6:]
    born_on = _day(first17[6:14])
    if born_on is None:
        args: dict[str, object] = {"found": first17[6:14]}
        return Checked("error", "citizen_15", number, NO_SUCH_DAY, args, region=number[:6])
    seen = _birth(number, "citizen_15", born_on, number[:6], today)
    if seen.level == "error":
        return seen
    modern = first17 + citizen_check_character(first17)
    return Checked(
        "warning", "citizen_15", number, OLD_CARD, {"modern": modern}, born_on, number[:6]
    )


def _old_foreigner(number: str) -> Checked:
    # The six digits of its birth date have a two-digit year, so no date is claimed from it.
    return Checked("warning", "foreigner_15", number, OLD_FOREIGNER_CARD)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _wrong_length(kind: Kind, number: str, what: Phrase, expected: str) -> Checked:
    args = {"what": what.zh, "what_en": what.en, "expected": expected, "found": len(number)}
    return Checked("error", kind, number, LENGTH, args)


def _wrong_character(kind: Kind, number: str, what: Phrase, index: int) -> Checked:
    args = {"what": what.zh, "what_en": what.en, "at": index + 1, "found": number[index]}
    return Checked("error", kind, number, CHARACTERS, args)


def _doubt(
    kind: Kind,
    number: str,
    what: Phrase,
    expected: str,
    found: str,
    region: str,
    born_on: date | None = None,
) -> Checked:
    args = {"what": what.zh, "what_en": what.en, "expected": expected, "found": found}
    return Checked("warning", kind, number, CHECK_DIGIT_DOUBT, args, born_on, region)
