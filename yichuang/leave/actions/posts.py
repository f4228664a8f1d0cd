"""Posts and offices (AB岗、任职): who is A and B, and who holds what the rule book names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.journal.actions import record
from yichuang.leave.models import Holding, Post
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.refusals import NoSuchSubstitute
from yichuang.obligations.refusals import StandInAway
from yichuang.organization.queries import (
    Reader,
    departments,
    person_by_staff_no,
    window_by_code,
)


def set_post(*, holder: str, backup: str, window: str = "", at: datetime, by: Reader) -> None:
    """Set who is A and B of a post (设AB岗), by staff numbers; it takes the place of A's former.

    Raises NotAllowed, NotFound, NoSuchSubstitute.
    """
    by.must(MANAGE_LEAVE)
    with transaction.atomic():
        one, other = person_by_staff_no(holder.strip()), person_by_staff_no(backup.strip())
        if one.pk == other.pk:
            raise NoSuchSubstitute(found=backup, field="backup")
        if not one.site_id == other.site_id == by.site_id:
            raise StandInAway(name=other.name, field="backup")
        here = window_by_code(one.site_id, window) if window else None
        Post.objects.filter(holder=one, until=None).update(until=at)
        Post.objects.create(site_id=one.site_id, window=here, holder=one, backup=other, since=at)
        told = {"a": one.staff_no, "b": other.staff_no, "window": window}
        record(site=by.site_code, kind="post.set", subject=f"person:{one.staff_no}",
               actor=by.name, at=at, data=told)  # fmt: skip


def set_holder(*, role: str, department: int | None, person: str, at: datetime, by: Reader) -> None:
    """Enter who holds an office (登记任职), at the site or in one department; nobody: by default.

    Raises NotAllowed, NotFound.
    """
    by.must(MANAGE_LEAVE)
    with transaction.atomic():
        former = Holding.objects.filter(
            site=by.site_id, role=role, department=department, until=None
        )
        former.update(until=at)
        if person.strip():
            one = person_by_staff_no(person.strip())
            if one.site_id != by.site_id:
                raise StandInAway(name=one.name, field="person")
            Holding.objects.create(
                site_id=one.site_id, role=role, department_id=department, person=one, since=at
            )
        known = dict(departments().values_list("pk", "code"))
        told = {
            "role": role, "department": known.get(department or 0, ""), "person": person.strip()
        }  # fmt: skip
        record(site=by.site_code, kind="office.held", subject=f"site:{by.site_code}",
               actor=by.name, at=at, data=told)  # fmt: skip
