"""The security administrator's page: who may do what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.organization import actions
from yichuang.organization.face import MANAGE_ROLES
from yichuang.organization.queries import grants_of, staff_member, staff_of
from yichuang.organization.roles import NAMES, Role, granted
from yichuang.phrases import Phrase
from yichuang.web.admin.paging import page_of
from yichuang.web.base.asked import asked_text
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_GRANTED = Phrase("已授予{name}“{role}”。", "{name} is now {role}.")
_REVOKED = Phrase(
    "已撤销{name}的“{role}”，立即生效。",
    "{name} is no longer {role}, with immediate effect.",
)
_ROLE = Phrase("角色", "the role")


@require_safe
@staff(MANAGE_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """Everybody and the roles they hold (角色授权)."""
    words = asked_text(request, "q", 40)
    table = [(NAMES[role], [p.name for p in granted(role)]) for role in Role]
    context = {"page": page_of(staff_of(reader(request), words=words), request), "words": words,
               "names": {role.value: NAMES[role] for role in Role}, "table": table}  # fmt: skip
    return render(request, "web/admin/roles.html", context)


@require_safe
@staff(MANAGE_ROLES)
def person_roles(request: HttpRequest, staff_no: str) -> HttpResponse:
    """One person's roles, with who granted what and when (授权经过)."""
    return _page(request, staff_no)


@require_POST
@staff(MANAGE_ROLES)
def grant(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Grant a role (授予角色)."""
    found, role = staff_member(reader(request), staff_no), _role(request)
    try:
        actions.grant_role(person=found, role=role, at=clock.now(), by=reader(request))
    except (
        actions.ThreeAdministrators,
        actions.RoleHeld,
        actions.OwnRoles,
        actions.FirstPasswordStands,
    ) as error:
        return _page(request, staff_no, error=error)
    messages.success(request, say(_GRANTED, name=found.name, role=say(NAMES[role])))
    return redirect("web:person_roles", staff_no)


@require_POST
@staff(MANAGE_ROLES)
def revoke(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Take a role back (撤销角色); it ends with the person's next request."""
    found, role = staff_member(reader(request), staff_no), _role(request)
    try:
        actions.revoke_role(person=found, role=role, at=clock.now(), by=reader(request))
    except actions.OwnRoles as error:
        return _page(request, staff_no, error=error)
    messages.success(request, say(_REVOKED, name=found.name, role=say(NAMES[role])))
    return redirect("web:person_roles", staff_no)


def _role(request: HttpRequest) -> Role:
    given = request.POST.get("role", "")
    if given not in {role.value for role in Role}:
        raise NotFound(what=_ROLE, field="role")
    return Role(given)


def _page(request: HttpRequest, staff_no: str, error: HallError | None = None) -> HttpResponse:
    found = staff_member(reader(request), staff_no)
    grants = [(NAMES[Role(grant.role)], grant) for grant in grants_of(found)]
    held = {grant.role for _, grant in grants if grant.revoked_at is None}
    context = {
        "person": found,
        "grants": grants,
        "open": [(role.value, NAMES[role]) for role in Role if role.value not in held],
        "error": error.say(language()) if error else "",
    }
    return render(
        request, "web/admin/person_roles.html", context, status=error.status if error else 200
    )
