"""What the types of a set-up file can't tell: names that mean nothing, things said twice.

Everything is looked at as it is written, whether or not the rest of it fits, so that one
run finds all there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from yichuang.catalog.codes import doubt_body_code
from yichuang.jobs.opening.schema import CENTRE, role_called
from yichuang.organization.roles import ADMINISTRATORS, NAMES, Role
from yichuang.phrases import Phrase
from yichuang.rules.book.part import Part, Rows
from yichuang.rules.book.problems import Problem

_TWICE = Phrase("“{found}”在第 {first} 行已写过", "{found} stands on line {first} already")
_ONCE = Phrase("各不相同的 {key}", "a {key} of its own for each")
_NO_SITE = Phrase("没有场所“{found}”", "there is no place {found}")
_SITES = Phrase("sites 中的代码之一：{known}", "a code from sites: {known}")
_EARLIER = Phrase("写在它前面的场所之一：{known}", "a place written before it: {known}")
_NO_BODY = Phrase("没有部门“{found}”", "there is no department {found}")
_BODIES = Phrase(
    "departments 或事项目录中的部门（代码、名称或 key）",
    "a department of departments or of the catalogue (its code, name or key)",
)
_NO_WINDOW = Phrase("{site} 没有窗口“{found}”", "{site} has no window {found}")
_WINDOWS = Phrase("该场所的窗口之一：{known}", "a window of that place: {known}")
_FIRST = Phrase("第一个场所是 {found}", "the first place is a {found}")
_CENTRE = Phrase(
    "中心（kind: centre），其他场所在后", "the centre (kind: centre), the others after"
)
_SECOND = Phrase("又一个中心“{found}”", "another centre, {found}")
_BRANCH = Phrase("branch、township 或 village", "branch, township or village")
_ABOVE = Phrase("中心写了上级“{found}”", "the centre names {found} above it")
_NO_PARENT = Phrase("不写 parent", "no parent")
_NOT_A_CODE = Phrase("部门代码“{found}”{zh}", "the department's code {found}: {en}")
_TAKEN = Phrase("“centre”指中心本部", "centre means the centre itself")
_OTHER_KEY = Phrase("别的简称", "another key")
_A_CODE = Phrase("统一社会信用代码或组织机构代码", "a credit code or an organisation code")
_BOTH = Phrase("{found}兼任{zh}", "{found} holds {en} together")
_APART = Phrase(
    "系统、安全、审计三种管理员由三个人分别担任",
    "three people for the system, security and audit administrators",
)
_NOBODY = Phrase("没有人担任“{zh}”", "nobody holds the role “{en}”")
_NO_LOGIN = Phrase(
    "{found}担任“{zh}”，但没有 login", "{found} holds the role “{en}” but has no login"
)
_LOGIN = Phrase(
    "一个有 login 的人：没有这个人，大厅开了也管不了",
    "somebody with a login: without one nobody can run the hall",
)
_ELSEWHERE = Phrase(
    "{found}担任“{zh}”，但不在中心", "{found} holds the role “{en}”, but not at the centre"
)
_AT_CENTRE = Phrase("中心的人（不写 site）", "somebody of the centre (no site)")


def everything(raw: Part, file: str, bodies: Collection[str]) -> Iterator[Problem]:
    """All that is wrong beyond the types. `bodies`: departments known from elsewhere."""
    look = _Look(raw, file, {*bodies, *_named_bodies(raw)})
    yield from look.sites()
    yield from look.departments()
    yield from look.windows()
    yield from look.services()
    yield from look.people()
    yield from look.administrators()


def _named_bodies(raw: Part) -> Iterator[str]:
    for _, one in _rows(raw.get("departments")):
        yield from (_text(one, "code"), _text(one, "key"))
        yield _text(one, "name").partition(" | ")[0].strip()


def _rows(value: object) -> Iterator[tuple[int, Part]]:
    if isinstance(value, Rows):
        yield from ((n, one) for n, one in enumerate(value) if isinstance(one, Part))


def _groups(value: object) -> Iterator[tuple[str, str | int, object]]:
    if isinstance(value, Part):
        yield from ((str(key), key, rows) for key, rows in value.items())


def _text(part: Part, key: str) -> str:
    found = part.get(key)
    return str(found).strip() if isinstance(found, str | int) else ""


class _Look:
    """One look over a set-up file."""

    def __init__(self, raw: Part, file: str, bodies: Collection[str]) -> None:
        self.raw, self.file, self.bodies = raw, file, bodies
        self.codes = [_text(site, "code") for _, site in _rows(raw.get("sites"))]
        self.seats: Mapping[str, list[str]] = {
            site: [_text(window, "code") for _, window in _rows(rows)]
            for site, _, rows in _groups(raw.get("windows"))
        }

    def wrong(
        self, part: Part, key: str | int, path: str, found: Phrase, expected: Phrase,
        /, known: Collection[str] = (), **args: object,
    ) -> Problem:  # fmt: skip
        line = part.marks.get(key, part.mark).line
        args["known"] = ", ".join(dict.fromkeys(known)) or "—"
        return Problem("set_up", self.file, line, path, found, expected, args)

    def once(self, rows: object, path: str, key: str, seen: dict[str, int]) -> Iterator[Problem]:
        """What is given a second time; `seen` is where each was first."""
        for n, one in _rows(rows):
            said = _text(one, key)
            if said in seen:
                yield self.wrong(
                    one, key, f"{path}[{n}].{key}", _TWICE, _ONCE,
                    found=said, first=seen[said], key=key,
                )  # fmt: skip
            elif said:
                seen[said] = one.marks[key].line

    def sites(self) -> Iterator[Problem]:
        rows = self.raw.get("sites")
        yield from self.once(rows, "sites", "code", {})
        for n, one in _rows(rows):
            kind, parent, code = (_text(one, key) for key in ("kind", "parent", "code"))
            path, earlier = f"sites[{n}]", self.codes[:n]
            if n == 0 and kind and kind != "centre":
                yield self.wrong(one, "kind", f"{path}.kind", _FIRST, _CENTRE, found=kind)
            if n == 0 and parent:
                yield self.wrong(one, "parent", f"{path}.parent", _ABOVE, _NO_PARENT, found=parent)
            if n and kind == "centre":
                yield self.wrong(one, "kind", f"{path}.kind", _SECOND, _BRANCH, found=code)
            if n and parent and parent not in earlier:
                yield self.wrong(
                    one, "parent", f"{path}.parent", _NO_SITE, _EARLIER,
                    found=parent, known=earlier,
                )  # fmt: skip

    def departments(self) -> Iterator[Problem]:
        rows = self.raw.get("departments")
        yield from self.once(rows, "departments", "code", {})
        yield from self.once(rows, "departments", "name", {})
        yield from self.once(rows, "departments", "key", {})
        for n, one in _rows(rows):
            code = _text(one, "code")
            if _text(one, "key") == CENTRE:
                yield self.wrong(one, "key", f"departments[{n}].key", _TAKEN, _OTHER_KEY)
            doubt = doubt_body_code(code) if code else None
            if doubt and doubt.refused:
                yield self.wrong(
                    one, "code", f"departments[{n}].code", _NOT_A_CODE, _A_CODE,
                    found=code, zh=doubt.why.zh, en=doubt.why.en,
                )  # fmt: skip

    def windows(self) -> Iterator[Problem]:
        for site, key, rows in self.of_places("windows"):
            path = f"windows.{site}"
            yield from self.at_a_place("windows", site, key)
            yield from self.once(rows, path, "code", {})
            for n, one in _rows(rows):
                body = _text(one, "department")
                if body and body not in self.bodies:
                    yield self.wrong(
                        one, "department", f"{path}[{n}].department", _NO_BODY, _BODIES, found=body
                    )

    def services(self) -> Iterator[Problem]:
        for site, key, rows in self.of_places("services"):
            path = f"services.{site}"
            yield from self.at_a_place("services", site, key)
            yield from self.once(rows, path, "code", {})
            for n, one in _rows(rows):
                given = one.get("windows")
                for at, code in enumerate(given if isinstance(given, Rows) else ()):
                    if isinstance(code, str | int) and site in self.codes:
                        yield from self.window(one, "windows", f"{path}[{n}].windows[{at}]",
                                               site, str(code))  # fmt: skip

    def of_places(self, section: str) -> Iterator[tuple[str, str | int, object]]:
        yield from _groups(self.raw.get(section))

    def at_a_place(self, section: str, site: str, key: str | int) -> Iterator[Problem]:
        part = self.raw[section]
        if site not in self.codes and isinstance(part, Part):
            yield self.wrong(
                part, key, f"{section}.{site}", _NO_SITE, _SITES, found=site, known=self.codes
            )

    def window(self, part: Part, key: str, path: str, site: str, code: str) -> Iterator[Problem]:
        seats = self.seats.get(site, [])
        if code not in seats:
            yield self.wrong(
                part, key, path, _NO_WINDOW, _WINDOWS, found=code, site=site, known=seats
            )

    def people(self) -> Iterator[Problem]:
        numbers: dict[str, int] = {}
        logins: dict[str, int] = {}
        whole = self.raw.get("people")
        for home, key, rows in _groups(whole):
            path = f"people.{home}"
            if home != CENTRE and home not in self.bodies and isinstance(whole, Part):
                yield self.wrong(whole, key, path, _NO_BODY, _BODIES, found=home)
            yield from self.once(rows, path, "staff_no", numbers)
            yield from self.once(rows, path, "login", logins)
            for n, one in _rows(rows):
                yield from self.person(one, f"{path}[{n}]")

    def person(self, one: Part, path: str) -> Iterator[Problem]:
        centre = self.codes[0] if self.codes else ""
        site, window = _text(one, "site") or centre, _text(one, "window")
        if site not in self.codes:
            yield self.wrong(
                one, "site", f"{path}.site", _NO_SITE, _SITES, found=site, known=self.codes
            )
        elif window:
            yield from self.window(one, "window", f"{path}.window", site, window)
        offices = _offices(one)
        if len(offices) > 1:
            yield self.wrong(
                one, "roles", f"{path}.roles", _BOTH, _APART, found=_text(one, "name"),
                zh="、".join(NAMES[role].zh for role in offices),
                en=", ".join(NAMES[role].en for role in offices),
            )  # fmt: skip
        for role in offices:
            name = NAMES[role]
            said = {"found": _text(one, "name"), "zh": name.zh, "en": name.en}
            if not _text(one, "login"):
                yield self.wrong(one, "roles", f"{path}.login", _NO_LOGIN, _LOGIN, **said)
            if site != centre:
                yield self.wrong(one, "site", f"{path}.site", _ELSEWHERE, _AT_CENTRE, **said)

    def administrators(self) -> Iterator[Problem]:
        """Each of the three is somebody."""
        people = [one for _, _, rows in _groups(self.raw.get("people")) for _, one in _rows(rows)]
        held = {role for one in people for role in _offices(one)}
        for role in Role:
            if role in ADMINISTRATORS and role not in held:
                name = NAMES[role]
                yield self.wrong(
                    self.raw, "people", "people", _NOBODY, _LOGIN, zh=name.zh, en=name.en
                )


def _offices(person: Part) -> list[Role]:
    """Which of the three administrators somebody is to be."""
    said = person.get("roles")
    roles = (
        [role_called(one) for one in said if isinstance(one, str)] if isinstance(said, Rows) else []
    )
    return [role for role in roles if role in ADMINISTRATORS]
