"""What a set-up file may say (大厅设置文件). Only types; `checks` holds what they can't tell.

A name is ``中文 | English``; without English the Chinese stands in. Numbers written without
quotes where a code or a telephone belongs are taken as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from yichuang import text
from yichuang.organization.remedies import Remedies
from yichuang.organization.roles import NAMES, Role
from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.text import Name, Passage

CENTRE = "centre"
"""The home of the centre's own people, in place of a department."""
LONGEST_POST = 40
"""Characters; the window is written behind it."""


class Form(NamedTuple):
    """The form of a code, and how people are told of it."""

    pattern: re.Pattern[str]
    said: Phrase

    def fits(self, text: str) -> bool:
        return bool(self.pattern.fullmatch(text))


STAFF_NO = Form(
    re.compile("[A-Za-z0-9-]{1,32}"),
    Phrase("工号：字母、数字、“-”，至多 32 个", "a staff number: letters, digits, “-”; at most 32"),
)
USERNAME = Form(
    re.compile("[A-Za-z0-9._-]{3,40}"),
    Phrase(
        "用户名：字母、数字、“.”“_”“-”，3 至 40 个",
        "a user name: letters, digits, “.”, “_”, “-”; 3 to 40",
    ),
)
_PLACE = Form(
    re.compile("[A-Za-z0-9-]{1,32}"),
    Phrase("代码：字母、数字、“-”，至多 32 个", "a code: letters, digits, “-”; at most 32"),
)
_PREFIX = Form(
    re.compile("[A-Z]{1,2}"),
    Phrase("一两个大写字母，号码以它开头", "one or two capitals; numbers begin with them"),
)


def _as_written(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_form(form: Form, *, optional: bool = False) -> BeforeValidator:
    def read(value: object) -> str:
        said = _as_written(value)
        said = text.code(said) if isinstance(said, str) else said
        if isinstance(said, str) and (form.fits(said) or (optional and not said)):
            return said
        raise wrong("form", "{zh_form}", "{en_form}", zh_form=form.said.zh, en_form=form.said.en)

    return BeforeValidator(read)


def _named(zh_most: int, en_most: int) -> BeforeValidator:
    def read(value: object) -> Phrase:
        zh, _, en = value.partition(" | ") if isinstance(value, str) else ("", "", "")
        zh = text.name(zh)
        en = text.name(en) or zh
        if (
            not zh
            or text.name_fault(zh)
            or text.name_fault(en)
            or len(zh) > zh_most
            or len(en) > en_most
            or "|" in en
        ):
            raise wrong(
                "name",
                "“中文 | English”，或只写中文；中文至多 {zh_most} 字，英文至多 {en_most} 字符",
                "“中文 | English”, or Chinese alone; at most {zh_most} and {en_most} characters",
                zh_most=zh_most, en_most=en_most,
            )  # fmt: skip
        return Phrase(zh, en)

    return BeforeValidator(read)


ROLES_SAID = Phrase(
    "、".join(f"{role.value} {NAMES[role].zh}" for role in Role),
    ", ".join(f"{role.value} ({NAMES[role].en})" for role in Role),
)
"""Every role by its code and its name, for people who look for the right one."""
_BY_NAME = {NAMES[role].zh: role for role in Role} | {role.value: role for role in Role}


def role_called(said: str) -> Role | None:
    """The role of a code or a Chinese name; None: there is none."""
    return _BY_NAME.get(said.strip())


def _role(value: object) -> Role:
    found = role_called(value) if isinstance(value, str) else None
    if found is None:
        raise wrong("role", "以下之一：{zh_known}", "one of {en_known}",
                    zh_known=ROLES_SAID.zh, en_known=ROLES_SAID.en)  # fmt: skip
    return found


def _dialled(value: object) -> object:
    said = _as_written(value)
    return text.telephone(said) if isinstance(said, str) else said


_Roles = Annotated[Role, BeforeValidator(_role)]
_Word = Annotated[Passage, BeforeValidator(_as_written)]
_Phone = Annotated[str, BeforeValidator(_dialled), Field(max_length=40)]
_Authority = Annotated[Phrase, _named(100, 200)]
_WindowCode = Annotated[_Word, Field(min_length=1, max_length=16)]


class Entry(BaseModel):
    """A part of a set-up file. Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SiteEntry(Entry):
    """A place (场所); the centre stands first. `books`: presets it runs by, later over earlier."""

    code: Annotated[str, _of_form(_PLACE)]
    kind: Literal["centre", "branch", "township", "village"]
    name: Annotated[Phrase, _named(100, 200)]
    parent: _Word = ""
    """Code of the place above it; nothing: the centre."""
    address: Annotated[Passage, Field(max_length=200)] = ""
    phone: _Phone = ""
    reconsideration: _Authority = Phrase("", "")
    """Who reviews decisions taken here (行政复议机关); decisions name it."""
    court: _Authority = Phrase("", "")
    """The court that hears suits against them (人民法院)."""
    books: tuple[str, ...]
    own_book: str = ""
    """The centre's own rule book over the presets: a file beside this one."""

    def remedies(self) -> Remedies:
        return Remedies(self.reconsideration, self.court)


class DepartmentEntry(Entry):
    """A resident department (进驻部门), by its credit or organisation code."""

    code: Annotated[_Word, Field(min_length=1, max_length=32)]
    name: Annotated[Phrase, _named(100, 200)]
    key: _Word = ""
    """A short name for use within the file."""
    short: Annotated[Passage, Field(max_length=40)] = ""
    phone: _Phone = ""
    reconsideration: _Authority = Phrase("", "")
    """Where another than the place's reviews its decisions; likewise `court`."""
    court: _Authority = Phrase("", "")

    def remedies(self) -> Remedies:
        return Remedies(self.reconsideration, self.court)


class WindowEntry(Entry):
    """A window (窗口); without a department it is integrated."""

    code: _WindowCode
    name: Annotated[Phrase, _named(60, 120)]
    zone: Annotated[_Word, Field(max_length=40)] = ""
    department: _Word = ""


class ServiceEntry(Entry):
    """A business visitors take a number for (业务), and the windows that give it."""

    code: Annotated[str, _of_form(_PLACE)]
    prefix: Annotated[str, _of_form(_PREFIX)]
    name: Annotated[Phrase, _named(60, 120)]
    words: Annotated[Phrase, _named(120, 200)] = Phrase("", "")
    """What visitors would say."""
    windows: Annotated[tuple[_WindowCode, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=240)] = 10
    """What a turn usually takes, for the first estimates of the wait."""


class ElsewhereEntry(Entry):
    """A matter that is not admitted, and where it is handled (未进驻事项)."""

    name: Annotated[Phrase, _named(300, 400)]
    where: Annotated[Phrase, _named(200, 300)]
    why: Annotated[Phrase, _named(200, 300)]
    phone: _Phone = ""


class PersonEntry(Entry):
    """Somebody who works here (工作人员); `login` opens an account."""

    staff_no: Annotated[str, _of_form(STAFF_NO)]
    name: Annotated[Name, Field(min_length=1, max_length=40)]
    roles: Annotated[tuple[_Roles, ...], Field(min_length=1)]
    post: Annotated[Passage, Field(max_length=LONGEST_POST)] = ""
    site: _Word = ""
    """Code of the place they work at; nothing: the centre."""
    window: _Word = ""
    login: Annotated[str, _of_form(USERNAME, optional=True)] = ""
    phone: _Phone = ""


class CatalogueEntry(Entry):
    """The district's catalogue (事项目录), taken in with the opening."""

    file: str
    ground: Annotated[Passage, Field(max_length=200)] = ""
    """Number of the document it was approved by; nothing: the name of the file."""


class HallFile(Entry):
    """A whole set-up file. Windows and services stand under their place, people under home."""

    sites: Annotated[tuple[SiteEntry, ...], Field(min_length=1)]
    departments: tuple[DepartmentEntry, ...] = ()
    catalogue: CatalogueEntry | None = None
    windows: dict[str, tuple[WindowEntry, ...]] = {}
    services: dict[str, tuple[ServiceEntry, ...]] = {}
    elsewhere: tuple[ElsewhereEntry, ...] = ()
    people: dict[str, tuple[PersonEntry, ...]]

    def staff(self) -> Iterator[tuple[str, PersonEntry]]:
        """Everybody, with the department they come from (empty: the centre itself)."""
        for home, people in self.people.items():
            for person in people:
                yield ("" if home == CENTRE else home), person

    def place_of(self, person: PersonEntry) -> str:
        """The code of the place somebody works at."""
        return person.site or self.sites[0].code
