"""The hall of the stories.

Windows 1 and 2 serve tax, 3 serves tax and social insurance, 4 licences and permits (which
share the prefix C). Lin sits where she likes; Guo is a guide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from yichuang.organization import actions as organization
from yichuang.organization.models import Person, Site, Token, Window
from yichuang.organization.queries import SYSTEM, Reader, reader_for, reader_of_token
from yichuang.organization.roles import Role
from yichuang.reception import actions
from yichuang.reception.actions.calling import Called
from yichuang.regulations.actions import adopt

SERVICES = {
    "tax": ("税务", "A", ["1", "2", "3"]),
    "social": ("社保", "B", ["3"]),
    "licence": ("执照", "C", ["4"]),
    "permit": ("许可", "C", ["4"]),
}


@dataclass
class Hall:
    """The hall, its people, and the secrets of its devices."""

    site: Site
    windows: dict[str, Window] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def device(self, name: str) -> Reader:
        """The reader behind a device: `kiosk`, `display`, or a window by its code."""
        return reader_of_token(self.secrets[name])

    def person(self, name: str) -> Reader:
        return reader_for(self.people[name])

    def take(self, service: str, at: datetime, **more: object) -> actions.Taken:
        return actions.issue(service=service, at=at, by=self.device("kiosk"), **more)  # type: ignore[arg-type]

    def open(self, window: str, at: datetime) -> Reader:
        by = self.device(window)
        actions.open_window(window=window, at=at, by=by)
        return by

    def call(self, window: str, at: datetime) -> Called | None:
        return actions.call(window=window, at=at, by=self.device(window))

    def call_and_finish(self, window: str, at: datetime) -> str | None:
        """Serve the next one; the number."""
        called = self.call(window, at)
        if called is None:
            return None
        actions.finish(ticket_id=called.id, at=at, by=self.device(window))
        return called.number


def build(at: datetime) -> Hall:
    site = organization.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )
    adopt(site=site, presets=["county-hall"], from_on=date(2020, 1, 1), at=at, by=SYSTEM)
    hall = Hall(site)
    for code in ("1", "2", "3", "4"):
        hall.windows[code] = organization.add_window(
            site=site, code=code, name=f"{code}号窗口", zone="A", at=at, by=SYSTEM
        )
        hall.secrets[code] = _token(hall, Token.Scope.WINDOW, at, hall.windows[code])
    for code, (name, prefix, windows) in SERVICES.items():
        service = actions.add_service(
            site=site, code=code, name=name, name_en=code.title(), prefix=prefix, at=at, by=SYSTEM
        )
        for window in windows:
            actions.assign_service(window=hall.windows[window], service=service, at=at, by=SYSTEM)
    for scope in (Token.Scope.KIOSK, Token.Scope.DISPLAY):
        hall.secrets[scope.value] = _token(hall, scope, at)
    for staff_no, name, role in (
        ("1001", "林晓", Role.WINDOW_CLERK),
        ("1002", "郭敏", Role.GUIDE),
        ("1003", "周平", Role.WINDOW_CLERK),
    ):
        person = organization.add_person(site=site, staff_no=staff_no, name=name, at=at, by=SYSTEM)
        organization.grant_role(person=person, role=role, at=at, by=SYSTEM)
        hall.people[name] = person
    return hall


def _token(hall: Hall, scope: Token.Scope, at: datetime, window: Window | None = None) -> str:
    site = hall.site
    return organization.create_token(scope=scope, site=site, window=window, at=at, by=SYSTEM)[1]
