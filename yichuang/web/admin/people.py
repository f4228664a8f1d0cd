"""The system administrator's page: who works here, and who can log in."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.organization import actions
from yichuang.organization.face import MANAGE_PEOPLE
from yichuang.organization.passwords import first_password
from yichuang.organization.queries import (
    departments,
    is_administrator,
    site_by_code,
    staff_member,
    staff_of,
)
from yichuang.organization.roles import NAMES, Role
from yichuang.organization.second import recovery_left
from yichuang.phrases import Phrase
from yichuang.web.admin.paging import page_of
from yichuang.web.admin.resets import ReasonForm
from yichuang.web.base.asked import asked_text
from yichuang.web.base.fields import NameField, NumberField, PassageField, TelephoneField
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_STAFF_NO = Phrase("工号", "Staff number")
_NAME = Phrase("姓名", "Name")
_DEPARTMENT = Phrase("部门", "Department")
_CENTRE = Phrase("中心本部", "The centre itself")
_POST = Phrase("岗位", "Post")
_PHONE = Phrase("电话", "Telephone")
_USERNAME = Phrase("用户名", "User name")
_REASON = Phrase("停用原因", "Why it is closed")
_ADDED = Phrase("已添加{name}。", "{name} was added.")
_CLOSED = Phrase(
    "账号已停用，正在使用的登录随即失效。", "The account is closed; its sessions end now."
)


class PersonForm(forms.Form):
    """Somebody new."""

    staff_no = NumberField(form=r"[A-Za-z0-9-]{1,32}")
    name = NameField(max_length=40)
    department = forms.ChoiceField(required=False)
    post = PassageField(max_length=60, required=False)
    phone = TelephoneField(max_length=40, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        told = (_STAFF_NO, _NAME, _DEPARTMENT, _POST, _PHONE)
        for field, label in zip(self.fields.values(), told, strict=True):
            field.label = say(label)
        self.departments = {str(one.pk): one for one in departments()}
        english = language() == "en"
        choices = [(pk, one.name_en if english and one.name_en else one.name)
                   for pk, one in self.departments.items()]  # fmt: skip
        self.fields["department"].choices = [("", say(_CENTRE)), *choices]  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    username = forms.RegexField(r"^[A-Za-z0-9._-]{3,40}$")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["username"].label = say(_USERNAME)


class CloseForm(forms.Form):
    reason = PassageField(max_length=200)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].label = say(_REASON)


@require_safe
@staff(MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Who works here (人员名册)."""
    words = asked_text(request, "q", 40)
    context = {"page": page_of(staff_of(reader(request), words=words), request), "words": words,
               "names": role_names()}  # fmt: skip
    return render(request, "web/admin/people.html", context)


@staff(MANAGE_PEOPLE)
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody (增加人员)."""
    held = reader(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = actions.add_person(
                site=site_by_code(held.site_code), staff_no=given["staff_no"], name=given["name"],
                department=form.departments.get(given["department"]), post=given["post"],
                phone=given["phone"], at=clock.now(), by=held,
            )  # fmt: skip
        except actions.NameTaken as error:
            form.add_error("staff_no", error.say(language()))
        else:
            messages.success(request, say(_ADDED, name=person.name))
            return redirect("web:person", person.staff_no)
    status = 422 if form.errors else 200
    return render(request, "web/admin/person_new.html", {"form": form}, status=status)


@require_safe
@staff(MANAGE_PEOPLE)
def person(request: HttpRequest, staff_no: str) -> HttpResponse:
    return person_page(request, staff_no)


@never_cache
@require_POST
@staff(MANAGE_PEOPLE)
def open_account(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Open somebody's log-in; the first password is shown once (开通账号)."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        return person_page(request, staff_no, account_form=form)
    password = first_password()
    try:
        actions.open_account(
            person=staff_member(reader(request), staff_no), username=form.cleaned_data["username"],
            password=password, at=clock.now(), by=reader(request),
        )  # fmt: skip
    except actions.NameTaken as error:
        form.add_error("username", error.say(language()))
        return person_page(request, staff_no, account_form=form)
    return person_page(request, staff_no, password=password)


@never_cache
@require_POST
@staff(MANAGE_PEOPLE)
def renew_account(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Give a new first password (重置密码), also to open a closed account again."""
    found = staff_member(reader(request), staff_no)
    account = getattr(found, "account", None)
    if account is None:
        raise NotFound(what=staff_no)
    password = actions.renew_account(account=account, at=clock.now(), by=reader(request))
    return person_page(request, staff_no, password=password)


@require_POST
@staff(MANAGE_PEOPLE)
def close_account(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Close a log-in (停用账号)."""
    form = CloseForm(request.POST)
    found = staff_member(reader(request), staff_no)
    account = getattr(found, "account", None)
    if account is None:
        raise NotFound(what=staff_no)
    if not form.is_valid():
        return person_page(request, staff_no, close_form=form)
    actions.close_account(
        account=account, reason=form.cleaned_data["reason"], at=clock.now(), by=reader(request)
    )
    messages.success(request, say(_CLOSED))
    return redirect("web:person", staff_no)


def person_page(
    request: HttpRequest, staff_no: str, *, password: str = "",
    account_form: AccountForm | None = None, close_form: CloseForm | None = None,
    reset_form: ReasonForm | None = None,
) -> HttpResponse:  # fmt: skip
    """One person: who they are, their log-in, and what is wrong with a form sent in."""
    found = staff_member(reader(request), staff_no)
    account = getattr(found, "account", None)
    context = {
        "person": found,
        "account": account,
        "password": password,
        "needs_two": is_administrator(found),
        "reset_form": reset_form or ReasonForm(),
        "has_second": account is not None and recovery_left(account) is not None,
        "account_form": account_form or AccountForm(),
        "close_form": close_form or CloseForm(),
        "names": role_names(),
    }
    wrong = account_form or close_form or reset_form
    return render(request, "web/admin/person.html", context, status=422 if wrong else 200)


def role_names() -> dict[str, Phrase]:
    """Roles by code, for pages that show them."""
    return {role.value: NAMES[role] for role in Role}
