"""What the office keeps (离岗日历、岗位与任职): who is away, who is A and B, who decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError
from yichuang.leave import actions, offices, previews, queries, whereabouts
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.organization.queries import Reader, departments, people_of, windows_of
from yichuang.phrases import Phrase
from yichuang.rules.parts.approver import role_words
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_DAYS = 28
_SET = Phrase("已登记。", "Entered.")


@require_safe
@never_cache
@staff(MANAGE_LEAVE)
def calendar(request: HttpRequest) -> HttpResponse:
    """Who is or will be away in the four weeks from today, day by day."""
    held = reader(request)
    context = {
        "days": queries.calendar(held, clock.today(), _DAYS),
        "recalls": whereabouts.recalls_waiting(held),
        "out": whereabouts.away_now(held.site_id or 0),
    }
    return render(request, "web/leave/calendar.html", context)


@require_safe
@never_cache
@staff(MANAGE_LEAVE)
def posts(request: HttpRequest) -> HttpResponse:
    """Posts with A and B, the offices of the book, and who stands in for whom (岗位与任职)."""
    return _posts(request)


@require_POST
@staff(MANAGE_LEAVE)
def set_post(request: HttpRequest) -> HttpResponse:
    """Set who is A and B of a post."""
    given = request.POST
    try:
        actions.set_post(
            holder=given.get("holder", ""), backup=given.get("backup", ""),
            window=given.get("window", ""), at=clock.now(), by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return _posts(request, error)
    messages.success(request, say(_SET))
    return redirect("web:posts")


@require_POST
@staff(MANAGE_LEAVE)
def set_office(request: HttpRequest) -> HttpResponse:
    """Enter who holds an office of the book."""
    given = request.POST
    department = given.get("department", "")
    try:
        actions.set_holder(
            role=given.get("role", "")[:60], person=given.get("person", ""),
            department=int(department) if department.isdecimal() else None, at=clock.now(),
            by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return _posts(request, error)
    messages.success(request, say(_SET))
    return redirect("web:posts")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office of the book and who is entered for it."""

    role: str
    words: Phrase
    held: tuple[tuple[object, str], ...]
    """Department (None: the site) and name."""


def _posts(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held = reader(request)
    assert held.site_id is not None
    names = ("holder", "backup", "window", "role", "department", "person")
    context = {
        "posts": whereabouts.posts(held.site_id), "offices": _offices(held),
        "acting": whereabouts.arranged(held, all_of_site=True),
        "people": [(one.staff_no, one.name) for one in people_of(held.site_id)],
        "windows": windows_of(held.site_id), "departments": departments(),
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in names},
    }  # fmt: skip
    return render(request, "web/leave/posts.html", context, status=error.status if error else 200)


def _offices(by: Reader) -> list[OfficeRow]:
    entered = offices.holdings(by.site_id)
    return [
        OfficeRow(role, role_words(role), tuple(
            (row.department, row.person.name) for (of, _), row in entered.items() if of == role
        ))
        for role in previews.offices_named(by, clock.now())
    ]  # fmt: skip
