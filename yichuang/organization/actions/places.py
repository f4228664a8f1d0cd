"""Sites, departments and windows (场所、部门、窗口)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.journal.actions import record
from yichuang.organization.models import Department, Site, Window
from yichuang.organization.queries import Reader
from yichuang.organization.remedies import NO_REMEDIES, Remedies


def add_site(
    *, code: str, name: str, name_en: str, kind: str, parent: Site | None = None,
    address: str = "", phone: str = "", remedies: Remedies = NO_REMEDIES,
    at: datetime, by: Reader,
) -> Site:  # fmt: skip
    """Add a site (场所): the centre, a branch hall, a township centre, a village station."""
    with transaction.atomic():
        site = Site.objects.create(
            code=code, name=name, name_en=name_en, kind=kind, parent=parent,
            address=address, phone=phone, **remedies.columns(),
        )  # fmt: skip
        record(site=code, kind="site.added", subject=f"site:{code}", actor=by.name, at=at,
               data={"name": name, "kind": kind, **remedies.told()})  # fmt: skip
    return site


def add_department(
    *, code: str, name: str, name_en: str = "", short: str = "", phone: str = "",
    remedies: Remedies = NO_REMEDIES, at: datetime, by: Reader,
) -> Department:  # fmt: skip
    """Add a resident department (进驻部门)."""
    with transaction.atomic():
        department = Department.objects.create(
            code=code, name=name, name_en=name_en, short=short or name, phone=phone,
            **remedies.columns(),
        )  # fmt: skip
        record(site="-", kind="department.added", subject=f"department:{code}", actor=by.name,
               at=at, data={"name": name, **remedies.told()})  # fmt: skip
    return department


def add_window(
    *, site: Site, code: str, name: str, name_en: str = "", zone: str = "",
    department: Department | None = None, integrated: bool = False, at: datetime, by: Reader,
) -> Window:  # fmt: skip
    """Add a window (窗口) to a site."""
    with transaction.atomic():
        window = Window.objects.create(
            site=site, code=code, name=name, name_en=name_en, zone=zone,
            department=department, integrated=integrated,
        )  # fmt: skip
        record(site=site.code, kind="window.added", subject=f"window:{site.code}:{code}",
               actor=by.name, at=at, data={"name": name})  # fmt: skip
    return window
