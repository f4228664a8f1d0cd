"""Reading a list of staff from a CSV file (人员导入), row by row.

Every row is somebody to take on, somebody who is there already, or a list of what is wrong
with it. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO

from yichuang import text
from yichuang.jobs.opening.people import NewPerson
from yichuang.jobs.opening.schema import LONGEST_POST, ROLES_SAID, STAFF_NO, USERNAME, role_called
from yichuang.organization import queries as organization
from yichuang.organization.roles import ADMINISTRATORS
from yichuang.phrases import Phrase
from yichuang.sheets import Line, Wrong, lines_of

if TYPE_CHECKING:
    from yichuang.organization.models import Department, Site

COLUMNS = (
    "staff_no", "name", "department_code", "post", "roles", "window", "site", "username", "phone",
)  # fmt: skip
_LONGEST = {"staff_no": 32, "name": 40, "department_code": 100, "post": LONGEST_POST,
            "window": 16, "site": 32, "username": 40, "phone": 40}  # fmt: skip
_OPTIONAL = frozenset(COLUMNS) - {"staff_no", "name"}
_FORMS: Mapping[str, Callable[[str], str]] = {
    "staff_no": text.code, "name": text.name, "department_code": text.code, "window": text.code,
    "site": text.code, "username": text.code, "phone": text.telephone,
}  # fmt: skip
_BETWEEN_ROLES = re.compile(r"[;；、,，/\s]+")
_NOTHING = Phrase("文件里没有人员", "there is nobody in the file")
_APART = Phrase(
    "系统、安全、审计三种管理员须由三个人分别担任",
    "system, security and audit administrator are three people",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The hall as it stands: what a row may name, and what is taken."""

    sites: Mapping[str, Site]
    centre: Site
    windows: Mapping[str, frozenset[str]]
    bodies: Mapping[str, Department]
    """Departments by code, and by name where only one is called so."""
    names: Mapping[str, str]
    """Who has which staff number."""
    usernames: frozenset[str]


def standing() -> Standing:
    """Look at the hall. Raises NotFound where none is open."""
    sites = {site.code: site for site in organization.sites()}
    departments = list(organization.departments())
    called = [one.name for one in departments]
    return Standing(
        sites=sites,
        centre=organization.main_site(),
        windows={
            code: frozenset(one.code for one in organization.windows_of(site.pk))
            for code, site in sites.items()
        },
        bodies={one.name: one for one in departments if called.count(one.name) == 1}
        | {one.code: one for one in departments},
        names=organization.names_by_staff_no(),
        usernames=organization.usernames(),
    )


@dataclass(slots=True)
class StaffSheet:
    """A file read to its end: who is new, who is there already, what is wrong."""

    people: list[NewPerson] = field(default_factory=list)
    there: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def read_staff(file: BinaryIO, hall: Standing) -> StaffSheet:
    """Read a list of staff. Raises SheetRefused for a file that is none.

    Somebody whose number is known under the same name is left as they are: what changes
    about people who are there is done on the page of people and accounts.
    """
    sheet, seen = StaffSheet(), _Seen({}, {})
    for line in lines_of(file, COLUMNS, sheet.wrong, nothing=_NOTHING):
        line = _in_one_form(line)
        wrong = list(_faults(line, hall, seen))
        row = line.cells
        seen.numbers.setdefault(row["staff_no"], line.number)
        if row["username"]:
            seen.usernames.setdefault(row["username"], line.number)
        if wrong:
            sheet.wrong += wrong
        elif row["staff_no"] in hall.names:
            sheet.there += 1
        else:
            sheet.people.append(_person(row, hall))
    sheet.wrong.sort(key=lambda one: (one.line, COLUMNS.index(one.column) if one.column else -1))
    return sheet


def _in_one_form(line: Line) -> Line:
    """A row with its codes, names and telephone numbers as they are kept."""
    forms = {
        c: str if text.unreadable(cell) else _FORMS.get(c, str) for c, cell in line.cells.items()
    }
    return replace(line, cells={c: forms[c](cell) for c, cell in line.cells.items()})


@dataclass(frozen=True, slots=True)
class _Seen:
    """On which line a number and a user name were first."""

    numbers: dict[str, int]
    usernames: dict[str, int]


def _faults(line: Line, hall: Standing, seen: _Seen) -> Iterator[Wrong]:
    row = line.cells
    faulty = set()
    for one in line.faults(_LONGEST, optional=_OPTIONAL):
        faulty.add(one.column)
        yield one
    found = {
        "name": text.name_fault(row["name"]),
        "staff_no": _number_fault(row["staff_no"], row["name"], hall, seen),
        "department_code": _body_fault(row["department_code"], hall),
        "roles": _roles_fault(row["roles"]),
        "site": _site_fault(row["site"], hall),
        "window": _window_fault(row["window"], row["site"], hall),
        "username": _username_fault(row, hall, seen),
    }
    for column, why in found.items():
        if why is not None and column not in faulty:
            yield Wrong(line.number, column, row[column], why)


def _number_fault(number: str, name: str, hall: Standing, seen: _Seen) -> Phrase | None:
    if not STAFF_NO.fits(number):
        return _should_be(STAFF_NO.said)
    if number in seen.numbers:
        return _twice(seen.numbers[number])
    who = hall.names.get(number)
    if who is not None and who != name:
        return Phrase(
            f"这个工号是{who}的；换一个工号，改名请到“人员和账号”",
            f"this number is {who}'s; choose another, or change the name on the page of people",
        )
    return None


def _body_fault(code: str, hall: Standing) -> Phrase | None:
    if not code or code in hall.bodies:
        return None
    return Phrase(
        "没有这个部门：应为已登记部门的代码，中心自己的人留空",
        "no such department: the code of a known one, or nothing for the centre's own",
    )


def _roles_fault(said: str) -> Phrase | None:
    roles = [role_called(one) for one in _split(said)]
    if None in roles:
        return Phrase(
            f"没有这个角色；可用（以“;”分开）：{ROLES_SAID.zh}",
            f"no such role; known (separated by “;”): {ROLES_SAID.en}",
        )
    return _APART if len(ADMINISTRATORS.intersection(roles)) > 1 else None


def _site_fault(code: str, hall: Standing) -> Phrase | None:
    if not code or code in hall.sites:
        return None
    known = ", ".join(hall.sites)
    return Phrase(
        f"没有这个场所；可用：{known}，在中心的可留空",
        f"no such place; known: {known}; nothing: the centre",
    )


def _window_fault(code: str, site: str, hall: Standing) -> Phrase | None:
    windows = hall.windows.get(site or hall.centre.code)
    if not code or windows is None or code in windows:
        return None
    known = ", ".join(sorted(windows)) or "—"
    return Phrase(
        f"该场所没有这个窗口；有：{known}", f"no such window at that place; it has: {known}"
    )


def _username_fault(row: Mapping[str, str], hall: Standing, seen: _Seen) -> Phrase | None:
    username = row["username"]
    if not username:
        return None
    if not USERNAME.fits(username):
        return _should_be(USERNAME.said)
    if username in seen.usernames:
        return _twice(seen.usernames[username])
    if username in hall.usernames and row["staff_no"] not in hall.names:
        return Phrase("这个用户名已有人使用", "this user name is taken")
    return None


def _twice(line: int) -> Phrase:
    return Phrase(f"与第 {line} 行重复", f"it is on line {line} already")


def _should_be(said: Phrase) -> Phrase:
    return Phrase(f"应为{said.zh}", f"should be {said.en}")


def _split(said: str) -> list[str]:
    return [one for one in _BETWEEN_ROLES.split(said) if one]


def _person(row: Mapping[str, str], hall: Standing) -> NewPerson:
    roles = [role_called(one) for one in _split(row["roles"])]
    code = row["department_code"]
    return NewPerson(
        staff_no=row["staff_no"], name=row["name"], site=hall.sites.get(row["site"], hall.centre),
        department=hall.bodies[code] if code else None,
        roles=tuple(role for role in roles if role is not None), post=row["post"],
        window=row["window"], login=row["username"], phone=row["phone"],
    )  # fmt: skip
