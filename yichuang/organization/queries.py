"""Reading the organization, and what a reader may do in it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db.models import Prefetch, Q, QuerySet

from yichuang.database import ask
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.faces import Permission, faces
from yichuang.organization.face import MANAGE_DEVICES, MANAGE_PEOPLE, MANAGE_ROLES, WORK_WINDOW
from yichuang.organization.models import (
    Account,
    CalendarDay,
    CalendarYear,
    Department,
    PasswordReset,
    Person,
    RoleGrant,
    Site,
    Token,
    Window,
)
from yichuang.organization.roles import ADMINISTRATORS, Role
from yichuang.phrases import Phrase


class TokenRefused(HallError):
    code: ClassVar[str] = "access.token_refused"
    status: ClassVar[int] = 401
    phrase: ClassVar[Phrase] = Phrase(
        "令牌无效或已停用。请系统管理员重新签发（yichuang token create）。",
        "The token is unknown or revoked. Ask the system administrator for a new one "
        "(yichuang token create).",
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is reading or acting, and what for: every query and action takes one.

    `roles` are held at `site`; a reader has no rights anywhere else.
    """

    name: str
    """How the journal calls them: ``person:1024``, ``device:kiosk:7``, ``applicant``."""
    site_id: int | None
    site_code: str
    person_id: int | None = None
    department_id: int | None = None
    window_id: int | None = None
    window_code: str = ""
    roles: frozenset[Role] = frozenset()
    scope: str = ""

    def may(self, permission: Permission) -> bool:
        return not permission.roles.isdisjoint(self.roles)

    def permissions(self) -> list[Permission]:
        """Everything the reader's roles allow, across the capabilities."""
        return [one for face in faces() for one in face.permissions if self.may(one)]

    def refusal(self, permission: Permission) -> NotAllowed:
        """The refusal of whoever lacks a permission, by its name."""
        return NotAllowed(what=permission.name)

    def must(self, permission: Permission) -> None:
        """Raise NotAllowed where the reader lacks the permission."""
        if not self.may(permission):
            raise self.refusal(permission)


SYSTEM = Reader(name="system", site_id=None, site_code="-")


def reader_of(account: Account) -> Reader:
    """The reader behind a log-in, with the roles in force now."""
    return reader_for(account.person)


def reader_for(person: Person) -> Reader:
    roles = RoleGrant.objects.filter(person=person, site=person.site_id, revoked_at=None)
    return Reader(
        name=f"person:{person.staff_no}", site_id=person.site_id, site_code=person.site.code,
        person_id=person.pk, department_id=person.department_id,
        roles=frozenset(Role(r) for r in roles.values_list("role", flat=True)), scope="person",
    )  # fmt: skip


SCOPES = {scope.value: scope for scope in Token.Scope}
TokenState = Token.State

# One look-up for every request of the API, so that a token stops at once when it is revoked
# or has expired, and when its person leaves or their account is closed. Rights are the roles
# in force now.
_LOOK_UP = """
SELECT t.id, t.scope, t.site_id, s.code, t.window_id, coalesce(w.code, ''), t.person_id,
  p.staff_no, p.department_id,
  ARRAY(SELECT role FROM organization_rolegrant g
        WHERE g.person_id = t.person_id AND g.site_id = t.site_id AND g.revoked_at IS NULL),
  coalesce(t.last_used_at < journal_now() - interval '1 minute', true)
FROM organization_token t JOIN organization_site s ON s.id = t.site_id
LEFT JOIN organization_window w ON w.id = t.window_id
LEFT JOIN organization_person p ON p.id = t.person_id
LEFT JOIN organization_account a ON a.person_id = t.person_id
WHERE t.digest = %s::text AND t.revoked_at IS NULL
  AND (t.expires_at IS NULL OR t.expires_at > journal_now())
  AND (t.person_id IS NULL OR p.active AND coalesce(a.is_active, true))
"""

# One writes it down; whoever finds the row taken leaves it to them and waits for nobody.
_NOTE_USE = """
UPDATE organization_token SET last_used_at = journal_now() WHERE id = (
  SELECT id FROM organization_token WHERE id = %s::bigint FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def reader_of_token(secret: str, *scopes: str) -> Reader:
    """The reader behind an API token (令牌), as far as token, person and account allow it now.

    Raises TokenRefused, or NotAllowed: for another scope, and for a window's token whose
    person may no longer work at windows.
    """
    digest = hashlib.sha256(secret.encode()).hexdigest()
    row = ask(_LOOK_UP, (digest,))
    if row is None:
        raise TokenRefused
    pk, scope, site_id, site_code, window_id, window_code, person_id = row[:7]
    staff_no, department_id, roles, long_unused = row[7:]
    if scopes and scope not in scopes:
        raise NotAllowed(what=" / ".join(scopes))
    name = f"person:{staff_no}" if person_id else f"device:{scope}:{pk}"
    reader = Reader(
        name=name, site_id=site_id, site_code=site_code, person_id=person_id,
        department_id=department_id, window_id=window_id, window_code=window_code,
        roles=frozenset(map(Role, roles)), scope=scope,
    )  # fmt: skip
    if person_id and scope == Token.Scope.WINDOW:
        reader.must(WORK_WINDOW)
    if long_unused:
        ask(_NOTE_USE, (pk,))
    return reader


def tokens_of(reader: Reader | None = None) -> QuerySet[Token]:
    """Tokens, the newest first: of the reader's site, or of every one for the house itself.

    Raises NotAllowed for a reader who doesn't manage devices.
    """
    rows = Token.objects.select_related("site", "window", "person__account").order_by("-pk")
    if reader is None:
        return rows
    reader.must(MANAGE_DEVICES)
    return rows.filter(site=reader.site_id)


def screens_of(site_id: int, at: datetime) -> QuerySet[Token]:
    """The displays and machines of a site whose tokens are in force, by their numbers."""
    rows = Token.objects.filter(
        site=site_id, revoked_at=None, scope__in=(Token.Scope.DISPLAY, Token.Scope.KIOSK)
    )
    in_force = rows.filter(Q(expires_at=None) | Q(expires_at__gt=at))
    return in_force.select_related("window").order_by("pk")


def sites() -> QuerySet[Site]:
    """Every place of the hall (场所), the centre first."""
    return Site.objects.order_by("pk")


def site_by_code(code: str) -> Site:
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise NotFound(what=code, field="site")
    return site


def main_site() -> Site:
    """The centre itself: the site with no site above it."""
    site = Site.objects.filter(parent=None).order_by("id").first()
    if site is None:
        raise NotFound(what="site")
    return site


def window_by_code(site_id: int, code: str) -> Window:
    window = Window.objects.filter(site=site_id, code=code).first()
    if window is None:
        raise NotFound(what=code, field="window")
    return window


def windows_of(site_id: int) -> QuerySet[Window]:
    return Window.objects.filter(site=site_id).select_related("department").order_by("code")


def departments() -> QuerySet[Department]:
    return Department.objects.order_by("name")


def people_of(site_id: int) -> QuerySet[Person]:
    return (
        Person.objects.filter(site=site_id, active=True)
        .select_related("department")
        .order_by("staff_no")
    )


def people_holding(role: Role, site_id: int) -> QuerySet[Person]:
    """Who works at a site and holds a role there now, by staff number."""
    held = RoleGrant.objects.filter(role=role, site=site_id, revoked_at=None)
    return people_of(site_id).filter(pk__in=held.values("person")).select_related("site")


def person_of(reader: Reader) -> Person:
    """The person who reads or acts. Raises NotAllowed for a device."""
    if reader.person_id is None:
        raise NotAllowed(what=Phrase("本人办理", "acting as a person"))
    return person_by_id(reader.person_id)


def person_by_id(person_id: int) -> Person:
    """Somebody who works or worked here. Raises NotFound."""
    person = Person.objects.select_related("site", "department").filter(pk=person_id).first()
    if person is None:
        raise NotFound(what=person_id, field="person")
    return person


def who_hold(site_id: int, *roles: Role) -> dict[Person, frozenset[Role]]:
    """The people of a site who hold one of these roles now, by staff number, and which."""
    held: dict[int, set[Role]] = {}
    rows = RoleGrant.objects.filter(site=site_id, revoked_at=None, role__in=roles)
    for person_id, role in rows.values_list("person_id", "role"):
        held.setdefault(person_id, set()).add(Role(role))
    people = people_of(site_id).filter(pk__in=held)
    return {person: frozenset(held[person.pk]) for person in people}


def names_by_staff_no() -> dict[str, str]:
    """Who has which staff number (工号), also of people who have left: it isn't given again."""
    return dict(Person.objects.values_list("staff_no", "name"))


def staff_numbers(people: Collection[int]) -> dict[int, str]:
    """The staff numbers of these people (工号), by person; also of who has left."""
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "staff_no"))


def usernames() -> frozenset[str]:
    """Every user name in use, also of closed accounts."""
    return frozenset(Account.objects.values_list("username", flat=True))


class NameShared(HallError):
    code: ClassVar[str] = "organization.name_shared"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "有不止一个人叫“{name}”，请改用工号：{numbers}",
        "More than one person is called {name}; use a staff number: {numbers}",
    )


def person_named(name: str) -> Person:
    """A person by staff number, user name or name. Raises NotFound, NameShared."""
    people = Person.objects.select_related("site").filter(active=True)
    for field in ("staff_no", "account__username", "name"):
        found = list(people.filter(**{field: name})[:6])
        if len(found) > 1:
            raise NameShared(name=name, numbers=", ".join(p.staff_no for p in found))
        if found:
            return found[0]
    raise NotFound(what=name, field="person")


def name_of(person_id: int) -> str:
    """What somebody is called, also after they have left; empty where there is nobody."""
    found = Person.objects.filter(pk=person_id).values_list("name", flat=True).first()
    return found or ""


def holders_at(permission: Permission, site_id: int) -> bool:
    """Whether anybody at a site holds a permission now."""
    return _grants(permission, site_id).exists()


def departments_with(permission: Permission, site_id: int) -> tuple[int, ...]:
    """The departments of which somebody at a site holds a permission now."""
    found = _grants(permission, site_id).filter(person__department__isnull=False)
    ids = found.order_by("person__department").values_list("person__department", flat=True)
    return tuple(ids.distinct())


def department_of(person_id: int) -> int | None:
    """The department somebody belongs to now; None: to the house as a whole."""
    return Person.objects.values_list("department_id", flat=True).get(pk=person_id)


def holders(permission: Permission, site_id: int, department_id: int | None) -> tuple[int, ...]:
    """Who holds a permission at a site now, in a department or (None) in the house as a whole."""
    rows = _grants(permission, site_id).filter(person__department=department_id)
    return tuple(rows.order_by("person").values_list("person", flat=True).distinct())


def _grants(permission: Permission, site_id: int) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(
        site=site_id, role__in=permission.roles, revoked_at=None, person__active=True
    )


def person_contact(person_id: int) -> tuple[str, str]:
    """The staff number and telephone of somebody who works here. Raises NotFound."""
    found = Person.objects.filter(pk=person_id).values_list("staff_no", "phone").first()
    if found is None:
        raise NotFound(what=person_id, field="person")
    return found


def name_by_staff_no(staff_no: str) -> str:
    """What somebody is called by their number, also after they have left; empty for nobody."""
    found = Person.objects.filter(staff_no=staff_no).values_list("name", flat=True).first()
    return found or ""


def person_by_staff_no(staff_no: str) -> Person:
    person = Person.objects.select_related("site").filter(staff_no=staff_no, active=True).first()
    if person is None:
        raise NotFound(what=staff_no, field="person")
    return person


def person_anyhow(staff_no: str) -> Person | None:
    """Somebody by their number, also after they have left; None for nobody."""
    return Person.objects.filter(staff_no=staff_no).first()


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that is not what its weekday says, national or the site's own."""

    on: date
    working: bool
    name: str
    national: bool
    source: str = ""
    """The document that says so (依据)."""


def complete_years() -> dict[int, str]:
    """The years said to be complete (全年安排已齐), each with the document that says so."""
    return dict(CalendarYear.objects.order_by("year").values_list("year", "source"))


def calendar_days(site_id: int | None) -> list[DayOff]:
    """The calendar table (节假日安排): national days first, then the site's own over them."""
    rows = CalendarDay.objects.filter(Q(site=None) | Q(site=site_id))
    found = [DayOff(r.on, r.working, r.name, r.site_id is None, r.source) for r in rows]
    return sorted(found, key=lambda day: (not day.national, day.on))


def account_id(username: str) -> int | None:
    """The account of this user name; None where nobody has it."""
    found = Account.objects.filter(username=username.replace("\0", "")[:40])
    return found.values_list("pk", flat=True).first()


def staff_of(reader: Reader, *, words: str = "") -> QuerySet[Person]:
    """Everybody who works or worked at the reader's site, with account and roles (人员名册).

    For the administrators of people and of roles; raises NotAllowed for others.
    """
    if not reader.may(MANAGE_ROLES):
        reader.must(MANAGE_PEOPLE)
    rows = Person.objects.filter(site=reader.site_id).select_related("department", "account")
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(staff_no__istartswith=words)
            | Q(department__name__icontains=words)
        )  # fmt: skip
    held = RoleGrant.objects.filter(revoked_at=None).order_by("granted_at")
    return rows.prefetch_related(Prefetch("grants", held, to_attr="held")).order_by("staff_no")


def staff_member(reader: Reader, staff_no: str) -> Person:
    """One person of the reader's site, with account. Raises NotFound, NotAllowed."""
    person = staff_of(reader).filter(staff_no=staff_no).first()
    if person is None:
        raise NotFound(what=staff_no, field="person")
    return person


def is_administrator(person: Person) -> bool:
    """Whether somebody is one of the three administrators now (三员)."""
    held = RoleGrant.objects.filter(person=person, revoked_at=None)
    return held.filter(role__in=sorted(ADMINISTRATORS)).exists()


def open_resets(reader: Reader) -> QuerySet[PasswordReset]:
    """Resets of administrators' passwords at the reader's site that wait for a second (待确认)."""
    rows = PasswordReset.objects.filter(confirmed_at=None, account__person__site=reader.site_id)
    return rows.select_related("account__person__site", "requested_by").order_by("pk")


def grants_of(person: Person) -> QuerySet[RoleGrant]:
    """Every role somebody holds or held, the newest first (授权经过)."""
    return person.grants.order_by("-granted_at", "-pk")
