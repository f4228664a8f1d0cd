"""An administrator's password is reset by two: one asks for it, another confirms it here."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.organization.face import MANAGE_PEOPLE, MANAGE_ROLES, READ_AUDIT
from yichuang.organization.queries import open_resets, staff_member
from yichuang.organization.resets import confirm_reset, request_reset
from yichuang.phrases import Phrase
from yichuang.web.base.fields import PassageField
from yichuang.web.base.language import say
from yichuang.web.base.readers import reader, staff

_REASON = Phrase("重置原因", "Why it is reset")
_ASKED = Phrase(
    "已申请为{name}重置，请另一位管理员在“重置确认”中确认。",
    "Asked for. Another administrator confirms the reset for {name}.",
)
_REMOVED = Phrase(
    "{name}的第二因素已取消，下次登录时重新设置。",
    "The second factor of {name} is gone; the next log-in sets a new one up.",
)
_ADMINISTRATORS = (MANAGE_PEOPLE, MANAGE_ROLES, READ_AUDIT)


class ReasonForm(forms.Form):
    reset_reason = PassageField(max_length=200)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reset_reason"].label = say(_REASON)


@require_POST
@staff(MANAGE_PEOPLE)
def ask(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Ask for an administrator's password, or anybody's second factor, to be reset (申请重置)."""
    from yichuang.web.admin.people import person_page

    found, form = staff_member(reader(request), staff_no), ReasonForm(request.POST)
    account = getattr(found, "account", None)
    if account is None:
        raise NotFound(what=staff_no)
    if not form.is_valid():
        return person_page(request, staff_no, reset_form=form)
    request_reset(
        account=account, reason=form.cleaned_data["reset_reason"], at=clock.now(),
        by=reader(request), second_factor=request.POST.get("what") == "second_factor",
    )  # fmt: skip
    messages.success(request, say(_ASKED, name=found.name))
    return redirect("web:person", staff_no)


@require_safe
@staff(*_ADMINISTRATORS)
def resets(request: HttpRequest) -> HttpResponse:
    """What waits for a second administrator (待确认)."""
    return _page(request)


@require_POST
@sensitive_variables("password")
@staff(*_ADMINISTRATORS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it; the first password is shown once (确认重置)."""
    account, password = confirm_reset(reset_id=pk, at=clock.now(), by=reader(request))
    if not password:
        messages.success(request, say(_REMOVED, name=account.person.name))
    return _page(request, name=account.person.name, password=password)


def _page(request: HttpRequest, *, name: str = "", password: str = "") -> HttpResponse:
    held = reader(request)
    lines = [
        (one, held.person_id not in {one.requested_by_id, one.account.person_id})
        for one in open_resets(held)
    ]
    context = {"lines": lines, "name": name, "password": password}
    return render(request, "web/admin/resets.html", context)
