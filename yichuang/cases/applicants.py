"""Who applies (申请人): checked when taken in, encrypted at rest, masked unless needed."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import ClassVar, Literal

from yichuang import text
from yichuang.errors import HallError
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.phrases import Phrase
from yichuang.rules import masking
from yichuang.rules.identity import (
    Checked,
    check_any,
    check_citizen,
    check_credit_code,
    one_number,
    tidy,
)  # fmt: skip

ApplicantKind = Literal["person", "organization"]

# No 0/O, 1/I/L: the code is read from paper and typed on a telephone.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 8
_LONGEST = {
    "name": 120, "phone": 30, "address": 200, "agent": 60, "agent_phone": 30, "email": 120,
}  # fmt: skip
_EMAIL = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


class ApplicantRefused(HallError):
    code: ClassVar[str] = "cases.applicant"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("申请人信息有误：{why}", "The applicant's details: {why}")


_NAME_NEEDED = Phrase("请填写申请人姓名或单位名称", "the applicant's name is needed")
_NO_EMAIL = Phrase(
    "电子邮箱“{given}”不是完整的地址，应如 name@example.cn",
    "“{given}” is not a whole e-mail address, such as name@example.cn",
)
_TOO_LONG = Phrase("不能超过{n}个字", "at most {n} characters")


@dataclass(frozen=True, slots=True)
class Applicant:
    """An applicant in full. Only actions and `queries.unmasked` hand one out."""

    name: str
    kind: ApplicantKind = "person"
    id_number: str = ""
    phone: str = ""
    address: str = ""
    agent: str = ""
    """Who came to the window for them (经办人)."""
    agent_phone: str = ""
    code: str = ""
    """The code by which the applicant follows the case."""
    email: str = ""

    def masked(self) -> Applicant:
        """As those see it who need not know more (脱敏). The public code is left out."""
        name = masking.name(self.name) if self.kind == "person" else self.name
        return Applicant(
            name=name, kind=self.kind, id_number=masking.id_number(self.id_number),
            phone=masking.phone(self.phone), address=masking.address(self.address),
            agent=masking.name(self.agent), agent_phone=masking.phone(self.agent_phone),
            email=masking.email(self.email),
        )  # fmt: skip

    @property
    def index(self) -> str:
        return person_index(self.id_number) if self.id_number else ""


def check(applicant: Applicant, *, today: date) -> tuple[Applicant, Checked | None]:
    """The applicant as stored, and what the check of the number found (身份核对, R16).

    A number that can't be right is refused with the reason (ApplicantRefused); a doubtful
    one is taken with its warning, for nobody is turned away for a register's mistake.
    """
    tidied = tidy_up(applicant)
    if not tidied.name:
        raise ApplicantRefused(field="applicant.name", why=_NAME_NEEDED)
    for field in ("name", "agent"):
        given = getattr(tidied, field)
        if given and (fault := text.name_fault(given)):
            raise ApplicantRefused(field=f"applicant.{field}", why=fault)
    for field, most in _LONGEST.items():
        if len(getattr(tidied, field)) > most:
            why = Phrase(_TOO_LONG.zh.format(n=most), _TOO_LONG.en.format(n=most))
            raise ApplicantRefused(field=f"applicant.{field}", why=why)
    if tidied.email and not _EMAIL.fullmatch(tidied.email):
        why = Phrase(
            _NO_EMAIL.say("zh", given=tidied.email), _NO_EMAIL.say("en", given=tidied.email)
        )
        raise ApplicantRefused(field="applicant.email", why=why)
    if not tidied.id_number:
        return tidied, None
    found = check_number(tidied.id_number, tidied.kind, today=today)
    if not found.may_be_entered:
        why = Phrase(found.say("zh"), found.say("en"))
        raise ApplicantRefused(field="applicant.id_number", why=why)
    return replace(tidied, id_number=found.number), found


def tidy_up(applicant: Applicant) -> Applicant:
    """The applicant as typed or pasted, in the one form texts are kept in."""
    return replace(
        applicant, name=text.name(applicant.name), id_number=tidy(applicant.id_number),
        phone=text.telephone(applicant.phone), address=text.passage(applicant.address),
        agent=text.name(applicant.agent), agent_phone=text.telephone(applicant.agent_phone),
        email=text.code(applicant.email),
    )  # fmt: skip


def check_number(said: str, kind: ApplicantKind | None, *, today: date) -> Checked:
    """Check an identity number as that of a person or an organisation (证件号码核对)."""
    if kind == "organization":
        return check_credit_code(said) if len(tidy(said)) != 9 else check_any(said, today=today)
    if kind == "person":
        return check_citizen(said, today=today)
    return check_any(said, today=today)


def person_index(id_number: str) -> str:
    """By what somebody is found: the same for the 15 and the 18 digits of one person."""
    return blind_index("id_number", one_number(id_number))


def name_index(name: str) -> str:
    """By what whoever goes by exactly this name is found."""
    return blind_index("name", name)


def new_code() -> str:
    """A code for the applicant to follow the case by (查询码)."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))


def code_index(number: str, code: str) -> str:
    return blind_index("case_code", f"{number}|{tidy(code)}")


def lock_away(applicant: Applicant, *, number: str) -> bytes:
    """The applicant as stored: one sealed parcel, bound to the case."""
    return encrypt(json.dumps(asdict(applicant), ensure_ascii=False), of=f"case:{number}")


def take_out(parcel: bytes | memoryview, *, number: str) -> Applicant:
    """The applicant from the stored parcel. Raises personal.Unreadable."""
    return Applicant(**json.loads(decrypt(bytes(parcel), of=f"case:{number}")))
